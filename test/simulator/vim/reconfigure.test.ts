import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, startBench, type Bench } from '../helper.ts'
import { device, fail, faultOf, post, read, succeed } from './helper.ts'

const off = 'VirtualMachine/vm-1004'
const gibibyte = 1024 ** 3

function spec(fields: Record<string, unknown>) {
  return { spec: { _typeName: 'VirtualMachineConfigSpec', ...fields } }
}

function edit(changed: Record<string, unknown>, operation = 'edit', fileOperation?: string) {
  const change = { _typeName: 'VirtualDeviceConfigSpec', operation, device: changed }
  return spec({ deviceChange: [fileOperation === undefined ? change : { ...change, fileOperation }] })
}

async function config(bench: Bench, vm = off) {
  return read(bench, vm, 'config')
}

test('processors, memory, notes and name change together', async t => {
  const bench = await startBench(t)
  const change = spec({
    numCPUs: 8,
    numCoresPerSocket: 4,
    memoryMB: 6144,
    annotation: 'mine',
    name: 'db%2fx'
  })
  await succeed(bench, off, 'ReconfigVM_Task', change)
  const now = await config(bench)
  const hardware = at(now, 'hardware')
  assert.deepEqual(
    [at(hardware, 'numCPU'), at(hardware, 'numCoresPerSocket'), at(hardware, 'memoryMB')],
    [8, 4, 6144]
  )
  assert.deepEqual([at(now, 'annotation'), at(now, 'name')], ['mine', 'db%2fx'])
  assert.equal(bench.simulator.inventory.vms.get('vm-1004')?.name, 'db/x')
})

test('a running machine takes more only where hot-add is enabled', async t => {
  const bench = await startBench(t)
  const cold = 'VirtualMachine/vm-1001'
  const hot = 'VirtualMachine/vm-1002'
  const type = async (vm: string, fields: Record<string, unknown>) =>
    at(await fail(bench, vm, 'ReconfigVM_Task', spec(fields)), '_typeName')
  assert.equal(await type(cold, { numCPUs: 16, numCoresPerSocket: 1 }), 'CpuHotPlugNotSupported')
  assert.equal(await type(cold, { memoryMB: 65_536 }), 'MemoryHotPlugNotSupported')
  assert.equal(await type(hot, { memoryMB: 1024 }), 'MemoryHotPlugNotSupported')
  assert.equal(await type(cold, { memoryHotAddEnabled: true }), 'InvalidPowerState')
  await succeed(bench, hot, 'ReconfigVM_Task', spec({ memoryMB: 65_536 }))
  assert.equal(at(await config(bench, hot), 'hardware', 'memoryMB'), 65_536)
})

test('what cannot be is InvalidArgument of the task, and nothing has changed', async t => {
  const bench = await startBench(t)
  const before = await config(bench)
  for (const [fields, invalidProperty] of [
    [{ numCPUs: 3, numCoresPerSocket: 2 }, 'configSpec.numCoresPerSocket'],
    [{ numCPUs: 0 }, 'configSpec.numCPUs'],
    [{ memoryMB: 6, annotation: 'no' }, 'configSpec.memoryMB']
  ] as const) {
    const fault = await fail(bench, off, 'ReconfigVM_Task', spec(fields))
    assert.deepEqual(fault, { _typeName: 'InvalidArgument', invalidProperty })
  }
  assert.deepEqual(await config(bench), before)
})

test('a taken name is DuplicateName that names the other', async t => {
  const bench = await startBench(t)
  const fault = await fail(bench, off, 'ReconfigVM_Task', spec({ name: 'DB-01' }))
  assert.equal(at(fault, '_typeName'), 'DuplicateName')
  assert.equal(at(fault, 'object', 'value'), 'vm-1003')
})

test('a disk read from the machine and sent back larger grows, and takes space if it is thick', async t => {
  const bench = await startBench(t)
  const disk = await device(bench, 'vm-1004', 'Hard disk 1')
  assert.equal(at(disk, '_typeName'), 'VirtualDisk')
  const capacityInBytes = Number(disk['capacityInBytes']) + 10 * gibibyte
  await succeed(bench, off, 'ReconfigVM_Task', edit({ ...disk, capacityInBytes }))
  const grown = await device(bench, 'vm-1004', 'Hard disk 1')
  assert.equal(grown['capacityInBytes'], capacityInBytes)
  assert.equal(grown['capacityInKB'], capacityInBytes / 1024)
  const { capacityInBytes: _, ...older } = grown
  const capacityInKB = Number(older['capacityInKB']) + 1024
  await succeed(bench, off, 'ReconfigVM_Task', edit({ ...older, capacityInKB }))
  assert.equal((await device(bench, 'vm-1004', 'Hard disk 1'))['capacityInKB'], capacityInKB)
})

test('a disk never shrinks, and does not grow while the machine has snapshots', async t => {
  const bench = await startBench(t)
  const disk = await device(bench, 'vm-1004', 'Hard disk 1')
  const smaller = await fail(bench, off, 'ReconfigVM_Task', edit({ ...disk, capacityInBytes: gibibyte }))
  assert.deepEqual([at(smaller, '_typeName'), at(smaller, 'deviceIndex')], ['InvalidDeviceSpec', 0])
  const kept = await device(bench, 'vm-1001', 'Hard disk 1')
  const larger = edit({ ...kept, capacityInBytes: Number(kept['capacityInBytes']) * 2 })
  const fault = await fail(bench, 'VirtualMachine/vm-1001', 'ReconfigVM_Task', larger)
  assert.equal(at(fault, '_typeName'), 'InvalidDeviceOperation')
  const full = edit({ ...disk, capacityInBytes: 63 * 1024 * gibibyte })
  assert.equal(at(await fail(bench, off, 'ReconfigVM_Task', full), '_typeName'), 'InvalidArgument')
})

