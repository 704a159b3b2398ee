import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, basic, listOf, restErrorOf, startBench, type Bench } from '../helper.ts'

/** The older dialect. Operations are shared with `/api`, so what is tested here is how they are spelled. */

const session = '/rest/com/vmware/cis/session'

test('a session is opened, asked for and closed below /com/vmware/cis', async t => {
  const { simulator, call } = await startBench(t)
  const opened = await call('POST', session, { headers: basic(simulator.user, simulator.password) })
  assert.equal(opened.status, 200)
  const id = String(at(opened.json, 'value'))
  assert.match(id, /^[0-9a-f]{32}$/)
  const headers = { 'vmware-api-session-id': id }
  const info = await call('POST', `${session}?~action=get`, { headers })
  assert.deepEqual([info.status, at(info.json, 'value', 'user')], [200, simulator.user])
  const inApi = await call('GET', '/api/session', { headers })
  assert.equal(inApi.status, 200, 'both dialects have the same sessions')
  const closed = await call('DELETE', session, { headers })
  assert.deepEqual([closed.status, closed.text, closed.headers['content-type']], [200, '', undefined])
  assert.deepEqual(restErrorOf(await call('GET', '/rest/vcenter/vm', { headers })), [401, 'UNAUTHENTICATED'])
})

test('the session is no GET, and its id counts in the header only', async t => {
  const { call, api, login } = await startBench(t)
  assert.deepEqual(restErrorOf(await api('GET', session)), [404, 'NOT_FOUND'])
  const cookie = { cookie: `vmware-api-session-id=${await login()}` }
  assert.equal((await call('GET', '/rest/vcenter/vm', { headers: cookie })).status, 401)
})

test('without a session it is 401 with a challenge inside the value', async t => {
  const { call } = await startBench(t)
  const reply = await call('GET', '/rest/vcenter/vm')
  assert.deepEqual(restErrorOf(reply), [401, 'UNAUTHENTICATED'])
  assert.match(String(at(reply.json, 'value', 'challenge')), /^Basic realm=/)
})

test('values are wrapped, and filters have a prefix', async t => {
  const { api } = await startBench(t)
  const list = await api('GET', '/rest/vcenter/vm?filter.names=web-01&filter.names=db-01')
  assert.equal(list.status, 200)
  assert.deepEqual(
    listOf(at(list.json, 'value')).map(vm => at(vm, 'name')),
    ['web-01', 'db-01']
  )
  assert.deepEqual(
    at(list.json, 'value'),
    (await api('GET', '/api/vcenter/vm?names=web-01&names=db-01')).json
  )
  assert.deepEqual(restErrorOf(await api('GET', '/rest/vcenter/vm?names=web-01')), [400, 'INVALID_REQUEST'])
  const wrong = await api('GET', '/rest/vcenter/vm?filter.power_states=ON')
  assert.deepEqual(restErrorOf(wrong), [400, 'INVALID_ARGUMENT'])
})

test('in /api the prefix is refused', async t => {
  const { api } = await startBench(t)
  assert.equal((await api('GET', '/api/vcenter/vm?filter.names=web-01')).status, 400)
})

test('maps are lists of key and value, empty ones too', async t => {
  const { api } = await startBench(t)
  const plain = (await api('GET', '/api/vcenter/vm/vm-1003')).json
  const { value } = (await api('GET', '/rest/vcenter/vm/vm-1003')).json as { value: unknown }
  assert.deepEqual(at(value, 'disks', 1), { key: '2001', value: at(plain, 'disks', '2001') })
  assert.deepEqual([at(value, 'floppies'), at(plain, 'floppies')], [[], {}])
  assert.deepEqual(at(value, 'cpu'), at(plain, 'cpu'), 'a structure is no map')
  const filesystems = (await api('GET', '/rest/vcenter/vm/vm-1001/guest/local-filesystem')).json
  assert.deepEqual(Object.keys(listOf(at(filesystems, 'value'))[0] ?? {}), ['key', 'value'])
})

test('power actions are segments of the path, and void is 200 without a body', async t => {
  const { api, simulator } = await startBench(t)
  for (const [action, state] of [
    ['start', 'POWERED_ON'],
    ['suspend', 'SUSPENDED'],
    ['stop', 'POWERED_OFF']
  ]) {
    const reply = await api('POST', `/rest/vcenter/vm/vm-1004/power/${action}`)
    assert.deepEqual([reply.status, reply.text, reply.headers['content-type']], [200, '', undefined])
    assert.equal(simulator.inventory.vms.get('vm-1004')?.powerState, state)
  }
})

