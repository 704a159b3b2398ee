import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { connectClient } from '../clients.ts'
import { bearer, startService } from '../helper.ts'
import { type IssuerOptions, type SignOptions, keysPath, oidcVariables, startIssuer } from '../issuer.ts'

async function start(t: TestContext, env: Record<string, string> = {}, options: IssuerOptions = {}) {
  const issuer = await startIssuer(t, options)
  const service = await startService(t, { env: { ...oidcVariables(issuer), ...env } })
  async function get(token: string, url = '/api/v1/datacenters') {
    return service.app.inject({ url, headers: { authorization: `Bearer ${token}` } })
  }
  async function post(token: string, payload: object) {
    return service.app.inject({
      method: 'POST',
      url: '/mcp',
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json, text/event-stream',
        host: 'localhost'
      },
      payload
    })
  }
  return { issuer, service, get, post, signed: (sign?: SignOptions) => issuer.sign(sign) }
}

const call = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'list_datacenters', arguments: {} }
}

test('tokens of the issuer and static tokens open both faces side by side', async t => {
  const { service, get, post, signed } = await start(t)
  const token = await signed()
  assert.equal((await get(token)).statusCode, 200)
  assert.equal((await post(token, call)).statusCode, 200)
  const answer = await service.app.inject({ url: '/api/v1/datacenters', headers: bearer('viewer') })
  assert.equal(answer.statusCode, 200)
  assert.deepEqual(
    service.audit().map(record => record.principal.split(':')[0]),
    ['oidc', 'oidc', 'token']
  )
})

test('tools/list shows what the role of the token may call, in both eras', async t => {
  const { service, signed } = await start(t)
  const url = `${await service.listen()}/mcp`
  for (const era of ['2025', '2026'] as const) {
    for (const role of ['viewer', 'operator', 'admin']) {
      const client = await connectClient(t, era, url, { token: await signed({ claims: { roles: [role] } }) })
      const shown = (await client.listTools()).map(tool => tool.name)
      const principal = { name: 'x', role }
      const allowed = service.app.tools.tools.filter(tool => service.app.policy.mayUse(principal, tool.name))
      assert.deepEqual(
        shown,
        allowed.map(tool => tool.name),
        `${era} ${role}`
      )
    }
  }
})

test('without a token there is no error to name, only where to read and what to ask for', async t => {
  const { service } = await start(t, { OIDC_ROLE_CLAIM: 'scope' })
  const challengeAt = async (method: 'GET' | 'POST' | 'DELETE', url: string) => {
    const answer = await service.app.inject({ method, url })
    assert.equal(answer.statusCode, 401)
    return answer.headers['www-authenticate']
  }
  const metadata = 'https://mcp.example.com/.well-known/oauth-protected-resource'
  assert.equal(
    await challengeAt('POST', '/mcp'),
    `Bearer scope="viewer", resource_metadata="${metadata}/mcp"`
  )
  assert.equal(
    await challengeAt('GET', '/api/v1/vms'),
    `Bearer scope="viewer", resource_metadata="${metadata}"`
  )
  assert.equal(
    await challengeAt('DELETE', '/api/v1/vms/vm-1'),
    `Bearer scope="admin", resource_metadata="${metadata}"`
  )
  assert.equal(await challengeAt('GET', '/no/such/path'), `Bearer resource_metadata="${metadata}"`)
})

