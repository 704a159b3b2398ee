import type { Effect } from './retry.ts'

/** How a request ended: an answer as asked for, an error of vCenter, or no answer of vCenter at all. */
export type RequestOutcome = 'ok' | 'api_error' | 'transport_error'

/** What a summary of Prometheus holds: the sum of all observations, in seconds, and their number. */
export interface Duration {
  sum: number
  count: number
}

/** Counts requests to one vCenter, every attempt for itself. */
export interface Meter {
  /** A request that its caller gave up is not counted: it says nothing about vCenter. */
  onRequest(effect: Effect, outcome: RequestOutcome, seconds: number): void
  requests(): Record<RequestOutcome, number>
  durations(): Record<Effect, Duration>
}

export function createMeter(): Meter {
  const requests = { ok: 0, api_error: 0, transport_error: 0 }
  const durations = {
    read: { sum: 0, count: 0 },
    write: { sum: 0, count: 0 },
    login: { sum: 0, count: 0 }
  }

  function onRequest(effect: Effect, outcome: RequestOutcome, seconds: number): void {
    requests[outcome] += 1
    durations[effect].sum += seconds
    durations[effect].count += 1
  }

  return { onRequest, requests: () => ({ ...requests }), durations: () => structuredClone(durations) }
}
