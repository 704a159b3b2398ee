/** What a client may send to /mcp by mistake or on purpose, and what must come back. */
export interface EnvelopeCase {
  name: string
  body: string | Buffer
  /** Over the usual ones; `undefined` leaves one out. */
  headers?: Record<string, string | undefined>
  status: number
  /** Of the JSON-RPC error; left out where there is none. */
  code?: number
  /** Whether the tool is run; otherwise vCenter must not hear of it. */
  runs?: true
}

export const modernRevision = '2026-07-28'
const meta = {
  'io.modelcontextprotocol/protocolVersion': modernRevision,
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' }
}

export interface Era {
  year: '2025' | '2026'
  /** The parameters of a request, with what the era wants in each. */
  params: (own?: object) => object
  /** The headers that go with a method, and with the name in its parameters. */
  headers: (method: string, name?: string) => Record<string, string>
}

export const legacy: Era = {
  year: '2025',
  params: own => ({ ...own }),
  headers: () => ({ 'mcp-protocol-version': '2025-11-25' })
}

export const modern: Era = {
  year: '2026',
  params: own => ({ ...own, _meta: meta }),
  headers: (method, name) => ({
    'mcp-protocol-version': modernRevision,
    'mcp-method': method,
    ...(name !== undefined && { 'mcp-name': name })
  })
}

export const tool = 'list_datacenters'

/** JSON-RPC's own error codes, and those of MCP: https://modelcontextprotocol.io/specification/2026-07-28/basic/transports */
export const codes = {
  parseError: -32_700,
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  invalidParams: -32_602,
  serverError: -32_000,
  headerMismatch: -32_020,
  unsupportedVersion: -32_022
}

/** A good call as text, in which a test replaces a piece that JSON.stringify would not write. */
export function callOf(era: Era, change: object = {}, own: object = {}): string {
  const params = era.params({ name: tool, arguments: {}, ...own })
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params, ...change })
}

/** A message without parameters of its own; without an id it is a notification. */
export function messageOf(era: Era, method: string, id?: number): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params: era.params() })
}
