import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { test, type TestContext } from 'node:test'
import { startSimulator, type SimulatorOptions } from '../../src/simulator/index.ts'
import { at, listOf, startBench } from './helper.ts'

async function startControlled(t: TestContext, options: SimulatorOptions = {}) {
  const bench = await startBench(t, { controlPort: 0, vms: 12, ...options })
  const url = bench.simulator.controlUrl ?? assert.fail('no control endpoint')

  async function control(method: string, path: string, body?: unknown) {
    const content = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetch(url + path, { method, ...(body === undefined ? {} : { body: content }) })
    const text = await response.text()
    return { status: response.status, json: text === '' ? undefined : (JSON.parse(text) as unknown) }
  }

  await bench.api('GET', '/api/session')
  return { ...bench, control, url }
}

test('without a control port there is no control endpoint', async t => {
  const { simulator } = await startBench(t, { vms: 5 })
  assert.equal(simulator.controlUrl, undefined)
})

test('a fault is ordered, shown with what is left of it, and cleared', async t => {
  const { control, api } = await startControlled(t)
  const fault = { status: 503, retryAfterS: 1 }
  const made = await control('POST', '/faults', { match: { pattern: 'vcenter/vm', times: 3 }, fault })
  assert.equal(made.status, 201)
  assert.equal((await api('GET', '/api/vcenter/vm')).status, 503)
  assert.deepEqual((await control('GET', '/faults')).json, [
    { match: { times: 3, pattern: 'vcenter/vm' }, fault, left: 2 }
  ])
  assert.equal((await control('DELETE', '/faults')).status, 204)
  assert.equal((await api('GET', '/api/vcenter/vm')).status, 200)
})

test('several faults are ordered at once, or none of them', async t => {
  const { control } = await startControlled(t)
  const good = { match: { path: '/api/vcenter/vm' }, fault: { reset: 'after' } }
  assert.equal((await control('POST', '/faults', [good, { fault: { reset: 'x' } }])).status, 400)
  assert.deepEqual((await control('GET', '/faults')).json, [])
  assert.equal((await control('POST', '/faults', [good, { fault: { busy: 'vm-1001' } }])).status, 201)
  assert.equal(listOf((await control('GET', '/faults')).json).length, 2)
})

test('sessions are ended', async t => {
  const { control, api } = await startControlled(t)
  assert.deepEqual(await control('POST', '/sessions/expire'), { status: 200, json: { expired: 1 } })
  assert.equal((await api('GET', '/api/vcenter/vm')).status, 401)
})

test('requests are listed by number, without headers, and the list is emptied', async t => {
  const { control, api } = await startControlled(t)
  await api('GET', '/api/vcenter/vm?names=a')
  const all = listOf((await control('GET', '/requests')).json)
  assert.deepEqual(all.at(-1), {
    number: 3,
    method: 'GET',
    path: '/api/vcenter/vm',
    query: 'names=a',
    status: 200
  })
  assert.equal(all.length, 3)
  await api('GET', '/api/vcenter/host')
  const later = listOf((await control('GET', '/requests?after=3')).json)
  assert.deepEqual(
    later.map(entry => at(entry, 'path')),
    ['/api/vcenter/host']
  )
  assert.equal((await control('DELETE', '/requests')).status, 204)
  await api('GET', '/api/vcenter/host')
  assert.deepEqual(
    listOf((await control('GET', '/requests')).json).map(entry => at(entry, 'number')),
    [5]
  )
})

test('the state says what there is', async t => {
  const { control, api, simulator } = await startControlled(t, { apiRelease: '8.0.2.0' })
  await api('POST', '/api/vcenter/vm/vm-1004/power?action=start')
  const templates = [...simulator.inventory.vms.values()].filter(vm => vm.template).length
  assert.deepEqual((await control('GET', '/state')).json, {
    release: '8.0.2.0',
    sessions: 1,
    vms: 12,
    templates,
    tasks: { queued: 0, running: 0, success: 1, error: 0 }
  })
})

test('caps change while it runs', async t => {
  const { control, api } = await startControlled(t)
  const changed = await control('POST', '/caps', { vms: 5 })
  assert.deepEqual([changed.status, at(changed.json, 'vms'), at(changed.json, 'hosts')], [200, 5, 2500])
  const list = await api('GET', '/api/vcenter/vm')
  assert.deepEqual([list.status, at(list.json, 'error_type')], [500, 'UNABLE_TO_ALLOCATE_RESOURCE'])
})

test('bad input is 400 with one sentence, and changes nothing', async t => {
  const { control, api } = await startControlled(t)
  for (const [method, path, body, error] of [
    ['POST', '/faults', 'x', /^the body must be JSON/],
    ['POST', '/faults', undefined, /^the body must be JSON/],
    ['POST', '/faults', [1], /^a fault must be an object such as/],
    ['POST', '/faults', { faults: {} }, /^a fault has no faults: it may have match, fault$/],
    ['POST', '/faults', { match: [], fault: { status: 500 } }, /^match must be an object$/],
    ['GET', '/requests?after=x', undefined, /^after must be the number of a request/],
    ['POST', '/caps', { vm: 5 }, /^there is no cap vm, but vms, hosts/],
    ['POST', '/caps', { vms: -1 }, /^the cap vms must be a whole number from 0/],
    ['POST', '/caps', { vms: 1, hosts: '2' }, /^the cap hosts must be a whole number from 0/],
    ['POST', '/caps', [5], /^caps must be an object with some of vms/]
  ] as const) {
    const reply = await control(method, path, body)
    assert.equal(reply.status, 400, JSON.stringify(body))
    assert.match(String(at(reply.json, 'error')), error)
  }
  assert.equal((await api('GET', '/api/vcenter/vm')).status, 200)
})

test('other paths are 404 and name those there are', async t => {
  const { control } = await startControlled(t)
  for (const [method, path] of [
    ['GET', '/'],
    ['PUT', '/faults'],
    ['GET', '/faults/1'],
    ['GET', '/constructor']
  ] as const) {
    const reply = await control(method, path)
    assert.equal(reply.status, 404)
    assert.match(String(at(reply.json, 'error')), /^there is only GET \/faults, POST \/faults/)
  }
})

test('web pages cannot use it, by another name of this machine or from their own origin', async t => {
  const { url } = await startControlled(t)
  const statusWith = async (headers: Record<string, string>) => {
    const sent = request(`${url}/state`, { headers }).end()
    const [response] = await once(sent, 'response')
    response.resume()
    return response.statusCode
  }
  assert.equal(await statusWith({ host: 'evil.example' }), 403)
  assert.equal(await statusWith({ origin: 'https://evil.example' }), 403)
  assert.equal(await statusWith({ host: 'localhost:1' }), 200)
})

test('a control port in use ends the start, and nothing is left behind', async t => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.after(() => other.close())
  const controlPort = Number(at(other.address(), 'port'))
  await assert.rejects(startSimulator({ vms: 5, controlPort }), /EADDRINUSE/)
})
