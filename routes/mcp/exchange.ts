import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CallServices } from '../../src/calls/execute.ts'

/** How the service introduces itself to MCP clients. */
export interface ServerInfo {
  name: string
  version: string
  instructions: string
}

/** One HTTP exchange, as the handlers of both eras see it. */
export interface Exchange {
  request: FastifyRequest
  reply: FastifyReply
  services: CallServices
  /** Aborts when the client leaves before its answer is complete. */
  gone: AbortSignal
  /** Aborts when the client takes back this request by a message of its own; unset where the SDK hears of it. */
  cancelled?: (rpcId: string | number) => AbortSignal | undefined
}

/**
 * Both SDKs hand through to their handlers what was known of the token. None of it is needed there, but for the name that
 * binds a question to whoever was asked: the exchange travels in it, because one server may serve many requests.
 */
export function authInfoFor(exchange: Exchange) {
  const { name } = exchange.request.principal
  return { token: '', clientId: name, scopes: [], extra: { exchange } }
}

export function exchangeIn(authInfo: { extra?: Record<string, unknown> } | undefined): Exchange {
  const exchange = authInfo?.extra?.['exchange']
  if (!exchange) throw new Error('An MCP request without its exchange.')
  return exchange as Exchange
}
