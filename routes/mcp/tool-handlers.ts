import type { FastifyReply, FastifyRequest } from 'fastify'
import { type CallServices, execute } from '../../src/calls/execute.ts'
import type { ToolDescriptor } from '../../src/tools/registry.ts'
import { type ToolResult, toolResult } from './result.ts'
import { cleanText } from '../../src/text.ts'

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
}

/** What an SDK tells of one `tools/call`. */
export interface McpCall {
  rpcId: string | number
  /** Aborts on cancellation, and when the client leaves: both SDKs tie it to the exchange. */
  signal: AbortSignal
  progressToken: string | number | undefined
  notify: (notification: ProgressNotification) => Promise<void>
}

export interface ProgressNotification {
  method: 'notifications/progress'
  params: { progressToken: string | number; progress: number; total: number; message?: string }
}

/** Exactly what this principal may call, in the registry's order, and where. */
export function listTools({ request }: Exchange): ToolDescriptor[] {
  const { tools, policy } = request.server
  const vcenters = policy.vcentersOf(request.principal)
  return tools.tools
    .filter(tool => policy.mayUse(request.principal, tool.name))
    .map(tool => tool.descriptorFor(vcenters))
}

/** Answers the result; `undefined` when there is no tool of that name, which is a protocol error in both eras. */
export async function callTool(exchange: Exchange, call: McpCall): Promise<ToolResult | undefined> {
  const found = exchange.request.toolCalls.find(each => each.rpcId === call.rpcId)
  if (!found) throw new Error('A tools/call that did not pass the hooks.')
  if (!found.tool) return undefined
  const delivery = { signal: call.signal, progress: progressFor(exchange, call) }
  return toolResult(await execute(found, exchange.services, delivery))
}

/** What both eras say of a tool that does not exist. */
export function unknownTool({ request }: Exchange, name: string): string {
  return `Unknown tool: ${cleanText(name, { longest: 64 }).value}. Did you mean '${request.server.tools.closestName(name)}'?`
}

/** Progress must increase, and goes only to those who asked: https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/progress */
function progressFor({ request }: Exchange, { progressToken, notify }: McpCall) {
  if (progressToken === undefined) return undefined
  let last = -1
  return (progress: number, total: number, message?: string) => {
    if (progress <= last) return
    last = progress
    const params = { progressToken, progress, total, ...(message !== undefined && { message }) }
    notify({ method: 'notifications/progress', params }).catch((error: unknown) => {
      request.log.debug({ err: error }, 'progress could not be sent')
    })
  }
}
