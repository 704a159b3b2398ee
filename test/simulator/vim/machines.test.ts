import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allSnapshots, homeBytesOf } from '../../../src/simulator/inventory/snapshot-files.ts'
import { at, listOf, ref, startBench } from '../helper.ts'
import { device, fail, faultOf, idOf, post, read, succeed } from './helper.ts'

test('a machine that is off becomes a template and back, at once', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const vm = inventory.vms.get('vm-1004') ?? assert.fail()
  const pool = ref('ResourcePool', vm.resourcePool ?? '')
  assert.equal((await post(bench, 'VirtualMachine/vm-1004', 'MarkAsTemplate')).status, 204)
  assert.equal(at(await read(bench, 'VirtualMachine/vm-1004', 'config'), 'template'), true)
  assert.equal(await read(bench, 'VirtualMachine/vm-1004', 'resourcePool'), null)
  assert.equal(await faultOf(post(bench, 'VirtualMachine/vm-1004', 'MarkAsTemplate')), 'InvalidState')
  assert.equal((await post(bench, 'VirtualMachine/vm-1004', 'MarkAsVirtualMachine', { pool })).status, 204)
  assert.deepEqual([vm.template, vm.resourcePool], [false, pool.value])
  assert.equal(
    await faultOf(post(bench, 'VirtualMachine/vm-1004', 'MarkAsVirtualMachine', { pool })),
    'InvalidState'
  )
  assert.equal(await faultOf(post(bench, 'VirtualMachine/vm-1001', 'MarkAsTemplate')), 'InvalidPowerState')
})

test('a template can only become a machine in a pool it can reach', async t => {
  const bench = await startBench(t)
  const path = `VirtualMachine/${idOf(bench, 'tmpl-rhel-9')}`
  const far = [...bench.simulator.inventory.computeResources.values()].find(({ name }) => name === 'dr')
  const pool = ref('ResourcePool', far?.resourcePool ?? '')
  assert.equal(await faultOf(post(bench, path, 'MarkAsVirtualMachine', { pool })), 'InvalidArgument')
})

test('unregistering takes a machine out and leaves its files', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const vm = inventory.vms.get('vm-1004') ?? assert.fail()
  const free = inventory.datastores.get(vm.datastore)?.freeSpace
  assert.equal((await post(bench, 'VirtualMachine/vm-1004', 'UnregisterVM')).status, 204)
  assert.equal(inventory.vms.has('vm-1004'), false)
  assert.equal(inventory.datastores.get(vm.datastore)?.freeSpace, free)
  assert.equal(await faultOf(post(bench, 'VirtualMachine/vm-1001', 'UnregisterVM')), 'InvalidPowerState')
})

test('a console ticket needs a running machine and a known type', async t => {
  const bench = await startBench(t)
  const path = 'VirtualMachine/vm-1001'
  const ticket = (await post(bench, path, 'AcquireTicket', { ticketType: 'webmks' })).json
  assert.equal(at(ticket, '_typeName'), 'VirtualMachineTicket')
  assert.match(String(at(ticket, 'url')), new RegExp(`^wss://esx-.*/ticket/${String(at(ticket, 'ticket'))}$`))
  assert.match(String(at(ticket, 'cfgFile')), /^\[.+\] web-01\/web-01\.vmx$/)
  assert.equal(await faultOf(post(bench, path, 'AcquireTicket', { ticketType: 'vnc' })), 'InvalidArgument')
  const off = post(bench, 'VirtualMachine/vm-1004', 'AcquireTicket', { ticketType: 'webmks' })
  assert.equal(await faultOf(off), 'InvalidPowerState')
})

test('VMware Tools are upgraded where they run and are not the guest’s own', async t => {
  const bench = await startBench(t)
  const type = async (name: string) =>
    at(await fail(bench, `VirtualMachine/${idOf(bench, name)}`, 'UpgradeTools_Task'), '_typeName')
  const path = `VirtualMachine/${idOf(bench, 'win-dc-01')}`
  const windows = bench.simulator.inventory.vms.get(idOf(bench, 'win-dc-01')) ?? assert.fail()
  windows.toolsVersion = 11_365
  const status = async () => at(await read(bench, path, 'guest'), 'toolsVersionStatus2')
  assert.equal(await status(), 'guestToolsSupportedOld')
  await succeed(bench, path, 'UpgradeTools_Task', { installerOptions: '/S' })
  assert.equal(await status(), 'guestToolsCurrent')
  assert.equal(await type('web-01'), 'VmToolsUpgradeFault')
  assert.equal(await type('legacy-erp'), 'ToolsUnavailable')
  assert.equal(await type('db-02'), 'InvalidPowerState')
})

test('the installer of VMware Tools is mounted into a running machine only', async t => {
  const bench = await startBench(t)
  const mounted = async () =>
    at(await read(bench, 'VirtualMachine/vm-1001', 'runtime'), 'toolsInstallerMounted')
  assert.equal((await post(bench, 'VirtualMachine/vm-1001', 'MountToolsInstaller')).status, 204)
  assert.equal(await mounted(), true)
  assert.equal((await post(bench, 'VirtualMachine/vm-1001', 'UnmountToolsInstaller')).status, 204)
  assert.equal(await mounted(), false)
  assert.equal(
    await faultOf(post(bench, 'VirtualMachine/vm-1004', 'MountToolsInstaller')),
    'InvalidPowerState'
  )
})

test('devices say where they are: disks on a controller, adapters on a network', async t => {
  const bench = await startBench(t)
  const disk = await device(bench, 'vm-1001', 'Hard disk 1')
  const controller = await device(bench, 'vm-1001', 'SCSI controller 0')
  assert.equal(disk['controllerKey'], controller['key'])
  assert.ok(listOf(controller['device']).includes(disk['key']))
  assert.equal(at(disk, 'backing', '_typeName'), 'VirtualDiskFlatVer2BackingInfo')
  assert.match(String(at(disk, 'backing', 'fileName')), /\.vmdk$/)
  const nic = await device(bench, 'vm-1001', 'Network adapter 1')
  assert.deepEqual([nic['_typeName'], nic['addressType']], ['VirtualVmxnet3', 'assigned'])
  const cdrom = await device(bench, 'vm-1001', 'CD/DVD drive 1')
  assert.equal(cdrom['controllerKey'], (await device(bench, 'vm-1001', 'SATA controller 0'))['key'])
})

test('addresses, storage and files are told per adapter, datastore and disk', async t => {
  const bench = await startBench(t)
  const vm = bench.simulator.inventory.vms.get('vm-1001') ?? assert.fail()
  const net = at(await read(bench, 'VirtualMachine/vm-1001', 'guest'), 'net')
  assert.deepEqual(at(net, 0, 'ipAddress'), [vm.nics[0]?.address])
  assert.equal(at(net, 0, 'deviceConfigId'), 4000)
  const usage = at(await read(bench, 'VirtualMachine/vm-1001', 'storage'), 'perDatastoreUsage')
  const committed = listOf(usage).reduce<number>((sum, one) => sum + Number(at(one, 'committed')), 0)
  assert.equal(
    committed,
    vm.disks.reduce((sum, disk) => sum + disk.committed, homeBytesOf(allSnapshots(vm)))
  )
  const layout = await read(bench, 'VirtualMachine/vm-1002', 'layoutEx')
  const { disks } = bench.simulator.inventory.vms.get('vm-1002') ?? assert.fail()
  assert.equal(listOf(at(layout, 'file')).length, disks.length + 1)
  assert.equal(at(layout, 'disk', 0, 'chain', 0, 'fileKey', 0), 1)
})
