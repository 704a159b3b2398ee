import { type Era, type McpClient, connectClient } from './clients.ts'
import { type Caller, type Service, bearer } from './helper.ts'
import type { TestContext } from 'node:test'

/** What a caller learns from a call, in words that both faces share. */
export interface Told {
  outcome: 'ok' | 'refused'
  /** The data of a success, or the problem of a refusal. */
  body: Record<string, unknown>
}

export type FaceName = 'rest' | Era
export type CallTool = (
  caller: Caller,
  tool: string,
  args: Record<string, unknown>
) => Promise<Told & { status?: number }>

/** One way to call every tool of a service: over REST, or with the client of an MCP era on a real socket. */
export async function callerFor(t: TestContext, service: Service, face: FaceName): Promise<CallTool> {
  if (face === 'rest') return (caller, tool, args) => callRest(service, caller, tool, args)
  const url = `${await service.listen()}/mcp`
  const clients = new Map<Caller, McpClient>()
  return async (caller, tool, args) => {
    const client = clients.get(caller) ?? (await connectClient(t, face, url, caller))
    clients.set(caller, client)
    const answer = await client.callTool(tool, args)
    if (answer.isError) {
      return { outcome: 'refused', body: JSON.parse(answer.content[0]?.text ?? '') as Told['body'] }
    }
    return { outcome: 'ok', body: answer.structuredContent ?? {} }
  }
}

/** A tool over REST; needs no socket. */
export async function callRest(
  service: Service,
  caller: Caller,
  name: string,
  args: Record<string, unknown>
) {
  const answer = await service.app.inject(restRequest(service, caller, name, args))
  return {
    status: answer.statusCode,
    outcome: answer.statusCode < 300 ? ('ok' as const) : ('refused' as const),
    body: answer.json<Told['body']>()
  }
}

/** The request for a tool: arguments in the path, the rest in the query or the body. */
export function restRequest(service: Service, caller: Caller, name: string, args: Record<string, unknown>) {
  const tool = service.app.tools.get(name)
  if (!tool) throw new Error(`No tool ${name}`)
  const rest = { ...args }
  const path = tool.path.replaceAll(/:(\w+)/g, (_match, argument: string) => {
    const value = String(rest[argument])
    delete rest[argument]
    return encodeURIComponent(value)
  })
  const inQuery = tool.method === 'GET' || tool.method === 'DELETE'
  return {
    method: tool.method as 'GET',
    url: `/api/v1${path}${inQuery ? queryOf(rest) : ''}`,
    headers: bearer(caller),
    ...(!inQuery && { payload: rest })
  }
}

function queryOf(args: Record<string, unknown>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(args)) {
    for (const each of [value].flat()) query.append(name, String(each))
  }
  return query.size > 0 ? `?${query.toString()}` : ''
}
