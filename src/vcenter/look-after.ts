import { type VcenterOutcomeUnknownError, VcenterUnsupportedError } from './errors.ts'
import { remainingMs } from '../abort.ts'
import { pauseFor } from './transport/retry.ts'

/** What a look says of a change whose answer was lost. */
export type Sighting<Result> =
  | { happened: true; result: Result }
  /** Proves nothing: the change may still be on its way. `seen` is for the caller, where it stays unclear. */
  | { happened: false; seen?: Record<string, unknown> }

export interface Patience {
  /** First pause between two looks. */
  pollMs: number
  signal?: AbortSignal | undefined
}

/** Pauses before the looks, in units of `pollMs`: a power or hardware change of vCenter takes seconds. */
const pauses = [0, 1, 2, 4, 8]

/**
 * Looks up to five times, over some seconds, whether a change that was cut off has happened after all, and answers its
 * result. It is never sent again.
 *
 * @throws the same `VcenterOutcomeUnknownError`, with what was seen, when that cannot be told
 */
export async function lookAfter<Result>(
  unknown: VcenterOutcomeUnknownError,
  look: () => Promise<Sighting<Result>>,
  { pollMs, signal }: Patience
): Promise<Result> {
  let seen: Record<string, unknown> | undefined
  for (const pause of pauses) {
    const pauseMs = pause * pollMs
    if (pauseMs > remainingMs(signal)) break
    if (pauseMs > 0) await pauseFor(pauseMs, signal).catch(ignore)
    if (signal?.aborted) break
    const sighting = await look().catch(blind)
    if (sighting === 'hopeless') break
    if (sighting?.happened) return sighting.result
    seen = sighting?.seen ?? seen
  }
  throw unknown.withSeen(seen)
}

/** Whatever a look fails with, the caller must learn of the change, not of the look. */
function blind(reason: unknown): 'hopeless' | undefined {
  return reason instanceof VcenterUnsupportedError ? 'hopeless' : undefined
}

function ignore(): void {}
