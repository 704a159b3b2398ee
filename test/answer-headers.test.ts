import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InjectOptions } from 'fastify'
import { bearer, startService } from './helper.ts'

const accept = 'application/json, text/event-stream'
const mcp = { ...bearer('operator'), host: 'localhost', accept, 'content-type': 'application/json' }
const call = (name: string, own: object = {}) =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {}, ...own } })
const snapshot = { arguments: { vm: 'web-02', name: 'x' }, _meta: { progressToken: 1 } }

/** Every kind of answer there is, by the status it must have. */
const requests: [what: string, status: number, request: InjectOptions][] = [
  ['a list', 200, { url: '/api/v1/datacenters', headers: bearer('viewer') }],
  ['a list, its head only', 200, { method: 'HEAD', url: '/api/v1/datacenters', headers: bearer('viewer') }],
  ['the description', 200, { url: '/openapi.json', headers: bearer('viewer') }],
  ['a probe', 200, { url: '/livez' }],
  ['no token', 401, { url: '/api/v1/datacenters' }],
  ['a wrong token', 401, { url: '/api/v1/datacenters', headers: { authorization: 'Bearer no' } }],
  ['a forbidden tool', 403, { method: 'DELETE', url: '/api/v1/vms/db-02', headers: bearer('viewer') }],
  [
    'a foreign page',
    403,
    { url: '/api/v1/vms', headers: { ...bearer('viewer'), origin: 'http://evil.example.com' } }
  ],
  ['a plan', 428, { method: 'DELETE', url: '/api/v1/vms/db-02', headers: bearer('admin') }],
  ['an unknown VM', 404, { url: '/api/v1/vms/nope', headers: bearer('viewer') }],
  ['an unknown path', 404, { url: '/nope', headers: bearer('viewer') }],
  ['an unknown method', 404, { method: 'PUT', url: '/api/v1/vms', headers: bearer('viewer') }],
  [
    'a broken body',
    400,
    {
      method: 'POST',
      url: '/api/v1/vms/db-02/power-on',
      headers: { ...bearer('operator'), 'content-type': 'application/json' },
      payload: '{'
    }
  ],
  [
    'a large body',
    413,
    {
      method: 'POST',
      url: '/api/v1/vms/db-02/power-on',
      headers: bearer('operator'),
      payload: { x: 'x'.repeat(2 << 20) }
    }
  ],
  [
    'a coded body',
    415,
    {
      method: 'POST',
      url: '/api/v1/vms/db-02/power-on',
      headers: { ...bearer('operator'), 'content-encoding': 'gzip' },
      payload: {}
    }
  ],
  ['an MCP result', 200, { method: 'POST', url: '/mcp', headers: mcp, payload: call('list_vms') }],
  [
    'an MCP stream',
    200,
    { method: 'POST', url: '/mcp', headers: mcp, payload: call('create_vm_snapshot', snapshot) }
  ],
  ['an MCP refusal', 200, { method: 'POST', url: '/mcp', headers: mcp, payload: call('delete_vm') }],
  [
    'an MCP notification',
    202,
    {
      method: 'POST',
      url: '/mcp',
      headers: mcp,
      payload: '{"jsonrpc":"2.0","method":"notifications/initialized"}'
    }
  ],
  ['an MCP error', 400, { method: 'POST', url: '/mcp', headers: mcp, payload: '{' }],
  ['MCP by GET', 405, { url: '/mcp', headers: mcp }]
]

test('every kind of answer carries the headers of helmet, is stored by nobody, and does not say what it runs on', async t => {
  const { app } = await startService(t)
  for (const [what, status, request] of requests) {
    const { statusCode, headers, body } = await app.inject(request)
    assert.equal(statusCode, status, `${what}: ${body}`)
    assert.equal(headers['x-content-type-options'], 'nosniff', what)
    assert.equal(headers['x-frame-options'], 'SAMEORIGIN', what)
    assert.equal(headers['referrer-policy'], 'no-referrer', what)
    assert.match(String(headers['strict-transport-security']), /max-age=\d{8}/, what)
    assert.match(String(headers['cache-control']), /^no-store(, no-transform)?$/, what)
    for (const name of ['x-powered-by', 'server', 'etag', 'set-cookie', 'access-control-allow-origin']) {
      assert.equal(headers[name], undefined, `${what}: ${name}`)
    }
  }
})

test('what the router refuses before any hook is not sniffed and not stored either', async t => {
  const { app } = await startService(t)
  const { statusCode, headers } = await app.inject({ url: '/api/v1/vms/%ZZ', headers: bearer('viewer') })
  assert.equal(statusCode, 400)
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['cache-control'], 'no-store')
})

test('a preflight is refused, and no header of CORS allows anything', async t => {
  const { app } = await startService(t, { env: { ALLOWED_ORIGINS: 'https://portal.example.com' } })
  for (const url of [
    '/mcp',
    '/api/v1/vms',
    '/api/v1/vms/db-02/power-off',
    '/openapi.json',
    '/livez',
    '/nope'
  ]) {
    for (const origin of [
      'https://evil.example.com',
      'https://portal.example.com',
      'http://localhost',
      'null'
    ]) {
      for (const token of [{}, bearer('admin')]) {
        const { statusCode, headers } = await app.inject({
          method: 'OPTIONS',
          url,
          headers: {
            ...token,
            host: 'localhost',
            origin,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'authorization, content-type'
          }
        })
        assert.ok(statusCode >= 400 && statusCode < 500, `${url} ${statusCode}`)
        const allowing = Object.keys(headers).filter(
          name => name.startsWith('access-control-') || name === 'allow'
        )
        assert.deepEqual(allowing, [], `${url} ${origin}`)
      }
    }
  }
})