test('either dialect has its own spelling of power only', async t => {
  const { api } = await startBench(t)
  const other = await api('POST', '/rest/vcenter/vm/vm-1004/power?action=start')
  assert.deepEqual(restErrorOf(other), [404, 'NOT_FOUND'])
  assert.equal((await api('POST', '/api/vcenter/vm/vm-1004/power/start')).status, 404)
})

test('guest power keeps its query parameter', async t => {
  const { api } = await startBench(t)
  assert.equal((await api('POST', '/rest/vcenter/vm/vm-1001/guest/power?action=reboot')).status, 200)
  assert.equal((await api('POST', '/rest/vcenter/vm/vm-1002/guest/power/reboot')).status, 404)
})

test('a body is wrapped in the name of its parameter, and nothing else will do', async t => {
  const bench = await startBench(t)
  const patch = (body: unknown) => bench.api('PATCH', '/rest/vcenter/vm/vm-1004/hardware/memory', body)
  const changed = await patch({ spec: { size_MiB: 8192 } })
  assert.deepEqual([changed.status, changed.text], [200, ''])
  assert.equal(bench.simulator.inventory.vms.get('vm-1004')?.memory.sizeMib, 8192)
  for (const [body, type] of [
    [{ size_MiB: 4096 }, 'UNEXPECTED_INPUT'],
    [{ update_spec: { size_MiB: 4096 } }, 'UNEXPECTED_INPUT'],
    [{ spec: { size_MiB: 4096 }, more: 1 }, 'UNEXPECTED_INPUT'],
    [{ spec: { size: 4096 } }, 'UNEXPECTED_INPUT'],
    [{}, 'INVALID_REQUEST'],
    [{ spec: null }, 'INVALID_REQUEST'],
    [{ spec: [4096] }, 'INVALID_ARGUMENT'],
    [{ spec: { size_MiB: '4096' } }, 'INVALID_ARGUMENT']
  ] as const) {
    assert.deepEqual(restErrorOf(await patch(body)), [400, type], JSON.stringify(body))
  }
  assert.equal(bench.simulator.inventory.vms.get('vm-1004')?.memory.sizeMib, 8192)
})

test('errors that are 500 in /api are 400 here', async t => {
  const bench = await startBench(t, { vms: 20, caps: { vms: 10 }, taskMs: 300 })
  const tooMany = await bench.api('GET', '/rest/vcenter/vm')
  assert.deepEqual(restErrorOf(tooMany), [400, 'UNABLE_TO_ALLOCATE_RESOURCE'])
  assert.equal((await bench.api('GET', '/api/vcenter/vm')).status, 500)
  assert.deepEqual(await busyIn(bench, '/rest/vcenter/vm/vm-1004/power/start'), [400, 'RESOURCE_BUSY'])
})

test('an operation that came after 7.0 Update 2 does not exist here', async t => {
  const { api } = await startBench(t)
  const hello = await api('POST', '/rest/vcenter/system?action=hello', { api_releases: ['8.0.3.0'] })
  assert.deepEqual(restErrorOf(hello), [404, 'NOT_FOUND'])
})

test('an unknown path says which, without the /rest before it', async t => {
  const { api } = await startBench(t)
  const reply = await api('GET', '/rest/vcenter/vm/vm-1001/snapshot')
  assert.deepEqual(restErrorOf(reply), [404, 'NOT_FOUND'])
  assert.deepEqual(at(reply.json, 'value', 'messages', 0), {
    id: 'com.vmware.vapi.rest.operationsForUrlNotFound',
    default_message: 'Unable to find operations for URL: /vcenter/vm/vm-1001/snapshot.',
    args: ['/vcenter/vm/vm-1001/snapshot']
  })
})

test('where /rest/vcenter is removed, sessions still answer', async t => {
  const { api, call, simulator } = await startBench(t, { restRemoved: true })
  const list = await api('GET', '/rest/vcenter/vm')
  assert.deepEqual([list.status, at(list.json, 'name')], [404, 'com.vmware.vapi.rest.httpNotFound'])
  const opened = await call('POST', session, { headers: basic(simulator.user, simulator.password) })
  assert.equal(opened.status, 200)
  assert.equal((await api('GET', '/api/vcenter/vm')).status, 200)
})

async function busyIn(bench: Bench, path: string) {
  await bench.api('GET', '/api/session')
  const [, second] = await Promise.all([bench.api('POST', path), bench.api('POST', path)])
  return restErrorOf(second)
}
