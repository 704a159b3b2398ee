import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
import { type Exchange, type ServerInfo, authInfoFor } from './exchange.ts'
import { createCancellations } from './cancellations.ts'
import { asksForProgress, headerOf } from './find-calls.ts'
import { type LegacyServerOptions, createLegacyServer } from './legacy-server.ts'
import { createSessionIds } from './session-id.ts'
import { type Sessions, type SessionBounds, createSessions, sessionGone } from './sessions.ts'
import { webRequest } from './web.ts'

export type LegacyServerFactory = (info: ServerInfo, options: LegacyServerOptions) => Server

export interface LegacyLeg {
  serve(exchange: Exchange): Promise<Response>
  /** Only there with sessions; otherwise there is nothing that a client could end. */
  end?: (exchange: Exchange) => Promise<Response>
  close(): Promise<void>
}

export interface LegacyLegOptions {
  /** MCP_SESSIONS; unset: without sessions. */
  sessions?: SessionBounds | undefined
  createServer?: LegacyServerFactory | undefined
}

/**
 * Clients of 2025 (2025-03-26 to 2025-11-25), on the first SDK. Stateless unless sessions are switched on: each POST has a
 * server and a transport of its own, so that no answer can reach another client and any replica can serve any request.
 */
export function createLegacyLeg(
  info: ServerInfo,
  { sessions: bounds, createServer = createLegacyServer }: LegacyLegOptions
): LegacyLeg {
  const jsonSchemaValidator = new AjvJsonSchemaValidator()
  const serveAlone = createStatelessService(() =>
    createServer(info, { jsonSchemaValidator, hasSession: false })
  )
  if (!bounds) return { serve: serveAlone, close: async () => undefined }

  const sessions: Sessions = createSessions(bounds, () =>
    createServer(info, { jsonSchemaValidator, hasSession: true })
  )
  return {
    async serve(exchange) {
      if (isInitializeRequest(exchange.request.body)) return sessions.open(exchange)
      // those who do not care for one are served all the same
      if (headerOf(exchange.request, 'mcp-session-id') === undefined) return serveAlone(exchange)
      return sessions.serve(exchange)
    },
    async end(exchange) {
      return (await sessions.end(exchange)) ? new Response(null, { status: 200 }) : sessionGone()
    },
    close: () => sessions.close()
  }
}

function createStatelessService(createServer: () => Server) {
  const sessionIds = createSessionIds()
  const cancellations = createCancellations()

  return async function serveAlone(exchange: Exchange): Promise<Response> {
    const { request, reply, gone } = exchange
    const sessionId = headerOf(request, 'mcp-session-id')
    const isOwn = sessionId !== undefined && sessionIds.belongsTo(sessionId, request.principal)
    const cancelled = isOwn ? cancellations.watch(sessionId, exchange) : undefined

    // a stream costs twice as much as one JSON body, and only progress needs it
    const enableJsonResponse = !asksForProgress(request.body)
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse })
    await createServer().connect(transport)
    reply.raw.once('close', () => void transport.close())

    const web = webRequest(request, gone)
    // the transport keeps no sessions and would not know the id
    web.headers.delete('mcp-session-id')
    const authInfo = authInfoFor({ ...exchange, ...(cancelled && { cancelled }) })
    const response = await transport.handleRequest(web, { parsedBody: request.body, authInfo })
    if (response.status === 200 && isInitializeRequest(request.body)) {
      response.headers.set('mcp-session-id', sessionIds.mint(request.principal))
    }
    return response
  }
}
