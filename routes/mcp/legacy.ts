import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  isInitializeRequest
} from '@modelcontextprotocol/sdk/types.js'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
import { headerOf } from './find-calls.ts'
import { createSessionIds } from './session-id.ts'
import { type Exchange, type ServerInfo, callTool, listTools } from './tool-handlers.ts'
import { webRequest } from './web.ts'

/**
 * Clients of 2025 (2025-03-26 to 2025-11-25), on the first SDK. Stateless: each POST has a server and a transport of
 * its own, so that no answer can reach another client and any replica can serve any request.
 */
export function createLegacyLeg(info: ServerInfo) {
  // making one for each request would cost more than the rest of the request
  const jsonSchemaValidator = new AjvJsonSchemaValidator()
  const sessions = createSessionIds()
  const inFlight = new Map<string, WebStandardStreamableHTTPServerTransport>()

  function serverFor(exchange: Exchange): Server {
    const server = new Server(
      { name: info.name, version: info.version },
      { capabilities: { tools: {} }, instructions: info.instructions, jsonSchemaValidator }
    )
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: listTools(exchange) }))
    server.setRequestHandler(CallToolRequestSchema, async (message, extra) => {
      const result = await callTool(exchange, {
        rpcId: extra.requestId,
        signal: extra.signal,
        progressToken: message.params._meta?.progressToken,
        notify: extra.sendNotification
      })
      if (!result) throw new McpError(ErrorCode.InvalidParams, `Unknown tool: ${message.params.name}`)
      return result
    })
    return server
  }

  return async function serveLegacy(exchange: Exchange): Promise<Response> {
    const { request, reply, gone } = exchange
    const sessionId = headerOf(request, 'mcp-session-id')
    const session =
      sessionId !== undefined && sessions.belongsTo(sessionId, request.principal) ? sessionId : undefined
    if (session !== undefined) await cancel(session, request.body)

    const transport = new WebStandardStreamableHTTPServerTransport({})
    await serverFor(exchange).connect(transport)
    const keys = session === undefined ? [] : requestIdsIn(request.body).map(id => keyOf(session, id))
    for (const key of keys) inFlight.set(key, transport)
    reply.raw.once('close', () => {
      for (const key of keys) inFlight.delete(key)
      void transport.close()
    })

    const web = webRequest(request, gone)
    // the transport keeps no sessions and would not know the id
    web.headers.delete('mcp-session-id')
    const response = await transport.handleRequest(web, { parsedBody: request.body })
    if (response.status === 200 && isInitializeRequest(request.body)) {
      response.headers.set('mcp-session-id', sessions.mint(request.principal))
    }
    return response
  }

  /** Closing the transport of a call aborts its signal. */
  async function cancel(session: string, body: unknown): Promise<void> {
    for (const message of [body].flat() as (CancelledNotification | undefined)[]) {
      if (message?.method !== 'notifications/cancelled') continue
      await inFlight.get(keyOf(session, message.params?.requestId))?.close()
    }
  }
}

interface CancelledNotification {
  method?: unknown
  params?: { requestId?: unknown }
}

function requestIdsIn(body: unknown): unknown[] {
  const messages = [body].flat() as ({ id?: unknown; method?: unknown } | null | undefined)[]
  return messages
    .filter(message => message?.method !== undefined && message.id !== undefined)
    .map(each => each?.id)
}

function keyOf(session: string, id: unknown): string {
  return JSON.stringify([session, id])
}
