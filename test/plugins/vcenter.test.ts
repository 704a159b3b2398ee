import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bearer, startService } from '../helper.ts'

test('nothing is contacted before the first call, and one session serves everybody', async t => {
  const { app, simulator } = await startService(t)
  await app.inject({ url: '/readyz' })
  assert.equal(simulator.requests.length, 0)
  const calls = ['viewer', 'operator', 'admin', 'viewer'].map(role =>
    app.inject({ url: '/api/v1/datacenters', headers: bearer(role as 'viewer') })
  )
  for (const answer of await Promise.all(calls)) assert.equal(answer.statusCode, 200)
  assert.equal(simulator.sessions, 1)
  assert.equal(
    simulator.requests.filter(request => request.method === 'POST' && request.path === '/api/session').length,
    1
  )
})

test('an expired session is renewed without the caller noticing', async t => {
  const { app, simulator } = await startService(t)
  await app.inject({ url: '/api/v1/datacenters', headers: bearer('viewer') })
  simulator.expireSessions()
  assert.equal((await app.inject({ url: '/api/v1/datacenters', headers: bearer('viewer') })).statusCode, 200)
})

test('the session ends with the service', async t => {
  const { app, simulator } = await startService(t)
  await app.inject({ url: '/api/v1/datacenters', headers: bearer('viewer') })
  assert.equal(simulator.sessions, 1)
  await app.close()
  assert.equal(simulator.sessions, 0)
})

test('the bearer token of a caller never reaches vCenter', async t => {
  const { app, simulator } = await startService(t)
  await app.inject({ url: '/api/v1/vms?verbose=true', headers: bearer('admin') })
  assert.ok(simulator.requests.length > 2)
  assert.doesNotMatch(JSON.stringify(simulator.requests), /token-admin/)
})

test('wrong credentials say so, with what the operator should check', async t => {
  const { app } = await startService(t, { env: { VCENTER_PASSWORD: 'wrong-password' } })
  const answer = await app.inject({ url: '/api/v1/vms', headers: bearer('viewer') })
  assert.equal(answer.statusCode, 502)
  const problem = answer.json<{ code: string; detail: string; hint: string }>()
  assert.equal(problem.code, 'vcenter_error')
  assert.match(problem.detail, /Login to vCenter .* failed: HTTP 401/)
  assert.match(problem.hint, /VCENTER_USER and VCENTER_PASSWORD/)
  assert.doesNotMatch(answer.body, /wrong-password/)
})

test('a certificate that nobody vouches for is refused, before a credential is sent', async t => {
  const { app, simulator } = await startService(t, { env: { VCENTER_CA_BUNDLE: '', VCENTER_RETRIES: '0' } })
  const answer = await app.inject({ url: '/api/v1/vms', headers: bearer('viewer') })
  assert.equal(answer.statusCode, 503)
  assert.equal(answer.json<{ code: string }>().code, 'unavailable')
  assert.match(answer.body, /certificate/)
  assert.equal(simulator.requests.length, 0)
})

test('a vCenter that is down is unavailable in one sentence, and the service stays ready', async t => {
  const { app, simulator } = await startService(t, { env: { VCENTER_RETRIES: '1' } })
  await simulator.close()
  const answer = await app.inject({ url: '/api/v1/vms', headers: bearer('viewer') })
  assert.equal(answer.statusCode, 503)
  assert.equal(answer.json<{ code: string }>().code, 'unavailable')
  assert.equal((await app.inject({ url: '/readyz' })).statusCode, 200)
})
