import { readErrorBody } from './error-body.ts'
import {
  loginOperation,
  VcenterApiError,
  VcenterOutcomeUnknownError,
  VcenterUnavailableError
} from '../errors.ts'
import { createGate } from './gate.ts'
import type { Method, Transport, TransportResponse } from './http.ts'
import { createRetryBudget, withRetries, type Effect, type RetrySettings } from './retry.ts'
import { TransportError } from './transport-error.ts'

export interface ExchangeRequest {
  /** Words for errors: `get VM 'vm-42'`. */
  operation: string
  effect: Effect
  method: Method
  /** Shown in errors, so without filters. */
  path: string
  /** Encoded, with its `?` or `&`. */
  query?: string
  headers?: Record<string, string>
  body?: unknown
  signal?: AbortSignal | undefined
}

/**
 * One request to vCenter until it has an answer: retries, and everything but a 2xx becomes an error of `errors.ts`.
 * Sessions are not its business: a 401 is thrown like any other answer.
 */
export type Exchange = (request: ExchangeRequest) => Promise<TransportResponse>

export interface ExchangeSettings extends RetrySettings {
  vcenter: string
  timeoutMs: number
  /**
   * Power, delete and hardware changes hold the request open until vCenter's task has ended, which may take
   * minutes (a large VM is suspended to disk): their time-out is far longer than that of reads.
   */
  writeTimeoutMs: number
}

/** Half of the connections: writes hold theirs for minutes, and must not keep everybody else from reading. */
const concurrentWrites = 8

export function createExchange(transport: Transport, settings: ExchangeSettings): Exchange {
  const budget = createRetryBudget()
  const writeGate = createGate(concurrentWrites, settings.timeoutMs)

  async function attempt(request: ExchangeRequest): Promise<TransportResponse> {
    const isWrite = request.effect === 'write'
    const send = () =>
      transport.send({
        method: request.method,
        path: request.path + (request.query ?? ''),
        headers: request.headers,
        body: request.body,
        timeoutMs: isWrite ? settings.writeTimeoutMs : settings.timeoutMs,
        signal: request.signal,
        abort: isWrite ? 'until sent' : 'always'
      })
    const response = isWrite ? await writeGate.run(send, request.signal) : await send()
    if (response.status >= 200 && response.status < 300 && response.body.kind !== 'text') return response
    throw answerError(settings.vcenter, request, response)
  }

  return async function exchange(request) {
    try {
      return await withRetries(() => attempt(request), { ...settings, ...request, budget })
    } catch (error) {
      throw finalError(settings.vcenter, request, error)
    }
  }
}

function answerError(
  vcenter: string,
  request: ExchangeRequest,
  response: TransportResponse
): VcenterApiError {
  const words = readErrorBody(response.body)
  const isRedirect = response.status >= 300 && response.status < 400
  return new VcenterApiError({
    vcenter,
    operation: request.operation,
    status: response.status,
    path: request.path,
    ...words,
    messages: [...words.messages, ...(isRedirect ? ['Redirects are not followed.'] : [])],
    retryAfterS: retryAfterSeconds(response.headers['retry-after'])
  })
}

/** What the caller learns once nothing more is tried: was it answered, did nothing happen, or is that unknown? */
function finalError(vcenter: string, request: ExchangeRequest, error: unknown): unknown {
  const { operation, path, effect } = request
  if (error instanceof TransportError) {
    if (effect !== 'write' || !error.requestSent) {
      return new VcenterUnavailableError(vcenter, error.message, { cause: error })
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
  if (error.errorType === 'TIMED_OUT') return true
  return error.errorType === undefined && (error.status >= 500 || error.status < 300)
}

/** A log-in answered with 503 met the limit of sessions, or a vCenter that is starting up. */
function isOutage(error: VcenterApiError): boolean {
  if (error.errorType === undefined) return [502, 503, 504].includes(error.status)
  return error.operation === loginOperation && error.errorType === 'SERVICE_UNAVAILABLE'
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
