import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bearer, startService } from '../helper.ts'
import { startWithIssuer } from '../issuer-service.ts'
import { keysPath, oidcVariables, startIssuer } from '../issuer.ts'

const call = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'list_datacenters', arguments: {} }
}

test('while the issuer is down nobody is told that the token is bad: 503 with the time to wait', async t => {
  const { issuer, service, get, post, signed } = await startWithIssuer(t)
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
  const { issuer, get, signed } = await startWithIssuer(t)
  assert.equal((await get(await signed())).statusCode, 200)
  const later = await signed({ claims: { sub: 'user-2' } })
  await issuer.stop()
  assert.equal((await get(later)).statusCode, 200)
  const rotated = await get(await signed({ key: await issuer.makeKey() }))
  assert.equal(rotated.statusCode, 503)
  assert.ok(Number(rotated.headers['retry-after']) > 20)
})

test('an issuer that hangs holds up no static token', async t => {
  const { issuer, service, get, signed } = await startWithIssuer(t)
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

test('a static token that looks like one of the issuer is never taken to it', async t => {
  const issuer = await startIssuer(t)
  const token = await issuer.sign({ claims: { iss: issuer.url, aud: 'another' } })
  const env = { ...oidcVariables(issuer), TOKENS_TO_ROLES: JSON.stringify({ [token]: 'viewer' }) }
  const { app } = await startService(t, { env })
  const headers = { authorization: `Bearer ${token}` }
  assert.equal((await app.inject({ url: '/api/v1/datacenters', headers })).statusCode, 200)
  assert.deepEqual(issuer.requests, [])
})

test('100 requests at once with one unknown key make one fetch', async t => {
  const { issuer, get, signed } = await startWithIssuer(t)
  assert.equal((await get(await signed())).statusCode, 200)
  const token = await signed({ key: await issuer.makeKey() })
  const answers = await Promise.all(Array.from({ length: 100 }, () => get(token)))
  assert.deepEqual(new Set(answers.map(answer => answer.statusCode)), new Set([401, 429]))
  assert.equal(issuer.keyRequests(), 2)
  assert.equal(issuer.requests.filter(path => path !== keysPath).length, 1, 'the metadata is kept')
})
