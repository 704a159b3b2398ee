import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type ServiceOptions, bearer, startService } from '../helper.ts'
import { oidcVariables, startIssuer } from '../issuer.ts'

const scopes = {
  OIDC_ROLE_CLAIM: 'scope',
  OIDC_CLAIMS_TO_ROLES: '{"vsphere.admin": "admin", "vsphere.operate": "operator", "vsphere.read": "viewer"}'
}
const metadata = 'https://mcp.example.com/.well-known/oauth-protected-resource'

async function start(t: TestContext, env: Record<string, string> = scopes, options: ServiceOptions = {}) {
  const issuer = await startIssuer(t)
  const service = await startService(t, { ...options, env: { ...oidcVariables(issuer), ...env } })
  const authorization = `Bearer ${await issuer.sign({ claims: { scope: 'openid vsphere.read' } })}`
  async function post(payload: object, headers: Record<string, string> = {}) {
    return service.app.inject({
      method: 'POST',
      url: '/mcp',
      headers: {
        authorization,
        accept: 'application/json, text/event-stream',
        host: 'localhost',
        ...headers
      },
      payload
    })
  }
  return { ...service, issuer, authorization, post }
}

function call(name: string, id = 1, meta: object = {}) {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: { vm: 'vm-1' }, ...meta } }
}

const modern = {
  _meta: {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' }
  }
}

test('a tool beyond the role of a token of the issuer is 403 with the scope that would do, and audited', async t => {
  const { app, audit, post, authorization, simulator } = await start(t)
  const rest = await app.inject({
    method: 'POST',
    url: '/api/v1/vms/vm-1/power-on',
    headers: { authorization }
  })
  assert.equal(rest.statusCode, 403)
  assert.equal(
    rest.headers['www-authenticate'],
    `Bearer error="insufficient_scope", scope="vsphere.operate", resource_metadata="${metadata}"`
  )
  const { detail, hint } = rest.json<{ detail: string; hint: string }>()
  assert.match(detail, /Role 'viewer' may not call power_on_vm/)
  assert.match(hint, /Use a token whose role lists this tool/)
  const legacy = await post(call('power_on_vm'))
  const current = await post(call('power_on_vm', 2, modern), {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': 'power_on_vm'
  })
  for (const answer of [legacy, current]) {
    assert.equal(answer.statusCode, 403)
    assert.equal(
      answer.headers['www-authenticate'],
      `Bearer error="insufficient_scope", scope="vsphere.operate", resource_metadata="${metadata}/mcp"`
    )
    assert.equal(answer.json<{ error: { data: { code: string } } }>().error.data.code, 'forbidden')
  }
  assert.deepEqual(
    audit().map(record => [record.face, record.tool, record.outcome, record.code]),
    [
      ['rest', 'power_on_vm', 'denied', 'forbidden'],
      ['mcp', 'power_on_vm', 'denied', 'forbidden'],
      ['mcp', 'power_on_vm', 'denied', 'forbidden']
    ]
  )
  assert.equal(simulator.requests.length, 0)
})

test('a static token is told by the outcome: it cannot ask anybody for more', async t => {
  const { post } = await start(t)
  const answer = await post(call('power_on_vm'), bearer('viewer'))
  assert.equal(answer.statusCode, 200)
  assert.match(answer.body, /"isError":true/)
  assert.equal(answer.headers['www-authenticate'], undefined)
})

test('a batch of which a call is allowed answers per call; one of which none is asks for all of it', async t => {
  const { post, audit } = await start(t)
  for (const tools of [
    ['list_datacenters', 'power_on_vm'],
    ['power_on_vm', 'list_datacenters']
  ]) {
    const mixed = await post(tools.map((tool, id) => call(tool, id)))
    assert.equal(mixed.statusCode, 200)
    assert.match(mixed.body, /"isError":true/)
    assert.equal(mixed.headers['www-authenticate'], undefined)
  }
  const beyond = await post([call('power_on_vm', 1), call('delete_vm', 2)])
  assert.equal(beyond.statusCode, 403)
  assert.match(String(beyond.headers['www-authenticate']), /scope="vsphere.admin"/)
  assert.equal(audit().filter(record => record.code === 'forbidden').length, 4)
})

test('what more scope would not help is answered per call', async t => {
  const { post, app, authorization } = await start(t)
  const unknown = await post([call('no_such_tool', 1), call('power_on_vm', 2)])
  assert.equal(unknown.statusCode, 200)
  const elsewhere = await app.inject({
    url: '/api/v1/datacenters?hostname=evil.example.com',
    headers: { authorization }
  })
  assert.equal(elsewhere.statusCode, 403)
  assert.equal(elsewhere.headers['www-authenticate'], undefined)
})

test('a call that is over the rate limit is told that, not that it needs more scope', async t => {
  const limits = { RATE_LIMIT: 'true', RATE_LIMIT_RPS: '0.5', RATE_LIMIT_BURST: '1' }
  const { post, audit } = await start(t, { ...scopes, ...limits })
  assert.equal((await post(call('power_on_vm'))).statusCode, 403)
  const answer = await post(call('power_on_vm'))
  assert.equal(answer.statusCode, 200)
  assert.match(answer.body, /rate_limited/)
  assert.deepEqual(
    audit().map(record => record.code),
    ['forbidden', 'rate_limited']
  )
})

test('where roles come from no scope, none is named', async t => {
  const { post } = await start(t, {})
  const answer = await post(call('power_on_vm'))
  assert.equal(answer.statusCode, 403)
  assert.equal(
    answer.headers['www-authenticate'],
    `Bearer error="insufficient_scope", resource_metadata="${metadata}/mcp"`
  )
})

test('AUTH_ENFORCE=false allows every tool to a token of the issuer too', async t => {
  const { post } = await start(t, { ...scopes, AUTH_ENFORCE: 'false' })
  assert.equal((await post(call('delete_vm'))).statusCode, 200)
})
