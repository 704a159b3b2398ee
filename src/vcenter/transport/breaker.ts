import { type Obstacle, VcenterUnavailableError } from '../errors.ts'
import { monotonic } from './clock.ts'

/**
 * What a call says about vCenter: it answered, it failed to (in words), or the call ended before it could tell. When
 * something else answered, such as a proxy, the next call may well get through.
 */
export type Verdict = 'answered' | 'undecided' | Failure

interface Failure {
  failure: string
  answeredBy?: 'proxy'
  obstacle?: Obstacle
}

/** Keeps calls away from a vCenter that does not answer, and lets one call at a time find out whether it is back. */
export interface Breaker {
  /** @throws `VcenterUnavailableError` when `enter` would throw it */
  check(): void
  /**
   * Lets one call pass and answers where its verdict goes, to be told once.
   *
   * @throws `VcenterUnavailableError` while vCenter is believed to be down
   */
  enter(): (verdict: Verdict) => void
  state(): 'closed' | 'open' | 'half_open'
}

export interface BreakerOptions {
  vcenter: string
  /** How long a call is waited for that finds out whether vCenter is back: then another one may. */
  probeMs: number
  /** Milliseconds of a clock that is never set. */
  now?: () => number
  /** Milliseconds since 1970, for the sentence of the error. */
  wallClock?: () => number
  random?: () => number
}

const failuresInARow = 5
const leastCalls = 10
const openShare = 0.5
const windowS = 10
const probeAfterMs = 5_000
const probeJitterMs = 2_500

/**
 * Opens after 5 calls in a row without any answer, or when half of at least 10 calls within 10 seconds have failed. 5
 * to 7.5 seconds later the next call goes through alone, and closes it with an answer. Answers of a proxy do not count
 * in a row: when a third of them are 503, chance alone makes five in a row every few hundred calls, while repetitions
 * still bring nearly every call through.
 *
 * Own code rather than cockatiel 4 or opossum 10: cockatiel lets callers wait for the probe instead of refusing them,
 * takes a call that was given up for a success of the probe, and has no clock to test with; opossum knows no failures
 * in a row. The code that would mend that is longer than this.
 *
 * @see https://learn.microsoft.com/en-us/azure/architecture/patterns/circuit-breaker
 */
export function createBreaker(options: BreakerOptions): Breaker {
  const { vcenter, probeMs, now = monotonic, wallClock = Date.now, random = Math.random } = options
  let window = createWindow()
  /** Failures since the last answer, and when the first of them was seen. */
  let row = { failures: 0, since: '' }
  let outage: { words: string; last: Failure; probeAt: number } | undefined
  let probe: { startedAt: number } | undefined

  function isProbing(): boolean {
    return probe !== undefined && now() < probe.startedAt + probeMs
  }

  function check(): void {
    if (!outage || (now() >= outage.probeAt && !isProbing())) return
    const retryAfterS = Math.max(1, Math.ceil((outage.probeAt - now()) / 1000))
    const next = isProbing() ? 'it is being asked again now' : `next attempt in ${retryAfterS} s`
    const { words, last } = outage
    const details = { retryAfterS, obstacle: last.obstacle }
    throw new VcenterUnavailableError(vcenter, `${words} (${last.failure}); ${next}`, details)
  }

  function enter(): (verdict: Verdict) => void {
    check()
    if (!outage) return onVerdict
    const mine = { startedAt: now() }
    probe = mine
    return verdict => {
      if (probe === mine) onProbe(verdict)
    }
  }

  /** Verdicts of calls that began before an outage and end during it prove nothing: only a probe ends it. */
  function onVerdict(verdict: Verdict): void {
    if (outage || verdict === 'undecided') return
    const isFailure = verdict !== 'answered'
    const { calls, failures } = window.add(now(), isFailure)
    if (!isFailure) {
      row = { failures: 0, since: '' }
      return
    }
    if (!verdict.answeredBy) row = { failures: row.failures + 1, since: row.since || timeText() }
    if (row.failures >= failuresInARow) return open(`no answer since ${row.since}`, verdict)
    if (calls < leastCalls || failures < calls * openShare) return
    open(`at ${timeText()} ${failures} of ${calls} calls had failed`, verdict)
  }

  function onProbe(verdict: Verdict): void {
    probe = undefined
    if (verdict === 'undecided' || !outage) return
    if (verdict !== 'answered') return open(outage.words, verdict)
    outage = undefined
    row = { failures: 0, since: '' }
    window = createWindow()
  }

  function open(words: string, last: Failure): void {
    outage = { words, last, probeAt: now() + probeAfterMs + random() * probeJitterMs }
  }

  function timeText(): string {
    return `${new Date(wallClock()).toISOString().slice(0, 19)}Z`
  }

  function state(): 'closed' | 'open' | 'half_open' {
    if (!outage) return 'closed'
    return now() < outage.probeAt ? 'open' : 'half_open'
  }

  return { check, enter, state }
}

/** Counts calls by the second, over the last 10 seconds. */
function createWindow() {
  const seconds = Array.from({ length: windowS }, () => ({ second: -1, calls: 0, failures: 0 }))

  function add(timeMs: number, isFailure: boolean): { calls: number; failures: number } {
    const second = Math.floor(timeMs / 1000)
    const index = second % windowS
    let count = seconds[index]
    if (count?.second !== second) seconds[index] = count = { second, calls: 0, failures: 0 }
    count.calls += 1
    if (isFailure) count.failures += 1
    const recent = seconds.filter(item => item.second > second - windowS)
    return {
      calls: recent.reduce((sum, item) => sum + item.calls, 0),
      failures: recent.reduce((sum, item) => sum + item.failures, 0)
    }
  }

  return { add }
}
