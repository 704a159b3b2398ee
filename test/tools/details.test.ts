import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Inventory } from '../../src/simulator/index.ts'
import { allSnapshots } from '../../src/simulator/inventory/snapshot-files.ts'
import { hostUsageOf } from '../../src/simulator/inventory/usage.ts'
import { type CallTool, callerFor } from '../faces.ts'
import { type Service, type ServiceOptions, startService } from '../helper.ts'
import { vcenterKinds } from '../vcenter-kinds.ts'

/** What one host and one datastore tell; the lists of many are in tools.test.ts. */

async function start(t: TestContext, options: ServiceOptions = {}) {
  const service = await startService(t, options)
  return { service, inventory: service.simulator.inventory, call: await callerFor(t, service, 'rest') }
}

async function ask<Body>(call: CallTool, tool: string, args: Record<string, unknown>): Promise<Body> {
  const { outcome, body } = await call('viewer', tool, args)
  assert.equal(outcome, 'ok', JSON.stringify(body))
  return body as Body
}

function named<Item extends { name: string }>(items: ReadonlyMap<string, Item>, name: string): Item {
  return [...items.values()].find(item => item.name === name) ?? assert.fail(`there is no ${name}`)
}

const guestsOf = (inventory: Inventory, id: string) => inventory.vmsOf(id).filter(vm => !vm.template)

interface User {
  id: string
  name: string
  cpu_mhz: number
  memory_mib: number
}

interface HostDetails {
  id: string
  name: string
  connection_state: string
  in_maintenance_mode: boolean
  cpu_mhz?: { used: number; total: number; used_percent: number }
  memory_mib?: { used: number; total: number; used_percent: number }
  uptime_s?: number
  cluster?: { id: string; name: string }
  datastores: { id: string; name: string }[]
  vms: { total: number; powered_on: number }
  most_cpu: User[]
  most_memory: User[]
  alarms: { name: string; status: string; object: string; object_name: string }[]
}

for (const vcenter of vcenterKinds) {
  test(`every host is told as the inventory has it, with ${vcenter.name}`, async t => {
    const { inventory, call } = await start(t, { vcenter })
    for (const host of inventory.hosts.values()) {
      const told = await ask<HostDetails>(call, 'get_host_details', { host: host.name })
      const cluster = inventory.computeResources.get(host.parent)
      const guests = guestsOf(inventory, host.id)
      const isConnected = host.connectionState === 'CONNECTED'
      assert.deepEqual(
        [told.id, told.connection_state, told.in_maintenance_mode],
        [host.id, host.connectionState, host.inMaintenanceMode]
      )
      assert.deepEqual(
        told.cluster,
        cluster?.kind === 'ClusterComputeResource' ? { id: cluster.id, name: cluster.name } : undefined
      )
      assert.deepEqual(told.datastores.map(({ id }) => id).toSorted(), host.datastores.toSorted())
      assert.deepEqual(told.vms, {
        total: guests.length,
        powered_on: guests.filter(vm => vm.powerState === 'POWERED_ON').length
      })
      const usage = hostUsageOf(inventory, host)
      assert.equal(told.cpu_mhz?.used, isConnected ? usage.cpuMhz : undefined)
      assert.equal(told.memory_mib?.used, isConnected ? usage.memoryMib : undefined)
      assert.equal(told.uptime_s !== undefined, isConnected)
      const own = told.alarms.filter(({ object }) => object === host.id)
      assert.deepEqual(
        own.map(({ name, status, object_name }) => [name, status, object_name]),
        isConnected ? [] : [['Host connection and power state', 'red', host.name]]
      )
      for (const { object, object_name } of told.alarms.filter(each => !own.includes(each)))
        assert.equal(guests.find(({ id }) => id === object)?.name, object_name)
    }
  })
}

test('the ten VMs that use most are shown, by CPU and by memory', async t => {
  const { inventory, call } = await start(t, { simulator: { vms: 400, hosts: 4 } })
  const host = [...inventory.hosts.values()].find(each => guestsOf(inventory, each.id).length > 20)
  assert.ok(host)
  const told = await ask<HostDetails>(call, 'get_host_details', { host: host.id })
  const running = guestsOf(inventory, host.id).filter(vm => vm.powerState === 'POWERED_ON')
  const most = (values: number[]) => values.toSorted((one, other) => other - one).slice(0, 10)
  assert.deepEqual(
    told.most_cpu.map(each => each.cpu_mhz),
    most(running.map(vm => vm.demand.cpuMhz))
  )
  assert.deepEqual(
    told.most_memory.map(each => each.memory_mib),
    most(running.map(vm => vm.demand.hostMemoryMib))
  )
})

