import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildInventory, type Inventory, type InventoryPlan } from '../../../src/simulator/inventory/index.ts'
import { allSnapshots, deltaBytesOf, homeBytesOf } from '../../../src/simulator/inventory/snapshot-files.ts'
import { cpuCapacityOf, hostUsageOf, usageOf } from '../../../src/simulator/inventory/usage.ts'

const now = Date.parse('2026-05-01T00:00:00Z')

function build(changes: Partial<InventoryPlan> = {}): Inventory {
  return buildInventory({ vms: 40, hosts: 10, datastores: 10, seed: 1, now, ...changes })
}

function machines(inventory: Inventory) {
  return [...inventory.vms.values()]
}

test('the same seed gives the same inventory, another seed another one', () => {
  assert.deepEqual(machines(build()), machines(build()))
  assert.deepEqual([...build().datastores.values()], [...build().datastores.values()])
  assert.notDeepEqual(machines(build()), machines(build({ seed: 2 })))
})

test('every kind of thing a gateway has to deal with is there', () => {
  const inventory = build()
  const vms = machines(inventory).filter(vm => !vm.template)
  assert.equal(vms.length, 40)
  assert.ok(machines(inventory).filter(vm => vm.template).length >= 3)
  assert.ok(inventory.datacenters.size >= 2)
  const kinds = [...inventory.computeResources.values()].map(compute => compute.kind)
  assert.ok(kinds.filter(kind => kind === 'ClusterComputeResource').length >= 3)
  assert.ok(kinds.includes('ComputeResource'))
  assert.deepEqual(new Set(vms.map(vm => vm.powerState)), new Set(['POWERED_ON', 'POWERED_OFF', 'SUSPENDED']))
  assert.deepEqual(new Set(vms.map(vm => vm.system.family)), new Set(['LINUX', 'WINDOWS']))
  assert.ok(vms.some(vm => !vm.tools && vm.powerState === 'POWERED_ON'))
  assert.ok(vms.some(vm => vm.cpu.hotAdd && vm.memory.hotAdd))
  assert.ok(vms.some(vm => vm.snapshots.some(snapshot => snapshot.children.length > 1)))
  assert.ok(vms.some(vm => vm.snapshots.some(snapshot => snapshot.quiesced)))
  assert.ok(vms.some(vm => vm.snapshots.some(snapshot => now - snapshot.createTime > 365 * 86_400_000)))
  assert.deepEqual([...inventory.hosts.values()].filter(host => host.inMaintenanceMode).length, 1)
})

test('two machines share a name; names hold spaces, percent signs and other letters', () => {
  const vms = machines(build())
  const twins = vms.filter(vm => vm.name === 'app-01')
  assert.equal(new Set(twins.map(vm => vm.parent)).size, 2)
  assert.ok(vms.some(vm => vm.name.includes('%') && vm.name.includes(' ')))
  assert.ok(vms.some(vm => /[^ -~]/.test(vm.name)))
})

test('no two machines in one folder share a name, and no two adapters a MAC or an address', () => {
  const vms = machines(build({ vms: 2000, hosts: 50, datastores: 50 }))
  const paths = vms.map(vm => `${vm.parent} ${vm.name}`)
  assert.equal(new Set(paths).size, paths.length)
  const nics = vms.flatMap(vm => vm.nics)
  assert.equal(new Set(nics.map(nic => nic.mac)).size, nics.length)
  assert.equal(new Set(nics.map(nic => nic.address)).size, nics.length)
  assert.ok(nics.every(nic => /^10\.(\d{1,3}\.){2}\d{1,3}$/.test(nic.address ?? '')))
})

test('ids look like those of vCenter', () => {
  const inventory = build()
  const patterns: [Iterable<string>, RegExp][] = [
    [inventory.vms.keys(), /^vm-\d+$/],
    [inventory.hosts.keys(), /^host-\d+$/],
    [inventory.computeResources.keys(), /^domain-[cs]\d+$/],
    [inventory.datastores.keys(), /^datastore-\d+$/],
    [inventory.folders.keys(), /^group-[dvhsn]\d+$/],
    [inventory.resourcePools.keys(), /^resgroup-\d+$/],
    [inventory.networks.keys(), /^(network-o?|dvportgroup-)\d+$/],
    [inventory.datacenters.keys(), /^datacenter-\d+$/]
  ]
  for (const [ids, pattern] of patterns) for (const id of ids) assert.match(id, pattern)
})

