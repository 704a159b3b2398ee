import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allSnapshots, homeBytesOf } from '../../../src/simulator/inventory/snapshot-files.ts'
import { at, ref, startBench, type Bench } from '../helper.ts'
import { fail, faultOf, idOf, post, read, run, succeed } from './helper.ts'

function cloneSpec(location: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  return {
    _typeName: 'VirtualMachineCloneSpec',
    location: { _typeName: 'VirtualMachineRelocateSpec', ...location },
    template: false,
    powerOn: false,
    ...more
  }
}

function cluster(bench: Bench, name: string) {
  const all = [...bench.simulator.inventory.computeResources.values()]
  return all.find(candidate => candidate.name === name) ?? assert.fail(name)
}

test('a clone has the same hardware under names, ids and addresses of its own', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const source = inventory.vms.get('vm-1004') ?? assert.fail()
  const folder = ref('Folder', source.parent)
  const config = {
    _typeName: 'VirtualMachineConfigSpec',
    numCPUs: 2,
    numCoresPerSocket: 1,
    annotation: 'copy'
  }
  const result = await succeed(bench, 'VirtualMachine/vm-1004', 'CloneVM_Task', {
    folder,
    name: 'db-copy',
    spec: cloneSpec({}, { powerOn: true, config })
  })
  assert.equal(at(result, 'type'), 'VirtualMachine')
  const copy = inventory.vms.get(String(at(result, 'value'))) ?? assert.fail()
  assert.deepEqual(
    [copy.name, copy.powerState, copy.annotation, copy.cpu.count],
    ['db-copy', 'POWERED_ON', 'copy', 2]
  )
  assert.equal(copy.disks.length, source.disks.length)
  assert.notEqual(copy.instanceUuid, source.instanceUuid)
  assert.notEqual(copy.nics[0]?.mac, source.nics[0]?.mac)
  assert.equal(at(await read(bench, `VirtualMachine/${copy.id}`, 'config'), 'name'), 'db-copy')
})

test('a template becomes a machine when the clone names a pool, and a machine a template', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const template = inventory.vms.get(idOf(bench, 'tmpl-rhel-9')) ?? assert.fail()
  const path = `VirtualMachine/${template.id}`
  const folder = ref('Folder', template.parent)
  const without = post(bench, path, 'CloneVM_Task', { folder, name: 'new', spec: cloneSpec() })
  assert.equal(at((await without).json, 'invalidProperty'), 'spec.location.pool')
  const pool = ref('ResourcePool', cluster(bench, 'prod').resourcePool)
  const result = await succeed(bench, path, 'CloneVM_Task', {
    folder,
    name: 'new',
    spec: cloneSpec({ pool })
  })
  const made = inventory.vms.get(String(at(result, 'value')))
  assert.deepEqual([made?.template, made?.resourcePool], [false, pool.value])
  const back = await succeed(bench, 'VirtualMachine/vm-1004', 'CloneVM_Task', {
    folder,
    name: 'tmpl-db',
    spec: cloneSpec({}, { template: true })
  })
  assert.equal(inventory.vms.get(String(at(back, 'value')))?.template, true)
})

test('a clone whose configuration cannot be leaves nothing behind', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const count = inventory.vms.size
  const folder = ref('Folder', inventory.vms.get('vm-1004')?.parent ?? '')
  const config = { _typeName: 'VirtualMachineConfigSpec', memoryMB: 7 }
  const body = { folder, name: 'never', spec: cloneSpec({}, { config }) }
  assert.equal(
    at(await fail(bench, 'VirtualMachine/vm-1004', 'CloneVM_Task', body), '_typeName'),
    'InvalidArgument'
  )
  assert.equal(inventory.vms.size, count)
  const taken = { folder, name: 'db-01', spec: cloneSpec() }
  assert.equal(
    at(await fail(bench, 'VirtualMachine/vm-1004', 'CloneVM_Task', taken), '_typeName'),
    'DuplicateName'
  )
})

test('a clone can be cancelled, and then there is none', async t => {
  const bench = await startBench(t, { taskMs: 400 })
  const { inventory } = bench.simulator
  const count = inventory.vms.size
  const folder = ref('Folder', inventory.vms.get('vm-1004')?.parent ?? '')
  const started = await post(bench, 'VirtualMachine/vm-1004', 'CloneVM_Task', {
    folder,
    name: 'x',
    spec: cloneSpec()
  })
  const task = `Task/${String(at(started.json, 'value'))}`
  assert.equal((await post(bench, task, 'CancelTask')).status, 204)
  const info = await read(bench, task, 'info')
  assert.deepEqual([at(info, 'state'), at(info, 'cancelled')], ['error', true])
  assert.equal(at(info, 'error', 'fault', '_typeName'), 'RequestCanceled')
  assert.equal(inventory.vms.size, count)
})

