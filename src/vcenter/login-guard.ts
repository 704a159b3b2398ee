import { VcenterApiError, VcenterUnavailableError } from './errors.ts'

/** Stands before every log-in to one vCenter, whichever of its two APIs is meant: the account is the same. */
export interface LoginGuard {
  /** Runs the log-in, or throws `VcenterUnavailableError` when it is too early for another one. */
  run(logIn: () => Promise<string>): Promise<string>
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
export function createLoginGuard(vcenter: string, now: () => number = Date.now): LoginGuard {
  let failures: number[] = []
  let pausedUntil = 0

  function check(): void {
    const time = now()
    failures = failures.filter(failure => failure > time - windowMs)
    const oldest = failures[0]
    if (oldest !== undefined && failures.length >= maximumFailures) {
      const retryAfterS = Math.ceil((oldest + windowMs - time) / 1000)
      const reason = `the log-in was refused ${failures.length} times, next attempt in ${retryAfterS} s to keep the account from being locked`
      throw new VcenterUnavailableError(vcenter, reason, { retryAfterS, isLoginFailure: true })
    }
    if (pausedUntil > time) {
      const retryAfterS = Math.ceil((pausedUntil - time) / 1000)
      const reason = `it took no more log-ins, next attempt in ${retryAfterS} s`
      throw new VcenterUnavailableError(vcenter, reason, { retryAfterS })
    }
  }

  function remember(error: unknown): void {
    if (error instanceof VcenterApiError && error.isLoginFailure) failures.push(now())
    if (error instanceof VcenterUnavailableError && error.cause instanceof VcenterApiError) {
      const least = sessionLimit.test(error.message) ? sessionLimitPauseS : pauseS
      pausedUntil = now() + Math.min(longestPauseS, Math.max(least, error.retryAfterS ?? 0)) * 1000
    }
  }

  async function run(logIn: () => Promise<string>): Promise<string> {
    check()
    try {
      const id = await logIn()
      failures = []
      return id
    } catch (error) {
      remember(error)
      throw error
    }
  }

  return { run }
}