test('datastores come in all kinds: local, nearly full, out of reach', () => {
  const datastores = [...build().datastores.values()]
  assert.deepEqual(
    new Set(datastores.map(datastore => datastore.type)),
    new Set(['VMFS', 'NFS', 'NFS41', 'VSAN'])
  )
  assert.ok(datastores.some(datastore => datastore.hosts.length === 1))
  assert.ok(datastores.some(({ capacity, freeSpace }) => capacity > 0 && freeSpace / capacity < 0.05))
  const offline = datastores.filter(datastore => !datastore.accessible)
  assert.deepEqual([offline.length, offline[0]?.capacity, offline[0]?.freeSpace], [1, 0, 0])
})

for (const plan of [{}, { vms: 2000, hosts: 50, datastores: 50 }, { vms: 500, hosts: 4, datastores: 8 }]) {
  test(`use adds up with ${plan.vms ?? 40} machines on ${plan.hosts ?? 10} hosts`, () => {
    const inventory = build(plan)
    for (const vm of machines(inventory)) vm.powerState = 'POWERED_ON'
    for (const host of inventory.hosts.values()) {
      const usage = hostUsageOf(inventory, host)
      assert.ok(usage.cpuMhz > 0 && usage.cpuMhz < cpuCapacityOf(host), host.name)
      assert.ok(usage.memoryMib < host.hardware.memoryBytes / 1024 ** 2, host.name)
    }
    const committed = new Map<string, number>()
    for (const vm of machines(inventory)) {
      const snapshots = allSnapshots(vm)
      for (const disk of vm.disks) {
        const own = disk.committed - deltaBytesOf(snapshots, disk)
        assert.ok(own > 0 && own <= disk.capacity)
        committed.set(disk.datastore, (committed.get(disk.datastore) ?? 0) + disk.committed)
      }
      committed.set(vm.datastore, (committed.get(vm.datastore) ?? 0) + homeBytesOf(snapshots))
    }
    for (const { id, name, capacity, freeSpace } of inventory.datastores.values()) {
      assert.ok(freeSpace >= 0 && freeSpace <= capacity, name)
      assert.ok((committed.get(id) ?? 0) <= capacity - freeSpace, name)
    }
  })
}

test('a machine that is not running uses nothing', () => {
  const inventory = build()
  const off = machines(inventory).filter(vm => vm.powerState !== 'POWERED_ON')
  assert.ok(off.length > 3)
  for (const vm of off) assert.ok(Object.values(usageOf(inventory, vm)).every(value => value === 0))
})

test('relations hold: what belongs to a machine exists, in the same datacenter, on its host', () => {
  const inventory = build({ vms: 2000, hosts: 150, datastores: 60 })
  for (const vm of machines(inventory)) {
    const host = inventory.hosts.get(vm.host) ?? assert.fail()
    assert.equal(host.datacenter, vm.datacenter)
    assert.equal(inventory.folders.get(vm.parent)?.datacenter, vm.datacenter)
    assert.ok(vm.disks.every(disk => host.datastores.includes(disk.datastore)))
    assert.ok(vm.nics.every(nic => host.networks.includes(nic.network)))
    if (vm.resourcePool === undefined) assert.equal(vm.template, true)
    else assert.equal(inventory.resourcePools.get(vm.resourcePool)?.owner, host.parent)
  }
})

test('no machine and the fewest hosts make an inventory too', () => {
  const inventory = build({ vms: 0, hosts: 4, datastores: 8 })
  assert.equal(machines(inventory).filter(vm => !vm.template).length, 0)
  assert.equal(inventory.hosts.size, 4)
  assert.equal(inventory.datastores.size, 8)
})