test('a machine moves to another host and datastore, and the space goes with it', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const vm = inventory.vms.get('vm-1001') ?? assert.fail()
  const hosts = cluster(bench, 'prod').hosts.map(id => inventory.hosts.get(id) ?? assert.fail())
  const target = hosts.find(host => host.id !== vm.host && !host.inMaintenanceMode) ?? assert.fail()
  await succeed(bench, 'VirtualMachine/vm-1001', 'RelocateVM_Task', {
    spec: { _typeName: 'VirtualMachineRelocateSpec', host: ref('HostSystem', target.id) },
    priority: 'highPriority'
  })
  assert.equal(at(await read(bench, 'VirtualMachine/vm-1001', 'runtime'), 'host', 'value'), target.id)
  const store = target.datastores.find(id => id !== vm.datastore && inventory.datastores.get(id)?.accessible)
  const free = inventory.datastores.get(store ?? '')?.freeSpace ?? 0
  await succeed(bench, 'VirtualMachine/vm-1001', 'RelocateVM_Task', {
    spec: { _typeName: 'VirtualMachineRelocateSpec', datastore: ref('Datastore', store ?? '') }
  })
  assert.ok(vm.disks.every(disk => disk.datastore === store))
  const moved = vm.disks.reduce((sum, disk) => sum + disk.committed, 0)
  const home = homeBytesOf(allSnapshots(vm))
  assert.equal(inventory.datastores.get(store ?? '')?.freeSpace, free - moved - home)
})

test('a move to where the machine cannot be is a fault of the task', async t => {
  const bench = await startBench(t)
  const path = 'VirtualMachine/vm-1001'
  const to = async (spec: Record<string, unknown>) =>
    at(await fail(bench, path, 'RelocateVM_Task', { spec }), '_typeName')
  const elsewhere = cluster(bench, 'dr').hosts[0] ?? ''
  assert.equal(await to({ host: ref('HostSystem', elsewhere) }), 'InvalidArgument')
  const resting = [...bench.simulator.inventory.hosts.values()].find(host => host.inMaintenanceMode)
  assert.equal(await to({ host: ref('HostSystem', resting?.id ?? '') }), 'HostNotConnected')
  const nowhere = post(bench, path, 'RelocateVM_Task', { spec: { host: ref('HostSystem', 'host-0') } })
  assert.equal(await faultOf(nowhere), 'ManagedObjectNotFound')
  const other = post(bench, path, 'RelocateVM_Task', { spec: {}, priority: 'soon' })
  assert.equal(await faultOf(other), 'InvalidArgument')
})

test('CreateVM_Task makes a machine with disks and adapters in a pool', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const { resourcePool, datastores } = cluster(bench, 'prod')
  const store = datastores.map(id => inventory.datastores.get(id)).find(candidate => candidate?.accessible)
  const parent = inventory.vms.get('vm-1004')?.parent ?? ''
  const config = {
    _typeName: 'VirtualMachineConfigSpec',
    name: 'fresh',
    guestId: 'rhel9_64Guest',
    numCPUs: 2,
    memoryMB: 4096,
    files: { _typeName: 'VirtualMachineFileInfo', vmPathName: `[${store?.name}]` },
    deviceChange: [
      { operation: 'add', device: { _typeName: 'ParaVirtualSCSIController', key: -1 } },
      {
        operation: 'add',
        fileOperation: 'create',
        device: { _typeName: 'VirtualDisk', key: -2, controllerKey: -1, capacityInKB: 4_194_304 }
      },
      { operation: 'add', device: { _typeName: 'VirtualVmxnet3', key: -3 } }
    ]
  }
  const pool = ref('ResourcePool', resourcePool)
  const result = await succeed(bench, `Folder/${parent}`, 'CreateVM_Task', { config, pool })
  const vm = inventory.vms.get(String(at(result, 'value'))) ?? assert.fail()
  assert.deepEqual(
    [vm.cpu.count, vm.memory.sizeMib, vm.disks.length, vm.nics.length, vm.scsiAdapters.length],
    [2, 4096, 1, 1, 1]
  )
  assert.deepEqual([vm.datastore, vm.parent, vm.system.guestId], [store?.id, parent, 'rhel9_64Guest'])
  const twice = await run(bench, `Folder/${parent}`, 'CreateVM_Task', { config, pool })
  assert.equal(at(twice, 'error', 'fault', '_typeName'), 'DuplicateName')
  const nameless = post(bench, `Folder/${parent}`, 'CreateVM_Task', {
    config: { ...config, name: undefined },
    pool
  })
  assert.equal(at((await nameless).json, 'invalidProperty'), 'config.name')
})
