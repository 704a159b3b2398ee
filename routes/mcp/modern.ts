import {
  type McpHttpHandler,
  type McpServer,
  type Server,
  createMcpHandler,
  createRequestStateCodec
} from '@modelcontextprotocol/server'
import { randomBytes } from 'node:crypto'
import { createUsedOnce } from '../../src/calls/confirmation.ts'
import { type Exchange, type ServerInfo, authInfoFor } from './exchange.ts'
import { type AskedFor, type ModernServerOptions, createModernServer } from './modern-server.ts'
import { webRequest } from './web.ts'

/** How long a person may take to answer a question. */
const answerS = 300
/** More than anybody answers meanwhile. */
const mostAnswers = 10_000

export interface ModernLeg {
  serve(exchange: Exchange): Promise<Response>
  /** Ends subscriptions and what is still in flight. */
  close(): Promise<void>
}

export type ModernServerFactory = (info: ServerInfo, options: ModernServerOptions) => Server | McpServer

/** Clients of 2026-07-28, on the second SDK: no handshake and no session, every request stands for itself. */
export function createModernLeg(
  info: ServerInfo,
  createServer: ModernServerFactory = createModernServer
): ModernLeg {
  const codec = createRequestStateCodec<AskedFor>({
    key: randomBytes(32),
    ttlSeconds: answerS,
    bind: ({ mcpReq, http }) => `${mcpReq.method}\0${http?.authInfo?.clientId ?? ''}`
  })
  const isFirstUse = createUsedOnce({ most: mostAnswers, ttlMs: answerS * 1000 })
  // a server serves one request: the SDK refuses to use it twice
  const handler: McpHttpHandler = createMcpHandler(
    () => createServer(info, { codec, isFirstUse, notify: handler.notify }),
    { legacy: 'reject' }
  )

  return {
    async serve(exchange) {
      const options = { parsedBody: exchange.request.body, authInfo: authInfoFor(exchange) }
      return handler.fetch(webRequest(exchange.request, exchange.gone), options)
    },
    close: () => handler.close()
  }
}
