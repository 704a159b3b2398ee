import type { Source } from './sources.ts'

/** Points in time of a series, in milliseconds: multiples of the interval, oldest first. */
export interface Samples {
  /** Seconds. */
  interval: number
  times: number[]
}

const oneHour = 3600
const oneDay = 24 * oneHour

/** How long samples are kept, in seconds, by interval: 20 s is real time, the others are vCenter's defaults. */
const keptBy: Record<number, number> = {
  20: oneHour,
  300: oneDay,
  1800: 7 * oneDay,
  7200: 30 * oneDay,
  86_400: 365 * oneDay
}

export const realTime = 20
export const historical = [300, 1800, 7200, 86_400]

/** Samples after `start` and up to `end` that are still kept; the newest `most` of them. */
export function samplesOf(
  interval: number,
  now: number,
  wanted: { start: number; end: number; most: number }
): Samples {
  const step = interval * 1000
  const kept = (keptBy[interval] ?? 0) * 1000
  const newest = Math.floor(Math.min(now, wanted.end) / step) * step
  const oldest = Math.max(now - kept, wanted.start, newest - wanted.most * step)
  const times: number[] = []
  for (let time = (Math.floor(oldest / step) + 1) * step; time <= newest; time += step) times.push(time)
  return { interval, times }
}

/**
 * A value at a time: the same for everybody who asks, near what the object uses now, with waves of hours and
 * minutes and a bit of noise. Never negative, and a share never above 100 %.
 */
export function valueAt(source: Source, key: number, time: number, isShare: boolean): number {
  const seconds = time / 1000
  const phase = (key % 1000) / 1000
  const day = Math.sin(2 * Math.PI * (seconds / oneDay + phase))
  const quarter = Math.sin(2 * Math.PI * (seconds / 900 + phase))
  const noise = noiseOf(key, Math.floor(seconds / realTime)) - 0.5
  const value = source.now * (1 + source.swing * (0.4 * day + 0.3 * quarter + 0.6 * noise))
  const whole = Math.max(0, Math.round(value))
  return isShare ? Math.min(10_000, whole) : whole
}

/** A number for an object and a counter, so that no two series are alike. */
export function keyOf(text: string): number {
  let hash = 2_166_136_261
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619)
  }
  return hash >>> 0
}

/** From 0 to 1. */
function noiseOf(key: number, step: number): number {
  let mixed = Math.imul(key ^ (step + 0x9e37_79b9), 0x85eb_ca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296
}
