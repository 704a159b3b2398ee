import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, startBench, type Bench } from '../helper.ts'

const vm = { on: 'vm-1001', hotAdd: 'vm-1002', off: 'vm-1004', suspended: 'vm-1007' }
const notAllowed = [400, 'NOT_ALLOWED_IN_CURRENT_STATE']

function patch(bench: Bench, id: string, part: 'cpu' | 'memory', body: unknown) {
  return bench.api('PATCH', `/api/vcenter/vm/${id}/hardware/${part}`, body)
}

test('a powered-off machine takes any valid change, and shows it', async t => {
  const bench = await startBench(t)
  const cpu = { count: 8, cores_per_socket: 2, hot_add_enabled: true, hot_remove_enabled: true }
  const reply = await patch(bench, vm.off, 'cpu', cpu)
  assert.deepEqual([reply.status, reply.headers['content-type']], [204, undefined])
  assert.deepEqual((await bench.api('GET', `/api/vcenter/vm/${vm.off}/hardware/cpu`)).json, cpu)
  assert.equal((await patch(bench, vm.off, 'memory', { size_MiB: 6144, hot_add_enabled: true })).status, 204)
  assert.deepEqual((await bench.api('GET', `/api/vcenter/vm/${vm.off}/hardware/memory`)).json, {
    size_MiB: 6144,
    hot_add_enabled: true
  })
  const [listed] = listOf((await bench.api('GET', '/api/vcenter/vm?names=db-02')).json)
  assert.deepEqual([at(listed, 'cpu_count'), at(listed, 'memory_size_MiB')], [8, 6144])
})

test('without hot-add a running machine’s hardware stays as it is', async t => {
  const bench = await startBench(t)
  const count = bench.simulator.inventory.vms.get(vm.on)?.cpu.count ?? 0
  for (const [part, body] of [
    ['cpu', { count: count * 2 }],
    ['cpu', { hot_add_enabled: true }],
    ['cpu', { hot_remove_enabled: false }],
    ['memory', { size_MiB: 65_536 }],
    ['memory', { hot_add_enabled: true }]
  ] as const) {
    assert.deepEqual(
      errorOf(await patch(bench, vm.on, part, body)).slice(0, 2),
      notAllowed,
      JSON.stringify(body)
    )
  }
  if (count > 1)
    assert.deepEqual(errorOf(await patch(bench, vm.on, 'cpu', { count: count / 2 })).slice(0, 2), notAllowed)
})

test('with hot-add it grows while running, but does not shrink', async t => {
  const bench = await startBench(t)
  const before = bench.simulator.inventory.vms.get(vm.hotAdd) ?? assert.fail()
  const { count } = before.cpu
  const { sizeMib } = before.memory
  assert.equal((await patch(bench, vm.hotAdd, 'cpu', { count: count * 2 })).status, 204)
  assert.deepEqual(errorOf(await patch(bench, vm.hotAdd, 'cpu', { count })).slice(0, 2), notAllowed)
  assert.equal((await patch(bench, vm.hotAdd, 'memory', { size_MiB: sizeMib + 1024 })).status, 204)
  const memory = (await bench.api('GET', `/api/vcenter/vm/${vm.hotAdd}/hardware/memory`)).json
  assert.equal(at(memory, 'size_MiB'), sizeMib + 1024)
  assert.equal(at(memory, 'hot_add_increment_size_MiB'), 128)
  assert.ok(Number(at(memory, 'hot_add_limit_MiB')) > sizeMib)
  for (const size of [sizeMib, sizeMib + 1024 + 4, Number(at(memory, 'hot_add_limit_MiB')) + 128]) {
    const reply = await patch(bench, vm.hotAdd, 'memory', { size_MiB: size })
    assert.deepEqual(errorOf(reply).slice(0, 2), [400, 'INVALID_ARGUMENT'])
  }
})

test('the same size again on a running machine is refused too without hot-add', async t => {
  const bench = await startBench(t)
  const size = bench.simulator.inventory.vms.get(vm.on)?.memory.sizeMib
  assert.deepEqual(errorOf(await patch(bench, vm.on, 'memory', { size_MiB: size })).slice(0, 2), notAllowed)
})

test('a suspended machine is not powered off', async t => {
  const bench = await startBench(t)
  assert.deepEqual(
    errorOf(await patch(bench, vm.suspended, 'memory', { size_MiB: 65_536 })).slice(0, 2),
    notAllowed
  )
})

test('numbers that cannot be are 400 INVALID_ARGUMENT', async t => {
  const bench = await startBench(t)
  for (const [part, body] of [
    ['cpu', { count: 0 }],
    ['cpu', { count: 3, cores_per_socket: 2 }],
    ['cpu', { count: '4' }],
    ['cpu', { count: 1.5 }],
    ['memory', { size_MiB: 1023 }],
    ['memory', { size_MiB: -4 }],
    ['memory', { hot_add_enabled: 'yes' }]
  ] as const) {
    const reply = await patch(bench, vm.off, part, body)
    assert.deepEqual(errorOf(reply).slice(0, 2), [400, 'INVALID_ARGUMENT'], JSON.stringify(body))
  }
})

test('the wrapping of the older dialect and other fields are 400 UNEXPECTED_INPUT', async t => {
  const bench = await startBench(t)
  for (const [part, body] of [
    ['cpu', { spec: { count: 2 } }],
    ['memory', { size_mib: 4096 }]
  ] as const) {
    assert.deepEqual(errorOf(await patch(bench, vm.off, part, body)).slice(0, 2), [400, 'UNEXPECTED_INPUT'])
  }
})

test('a body that is no JSON object, or not said to be JSON, is 400 INVALID_REQUEST', async t => {
  const { call, login } = await startBench(t)
  const session = { 'vmware-api-session-id': await login() }
  const path = `/api/vcenter/vm/${vm.off}/hardware/cpu`
  for (const [rawBody, type] of [
    ['{"count":', 'application/json'],
    ['[1]', 'application/json'],
    ['{"count":2}', 'text/plain']
  ] as const) {
    const reply = await call('PATCH', path, { rawBody, headers: { ...session, 'content-type': type } })
    assert.deepEqual(errorOf(reply).slice(0, 2), [400, 'INVALID_REQUEST'], rawBody)
  }
})

test('disks and adapters can be listed and got by key', async t => {
  const { api } = await startBench(t)
  const path = '/api/vcenter/vm/vm-1003/hardware'
  assert.deepEqual((await api('GET', `${path}/disk`)).json, [
    { disk: '2000' },
    { disk: '2001' },
    { disk: '2002' }
  ])
  const info = (await api('GET', '/api/vcenter/vm/vm-1003')).json
  assert.deepEqual((await api('GET', `${path}/disk/2001`)).json, at(info, 'disks', '2001'))
  const [nic] = listOf((await api('GET', `${path}/ethernet`)).json)
  assert.deepEqual(nic, { nic: '4000' })
  assert.deepEqual((await api('GET', `${path}/ethernet/4000`)).json, at(info, 'nics', '4000'))
  assert.deepEqual(errorOf(await api('GET', `${path}/disk/9`)).slice(0, 2), [404, 'NOT_FOUND'])
  assert.deepEqual(errorOf(await api('GET', `${path}/ethernet/9`)).slice(0, 2), [404, 'NOT_FOUND'])
})
