import type { AskConsent } from '../../src/calls/confirmation.ts'
import { execute } from '../../src/calls/execute.ts'
import type { Outcome } from '../../src/calls/outcome.ts'
import type { ToolCall } from '../../src/calls/tool-call.ts'
import { cleanText } from '../../src/text.ts'
import type { LogLevel } from '../../src/tools/define-tool.ts'
import type { RegisteredTool, ToolDescriptor } from '../../src/tools/registry.ts'
import type { Exchange } from './exchange.ts'
import { type MessageLevel, isAsSevere } from './message-level.ts'

/** What an SDK tells of one request that is a call of a tool. */
export interface McpCall {
  rpcId: string | number
  /** Aborts on cancellation, and when the client leaves where that means the same. */
  signal: AbortSignal
  progressToken?: string | number | undefined
  /** From which level on the client wants to hear messages; unset: of none. */
  messageLevel?: MessageLevel | undefined
  notify: (notification: CallNotification) => Promise<void>
  /** Made of the call, because consent is to one call; unset where nobody can be asked. */
  askConsent?: ((call: ToolCall) => AskConsent) | undefined
}

export type CallNotification =
  | {
      method: 'notifications/progress'
      params: { progressToken: string | number; progress: number; total: number; message?: string }
    }
  | { method: 'notifications/message'; params: { level: LogLevel; logger: string; data: string } }

/** Exactly what this principal may call, in the registry's order. */
export function toolsFor({ request }: Exchange): RegisteredTool[] {
  const { tools, policy } = request.server
  return tools.tools.filter(tool => policy.mayUse(request.principal, tool.name))
}

/** The same as clients see it, with the vCenters that this principal may know of. */
export function listTools(exchange: Exchange): ToolDescriptor[] {
  const { server, principal } = exchange.request
  const vcenters = server.policy.vcentersOf(principal)
  return toolsFor(exchange).map(tool => tool.descriptorFor(vcenters))
}

/** The call that the hooks have found in a request; `undefined` when the request is none. */
export function callOf({ request }: Exchange, rpcId: string | number): ToolCall | undefined {
  return request.toolCalls.find(each => each.rpcId === rpcId)
}

/** Answers the outcome; `undefined` when there is no tool of that name, which is a protocol error in both eras. */
export async function runCall(exchange: Exchange, call: McpCall): Promise<Outcome | undefined> {
  const found = callOf(exchange, call.rpcId)
  if (!found) throw new Error('A call of a tool that did not pass the hooks.')
  if (!found.tool) return undefined
  const byMessage = exchange.cancelled?.(call.rpcId)
  return execute(found, exchange.services, {
    signal: byMessage ? AbortSignal.any([call.signal, byMessage]) : call.signal,
    progress: progressFor(exchange, call),
    log: messagesFor(exchange, call),
    askConsent: call.askConsent?.(found)
  })
}

/** What both eras say of a tool that does not exist. */
export function unknownTool({ request }: Exchange, name: string): string {
  return `Unknown tool: ${cleanText(name, { longest: 64 }).value}. Did you mean '${request.server.tools.closestName(name)}'?`
}

/** Progress must increase, and goes only to those who asked: https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/progress */
function progressFor(exchange: Exchange, { progressToken, notify }: McpCall) {
  if (progressToken === undefined) return undefined
  let last = -1
  return (progress: number, total: number, message?: string) => {
    if (progress <= last) return
    last = progress
    const params = { progressToken, progress, total, ...(message !== undefined && { message }) }
    send(exchange, notify({ method: 'notifications/progress', params }))
  }
}

/** https://modelcontextprotocol.io/specification/2025-11-25/server/utilities/logging */
function messagesFor(exchange: Exchange, { messageLevel, notify }: McpCall) {
  if (messageLevel === undefined) return undefined
  return (level: LogLevel, data: string) => {
    if (!isAsSevere(level, messageLevel)) return
    const params = { level, logger: 'tools', data }
    send(exchange, notify({ method: 'notifications/message', params }))
  }
}

function send({ request }: Exchange, sending: Promise<void>): void {
  sending.catch((error: unknown) => request.log.debug({ err: error }, 'a notification could not be sent'))
}
