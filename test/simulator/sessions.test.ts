import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, basic, errorOf, sdk, startBench } from './helper.ts'
import { vimLogin } from './vim/helper.ts'

const minute = 60_000

test('login is 201 with a JSON string, info 200, logout 204 without a content type', async t => {
  const { simulator, call } = await startBench(t)
  const created = await call('POST', '/api/session', { headers: basic(simulator.user, simulator.password) })
  assert.equal(created.status, 201)
  assert.equal(created.headers['content-type'], 'application/json')
  assert.match(created.text, /^"[0-9a-f]{32}"$/)
  const headers = { 'vmware-api-session-id': String(created.json) }
  const info = await call('GET', '/api/session', { headers })
  assert.equal(info.status, 200)
  assert.equal(at(info.json, 'user'), 'administrator@vsphere.local')
  assert.match(String(at(info.json, 'created_time')), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  const deleted = await call('DELETE', '/api/session', { headers })
  assert.deepEqual([deleted.status, deleted.text, deleted.headers['content-type']], [204, '', undefined])
  assert.equal((await call('GET', '/api/session', { headers })).status, 401)
  assert.equal(simulator.sessions, 0)
})

test('wrong, malformed and missing credentials get the same 401 with a challenge', async t => {
  const { simulator, call } = await startBench(t)
  const wrong = [
    basic(simulator.user, 'no'),
    basic('someone', simulator.password),
    { authorization: 'Basic %%' },
    {}
  ]
  for (const headers of wrong) {
    const refused = await call('POST', '/api/session', { headers })
    assert.deepEqual(errorOf(refused), [401, 'UNAUTHENTICATED', 'Authentication required.'])
    assert.match(String(at(refused.json, 'challenge')), /^Basic realm=/)
    assert.equal(
      at(refused.json, 'messages', 0, 'id'),
      'com.vmware.vapi.endpoint.method.authentication.required'
    )
  }
})

test('a password with a colon and the user in another case are fine', async t => {
  const { call } = await startBench(t, { password: 'a:b c' })
  const reply = await call('POST', '/api/session', { headers: basic('Administrator@VSPHERE.LOCAL', 'a:b c') })
  assert.equal(reply.status, 201)
})

test('a session ends after 30 idle minutes, and using it starts the time anew', async t => {
  let now = Date.parse('2026-05-01T00:00:00Z')
  const { simulator, api } = await startBench(t, { clock: () => now })
  await api('GET', '/api/session')
  now += 29 * minute
  assert.equal((await api('GET', '/api/vcenter/datacenter')).status, 200)
  now += 29 * minute
  const info = await api('GET', '/api/session')
  assert.equal(at(info.json, 'last_accessed_time'), '2026-05-01T00:58:00.000Z')
  now += 31 * minute
  assert.equal(simulator.sessions, 0)
  assert.equal((await api('GET', '/api/vcenter/datacenter')).status, 401)
})

test('expireSessions ends them all', async t => {
  const { simulator, api, vim } = await startBench(t)
  await api('GET', '/api/session')
  assert.equal(simulator.sessions, 1)
  simulator.expireSessions()
  assert.equal((await api('GET', '/api/vcenter/vm')).status, 401)
  const reply = await vim('GET', '/VirtualMachine/vm-1001/name')
  assert.deepEqual([reply.status, at(reply.json, '_typeName')], [500, 'NotAuthenticated'])
})

test('beyond the session limit login is 503 with the id that vCenter uses', async t => {
  const { simulator, call, login } = await startBench(t, { maxSessions: 2 })
  await login()
  await login()
  const refused = await call('POST', '/api/session', { headers: basic(simulator.user, simulator.password) })
  assert.equal(refused.status, 503)
  assert.equal(at(refused.json, 'error_type'), 'SERVICE_UNAVAILABLE')
  assert.equal(
    at(refused.json, 'messages', 0, 'id'),
    'com.vmware.vapi.endpoint.failedToLoginMaxUserSessionCountReached'
  )
  assert.match(
    String(at(refused.json, 'messages', 0, 'default_message')),
    /^User session count is limited to 2\./
  )
})

test('from 8.0.3 one session serves both faces, and ends on both', async t => {
  const { call, login } = await startBench(t)
  const headers = { 'vmware-api-session-id': await login() }
  const path = `${sdk}/VirtualMachine/vm-1001/name`
  assert.equal((await call('GET', path, { headers })).json, 'web-01')
  await call('DELETE', '/api/session', { headers })
  assert.equal(at((await call('GET', path, { headers })).json, '_typeName'), 'NotAuthenticated')
})

test('from 8.0.3 a session made by Login serves the Automation API too', async t => {
  const bench = await startBench(t)
  const id = String((await vimLogin(bench)).headers['vmware-api-session-id'])
  const headers = { 'vmware-api-session-id': id }
  assert.equal((await bench.call('GET', '/api/vcenter/datacenter', { headers })).status, 200)
  const out = await bench.call('POST', `${sdk}/SessionManager/SessionManager/Logout`, { headers })
  assert.deepEqual([out.status, out.headers['content-type']], [204, undefined])
  assert.equal((await bench.call('GET', '/api/vcenter/datacenter', { headers })).status, 401)
})

test('before 8.0.3 the faces do not know each other’s sessions', async t => {
  const bench = await startBench(t, { apiRelease: '8.0.2.0' })
  const automation = { 'vmware-api-session-id': await bench.login() }
  const refused = await bench.call('GET', `${sdk}/VirtualMachine/vm-1001/name`, { headers: automation })
  assert.deepEqual([refused.status, at(refused.json, '_typeName')], [500, 'NotAuthenticated'])
  const vim = { 'vmware-api-session-id': String((await vimLogin(bench)).headers['vmware-api-session-id']) }
  assert.equal(
    (await bench.call('GET', `${sdk}/VirtualMachine/vm-1001/name`, { headers: vim })).json,
    'web-01'
  )
  assert.equal((await bench.call('GET', '/api/vcenter/vm', { headers: vim })).status, 401)
  await bench.call('DELETE', '/api/session', { headers: automation })
  assert.equal((await bench.call('GET', `${sdk}/VirtualMachine/vm-1001/name`, { headers: vim })).status, 200)
})

test('a session ends at the end of its life, however much it is used', async t => {
  let now = Date.parse('2026-05-01T00:00:00Z')
  const { simulator, api } = await startBench(t, { clock: () => now, sessionLifetimeMs: 60 * minute })
  await api('GET', '/api/session')
  for (let step = 0; step < 3; step += 1) {
    now += 20 * minute
    assert.equal((await api('GET', '/api/vcenter/datacenter')).status, 200)
  }
  now += 1
  assert.equal((await api('GET', '/api/vcenter/datacenter')).status, 401)
  assert.equal(simulator.sessions, 0)
})

test('an idle session of VI/JSON ends too, before 8.0.3 apart from the other face’s', async t => {
  let now = Date.parse('2026-05-01T00:00:00Z')
  const bench = await startBench(t, { clock: () => now, apiRelease: '8.0.2.0', sessionIdleMs: 10 * minute })
  const vim = { 'vmware-api-session-id': String((await vimLogin(bench)).headers['vmware-api-session-id']) }
  const automation = { 'vmware-api-session-id': await bench.login() }
  const path = `${sdk}/VirtualMachine/vm-1001/name`
  now += 9 * minute
  assert.equal((await bench.call('GET', path, { headers: vim })).status, 200)
  now += 9 * minute
  assert.equal((await bench.call('GET', path, { headers: vim })).status, 200)
  assert.equal((await bench.call('GET', '/api/session', { headers: automation })).status, 401)
  now += 11 * minute
  assert.equal(at((await bench.call('GET', path, { headers: vim })).json, '_typeName'), 'NotAuthenticated')
})

test('Login beyond the limit is a fault, and before 8.0.3 the faces are counted apart', async t => {
  const bench = await startBench(t, { apiRelease: '8.0.2.0', maxSessions: 1 })
  await bench.login()
  assert.equal((await vimLogin(bench)).status, 200)
  const refused = await vimLogin(bench)
  assert.deepEqual([refused.status, at(refused.json, '_typeName')], [500, 'RuntimeFault'])
  assert.match(String(at(refused.json, 'faultstring')), /Limited to 1$/)
})
