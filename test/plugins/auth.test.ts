import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bearer, startService, tokens } from '../helper.ts'

test('without a token both faces answer 401 with a bare challenge', async t => {
  const { app } = await startService(t)
  const rest = await app.inject({ url: '/api/v1/vms' })
  assert.equal(rest.statusCode, 401)
  assert.equal(rest.headers['www-authenticate'], 'Bearer')
  const { code, detail } = rest.json<{ code: string; detail: string }>()
  assert.deepEqual([code, detail], ['unauthenticated', 'A bearer token is needed.'])
  assert.match(String(rest.headers['content-type']), /^application\/problem\+json/)
  const mcp = await app.inject({ method: 'POST', url: '/mcp', payload: {} })
  assert.equal(mcp.statusCode, 401)
  assert.equal(mcp.json<{ error: { data: { code: string } } }>().error.data.code, 'unauthenticated')
})

test('a wrong token is told apart from a missing one, without saying what was wrong', async t => {
  const { app } = await startService(t)
  const answer = await app.inject({ url: '/api/v1/vms', headers: { authorization: 'Bearer wrong' } })
  assert.equal(answer.statusCode, 401)
  assert.equal(answer.headers['www-authenticate'], 'Bearer error="invalid_token"')
  assert.equal(answer.json<{ detail: string }>().detail, 'The bearer token is not valid.')
  assert.doesNotMatch(answer.body, /wrong/)
})

test('the scheme is case-insensitive, other schemes are no token', async t => {
  const { app } = await startService(t)
  const lower = await app.inject({
    url: '/api/v1/datacenters',
    headers: { authorization: `bearer ${tokens.viewer}` }
  })
  assert.equal(lower.statusCode, 200)
  const basic = await app.inject({
    url: '/api/v1/datacenters',
    headers: { authorization: 'Basic dG9rZW4tcmVhZDo=' }
  })
  assert.equal(basic.statusCode, 401)
})

test('an address that keeps guessing is no longer told whether it was wrong; good tokens pass all the same', async t => {
  const { app } = await startService(t)
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const answer = await app.inject({
      url: '/api/v1/vms',
      headers: { authorization: `Bearer guess-${attempt}` }
    })
    assert.equal(answer.statusCode, 401)
  }
  const answer = await app.inject({
    url: '/api/v1/datacenters',
    headers: { authorization: 'Bearer guess-11' }
  })
  assert.equal(answer.statusCode, 429)
  assert.ok(Number(answer.headers['retry-after']) >= 1)
  const good = await app.inject({ url: '/api/v1/datacenters', headers: bearer('viewer') })
  assert.equal(good.statusCode, 200, 'others behind the same address are not shut out')
})

test('asking without a token is no guess', async t => {
  const { app } = await startService(t)
  for (let attempt = 0; attempt < 12; attempt += 1) {
    assert.equal((await app.inject({ url: '/api/v1/vms' })).statusCode, 401)
  }
})

test('probes need no token and unknown paths do', async t => {
  const { app } = await startService(t)
  assert.equal((await app.inject({ url: '/livez' })).statusCode, 200)
  assert.equal((await app.inject({ url: '/readyz' })).statusCode, 200)
  assert.equal((await app.inject({ url: '/no/such/path' })).statusCode, 401)
  assert.equal((await app.inject({ url: '/openapi.json' })).statusCode, 401)
})

test('AUTH_ENFORCE=false lets everybody in as anonymous, and a good token keeps its identity', async t => {
  const { app, audit } = await startService(t, { env: { AUTH_ENFORCE: 'false' } })
  const anonymous = await app.inject({ method: 'DELETE', url: '/api/v1/vms/vm-1004' })
  assert.equal(anonymous.statusCode, 428, 'every tool is allowed, confirmation stays')
  await app.inject({ url: '/api/v1/datacenters', headers: bearer('viewer') })
  assert.deepEqual(
    audit().map(record => record.role),
    ['anonymous', 'viewer']
  )
  const wrong = await app.inject({ url: '/api/v1/datacenters', headers: { authorization: 'Bearer wrong' } })
  assert.equal(wrong.statusCode, 401, 'a wrong token is a mistake, not nobody')
})
