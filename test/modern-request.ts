import { type Role, type Service, bearer } from './helper.ts'

export interface ModernRequest {
  capabilities?: object
  role?: Role
  /** More of `_meta`. */
  meta?: Record<string, unknown>
}

/** One request of a 2026-07-28 client, as it goes over the wire. */
export function postModern(
  service: Service,
  { method, params = {} }: { method: string; params?: Record<string, unknown> },
  { capabilities = {}, role = 'viewer', meta = {} }: ModernRequest = {}
) {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': capabilities,
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
    ...meta
  }
  const name = params['name'] ?? params['uri']
  return service.app.inject({
    method: 'POST',
    url: '/mcp',
    headers: {
      ...bearer(role),
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      host: 'localhost',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...(typeof name === 'string' && { 'mcp-name': name })
    },
    payload: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } })
  })
}

export interface RpcMessage {
  id?: number
  method?: string
  params?: Record<string, unknown>
  result?: Record<string, unknown>
  error?: { code: number; message: string; data?: Record<string, unknown> }
}

/** The messages of an answer in their order, sent as one JSON body or as events. */
export function messagesIn(body: string): RpcMessage[] {
  const events = [...body.matchAll(/^data: (.+)$/gm)].map(([, data]) => data ?? '')
  return (events.length > 0 ? events : [body]).map(each => JSON.parse(each) as RpcMessage)
}

/** The answer itself: the last message. */
export function messageIn(body: string): RpcMessage {
  return messagesIn(body).at(-1) ?? {}
}
