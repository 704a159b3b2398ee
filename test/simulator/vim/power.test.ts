import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, startBench, until } from '../helper.ts'
import { fail, faultOf, idOf, post, read, succeed } from './helper.ts'

test('power tasks take a machine through its states', async t => {
  const bench = await startBench(t)
  const vm = 'VirtualMachine/vm-1004'
  const state = async () => at(await read(bench, vm, 'runtime'), 'powerState')
  assert.equal(await succeed(bench, vm, 'PowerOnVM_Task', {}), undefined)
  assert.equal(await state(), 'poweredOn')
  await succeed(bench, vm, 'SuspendVM_Task')
  assert.equal(await state(), 'suspended')
  await succeed(bench, vm, 'PowerOnVM_Task')
  const before = at(await read(bench, vm, 'runtime'), 'bootTime')
  await succeed(bench, vm, 'ResetVM_Task')
  assert.notEqual(at(await read(bench, vm, 'runtime'), 'bootTime'), before)
  await succeed(bench, vm, 'PowerOffVM_Task')
  assert.equal(await state(), 'poweredOff')
})

test('in the wrong state the task fails with InvalidPowerState that names both states', async t => {
  const bench = await startBench(t)
  const off = 'VirtualMachine/vm-1004'
  const faults = [
    [await fail(bench, 'VirtualMachine/vm-1001', 'PowerOnVM_Task'), 'poweredOn', 'poweredOn'],
    [await fail(bench, off, 'PowerOffVM_Task'), 'poweredOff', 'poweredOff'],
    [await fail(bench, off, 'SuspendVM_Task'), 'suspended', 'poweredOff'],
    [await fail(bench, off, 'ResetVM_Task'), 'poweredOn', 'poweredOff']
  ]
  for (const [fault, requestedState, existingState] of faults) {
    assert.deepEqual(fault, { _typeName: 'InvalidPowerState', requestedState, existingState })
  }
})

test('a template cannot be powered on: NotSupported', async t => {
  const bench = await startBench(t)
  const fault = await fail(bench, `VirtualMachine/${idOf(bench, 'tmpl-rhel-9')}`, 'PowerOnVM_Task')
  assert.equal(at(fault, '_typeName'), 'NotSupported')
})

test('a machine does one thing at a time', async t => {
  const bench = await startBench(t, { taskMs: 300 })
  const first = await post(bench, 'VirtualMachine/vm-1004', 'PowerOnVM_Task')
  const second = await post(bench, 'VirtualMachine/vm-1004', 'ShutdownGuest')
  assert.deepEqual([second.status, at(second.json, '_typeName')], [500, 'TaskInProgress'])
  assert.equal(at(second.json, 'task', 'value'), at(first.json, 'value'))
})

test('the guest shuts down, restarts and stands by some time after it was told to', async t => {
  const bench = await startBench(t)
  const vm = bench.simulator.inventory.vms.get('vm-1001') ?? assert.fail()
  assert.equal((await post(bench, 'VirtualMachine/vm-1001', 'RebootGuest')).status, 204)
  assert.equal(vm.guestState, 'resetting')
  await until(() => vm.guestState === 'running')
  assert.equal((await post(bench, 'VirtualMachine/vm-1001', 'ShutdownGuest')).status, 204)
  await until(() => vm.powerState === 'POWERED_OFF')
  assert.equal(vm.cleanPowerOff, true)
  assert.equal((await post(bench, 'VirtualMachine/vm-1002', 'StandbyGuest')).status, 204)
  await until(() => bench.simulator.inventory.vms.get('vm-1002')?.powerState === 'SUSPENDED')
})

test('a guest is told nothing without VMware Tools, or while the machine is off', async t => {
  const bench = await startBench(t)
  const bare = `VirtualMachine/${idOf(bench, 'legacy-erp')}`
  assert.equal(await faultOf(post(bench, bare, 'ShutdownGuest')), 'ToolsUnavailable')
  assert.equal(await faultOf(post(bench, 'VirtualMachine/vm-1004', 'RebootGuest')), 'InvalidPowerState')
})

test('machines of a host that is disconnected are disconnected, and refuse power operations', async t => {
  const bench = await startBench(t)
  const vm = bench.simulator.inventory.vms.get('vm-1001') ?? assert.fail()
  const host = bench.simulator.inventory.hosts.get(vm.host) ?? assert.fail()
  host.connectionState = 'DISCONNECTED'
  assert.equal(at(await read(bench, 'VirtualMachine/vm-1001', 'runtime'), 'connectionState'), 'disconnected')
  const fault = await fail(bench, 'VirtualMachine/vm-1001', 'PowerOffVM_Task')
  assert.equal(at(fault, '_typeName'), 'HostNotConnected')
})
