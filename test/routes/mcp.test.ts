import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Role, type Service, bearer, startService } from '../helper.ts'

const accept = 'application/json, text/event-stream'

function send(
  service: Service,
  payload: unknown,
  headers: Record<string, string> = {},
  role: Role = 'viewer'
) {
  return service.app.inject({
    method: 'POST',
    url: '/mcp',
    headers: { ...bearer(role), accept, host: 'localhost', 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload)
  })
}

/** The JSON-RPC message of an answer, sent plainly or as an event. */
function messageIn(
  body: string
): Record<string, never> & { result?: Record<string, unknown>; error?: { code: number } } {
  const event = /^data: (.+)$/m.exec(body)
  return JSON.parse(event?.[1] ?? body) as ReturnType<typeof messageIn>
}

const listDatacenters = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'list_datacenters', arguments: {} }
}

const modernMeta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' }
}

test('a 2025-era client is greeted with the revision it asked for, and told the rules', async t => {
  const service = await startService(t)
  for (const protocolVersion of ['2025-03-26', '2025-06-18', '2025-11-25']) {
    const params = { protocolVersion, capabilities: {}, clientInfo: { name: 't', version: '1' } }
    const answer = await send(service, { jsonrpc: '2.0', id: 1, method: 'initialize', params })
    const { result } = messageIn(answer.body)
    assert.equal(result?.['protocolVersion'], protocolVersion)
    assert.match(String(result?.['instructions']), /confirm: true/)
    assert.ok(answer.headers['mcp-session-id'])
  }
})

test('a 2026-07-28 client discovers the server and calls a tool without any handshake', async t => {
  const service = await startService(t)
  const headers = { 'mcp-protocol-version': '2026-07-28' }
  const discover = await send(
    service,
    { jsonrpc: '2.0', id: 1, method: 'server/discover', params: { _meta: modernMeta } },
    { ...headers, 'mcp-method': 'server/discover' }
  )
  assert.deepEqual(messageIn(discover.body).result?.['supportedVersions'], ['2026-07-28'])
  assert.equal(messageIn(discover.body).result?.['cacheScope'], 'private')
  const list = await send(
    service,
    { jsonrpc: '2.0', id: 2, method: 'tools/list', params: { _meta: modernMeta } },
    { ...headers, 'mcp-method': 'tools/list' }
  )
  // what is shown depends on the role: no shared cache may keep it
  assert.equal(messageIn(list.body).result?.['cacheScope'], 'private')
  const call = await send(
    service,
    { ...listDatacenters, params: { ...listDatacenters.params, _meta: modernMeta } },
    { ...headers, 'mcp-method': 'tools/call', 'mcp-name': 'list_datacenters' }
  )
  assert.equal(call.headers['content-type'], 'application/json')
  assert.equal(messageIn(call.body).result?.['resultType'], 'complete')
  assert.equal(service.audit()[0]?.protocol, '2026-07-28')
})

test('a header that says another tool than the body is refused, and the body decides who may call', async t => {
  const service = await startService(t)
  const body = {
    ...listDatacenters,
    params: { name: 'delete_vm', arguments: { vm: 'x' }, _meta: modernMeta }
  }
  const headers = {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': 'list_datacenters'
  }
  const answer = await send(service, body, headers)
  assert.equal(answer.statusCode, 400)
  assert.equal(messageIn(answer.body).error?.code, -32_020)
  assert.equal(service.audit()[0]?.tool, 'delete_vm')
  assert.equal(service.audit()[0]?.outcome, 'denied')
})

test('a refused tool is a result that a model can read, not a protocol error', async t => {
  const service = await startService(t)
  const answer = await send(service, {
    ...listDatacenters,
    params: { name: 'delete_vm', arguments: { vm: 'vm-1004' } }
  })
  assert.equal(answer.statusCode, 200)
  const { result } = messageIn(answer.body)
  assert.equal(result?.['isError'], true)
  assert.equal(result?.['structuredContent'], undefined)
  const blocks = result?.['content'] as { text: string }[] | undefined
  assert.equal((JSON.parse(blocks?.[0]?.text ?? '') as { code: string }).code, 'forbidden')
})