test('one host takes five reads of vCenter, and two more where an alarm is triggered', async t => {
  const { service, inventory, call } = await start(t)
  const reads = async (host: string) => {
    service.simulator.requests.length = 0
    await ask(call, 'get_host_details', { host })
    return service.simulator.requests.length
  }
  const [quiet, alarmed] = [
    named(inventory.hosts, 'esx-prod-01.corp.example'),
    named(inventory.hosts, 'esx-dr-03.corp.example')
  ]
  await reads(quiet.id)
  assert.equal(await reads(quiet.id), 5)
  assert.equal(guestsOf(inventory, alarmed.id).length, 0)
  assert.equal(await reads(alarmed.id), 6, 'of no VM nothing is read')
})

interface Part {
  count: number
  bytes: number
}

interface DatastoreDetails {
  id: string
  name: string
  type: string
  accessible: boolean
  capacity_bytes?: number
  free_bytes?: number
  used_bytes?: number
  used_percent?: number
  provisioned_bytes?: number
  host_count: number
  vms: Part
  powered_off_vms: Part
  templates: Part
  snapshots: Part
  other_bytes?: number
  largest: {
    id: string
    power_state: string
    is_template: boolean
    bytes: number
    unshared_bytes: number
    snapshot_bytes: number
  }[]
}

/** By the simulator's own account of space. */
function bytesOn(inventory: Inventory, id: string, holds: (vm: Vm) => boolean): number {
  const vms = [...inventory.vms.values()].filter(holds)
  return vms.reduce((sum, vm) => {
    const disks = vm.disks.filter(disk => disk.datastore === id)
    const memory = vm.datastore === id ? allSnapshots(vm).map(each => each.memoryBytes) : []
    return sum + [...disks.map(disk => disk.committed), ...memory].reduce((one, other) => one + other, 0)
  }, 0)
}

type Vm = Inventory['vms'] extends Map<string, infer Item> ? Item : never

/** Files of settings are some KiB each. */
const about = (one: number, other: number) => Math.abs(one - other) < 2 ** 21

for (const vcenter of vcenterKinds) {
  test(`every datastore is told with what fills it, with ${vcenter.name}`, async t => {
    const { inventory, call } = await start(t, { vcenter, simulator: { vms: 200 } })
    let withSnapshots = 0
    for (const datastore of inventory.datastores.values()) {
      const { id, name, accessible, capacity, freeSpace, hosts } = datastore
      const told = await ask<DatastoreDetails>(call, 'get_datastore_details', { datastore: name })
      assert.deepEqual(
        [told.id, told.type, told.accessible, told.host_count],
        [id, datastore.type, accessible, hosts.length]
      )
      assert.equal(told.capacity_bytes, accessible ? capacity : undefined)
      assert.equal(told.free_bytes, accessible ? freeSpace : undefined)
      const isOff = (vm: Vm) => vm.powerState === 'POWERED_OFF' && !vm.template
      assert.ok(
        about(
          told.vms.bytes,
          bytesOn(inventory, id, vm => !vm.template)
        ),
        name
      )
      assert.ok(about(told.powered_off_vms.bytes, bytesOn(inventory, id, isOff)), name)
      assert.ok(
        about(
          told.templates.bytes,
          bytesOn(inventory, id, vm => vm.template)
        ),
        name
      )
      assert.equal(told.largest.length, Math.min(20, told.vms.count + told.templates.count))
      const sizes = told.largest.map(({ bytes }) => bytes)
      assert.deepEqual(
        sizes,
        sizes.toSorted((one, other) => other - one)
      )
      const snapshots = [...inventory.vms.values()]
        .filter(vm => vm.datastore === id)
        .flatMap(vm => allSnapshots(vm).map(each => each.memoryBytes + each.deltaBytes * vm.disks.length))
      assert.equal(told.snapshots.count, snapshots.length)
      assert.ok(
        about(
          told.snapshots.bytes,
          snapshots.reduce((one, other) => one + other, 0)
        ),
        name
      )
      withSnapshots += told.snapshots.bytes > 2 ** 30 ? 1 : 0
      if (told.used_bytes !== undefined && told.other_bytes !== undefined)
        assert.equal(told.used_bytes, told.vms.bytes + told.templates.bytes + told.other_bytes)
    }
    assert.ok(withSnapshots > 1)
  })
}

test('of a VM on two datastores each counts what is on it, its snapshots included', async t => {
  const { inventory, call } = await start(t)
  const vm = inventory.vms.get('vm-1003') ?? assert.fail()
  const [first, ...others] = vm.disks
  const elsewhere = named(inventory.datastores, 'archive-nfs-01')
  assert.ok(first && vm.datastore !== elsewhere.id)
  const moved = { ...first, datastore: elsewhere.id, file: `[${elsewhere.name}] db-01/db-01.vmdk` }
  inventory.change(vm, { disks: [moved, ...others] })
  const delta = vm.snapshots[0]?.deltaBytes ?? 0
  assert.ok(delta > 0)
  const there = await ask<DatastoreDetails>(call, 'get_datastore_details', { datastore: elsewhere.id })
  const here = await ask<DatastoreDetails>(call, 'get_datastore_details', { datastore: vm.datastore })
  const tenant = (told: DatastoreDetails) => told.largest.find(({ id }) => id === vm.id) ?? assert.fail()
  assert.deepEqual([tenant(there).bytes, tenant(there).snapshot_bytes], [first.committed, delta])
  assert.ok(about(tenant(here).snapshot_bytes, delta * others.length))
})

