import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, listOf, ref, startBench } from '../helper.ts'
import { fail, faultOf, idOf, post, read, succeed } from './helper.ts'

test('Rename_Task takes an escaped name, and shows it escaped', async t => {
  const bench = await startBench(t)
  await succeed(bench, 'VirtualMachine/vm-1001', 'Rename_Task', { newName: 'a%2fb 100%25' })
  assert.equal(await read(bench, 'VirtualMachine/vm-1001', 'name'), 'a%2fb 100%25')
  assert.equal(at((await bench.api('GET', '/api/vcenter/vm/vm-1001')).json, 'name'), 'a/b 100%')
})

test('a name taken in the folder is DuplicateName; one that is not is InvalidName', async t => {
  const bench = await startBench(t)
  const fault = await fail(bench, 'VirtualMachine/vm-1001', 'Rename_Task', { newName: 'WEB-02' })
  assert.deepEqual([at(fault, '_typeName'), at(fault, 'object', 'value')], ['DuplicateName', 'vm-1002'])
  assert.equal(at(fault, 'name'), 'WEB-02')
  await succeed(bench, 'VirtualMachine/vm-1001', 'Rename_Task', { newName: 'db-01' })
  for (const newName of ['', ' ', 'x'.repeat(81)]) {
    assert.equal(
      await faultOf(post(bench, 'VirtualMachine/vm-1001', 'Rename_Task', { newName })),
      'InvalidName'
    )
  }
})

test('folders, pools, datastores and datacenters are renamed, hosts never', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const vm = inventory.vms.get('vm-1001') ?? assert.fail()
  await succeed(bench, `Folder/${vm.parent}`, 'Rename_Task', { newName: 'Shop' })
  await succeed(bench, `Datacenter/${vm.datacenter}`, 'Rename_Task', { newName: 'Utrecht' })
  await succeed(bench, `Datastore/${vm.datastore}`, 'Rename_Task', { newName: 'gold' })
  assert.ok(vm.file.startsWith('[gold] web-01/') && vm.disks.every(disk => disk.file.startsWith('[gold] ')))
  assert.equal(
    await faultOf(post(bench, `HostSystem/${vm.host}`, 'Rename_Task', { newName: 'x' })),
    'NotSupported'
  )
})

test('Destroy_Task deletes a machine that is not on, and its space comes back', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const vm = inventory.vms.get('vm-1004') ?? assert.fail()
  const free = inventory.datastores.get(vm.datastore)?.freeSpace ?? 0
  const size = vm.disks.reduce((sum, disk) => sum + disk.committed, 0)
  assert.equal(
    at(await fail(bench, 'VirtualMachine/vm-1001', 'Destroy_Task'), '_typeName'),
    'InvalidPowerState'
  )
  await succeed(bench, 'VirtualMachine/vm-1004', 'Destroy_Task')
  assert.equal(await faultOf(bench.vim('GET', '/VirtualMachine/vm-1004/name')), 'ManagedObjectNotFound')
  assert.equal(inventory.datastores.get(vm.datastore)?.freeSpace, free + size)
})

test('a folder goes with all that is in it, unless something in it runs', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const folder = inventory.vms.get(idOf(bench, 'old-mailbox'))?.parent ?? ''
  await succeed(bench, `Folder/${folder}`, 'Destroy_Task')
  assert.equal(inventory.folders.has(folder), false)
  assert.equal(
    [...inventory.vms.values()].some(vm => vm.name === 'old-mailbox'),
    false
  )
  const busy = inventory.vms.get('vm-1001')?.parent ?? ''
  assert.equal(at(await fail(bench, `Folder/${busy}`, 'Destroy_Task'), '_typeName'), 'InvalidPowerState')
  assert.equal(await faultOf(post(bench, 'Folder/group-v3', 'Destroy_Task')), 'NotSupported')
})

test('CreateFolder makes one of its parent’s kind at once, and refuses a taken name', async t => {
  const bench = await startBench(t)
  const made = (await post(bench, 'Folder/group-v3', 'CreateFolder', { name: 'New %2f' })).json
  assert.equal(at(made, 'type'), 'Folder')
  const id = String(at(made, 'value'))
  assert.match(id, /^group-v\d+$/)
  const folder = bench.simulator.inventory.folders.get(id)
  assert.deepEqual([folder?.name, folder?.type, folder?.parent], ['New /', 'VIRTUAL_MACHINE', 'group-v3'])
  assert.ok(
    listOf(await read(bench, 'Folder/group-v3', 'childEntity')).some(child => at(child, 'value') === id)
  )
  const again = await post(bench, 'Folder/group-v3', 'CreateFolder', { name: 'new %2F' })
  assert.deepEqual([again.status, at(again.json, '_typeName')], [500, 'DuplicateName'])
})

test('CreateDatacenter makes one with its four folders, only where datacenters are', async t => {
  const bench = await startBench(t)
  const made = (await post(bench, 'Folder/group-d1', 'CreateDatacenter', { name: 'Oslo' })).json
  const path = `Datacenter/${String(at(made, 'value'))}`
  for (const property of ['vmFolder', 'hostFolder', 'datastoreFolder', 'networkFolder']) {
    const folder = await read(bench, path, property)
    assert.equal(
      at(await read(bench, `Folder/${String(at(folder, 'value'))}`, 'parent'), 'value'),
      at(made, 'value')
    )
  }
  assert.equal(
    await faultOf(post(bench, 'Folder/group-d1', 'CreateDatacenter', { name: 'oslo' })),
    'DuplicateName'
  )
  assert.equal(
    await faultOf(post(bench, 'Folder/group-v3', 'CreateDatacenter', { name: 'x' })),
    'NotSupported'
  )
})

test('MoveIntoFolder_Task takes machines to another folder of their datacenter, and nothing else anywhere', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const made = at((await post(bench, 'Folder/group-v3', 'CreateFolder', { name: 'Moved' })).json, 'value')
  const list = [ref('VirtualMachine', 'vm-1001'), ref('VirtualMachine', 'vm-1004')]
  await succeed(bench, `Folder/${String(made)}`, 'MoveIntoFolder_Task', { list })
  const listed = listOf((await bench.api('GET', `/api/vcenter/vm?folders=${String(made)}`)).json)
  assert.deepEqual(
    listed.map(vm => at(vm, 'vm')),
    ['vm-1001', 'vm-1004']
  )
  const twin = inventory.vms.get('vm-1009') ?? assert.fail()
  const other = inventory.vms.get('vm-1008') ?? assert.fail()
  const fault = await fail(bench, `Folder/${twin.parent}`, 'MoveIntoFolder_Task', {
    list: [ref('VirtualMachine', other.id)]
  })
  assert.equal(at(fault, '_typeName'), 'DuplicateName')
  const elsewhere = [...inventory.datacenters.values()].find(({ id }) => id !== twin.datacenter)
  for (const [folder, moved] of [
    [elsewhere?.vmFolder, ref('VirtualMachine', 'vm-1001')],
    ['group-d1', ref('VirtualMachine', 'vm-1001')],
    [twin.parent, ref('HostSystem', twin.host)]
  ] as const) {
    const refused = post(bench, `Folder/${folder}`, 'MoveIntoFolder_Task', { list: [moved] })
    assert.equal(await faultOf(refused), 'NotSupported')
  }
})