test('a wrong token of the issuer is told in the words of any wrong token, on both faces', async t => {
  const { issuer, service, get, post, signed } = await start(t)
  const unknown = await service.app.inject({ url: '/api/v1/vms', headers: { authorization: 'Bearer wrong' } })
  const withoutId = (body: string) => body.replace(/"request_id":"[^"]+"/, '')
  for (const wrong of [
    await signed({ claims: { exp: 1 } }),
    await signed({ claims: { aud: 'another' } }),
    await signed({ key: await issuer.makeKey() })
  ]) {
    const answer = await get(wrong, '/api/v1/vms')
    assert.equal(answer.statusCode, 401)
    assert.equal(
      answer.headers['www-authenticate'],
      'Bearer error="invalid_token", resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource"'
    )
    assert.equal(withoutId(answer.body), withoutId(unknown.body))
    const rpc = await post(wrong, call)
    assert.equal(rpc.statusCode, 401)
    assert.match(String(rpc.headers['www-authenticate']), /^Bearer error="invalid_token", .*resource\/mcp"$/)
  }
})

test('wrong tokens of the issuer are counted as failed log-ins; good ones pass all the same', async t => {
  const { get, signed } = await start(t)
  const wrong = await signed({ claims: { exp: 1 } })
  for (let attempt = 0; attempt < 10; attempt++) assert.equal((await get(wrong)).statusCode, 401)
  const answer = await get(wrong)
  assert.equal(answer.statusCode, 429)
  assert.equal(answer.headers['www-authenticate'], undefined)
  assert.equal((await get(await signed())).statusCode, 200)
})

test('a good token without a role is 403 with insufficient_scope on both faces, and no failed log-in', async t => {
  const { get, post, signed } = await start(t, { OIDC_ROLE_CLAIM: 'scope' })
  const token = await signed({ claims: { scope: 'openid' } })
  for (let attempt = 0; attempt < 12; attempt++) assert.equal((await get(token)).statusCode, 403)
  const answer = await get(token, '/api/v1/vms')
  assert.equal(answer.json<{ code: string }>().code, 'forbidden')
  assert.match(
    String(answer.headers['www-authenticate']),
    /^Bearer error="insufficient_scope", scope="viewer", /
  )
  const rpc = await post(token, { ...call, method: 'tools/list' })
  assert.equal(rpc.statusCode, 403)
  assert.equal(rpc.json<{ error: { data: { code: string } } }>().error.data.code, 'forbidden')
  assert.match(
    String(rpc.headers['www-authenticate']),
    /^Bearer error="insufficient_scope", scope="viewer", /
  )
})

test('while the issuer is down nobody is told that the token is bad: 503 with the time to wait', async t => {
  const { issuer, service, get, post, signed } = await start(t)
  const token = await signed()
  await issuer.stop()
  for (const answer of [await get(token), await post(token, call)]) {
    assert.equal(answer.statusCode, 503)
    assert.match(String(answer.headers['retry-after']), /^[1-5]$/)
    assert.equal(answer.headers['www-authenticate'], undefined)
    assert.match(answer.body, /"code":"unavailable"/)
  }
  const answer = await service.app.inject({ url: '/api/v1/datacenters', headers: bearer('viewer') })
  assert.equal(answer.statusCode, 200, 'static tokens need no issuer')
  assert.equal((await service.app.inject({ url: '/readyz' })).statusCode, 200)
})

test('an issuer that goes down later does not shut out those whose key is known', async t => {
  const { issuer, get, signed } = await start(t)
  assert.equal((await get(await signed())).statusCode, 200)
  const later = await signed({ claims: { sub: 'user-2' } })
  await issuer.stop()
  assert.equal((await get(later)).statusCode, 200)
  const rotated = await get(await signed({ key: await issuer.makeKey() }))
  assert.equal(rotated.statusCode, 503)
  assert.ok(Number(rotated.headers['retry-after']) > 20)
})

test('an issuer that hangs holds up no static token', async t => {
  const { issuer, service, get, signed } = await start(t)
  issuer.answers.set('*', () => undefined)
  const waiting = get(await signed())
  const startedAt = performance.now()
  for (let request = 0; request < 20; request++) {
    const answer = await service.app.inject({ url: '/api/v1/datacenters', headers: bearer('viewer') })
    assert.equal(answer.statusCode, 200)
  }
  assert.ok(performance.now() - startedAt < 2000)
  await issuer.stop()
  assert.equal((await waiting).statusCode, 503)
})

test('100 requests at once with one unknown key make one fetch', async t => {
  const { issuer, get, signed } = await start(t)
  assert.equal((await get(await signed())).statusCode, 200)
  const token = await signed({ key: await issuer.makeKey() })
  const answers = await Promise.all(Array.from({ length: 100 }, () => get(token)))
  assert.deepEqual(new Set(answers.map(answer => answer.statusCode)), new Set([401, 429]))
  assert.equal(issuer.keyRequests(), 2)
  assert.equal(issuer.requests.filter(path => path !== keysPath).length, 1, 'the metadata is kept')
})

test('the rate limit and the audit know the caller by the name the issuer gave it', async t => {
  const limits = { RATE_LIMIT: 'true', RATE_LIMIT_RPS: '0.5', RATE_LIMIT_BURST: '2' }
  const { service, get, signed } = await start(t, { ...limits, OIDC_NAME_CLAIM: 'preferred_username' })
  const anna = { preferred_username: 'anna' }
  const statuses = []
  for (const claims of [anna, { ...anna, sub: 'other' }, anna, { preferred_username: 'ben' }]) {
    statuses.push((await get(await signed({ claims }))).statusCode)
  }
  assert.deepEqual(statuses, [200, 200, 429, 200])
  assert.deepEqual(
    service.audit().map(record => `${record.principal} ${record.role} ${record.code ?? record.outcome}`),
    ['oidc:anna viewer ok', 'oidc:anna viewer ok', 'oidc:anna viewer rate_limited', 'oidc:ben viewer ok']
  )
})