test('a datastore that is named like a route is told over every face, by name or by id', async t => {
  const { service, inventory, call } = await start(t)
  const datastore = named(inventory.datastores, 'prod-vmfs-11')
  datastore.name = 'usage'
  const byId = await ask<DatastoreDetails>(call, 'get_datastore_details', { datastore: datastore.id })
  assert.equal(byId.name, 'usage')
  for (const era of ['2025', '2026'] as const) {
    const mcp = await callerFor(t, service, era)
    assert.deepEqual(await ask(mcp, 'get_datastore_details', { datastore: 'usage' }), byId)
  }
})

test('one datastore takes three reads of vCenter, and one more where a VM has snapshots', async t => {
  const { service, inventory, call } = await start(t)
  const reads = async (datastore: string) => {
    service.simulator.requests.length = 0
    await ask(call, 'get_datastore_details', { datastore })
    return service.simulator.requests.length
  }
  const { datastore } = inventory.vms.get('vm-1001') ?? assert.fail()
  await reads(datastore)
  assert.equal(await reads(datastore), 4)
  for (const vm of inventory.vms.values()) vm.snapshots = []
  assert.equal(await reads(datastore), 3)
})

test('a limited role is told of what is in its scope on a host and a datastore, and of nothing else', async t => {
  const dev = 'esx-dev-01.corp.example'
  const { inventory, call } = await start(t, {
    env: {
      ROLES_TO_TOOLS: JSON.stringify({
        viewer: {
          tools: ['*'],
          scope: [{ clusters: ['dev'], tags: ['Team/none'] }, { vm_names: ['web-*'] }]
        },
        operator: { tools: ['*'], scope: { clusters: ['dev'] } },
        admin: ['*']
      })
    }
  })
  for (const [tool, args] of [
    ['get_host_details', { host: dev }],
    ['get_datastore_details', { datastore: 'shared-nfs-01' }]
  ] as const) {
    assert.equal((await call('viewer', tool, args)).body['code'], 'not_found', tool)
  }
  const shared = named(inventory.datastores, 'shared-nfs-01')
  const cluster = named(inventory.computeResources, 'dev')
  const own = inventory.vmsOf(shared.id).filter(vm => !vm.template && cluster.hosts.includes(vm.host))
  const { body } = await call('operator', 'get_datastore_details', { datastore: shared.id })
  const told = body as unknown as DatastoreDetails
  assert.deepEqual([told.vms.count, told.templates.count], [own.length, 0])
  assert.ok(told.largest.every(({ id }) => own.some(vm => vm.id === id)))
  assert.equal(told.host_count, shared.hosts.filter(host => cluster.hosts.includes(host)).length)
  const host = named(inventory.hosts, dev)
  host.connectionState = 'NOT_RESPONDING'
  const details = (await call('operator', 'get_host_details', { host: dev })).body as unknown as HostDetails
  assert.deepEqual(
    details.alarms.map(({ status }) => status),
    ['red']
  )
  assert.equal((await call('operator', 'get_host_details', { host: 'host-32' })).body['code'], 'not_found')
})

test('triggered alarms of all are told to a limited role without those of others', async t => {
  const service: Service = await startService(t)
  const { inventory } = service.simulator
  for (const host of inventory.hosts.values()) host.connectionState = 'NOT_RESPONDING'
  const client = service.app.vcenters.get(service.simulator.host)?.client() ?? assert.fail()
  const { createScopes } = await import('../../src/access/scope/index.ts')
  const limited = createScopes({
    policy: { limitsOf: () => [{ clusters: ['dev'] }] },
    log: { warn: () => undefined }
  })(client, { name: 'ann', role: 'team' })
  const all = await client.listTriggeredAlarms()
  const seen = await limited.listTriggeredAlarms()
  const hosts = named(inventory.computeResources, 'dev').hosts
  assert.ok(all.length > seen.length)
  assert.deepEqual(
    seen
      .map(({ entity }) => entity.value)
      .filter(id => id.startsWith('host-'))
      .toSorted(),
    hosts.toSorted()
  )
  const dev = { type: 'HostSystem', value: hosts[0] ?? '' }
  assert.deepEqual(
    (await limited.listTriggeredAlarms({ object: dev })).map(({ entity }) => entity.value),
    [dev.value]
  )
  for (const object of [
    { type: 'HostSystem', value: 'host-32' },
    { type: 'HostSystem', value: 'host-999' }
  ])
    await assert.rejects(limited.listTriggeredAlarms({ object }), { code: 'not_found' })
  await assert.rejects(limited.listTriggeredAlarms({ object: { type: 'Alarm', value: 'alarm-1' } }), {
    code: 'unsupported'
  })
})
