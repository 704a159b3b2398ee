import { VcenterApiError, VcenterUnavailableError } from './errors.ts'
import { monotonic } from './transport/clock.ts'

/** Stands before every log-in to one vCenter, whichever of its two APIs is meant: the account is the same. */
export interface LoginGuard {
  /**
   * Runs the log-in, one after the other, or throws `VcenterUnavailableError` when it is too early for another one.
   */
  run(logIn: () => Promise<string>): Promise<string>
  /** How many log-ins have opened a session, how many were refused or got no answer. */
  counts(): { logins: number; failed: number }
  /** Seconds until the next log-in is allowed; 0 = now. */
  pauseS(): number
}

const maximumFailures = 3
const windowMs = 5 * 60_000
/** After a 503: vCenter is starting, or has no session left. Longer when the limit of sessions is named. */
const pauseS = 2
const sessionLimitPauseS = 60
const longestPauseS = 300
const sessionLimit = /MaxUserSessionCount|session count is limited/i

/**
 * Single sign-on locks an account after some wrong passwords (5 within 3 minutes by default). After 3 refused
 * log-ins within 5 minutes the next ones are refused here, without asking vCenter.
 *
 * @see https://docs.vmware.com/en/VMware-vSphere/7.0/com.vmware.vsphere.authentication.doc/GUID-2D25D311-AB56-40F4-9834-BC19A7D2EA3D.html
 */
export function createLoginGuard(vcenter: string, now: () => number = monotonic): LoginGuard {
  const counts = { logins: 0, failed: 0 }
  let failures: number[] = []
  let pausedUntil = 0
  let last: Promise<unknown> = Promise.resolve()

  /** Refusals that still count, oldest first. */
  function recent(): number[] {
    return (failures = failures.filter(failure => failure > now() - windowMs))
  }

  /** When the oldest refusal no longer counts; 0 as long as there are few. */
  function lockedUntil(): number {
    const [oldest = 0, ...others] = recent()
    return others.length + 1 < maximumFailures ? 0 : oldest + windowMs
  }

  function secondsUntil(time: number): number {
    return Math.max(0, Math.ceil((time - now()) / 1000))
  }

  function check(): void {
    const lockedS = secondsUntil(lockedUntil())
    if (lockedS > 0) {
      const reason = `the log-in was refused ${failures.length} times, next attempt in ${lockedS} s to keep the account from being locked`
      throw new VcenterUnavailableError(vcenter, reason, { retryAfterS: lockedS, obstacle: 'credential' })
    }
    const retryAfterS = secondsUntil(pausedUntil)
    if (retryAfterS === 0) return
    const reason = `it took no more log-ins, next attempt in ${retryAfterS} s`
    throw new VcenterUnavailableError(vcenter, reason, { retryAfterS })
  }

  function remember(error: unknown): void {
    // without a cause it was refused within this service, and vCenter was not asked
    if (!(error instanceof VcenterUnavailableError) || error.cause !== undefined) counts.failed += 1
    if (error instanceof VcenterApiError && error.isLoginFailure) failures.push(now())
    if (error instanceof VcenterUnavailableError && error.cause instanceof VcenterApiError) {
      const least = sessionLimit.test(error.message) ? sessionLimitPauseS : pauseS
      pausedUntil = now() + Math.min(longestPauseS, Math.max(least, error.retryAfterS ?? 0)) * 1000
    }
  }

  async function attempt(logIn: () => Promise<string>): Promise<string> {
    check()
    try {
      const id = await logIn()
      failures = []
      counts.logins += 1
      return id
    } catch (error) {
      remember(error)
      throw error
    }
  }

  /** Two at a time, one for each API, could both be the third wrong password. */
  function run(logIn: () => Promise<string>): Promise<string> {
    const turn = last.then(() => attempt(logIn))
    last = turn.catch(ignore)
    return turn
  }

  return {
    run,
    counts: () => ({ ...counts }),
    pauseS: () => secondsUntil(Math.max(lockedUntil(), pausedUntil))
  }
}

function ignore(): void {}
