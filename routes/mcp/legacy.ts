import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  RequestSchema,
  isInitializeRequest
} from '@modelcontextprotocol/sdk/types.js'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
import { asksForProgress, cancelledIn, headerOf } from './find-calls.ts'
import { createSessionIds } from './session-id.ts'
import { type Exchange, type ServerInfo, callTool, listTools, unknownTool } from './tool-handlers.ts'
import { webRequest } from './web.ts'

/** The SDK checks the parameters once more by itself, and answers -32602; its own schema here would make that -32603. */
const callToolRequest = RequestSchema.extend({ method: CallToolRequestSchema.shape.method })

/**
 * Clients of 2025 (2025-03-26 to 2025-11-25), on the first SDK. Stateless: each POST has a server and a transport of
 * its own, so that no answer can reach another client and any replica can serve any request.
 */
export function createLegacyLeg(info: ServerInfo) {
  // making one for each request would cost more than the rest of the request
  const jsonSchemaValidator = new AjvJsonSchemaValidator()
  const sessions = createSessionIds()
  const cancellers = new Map<string, AbortController>()

  function serverFor(exchange: Exchange, session: string | undefined): Server {
    const server = new Server(
      { name: info.name, version: info.version },
      { capabilities: { tools: {} }, instructions: info.instructions, jsonSchemaValidator }
    )
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: listTools(exchange) }))
    server.setRequestHandler(callToolRequest, async (message, extra) => {
      const canceller = new AbortController()
      const key = session === undefined ? undefined : keyOf(session, extra.requestId)
      if (key !== undefined) cancellers.set(key, canceller)
      const signal = AbortSignal.any([extra.signal, canceller.signal])
      const progressToken = message.params?._meta?.progressToken
      const call = { rpcId: extra.requestId, signal, progressToken, notify: extra.sendNotification }
      const result = await callTool(exchange, call).finally(() => key !== undefined && cancellers.delete(key))
      if (!result)
        throw new McpError(ErrorCode.InvalidParams, unknownTool(exchange, String(message.params?.['name'])))
      return result
    })
    return server
  }

  return async function serveLegacy(exchange: Exchange): Promise<Response> {
    const { request, reply, gone } = exchange
    const sessionId = headerOf(request, 'mcp-session-id')
    const session =
      sessionId !== undefined && sessions.belongsTo(sessionId, request.principal) ? sessionId : undefined
    if (session !== undefined) cancel(session, request.body)

    // a stream costs twice as much as one JSON body, and only progress needs it
    const enableJsonResponse = !asksForProgress(request.body)
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse })
    await serverFor(exchange, session).connect(transport)
    reply.raw.once('close', () => void transport.close())

    const web = webRequest(request, gone)
    // the transport keeps no sessions and would not know the id
    web.headers.delete('mcp-session-id')
    const response = await transport.handleRequest(web, { parsedBody: request.body })
    if (response.status === 200 && isInitializeRequest(request.body)) {
      response.headers.set('mcp-session-id', sessions.mint(request.principal))
    }
    return response
  }

  /** The call ends as cancelled and is answered as such: others of its batch, and its stream, end as usual. */
  function cancel(session: string, body: unknown): void {
    for (const id of cancelledIn(body))
      cancellers.get(keyOf(session, id))?.abort(new Error('The client cancelled.'))
  }
}

function keyOf(session: string, id: string | number): string {
  return JSON.stringify([session, id])
}
