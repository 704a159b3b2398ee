import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectClient } from '../clients.ts'
import { bearer } from '../helper.ts'
import { startWithIssuer } from '../issuer-service.ts'

const call = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'list_datacenters', arguments: {} }
}

test('tokens of the issuer and static tokens open both faces side by side', async t => {
  const { service, get, post, signed } = await startWithIssuer(t)
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
  const { service, signed } = await startWithIssuer(t)
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
  const { service } = await startWithIssuer(t, { OIDC_ROLE_CLAIM: 'scope' })
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
  const { issuer, service, get, post, signed } = await startWithIssuer(t)
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
  const { get, signed } = await startWithIssuer(t)
  const wrong = await signed({ claims: { exp: 1 } })
  for (let attempt = 0; attempt < 10; attempt++) assert.equal((await get(wrong)).statusCode, 401)
  const answer = await get(wrong)
  assert.equal(answer.statusCode, 429)
  assert.equal(answer.headers['www-authenticate'], undefined)
  assert.equal((await get(await signed())).statusCode, 200)
})

test('a good token without a role is 403 with insufficient_scope on both faces, and no failed log-in', async t => {
  const { get, post, signed } = await startWithIssuer(t, { OIDC_ROLE_CLAIM: 'scope' })
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

test('the rate limit and the audit know the caller by the name the issuer gave it', async t => {
  const limits = { RATE_LIMIT: 'true', RATE_LIMIT_RPS: '0.5', RATE_LIMIT_BURST: '2' }
  const { service, get, signed } = await startWithIssuer(t, {
    ...limits,
    OIDC_NAME_CLAIM: 'preferred_username'
  })
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