test('disks and adapters are added and removed, all of one call or none', async t => {
  const bench = await startBench(t)
  const vm = bench.simulator.inventory.vms.get('vm-1004') ?? assert.fail()
  const count = vm.disks.length
  const disk = {
    _typeName: 'VirtualDisk',
    key: -1,
    capacityInBytes: 5 * gibibyte,
    backing: { thinProvisioned: true }
  }
  await succeed(bench, off, 'ReconfigVM_Task', edit(disk, 'add', 'create'))
  assert.equal(vm.disks.length, count + 1)
  const added = await device(bench, 'vm-1004', `Hard disk ${count + 1}`)
  assert.equal(at(added, 'backing', 'thinProvisioned'), true)
  const nic = { _typeName: 'VirtualVmxnet3', key: -2, backing: undefined }
  const broken = { _typeName: 'VirtualDisk', key: 9999, capacityInBytes: gibibyte }
  const both = spec({
    deviceChange: [
      { operation: 'add', device: nic },
      { operation: 'add', fileOperation: 'create', device: { ...disk, backing: { thinProvisioned: false } } },
      { operation: 'edit', device: broken }
    ]
  })
  const nics = vm.nics.length
  const store = bench.simulator.inventory.datastores.get(vm.datastore)
  const free = store?.freeSpace
  const fault = await fail(bench, off, 'ReconfigVM_Task', both)
  assert.deepEqual([at(fault, '_typeName'), at(fault, 'deviceIndex')], ['InvalidDeviceSpec', 2])
  assert.deepEqual([vm.nics.length, vm.disks.length, store?.freeSpace], [nics, count + 1, free])
  await succeed(bench, off, 'ReconfigVM_Task', edit(added, 'remove', 'destroy'))
  assert.equal(vm.disks.length, count)
  await succeed(bench, off, 'ReconfigVM_Task', edit(nic, 'add'))
  assert.equal(vm.nics.length, nics + 1)
  await succeed(
    bench,
    off,
    'ReconfigVM_Task',
    edit(await device(bench, 'vm-1004', 'Network adapter 1'), 'remove')
  )
  assert.equal(vm.nics.length, nics)
})

test('an adapter is moved to another network by editing it', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const vm = inventory.vms.get('vm-1004') ?? assert.fail()
  const target = [...inventory.networks.values()].find(
    network => network.kind === 'Network' && network.hosts.includes(vm.host)
  )
  const nic = await device(bench, 'vm-1004', 'Network adapter 1')
  assert.equal(at(nic, 'backing', '_typeName'), 'VirtualEthernetCardDistributedVirtualPortBackingInfo')
  const backing = { network: { type: 'Network', value: target?.id } }
  await succeed(bench, off, 'ReconfigVM_Task', edit({ ...nic, backing }))
  const moved = await device(bench, 'vm-1004', 'Network adapter 1')
  assert.equal(at(moved, 'backing', 'network', 'value'), target?.id)
  assert.ok(inventory.vmsOf(target?.id ?? '').includes(vm))
})

test('a field that the simulator lacks is NotSupported, one that no vCenter has InvalidRequest', async t => {
  const bench = await startBench(t)
  assert.equal(await faultOf(post(bench, off, 'ReconfigVM_Task', spec({ extraConfig: [] }))), 'NotSupported')
  assert.equal(await faultOf(post(bench, off, 'ReconfigVM_Task', spec({ cpus: 2 }))), 'InvalidRequest')
  assert.equal(await faultOf(post(bench, off, 'ReconfigVM_Task', spec({ numCPUs: '2' }))), 'InvalidRequest')
  const cdrom = edit(await device(bench, 'vm-1004', 'CD/DVD drive 1'))
  assert.equal(await faultOf(post(bench, off, 'ReconfigVM_Task', cdrom)), 'NotSupported')
})

test('a disk that is added without a file operation has the file that is named, and none is linked', async t => {
  const bench = await startBench(t)
  const vm = 'VirtualMachine/vm-1004'
  const disk = await device(bench, 'vm-1004', 'Hard disk 1')
  const change = (operation: string, fileName: unknown) => ({
    spec: {
      deviceChange: [
        {
          operation,
          device: {
            _typeName: 'VirtualDisk',
            key: operation === 'add' ? -1 : disk['key'],
            backing: { _typeName: 'VirtualDiskFlatVer2BackingInfo', fileName }
          }
        }
      ]
    }
  })
  const fileName = at(disk, 'backing', 'fileName')
  const gone = await fail(bench, vm, 'ReconfigVM_Task', change('add', '[prod-vsan] none/none.vmdk'))
  assert.equal(at(gone, '_typeName'), 'FileNotFound')
  const linked = { fileName: '[prod-vsan]', parent: { fileName } }
  const child = { operation: 'add', device: { _typeName: 'VirtualDisk', key: -1, backing: linked } }
  const refused = post(bench, vm, 'ReconfigVM_Task', { spec: { deviceChange: [child] } })
  assert.equal(await faultOf(refused), 'NotSupported')
  await succeed(bench, vm, 'ReconfigVM_Task', change('remove', fileName))
  await succeed(bench, vm, 'ReconfigVM_Task', change('add', fileName))
  const back = await device(bench, 'vm-1004', 'Hard disk 1')
  assert.deepEqual([at(back, 'backing', 'fileName'), back['capacityInKB']], [fileName, disk['capacityInKB']])
})
