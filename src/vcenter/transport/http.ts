import { Pool, type Dispatcher } from 'undici'
import { abortReason } from '../../abort.ts'
import { connections } from './bulkhead.ts'
import { parseBody, type Body } from './json.ts'
import { createConnector, type Trust } from './tls.ts'
import { busyError, slowError, transportError } from './transport-error.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface TransportRequest {
  method: Method
  /** Path and query, already encoded. */
  path: string
  headers?: Record<string, string> | undefined
  /** Sent as JSON; absent = no body. */
  body?: unknown
  /** Time to the first byte of the answer, and between two pieces of it. */
  timeoutMs: number
  /** Time to the end of the answer, however steadily it drips; for requests that no deadline ends. */
  wholeMs?: number | undefined
  signal?: AbortSignal | undefined
  /** A sent write is never aborted: cutting the line would not stop vCenter, only hide what it did. */
  abort: 'always' | 'until sent'
}

export interface TransportResponse {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: Body
}

export interface Transport {
  /** Any HTTP status is an answer. Throws `TransportError`, or the reason of the signal. */
  send(request: TransportRequest): Promise<TransportResponse>
  close(): Promise<void>
}

export interface TransportOptions extends Trust {
  /** `https://vc.example.com`: the only address ever contacted. */
  origin: string
  /** Longest wait for a connection that is ready for use. */
  queueMs: number
}

const userAgent = 'vsphere-mcp-pro'
const connectTimeoutMs = 3_000
const maxResponseSize = 32 * 1024 * 1024

/**
 * HTTP/1.1 over one pool of keep-alive connections. Redirects are never followed.
 *
 * @see https://undici.nodejs.org/#/docs/api/Pool
 */
export function createTransport(options: TransportOptions): Transport {
  const pool = new Pool(options.origin, {
    connections,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: 30_000,
    maxResponseSize,
    connect: createConnector(options, connectTimeoutMs)
  })

  function send(request: TransportRequest): Promise<TransportResponse> {
    return new Promise((resolve, reject) => {
      dispatch(pool, request, options.queueMs, resolve, reject)
    })
  }

  return { send, close: () => pool.destroy() }
}

/**
 * undici's dispatch rather than its request: only the handler is told when a request is about to be written
 * (`onRequestStart`), and that moment decides whether a failed write may have reached vCenter.
 */
function dispatch(
  pool: Pool,
  request: TransportRequest,
  queueMs: number,
  resolve: (response: TransportResponse) => void,
  reject: (error: unknown) => void
): void {
  const { signal } = request
  const chunks: Buffer[] = []
  let controller: Dispatcher.DispatchController | undefined
  let status = 0
  let headers: TransportResponse['headers'] = {}
  let settled = false
  const queueTimer = setTimeout(onQueueTimeout, queueMs)
  let wholeTimer: NodeJS.Timeout | undefined

  if (signal?.aborted) return fail(abortReason(signal))
  signal?.addEventListener('abort', onAbort)

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      // given up while it waited for a connection: not a byte of it is written
      if (settled) return started.abort(new Error('no longer wanted'))
      controller = started
      clearTimeout(queueTimer)
      if (request.wholeMs !== undefined) wholeTimer = setTimeout(onTooSlow, request.wholeMs)
    },
    onResponseStart(_controller, statusCode, responseHeaders) {
      status = statusCode
      headers = responseHeaders
    },
    onResponseData(_controller, chunk) {
      chunks.push(chunk)
    },
    onResponseEnd() {
      if (settle()) resolve({ status, headers, body: parseBody(Buffer.concat(chunks).toString('utf8')) })
    },
    onResponseError(_controller, error) {
      fail(transportError(error, controller !== undefined, request.timeoutMs))
    }
  }

  try {
    pool.dispatch(dispatchOptions(request), handler)
  } catch (error) {
    fail(transportError(error, controller !== undefined, request.timeoutMs))
  }

  function onAbort(): void {
    if (controller === undefined) return fail(abortReason(signal))
    if (request.abort === 'until sent') return
    fail(abortReason(signal))
    controller.abort(new Error('aborted by the caller'))
  }

  function onQueueTimeout(): void {
    fail(busyError())
  }

  function onTooSlow(): void {
    fail(slowError(request.wholeMs ?? 0))
    controller?.abort(new Error('too slow'))
  }

  function fail(error: unknown): void {
    if (settle()) reject(error)
  }

  function settle(): boolean {
    if (settled) return false
    settled = true
    clearTimeout(queueTimer)
    clearTimeout(wholeTimer)
    signal?.removeEventListener('abort', onAbort)
    return true
  }
}

function dispatchOptions(request: TransportRequest): Dispatcher.DispatchOptions {
  const json = request.body === undefined ? undefined : JSON.stringify(request.body)
  return {
    method: request.method,
    path: request.path,
    headers: {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': userAgent,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...request.headers
    },
    body: json ?? null,
    headersTimeout: request.timeoutMs,
    bodyTimeout: request.timeoutMs
  }
}
