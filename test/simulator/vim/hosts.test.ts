import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, startBench, taskEnd, until, type Bench } from '../helper.ts'
import { fail, faultOf, post, read, run, succeed } from './helper.ts'

function hostIn(bench: Bench, cluster: string) {
  const { inventory } = bench.simulator
  const compute =
    [...inventory.computeResources.values()].find(({ name }) => name === cluster) ?? assert.fail()
  const host = compute.hosts
    .map(id => inventory.hosts.get(id) ?? assert.fail())
    .find(one => one.connectionState === 'CONNECTED' && !one.inMaintenanceMode)
  return host ?? assert.fail()
}

const running = (bench: Bench, host: string) =>
  bench.simulator.inventory.vmsOf(host).filter(vm => vm.powerState === 'POWERED_ON')

test('where DRS is fully automatic, entering maintenance moves the running machines away', async t => {
  const bench = await startBench(t)
  const host = hostIn(bench, 'prod')
  const guests = running(bench, host.id)
  assert.ok(guests.length > 1)
  await succeed(bench, `HostSystem/${host.id}`, 'EnterMaintenanceMode_Task', { timeout: 0 })
  assert.equal(at(await read(bench, `HostSystem/${host.id}`, 'runtime'), 'inMaintenanceMode'), true)
  assert.equal(running(bench, host.id).length, 0)
  for (const vm of guests) {
    const parent = bench.simulator.inventory.hosts.get(vm.host)?.parent
    assert.deepEqual([vm.powerState, parent], ['POWERED_ON', host.parent])
  }
  assert.ok(bench.simulator.inventory.vmsOf(host.id).length > 0, 'machines that are off stay')
  await succeed(bench, `HostSystem/${host.id}`, 'ExitMaintenanceMode_Task', { timeout: 0 })
  assert.equal(host.inMaintenanceMode, false)
})

test('evacuatePoweredOffVms moves the others as well', async t => {
  const bench = await startBench(t)
  const host = hostIn(bench, 'prod')
  const body = {
    timeout: 0,
    evacuatePoweredOffVms: true,
    maintenanceSpec: { _typeName: 'HostMaintenanceSpec' }
  }
  await succeed(bench, `HostSystem/${host.id}`, 'EnterMaintenanceMode_Task', body)
  assert.equal(bench.simulator.inventory.vmsOf(host.id).length, 0)
})

test('where it is not, the task waits for them, and can be cancelled', async t => {
  const bench = await startBench(t)
  const host = hostIn(bench, 'dev')
  assert.ok(running(bench, host.id).length > 0)
  const path = `HostSystem/${host.id}`
  const started = await post(bench, path, 'EnterMaintenanceMode_Task', { timeout: 0 })
  const task = `Task/${String(at(started.json, 'value'))}`
  await new Promise(resolve => setTimeout(resolve, 150))
  assert.equal(at(await read(bench, task, 'info'), 'state'), 'running')
  assert.equal((await post(bench, task, 'CancelTask')).status, 204)
  assert.equal(host.inMaintenanceMode, false)
  const again = await post(bench, path, 'EnterMaintenanceMode_Task', { timeout: 0 })
  for (const vm of running(bench, host.id)) await succeed(bench, `VirtualMachine/${vm.id}`, 'PowerOffVM_Task')
  assert.equal(at(await taskEnd(bench, again), 'state'), 'success')
  assert.equal(host.inMaintenanceMode, true)
})

test('after its timeout in seconds the task gives up with Timedout', async t => {
  const bench = await startBench(t)
  const path = `HostSystem/${hostIn(bench, 'dev').id}`
  assert.equal(
    at(await fail(bench, path, 'EnterMaintenanceMode_Task', { timeout: 1 }), '_typeName'),
    'Timedout'
  )
  assert.equal(await faultOf(post(bench, path, 'EnterMaintenanceMode_Task', {})), 'InvalidRequest')
  assert.equal(
    await faultOf(post(bench, path, 'EnterMaintenanceMode_Task', { timeout: '1' })),
    'InvalidRequest'
  )
})

test('maintenance that is on already, or is not, is InvalidState', async t => {
  const bench = await startBench(t)
  const resting = [...bench.simulator.inventory.hosts.values()].find(host => host.inMaintenanceMode)?.id ?? ''
  const type = async (host: string, method: string) =>
    at(await fail(bench, `HostSystem/${host}`, method, { timeout: 0 }), '_typeName')
  assert.equal(await type(resting, 'EnterMaintenanceMode_Task'), 'InvalidState')
  assert.equal(await type(hostIn(bench, 'prod').id, 'ExitMaintenanceMode_Task'), 'InvalidState')
})

test('a host restarts from maintenance, or by force, and is away for a while', async t => {
  const bench = await startBench(t, { taskMs: 60 })
  const host = hostIn(bench, 'prod')
  const path = `HostSystem/${host.id}`
  const guests = running(bench, host.id)
  assert.equal(at(await fail(bench, path, 'RebootHost_Task', { force: false }), '_typeName'), 'InvalidState')
  const before = host.bootTime
  await succeed(bench, path, 'RebootHost_Task', { force: true })
  assert.equal(host.connectionState, 'NOT_RESPONDING')
  assert.ok(guests.every(vm => vm.powerState === 'POWERED_OFF'))
  await until(() => host.connectionState === 'CONNECTED')
  assert.ok(host.bootTime > before)
})

test('a host that was shut down stays away, and cannot be reconnected', async t => {
  const bench = await startBench(t)
  const resting =
    [...bench.simulator.inventory.hosts.values()].find(host => host.inMaintenanceMode) ?? assert.fail()
  const path = `HostSystem/${resting.id}`
  await succeed(bench, path, 'ShutdownHost_Task', { force: false })
  assert.equal(at(await read(bench, path, 'runtime'), 'connectionState'), 'notResponding')
  assert.equal(at(await fail(bench, path, 'ReconnectHost_Task', {}), '_typeName'), 'NoHost')
  assert.equal(
    at(await fail(bench, path, 'RebootHost_Task', { force: true }), '_typeName'),
    'HostNotConnected'
  )
})

test('a host is disconnected and connected again; its machines go on running', async t => {
  const bench = await startBench(t)
  const host = hostIn(bench, 'prod')
  const path = `HostSystem/${host.id}`
  const guests = running(bench, host.id)
  await succeed(bench, path, 'DisconnectHost_Task')
  assert.equal(
    at(await run(bench, path, 'DisconnectHost_Task'), 'error', 'fault', '_typeName'),
    'InvalidState'
  )
  assert.ok(guests.every(vm => vm.powerState === 'POWERED_ON'))
  await succeed(bench, path, 'ReconnectHost_Task', {})
  assert.equal(host.connectionState, 'CONNECTED')
  assert.equal(at(await fail(bench, path, 'ReconnectHost_Task', {}), '_typeName'), 'InvalidState')
})
