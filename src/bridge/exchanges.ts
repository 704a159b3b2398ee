import {
  type JSONRPCErrorResponse,
  type JSONRPCRequest,
  type JSONRPCResultResponse,
  PROTOCOL_VERSION_META_KEY,
  type RequestId,
  SdkHttpError,
  type StreamableHTTPClientTransport
} from '@modelcontextprotocol/client'
import { randomUUID } from 'node:crypto'
import { isObject } from '../objects.ts'
import { brokenOff } from './connection-trouble.ts'
import { type RpcError, failureOf, inWords } from './failure.ts'

export type Answer = JSONRPCResultResponse | JSONRPCErrorResponse

interface Exchange {
  request: JSONRPCRequest
  /** Closes the HTTP exchange. */
  canceller: AbortController
  onAnswer(answer: Answer): void
}

export interface Exchanges {
  /** Sends a request once `ready`; `onAnswer` is called exactly once, unless the request is cancelled. */
  ask(request: JSONRPCRequest, ready: Promise<unknown>, onAnswer: (answer: Answer) => void): void
  /** An answer of the gateway; one that nobody waits for is dropped. */
  settle(answer: Answer): void
  /** Ends a request by closing its HTTP exchange; false where that is not how its era cancels. */
  cancel(id: RequestId): boolean
  abortAll(): void
}

/** The requests that the gateway has yet to answer. Each gets an answer, whatever happens to the gateway. */
export function createExchanges(gateway: StreamableHTTPClientTransport, url: URL): Exchanges {
  const open = new Map<RequestId, Exchange>()
  let handshake: JSONRPCRequest | undefined
  let renewal: Promise<void> | undefined

  function ask(request: JSONRPCRequest, ready: Promise<unknown>, onAnswer: Exchange['onAnswer']): void {
    const exchange = { request, canceller: new AbortController(), onAnswer }
    open.set(request.id, exchange)
    if (request.method === 'initialize') handshake = request
    void ready.then(() => send(exchange, true))
  }

  async function send({ request, canceller }: Exchange, mayRenew: boolean): Promise<void> {
    const session = gateway.sessionId
    try {
      await gateway.send(request, {
        requestSignal: canceller.signal,
        onRequestStreamEnd: () => refuse(request.id, inWords(brokenOff(url)))
      })
    } catch (error) {
      const exchange = open.get(request.id)
      if (!exchange) return
      if (!mayRenew || session === undefined || !isSessionGone(error, request)) {
        return refuse(request.id, failureOf(error, url))
      }
      await renew(session)
      await send(exchange, false)
    }
  }

  /** A client on stdio knows of no sessions: the one that the gateway forgot, as when it was restarted, is begun anew. */
  async function renew(lost: string): Promise<void> {
    if (!handshake || gateway.sessionId !== lost) return
    renewal ??= shakeHands({ ...handshake, id: randomUUID() }).finally(() => (renewal = undefined))
    await renewal
  }

  async function shakeHands(request: JSONRPCRequest): Promise<void> {
    const answer = await new Promise<Answer>(resolve => ask(request, Promise.resolve(), resolve))
    // why it failed is found out, and told, by the request that needed it
    if ('error' in answer) return
    await gateway.send({ jsonrpc: '2.0', method: 'notifications/initialized' }).catch(() => undefined)
  }

  function settle(answer: Answer): void {
    const exchange = answer.id === undefined ? undefined : open.get(answer.id)
    if (!exchange) return
    open.delete(exchange.request.id)
    if (exchange.request.method === 'initialize' && 'result' in answer) {
      const { protocolVersion } = answer.result
      if (typeof protocolVersion === 'string') gateway.setProtocolVersion(protocolVersion)
    }
    exchange.onAnswer(answer)
  }

  function refuse(id: RequestId, error: RpcError): void {
    settle({ jsonrpc: '2.0', id, error })
  }

  return {
    ask,
    settle,
    cancel(id) {
      const exchange = open.get(id)
      if (!exchange || !isModern(exchange.request)) return false
      open.delete(id)
      exchange.canceller.abort()
      return true
    },
    abortAll() {
      for (const { canceller } of open.values()) canceller.abort()
      open.clear()
    }
  }
}

/** @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#session-management */
function isSessionGone(error: unknown, request: JSONRPCRequest): boolean {
  const isNotFound = error instanceof SdkHttpError && error.status === 404
  return isNotFound && !isModern(request) && request.method !== 'initialize'
}

/** Since 2026-07-28 every request names its revision. */
function isModern({ params }: JSONRPCRequest): boolean {
  return isObject(params?._meta) && PROTOCOL_VERSION_META_KEY in params._meta
}
