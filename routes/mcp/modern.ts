import {
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type Tool,
  createMcpHandler
} from '@modelcontextprotocol/server'
import { type Exchange, type ServerInfo, callTool, listTools, unknownTool } from './tool-handlers.ts'
import { webRequest } from './web.ts'

/** How long a client may keep tools/list: it changes only when the service is started with another configuration. */
const toolsListTtlMs = 300_000

export interface ModernLeg {
  serve(exchange: Exchange): Promise<Response>
  /** Ends subscriptions and what is still in flight. */
  close(): Promise<void>
}

/** Clients of 2026-07-28, on the second SDK: no handshake and no session, every request stands for itself. */
export function createModernLeg(info: ServerInfo): ModernLeg {
  const exchanges = new WeakMap<Request, Exchange>()

  function serverFor(exchange: Exchange): Server {
    const server = new Server(
      { name: info.name, version: info.version },
      {
        capabilities: { tools: {} },
        instructions: info.instructions,
        // what a principal sees depends on its role: no shared cache may keep it
        cacheHints: {
          'tools/list': { ttlMs: toolsListTtlMs, cacheScope: 'private' },
          'server/discover': { ttlMs: toolsListTtlMs, cacheScope: 'private' }
        }
      }
    )
    server.setRequestHandler('tools/list', () => ({ tools: listTools(exchange) as Tool[] }))
    server.setRequestHandler('tools/call', async (message, context) => {
      const result = await callTool(exchange, {
        rpcId: context.mcpReq.id,
        signal: context.mcpReq.signal,
        progressToken: context.mcpReq._meta?.progressToken,
        notify: context.mcpReq.notify
      })
      if (!result)
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, unknownTool(exchange, message.params.name))
      return result
    })
    return server
  }

  const handler = createMcpHandler(
    context => {
      const exchange = context.requestInfo && exchanges.get(context.requestInfo)
      if (!exchange) throw new Error('An MCP request without its exchange.')
      return serverFor(exchange)
    },
    { legacy: 'reject' }
  )

  return {
    async serve(exchange) {
      const web = webRequest(exchange.request, exchange.gone)
      exchanges.set(web, exchange)
      return handler.fetch(web, { parsedBody: exchange.request.body })
    },
    close: () => handler.close()
  }
}
