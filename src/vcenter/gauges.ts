import type { Flights } from './flights.ts'
import type { LoginGuard } from './login-guard.ts'
import type { Breaker } from './transport/breaker.ts'
import type { Bulkhead } from './transport/bulkhead.ts'
import type { Duration, Meter, RequestOutcome } from './transport/meter.ts'
import type { Effect, RetryBudget } from './transport/retry.ts'

/** What goes on between this service and one vCenter. `_total` only grows; the rest is the state of this moment. */
export interface VcenterGauges {
  /** At most one each; VI/JSON has one of its own only before 8.0 U3. */
  sessions: { automation: number; vim: number }
  logins_total: number
  failed_logins_total: number
  /** Until the next log-in is allowed; 0 = now. */
  login_pause_seconds: number
  breaker_state: 'closed' | 'open' | 'half_open'
  /** By effect; `login` stands for all that opens, closes or looks at a session. */
  requests_in_flight: Record<Effect, number>
  requests_waiting: Record<Effect, number>
  /** Every attempt for itself; requests that their callers gave up are not counted. */
  requests_total: Record<RequestOutcome, number>
  /** Of the same requests, by effect: from the moment it is their turn to the end of the answer. */
  request_duration_seconds: Record<Effect, Duration>
  retries_total: number
  /** Repetitions that would be allowed right now. */
  retry_budget: number
  /** Reads that were answered by the request of another caller. */
  coalesced_reads_total: number
}

export interface GaugeSources {
  automationSession: { isOpen(): boolean }
  vimSession: { isOpen(): boolean }
  guard: LoginGuard
  breaker: Breaker
  bulkhead: Bulkhead
  meter: Meter
  budget: RetryBudget
  flights: Flights
}

export function readGauges(sources: GaugeSources): VcenterGauges {
  const { automationSession, vimSession, guard, breaker, bulkhead, meter, budget, flights } = sources
  const { logins, failed } = guard.counts()
  return {
    sessions: { automation: Number(automationSession.isOpen()), vim: Number(vimSession.isOpen()) },
    logins_total: logins,
    failed_logins_total: failed,
    login_pause_seconds: guard.pauseS(),
    breaker_state: breaker.state(),
    requests_in_flight: {
      read: bulkhead.read.inside(),
      write: bulkhead.write.inside(),
      login: bulkhead.login.inside()
    },
    requests_waiting: {
      read: bulkhead.read.waiting(),
      write: bulkhead.write.waiting(),
      login: bulkhead.login.waiting()
    },
    requests_total: meter.requests(),
    request_duration_seconds: meter.durations(),
    retries_total: budget.taken(),
    retry_budget: budget.left(),
    coalesced_reads_total: flights.coalesced()
  }
}
