import { setTimeout as sleep } from 'node:timers/promises'
import { abortReason, remainingMs } from '../../abort.ts'
import { VcenterApiError } from '../errors.ts'
import { TransportError } from './transport-error.ts'

/** `read` changes nothing, also as POST; `login` is a POST of a session: repeating it may lock the account. */
export type Effect = 'read' | 'write' | 'login'

export interface RetrySettings {
  /** How often a call may be repeated; 0 = never. */
  retries: number
  /** Upper bound of the first pause; doubled with every attempt. */
  backoffMs: number
}

const longestPauseMs = 10_000

/**
 * Reads are repeated after anything that may pass. Writes are repeated only when it is certain that nothing was
 * executed: not a byte was sent, or vCenter said the object is busy.
 */
export function mayRepeat(error: unknown, effect: Effect): boolean {
  if (error instanceof TransportError) return error.isTransient && (effect === 'read' || !error.requestSent)
  if (!(error instanceof VcenterApiError)) return false
  if (effect === 'login') return false
  if (error.isBusy) return true
  if (effect === 'write' || error.isToolsNotRunning) return false
  if (error.errorType === undefined) return [502, 503, 504].includes(error.status)
  return passing.has(error.errorType)
}

/** Types of vCenter that may be gone a moment later, as far as a read is concerned. */
const passing = new Set(['SERVICE_UNAVAILABLE', 'TIMED_OUT', 'ERROR', 'INTERNAL_SERVER_ERROR'])

/**
 * Full jitter: anything between nothing and the exponential bound, so that callers who failed together do not
 * come back together. Never earlier than `Retry-After`; `undefined` when that is too far away to wait for.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function pauseMs(
  attempt: number,
  backoffMs: number,
  retryAfterS: number | undefined,
  random: () => number = Math.random
): number | undefined {
  const jittered = random() * Math.min(longestPauseMs, backoffMs * 2 ** attempt)
  if (retryAfterS === undefined) return jittered
  return retryAfterS * 1000 > longestPauseMs ? undefined : Math.max(jittered, retryAfterS * 1000)
}

/** Bounds repetitions over all calls to one vCenter: a fifth of the calls, and a reserve for quiet times. */
export interface RetryBudget {
  onCall(): void
  /** `false` when the budget is spent. */
  take(): boolean
  /** How many repetitions it would allow right now. */
  left(): number
  /** How many it has allowed so far. */
  taken(): number
}

/** @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/circuit_breaker.proto (retry_budget) */
export function createRetryBudget(reserve = 50, ratio = 0.2): RetryBudget {
  let tokens = reserve
  let repetitions = 0
  function onCall(): void {
    tokens = Math.min(reserve, tokens + ratio)
  }
  function take(): boolean {
    if (tokens < 1) return false
    tokens -= 1
    repetitions += 1
    return true
  }
  return { onCall, take, left: () => Math.floor(tokens), taken: () => repetitions }
}

export interface RetryOptions extends RetrySettings {
  effect: Effect
  budget: RetryBudget
  /** `false` when the next attempt would be refused anyhow. */
  mayTry: () => boolean
  signal?: AbortSignal | undefined
}

/**
 * Runs `attempt` until it succeeds or may not be repeated. Throws the last error, or the reason of the signal. A pause
 * that would last longer than the caller waits is not begun: the error then comes while it is still of use.
 */
export async function withRetries<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  options.budget.onCall()
  for (let count = 0; ; count++) {
    try {
      return await attempt()
    } catch (error) {
      if (count >= options.retries || !mayRepeat(error, options.effect)) throw error
      const retryAfterS = error instanceof VcenterApiError ? error.retryAfterS : undefined
      const pause = pauseMs(count, options.backoffMs, retryAfterS)
      if (pause === undefined || pause >= remainingMs(options.signal) || !options.mayTry()) throw error
      if (!options.budget.take()) throw error
      await pauseFor(pause, options.signal)
    }
  }
}

/** @throws the reason of the signal as soon as it aborts */
export async function pauseFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal ? { signal } : {})
  } catch (error) {
    throw signal?.aborted ? abortReason(signal) : error
  }
}
