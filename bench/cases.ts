import { toolDefinitions } from '../src/tools/index.ts'
import type { Child } from './children.ts'
import { type Server, type Servers, token, vmCount } from './servers.ts'

export type CaseName =
  | 'echo'
  | 'proxy'
  | 'rest'
  | 'rest-shared'
  | 'call-2025'
  | 'call-2026'
  | 'list-2025'
  | 'list-2026'

/** One request that is sent again and again, and how to tell that its answer is right. */
export interface Case {
  name: CaseName
  /** For the table. */
  title: string
  server: Child
  origin: string
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  body?: string
  /** How many requests are always on their way. */
  senders: number
  /** How many items a right answer holds, as far as this answer is one. */
  itemsIn: (text: string) => number
  items: number
}

const many = 32
/** Equal reads that are on their way together share one call to vCenter: one at a time, each makes its own. */
const one = 1
const authorization = { authorization: `Bearer ${token}` }
const json = { 'content-type': 'application/json' }
const tools = toolDefinitions.length

/** All cases, the references first. */
export function createCases({ echo, proxy, gateway }: Servers): Case[] {
  const call = { name: 'list_vms', arguments: {} }
  const listed = {
    itemsIn: (text: string) => (JSON.parse(text) as Listed).items?.length ?? 0,
    items: vmCount
  }
  const rest = { method: 'GET', path: '/api/v1/vms', headers: authorization } as const
  return [
    {
      ...on(echo),
      ...posted('/', {}, { jsonrpc: '2.0', id: 1, method: 'tools/call', params: call }),
      name: 'echo',
      senders: many,
      title: 'bare `node:http`: parse a JSON-RPC message, write it back',
      itemsIn: text => Number((JSON.parse(text) as Rpc).params?.name === 'list_vms'),
      items: 1
    },
    {
      ...on(proxy),
      ...rest,
      name: 'proxy',
      senders: one,
      title: `bare \`node:http\` + undici: ${vmCount} VMs from vCenter, text passed through unread`,
      itemsIn: text => (JSON.parse(text) as unknown[]).length,
      items: vmCount
    },
    {
      ...on(gateway),
      ...rest,
      ...listed,
      name: 'rest',
      senders: one,
      title: 'list_vms over REST'
    },
    {
      ...on(gateway),
      ...rest,
      ...listed,
      name: 'rest-shared',
      senders: many,
      title: `list_vms over REST, ${many} equal requests at a time`
    },
    mcpCase(gateway, 'call-2025', 'list_vms over MCP 2025-11-25', call, vmCount),
    mcpCase(gateway, 'call-2026', 'list_vms over MCP 2026-07-28', call, vmCount),
    mcpCase(gateway, 'list-2025', `tools/list over MCP 2025-11-25, ${tools} tools`, undefined, tools),
    mcpCase(gateway, 'list-2026', `tools/list over MCP 2026-07-28, ${tools} tools`, undefined, tools)
  ]
}

interface Rpc {
  params?: { name?: string }
  result?: { tools?: unknown[]; structuredContent?: Listed }
}

interface Listed {
  items?: unknown[]
}

/** What `tools/call` and `tools/list` look like in each era, without a session in both. */
function mcpCase(
  gateway: Server,
  name: CaseName,
  title: string,
  call: { name: string; arguments: object } | undefined,
  items: number
): Case {
  const method = call ? 'tools/call' : 'tools/list'
  const modern = name.endsWith('2026')
  const revision = modern ? '2026-07-28' : '2025-11-25'
  const headers = {
    ...authorization,
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': revision,
    ...(modern && { 'mcp-method': method, ...(call && { 'mcp-name': call.name }) })
  }
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': revision,
    'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': {}
  }
  const params = { ...call, ...(modern && { _meta: envelope }) }
  return {
    ...on(gateway),
    ...posted('/mcp', headers, { jsonrpc: '2.0', id: 1, method, params }),
    name,
    senders: call ? one : many,
    title,
    itemsIn: call ? vmsInResult : toolsInResult,
    items
  }
}

function on({ child, origin }: Server) {
  return { server: child, origin }
}

function posted(path: string, headers: Record<string, string>, message: object) {
  return { method: 'POST', path, headers: { ...json, ...headers }, body: JSON.stringify(message) } as const
}

function vmsInResult(text: string): number {
  return rpcIn(text).result?.structuredContent?.items?.length ?? 0
}

function toolsInResult(text: string): number {
  return rpcIn(text).result?.tools?.length ?? 0
}

/** The message, whether it came as JSON or as the one event of a stream. */
function rpcIn(text: string): Rpc {
  const event = /^data: (.+)$/m.exec(text)
  return JSON.parse(event?.[1] ?? text) as Rpc
}
