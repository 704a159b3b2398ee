import { answerError, finalError, verdictOn } from './answer-error.ts'
import { remainingMs } from '../../abort.ts'
import type { Breaker } from './breaker.ts'
import type { Bulkhead } from './bulkhead.ts'
import type { Method, Transport, TransportResponse } from './http.ts'
import type { Meter } from './meter.ts'
import { withRetries, type Effect, type RetryBudget, type RetrySettings } from './retry.ts'

export interface ExchangeRequest {
  /** Words for errors: `get VM 'vm-42'`. */
  operation: string
  /** The same whatever the object: `get VM {vm}`. Unset: the operation itself. */
  kind?: string | undefined
  effect: Effect
  /** Of a write: only begins what a task of vCenter goes on with, so that its answer comes at once. */
  startsTask?: boolean | undefined
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
  breaker: Breaker
  bulkhead: Bulkhead
  budget: RetryBudget
  meter: Meter
  /** Is told just before a write is sent, and when it has ended however it did: what was read before is old. */
  onWrite: () => void
}

/** Kept back from a caller's time, to see what has become of a change whose answer did not come. */
const lookMs = 3_000

export function createExchange(transport: Transport, settings: ExchangeSettings): Exchange {
  const { vcenter, breaker, bulkhead, budget, meter } = settings

  /** While the breaker is open nobody stands in line; whoever stood there when it opened learns it on their turn. */
  async function attempt(request: ExchangeRequest): Promise<TransportResponse> {
    breaker.check()
    return bulkhead[request.effect].run(() => observed(request), request.signal)
  }

  async function observed(request: ExchangeRequest): Promise<TransportResponse> {
    const tell = breaker.enter()
    const start = performance.now()
    try {
      const response = await send(request)
      tell('answered')
      meter.onRequest(request.effect, 'ok', secondsSince(start))
      return response
    } catch (error) {
      const verdict = verdictOn(error)
      tell(verdict)
      if (verdict !== 'undecided') {
        const outcome = verdict === 'answered' ? 'api_error' : 'transport_error'
        meter.onRequest(request.effect, outcome, secondsSince(start))
      }
      throw error
    }
  }

  async function send(request: ExchangeRequest): Promise<TransportResponse> {
    const isWrite = request.effect === 'write'
    if (isWrite) settings.onWrite()
    try {
      const response = await transport.send({
        method: request.method,
        path: request.path + (request.query ?? ''),
        headers: request.headers,
        body: request.body,
        timeoutMs: isWrite ? settings.writeTimeoutMs : settings.timeoutMs,
        wholeMs: wholeMsOf(request),
        signal: request.signal,
        abort: isWrite ? 'until sent' : 'always'
      })
      if (response.status >= 200 && response.status < 300 && response.body.kind !== 'text') return response
      throw answerError(vcenter, request, response)
    } finally {
      if (isWrite) settings.onWrite()
    }
  }

  function wholeMsOf({ effect, startsTask, signal }: ExchangeRequest): number | undefined {
    const leftMs = remainingMs(signal)
    // a write is not given up when its caller's time ends, but this one cannot be worth more than that time
    if (startsTask) return Math.min(settings.writeTimeoutMs, Math.max(leftMs / 2, leftMs - lookMs))
    // what everybody waits for, such as a log-in, has no caller whose deadline could end it
    return effect === 'write' || leftMs < Infinity ? undefined : 2 * settings.timeoutMs
  }

  return async function exchange(request) {
    const mayTry = () => breaker.state() !== 'open'
    try {
      return await withRetries(() => attempt(request), { ...settings, ...request, budget, mayTry })
    } catch (error) {
      throw finalError(vcenter, request, error)
    }
  }
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000
}