test('a tool that does not exist is a protocol error in both eras', async t => {
  const service = await startService(t)
  const params = { name: 'nope', arguments: {} }
  const legacy = await send(service, { ...listDatacenters, params })
  assert.equal(messageIn(legacy.body).error?.code, -32_602)
  const modern = await send(
    service,
    { ...listDatacenters, params: { ...params, _meta: modernMeta } },
    { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': 'nope' }
  )
  assert.equal(messageIn(modern.body).error?.code, -32_602)
})

test('batches belong to 2025-03-26 only and are bounded', async t => {
  const service = await startService(t)
  const batch = [listDatacenters, { ...listDatacenters, id: 2 }]
  assert.equal((await send(service, batch)).statusCode, 200)
  assert.equal((await send(service, batch, { 'mcp-protocol-version': '2025-03-26' })).statusCode, 200)
  const later = await send(service, batch, { 'mcp-protocol-version': '2025-11-25' })
  assert.equal(later.statusCode, 400)
  assert.equal(messageIn(later.body).error?.code, -32_600)
  const long = await send(
    service,
    Array.from({ length: 21 }, (_, id) => ({ ...listDatacenters, id }))
  )
  assert.equal(long.statusCode, 400)
})

test('two calls of one batch with the same id are refused before either is carried out', async t => {
  const service = await startService(t)
  const answer = await send(service, [listDatacenters, listDatacenters])
  assert.equal(answer.statusCode, 400)
  assert.match(answer.body, /same id/)
  assert.equal(service.simulator.requests.length, 0)
})

test('what is no JSON-RPC is refused with the right code and without a trace of the inside', async t => {
  const service = await startService(t)
  const cases: [string, number, number][] = [
    ['{"jsonrpc":', 400, -32_700],
    ['', 400, -32_700],
    ['{"id":null}', 400, -32_600],
    ['[]', 400, -32_600],
    ['{"jsonrpc":"2.0","id":1,"method":{"a":1}}', 400, -32_600],
    ['"text"', 400, -32_600],
    ['{"__proto__":{"method":"tools/call"}}', 400, -32_700]
  ]
  for (const [body, status, code] of cases) {
    const answer = await send(service, body)
    assert.equal(answer.statusCode, status, body)
    assert.equal(messageIn(answer.body).error?.code, code, body)
    assert.doesNotMatch(answer.body, /node_modules|at \w+ \(/)
  }
})

test('only POST has something to offer', async t => {
  const { app } = await startService(t)
  for (const method of ['GET', 'DELETE', 'PUT', 'PATCH'] as const) {
    const answer = await app.inject({
      method,
      url: '/mcp',
      headers: { ...bearer('viewer'), host: 'localhost' }
    })
    assert.equal(answer.statusCode, 405, method)
    assert.equal(answer.headers['allow'], 'POST')
  }
})

test('headers of plugins are on MCP answers as on any other', async t => {
  const service = await startService(t, { env: { RATE_LIMIT: 'true' } })
  const { headers } = await send(service, listDatacenters)
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['ratelimit-limit'], '10')
})

test('MCP_PATH moves the endpoint', async t => {
  const { app } = await startService(t, { env: { MCP_PATH: '/agents/mcp' } })
  const headers = { ...bearer('viewer'), accept, host: 'localhost' }
  const there = await app.inject({ method: 'POST', url: '/agents/mcp', headers, payload: listDatacenters })
  assert.equal(there.statusCode, 200)
  const here = await app.inject({ method: 'POST', url: '/mcp', headers, payload: listDatacenters })
  assert.equal(here.statusCode, 404)
})

test('a batch that cancels its own request is refused: nobody would ever answer it', async t => {
  const service = await startService(t)
  const answer = await send(service, [
    { jsonrpc: '2.0', id: 8, method: 'ping' },
    { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 8 } }
  ])
  assert.equal(answer.statusCode, 400)
  assert.match(answer.body, /cannot cancel/)
})

test('an unknown tool is named briefly, with the closest one', async t => {
  const service = await startService(t)
  const params = { name: `list_vm${'x'.repeat(100_000)}`, arguments: {} }
  const answer = await send(service, { ...listDatacenters, params })
  assert.ok(answer.body.length < 500)
  assert.match(answer.body, /Did you mean/)
})

test('arguments that are no object are refused, recorded and counted', async t => {
  const service = await startService(t, {
    env: { RATE_LIMIT: 'true', RATE_LIMIT_RPS: '0.1', RATE_LIMIT_BURST: '3' }
  })
  const left = []
  for (const given of [null, [], 'vm']) {
    const params = { name: 'list_datacenters', arguments: given }
    left.push((await send(service, { ...listDatacenters, params })).headers['ratelimit-remaining'])
  }
  assert.deepEqual(left, ['2', '1', '0'])
  assert.deepEqual(
    service.audit().map(record => record.code),
    ['invalid_argument', 'invalid_argument', 'invalid_argument']
  )
  assert.equal(service.simulator.requests.length, 0)
})

test('a refusal for too many calls says when to come back, in the headers too', async t => {
  const service = await startService(t, {
    env: { RATE_LIMIT: 'true', RATE_LIMIT_BURST: '1', RATE_LIMIT_RPS: '0.1' }
  })
  await send(service, listDatacenters)
  const { headers, body } = await send(service, listDatacenters)
  assert.equal(headers['ratelimit-remaining'], '0')
  assert.equal(headers['ratelimit-reset'], '10')
  assert.match(body, /retry_after_s\\":10/)
})
