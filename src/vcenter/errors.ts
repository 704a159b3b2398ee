/**
 * Errors of the vCenter client. Their messages may be shown to callers: they never hold credentials, and words of
 * vCenter in them are shortened and free of control characters (`error-body.ts`).
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/
 */

export { loginOperation, VcenterApiError, type ApiFailure } from './api-error.ts'

/** What no repetition overcomes: somebody must mend the credential or the certificate, or ask for less. */
export type Obstacle = 'credential' | 'certificate' | 'size'

/** No answer came, and nothing was changed: the call may be repeated. */
export class VcenterUnavailableError extends Error {
  override readonly name = 'VcenterUnavailableError'
  readonly vcenter: string
  readonly reason: string
  /** Seconds after which a new call has a chance, when that is known. */
  readonly retryAfterS: number | undefined
  /** `credential`: the service itself refuses to log in for a while, because vCenter refused it. */
  readonly obstacle: Obstacle | undefined

  constructor(
    vcenter: string,
    reason: string,
    details: { retryAfterS?: number | undefined; obstacle?: Obstacle | undefined; cause?: unknown } = {}
  ) {
    super(`vCenter '${vcenter}' is unavailable: ${reason}`, { cause: details.cause })
    this.vcenter = vcenter
    this.reason = reason
    this.retryAfterS = details.retryAfterS
    this.obstacle = details.obstacle
  }
}

/** A write was sent and its answer never came: it may have happened. It was not sent again. */
export class VcenterOutcomeUnknownError extends Error {
  override readonly name = 'VcenterOutcomeUnknownError'
  readonly vcenter: string
  readonly operation: string
  readonly path: string
  readonly reason: string
  /** The object as it was found afterwards, where it could be read. */
  readonly seen: Readonly<Record<string, unknown>> | undefined

  constructor(failure: UnknownOutcome) {
    super(
      `The outcome of "${failure.operation}" on ${failure.path} is unknown: ${failure.reason}. ` +
        'It was not sent again; read the state before repeating it.',
      { cause: failure.cause }
    )
    this.vcenter = failure.vcenter
    this.operation = failure.operation
    this.path = failure.path
    this.reason = failure.reason
    this.seen = failure.seen
  }

  withSeen(seen: UnknownOutcome['seen']): VcenterOutcomeUnknownError {
    const { vcenter, operation, path, reason, cause } = this
    return new VcenterOutcomeUnknownError({ vcenter, operation, path, reason, cause, seen })
  }
}

export interface UnknownOutcome {
  vcenter: string
  operation: string
  path: string
  reason: string
  seen?: Readonly<Record<string, unknown>> | undefined
  cause?: unknown
}

/** This release of vCenter has no such API. */
export class VcenterUnsupportedError extends Error {
  override readonly name = 'VcenterUnsupportedError'
  readonly vcenter: string
  readonly operation: string

  constructor(vcenter: string, operation: string, needs: string) {
    super(`Cannot ${operation} on vCenter '${vcenter}': needs ${needs} or later`)
    this.vcenter = vcenter
    this.operation = operation
  }
}
