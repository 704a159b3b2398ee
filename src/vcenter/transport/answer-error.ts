import { readErrorBody } from './error-body.ts'
import {
  loginOperation,
  VcenterApiError,
  VcenterOutcomeUnknownError,
  VcenterUnavailableError
} from '../errors.ts'
import type { Verdict } from './breaker.ts'
import type { TransportResponse } from './http.ts'
import type { Effect } from './retry.ts'
import { TransportError } from './transport-error.ts'

/** What an error says of the request that it answers. */
interface Asked {
  /** Words for errors: `get VM 'vm-42'`. */
  operation: string
  kind?: string | undefined
  path: string
  effect: Effect
}

export function answerError(vcenter: string, request: Asked, response: TransportResponse): VcenterApiError {
  const words = readErrorBody(response.body)
  const isRedirect = response.status >= 300 && response.status < 400
  return new VcenterApiError({
    vcenter,
    operation: request.operation,
    kind: request.kind,
    status: response.status,
    path: request.path,
    ...words,
    messages: [...words.messages, ...(isRedirect ? ['Redirects are not followed.'] : [])],
    retryAfterS: retryAfterSeconds(response.headers['retry-after'])
  })
}

/** What the caller learns once nothing more is tried: was it answered, did nothing happen, or is that unknown? */
export function finalError(vcenter: string, request: Asked, error: unknown): unknown {
  const { operation, path, effect } = request
  if (error instanceof TransportError) {
    if (effect !== 'write' || !error.requestSent) {
      return new VcenterUnavailableError(vcenter, error.message, { obstacle: error.obstacle, cause: error })
    }
    return new VcenterOutcomeUnknownError({ vcenter, operation, path, reason: error.message, cause: error })
  }
  if (!(error instanceof VcenterApiError)) return error
  if (effect === 'write') {
    if (!isAmbiguous(error)) return error
    return new VcenterOutcomeUnknownError({ vcenter, operation, path, reason: error.message, cause: error })
  }
  if (isOutage(error)) {
    const { retryAfterS } = error
    return new VcenterUnavailableError(vcenter, error.message, { retryAfterS, cause: error })
  }
  return error
}

/** A 5xx without words of vCenter proves nothing (a proxy?), nor does a time-out inside vCenter or a 200 of HTML. */
function isAmbiguous(error: VcenterApiError): boolean {
  return error.errorType === 'TIMED_OUT' || isForeign(error)
}

/** Not an answer of vCenter: of a proxy before it, or of something else that has its address. */
function isForeign({ errorType, status }: VcenterApiError): boolean {
  return errorType === undefined && (status >= 500 || status < 300)
}

/** A log-in answered with 503 met the limit of sessions, or a vCenter that is starting up. */
function isOutage(error: VcenterApiError): boolean {
  if (error.errorType === undefined) return [502, 503, 504].includes(error.status)
  return error.operation === loginOperation && error.errorType === 'SERVICE_UNAVAILABLE'
}

/**
 * What a request says about the health of vCenter. Its own errors are answers, whatever their status; a call that was
 * given up, or refused by this service, says nothing.
 */
export function verdictOn(error: unknown): Verdict {
  if (error instanceof TransportError) {
    if (error.obstacle === 'size') return 'answered'
    if (isOwnDoing(error)) return 'undecided'
    return { failure: error.message, ...(error.obstacle && { obstacle: error.obstacle }) }
  }
  if (!(error instanceof VcenterApiError)) return 'undecided'
  if (!isForeign(error)) return 'answered'
  const [words] = error.messages
  const failure = `HTTP ${error.status} without an answer of vCenter${words ? `: ${words}` : ''}`
  return { failure, answeredBy: 'proxy' }
}

function isOwnDoing({ code }: TransportError): boolean {
  return ['BUSY', 'UND_ERR_DESTROYED', 'UND_ERR_CLOSED'].includes(code)
}

/** More than this is nothing to tell anybody: whoever sent it has made a mistake. */
const longestRetryAfterS = 3600

/** Seconds, or a date of HTTP; whole seconds, at most an hour. */
export function retryAfterSeconds(
  header: string | string[] | undefined,
  now: () => number = Date.now
): number | undefined {
  if (typeof header !== 'string' || header.trim() === '') return undefined
  const seconds = Number(header)
  const wait = Number.isFinite(seconds) ? seconds : (Date.parse(header) - now()) / 1000
  return Number.isNaN(wait) ? undefined : Math.min(longestRetryAfterS, Math.max(0, Math.ceil(wait)))
}
