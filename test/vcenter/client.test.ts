import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts'
import { createVcenterPool } from '../../src/vcenter/pool.ts'
import type { SnapshotTree, TaskInfo, VcenterClient } from '../../src/vcenter/types.ts'
import type { Strictness } from '../contract/check.ts'
import { watched } from '../contract/watch.ts'
import { until } from '../helper.ts'
import { settingsOf } from './connections.ts'

interface World {
  simulator: Simulator
  client: VcenterClient
  connect: (signal?: AbortSignal) => VcenterClient
  close: () => Promise<void>
  /** How often a path was asked for. */
  count: (path: string | RegExp, method?: string) => number
}

async function startWorld(
  t: TestContext,
  options: SimulatorOptions = {},
  strictness: Strictness = 'client'
): Promise<World> {
  const simulator = await startSimulator(watched(t, { taskMs: 30, ...options }, strictness))
  const { host } = simulator
  const pool = createVcenterPool([settingsOf(simulator, { retries: 2 })])
  t.after(async () => {
    await pool.close()
    await simulator.close()
  })
  function connect(signal?: AbortSignal): VcenterClient {
    const client = pool.get(host)?.client(signal ? { signal } : {})
    assert.ok(client)
    return client
  }
  function count(path: string | RegExp, method?: string): number {
    const matches = simulator.requests.filter(
      request =>
        (typeof path === 'string' ? request.path === path : path.test(request.path)) &&
        (method === undefined || request.method === method)
    )
    return matches.length
  }
  return { simulator, client: connect(), connect, close: () => pool.close(), count }
}

async function findVm(client: VcenterClient, state: string, index = 0): Promise<string> {
  const vm = (await client.listVms({ power_states: [state] }))[index]?.vm
  assert.ok(vm, `the simulator has no VM that is ${state}`)
  return vm
}

/** A powered-on VM whose guest answers. */
async function findGuest(client: VcenterClient): Promise<string> {
  for (const { vm } of await client.listVms({ power_states: ['POWERED_ON'] })) {
    if (await client.getGuestIdentity({ vm })) return vm
  }
  return assert.fail('the simulator has no VM with VMware Tools')
}

async function snapshot(client: VcenterClient, vm: string, name: string): Promise<TaskInfo> {
  const task = await client.createSnapshot({ vm, name, description: 'a test', memory: false, quiesce: false })
  return client.waitForTask(task, { timeoutMs: 5_000 })
}

test('the inventory is listed, and filters narrow it', async t => {
  const { client } = await startWorld(t)
  const vms = await client.listVms()
  assert.equal(vms.length, 40)
  const [first, second] = vms
  assert.ok(first && second)
  assert.deepEqual(await client.listVms({ vms: [first.vm, second.vm] }), [first, second])
  assert.deepEqual(await client.listVms({ names: [first.name] }), [first])
  assert.deepEqual(await client.listVms({ vms: ['vm-999999'] }), [])
  const on = await client.listVms({ power_states: ['POWERED_ON'] })
  assert.ok(on.length > 0 && on.every(vm => vm.power_state === 'POWERED_ON'))

  const [host] = await client.listHosts()
  assert.ok(host)
  assert.deepEqual(await client.listHosts({ hosts: [host.host] }), [host])
  const [cluster] = await client.listClusters()
  assert.ok(cluster)
  assert.ok((await client.listHosts({ clusters: [cluster.cluster] })).length > 0)
  const [datastore] = await client.listDatastores({ types: ['VMFS'] })
  assert.equal(datastore?.type, 'VMFS')
  assert.ok((await client.listNetworks({ types: ['STANDARD_PORTGROUP'] })).length > 0)
  const [datacenter] = await client.listDatacenters()
  assert.ok(datacenter)
  assert.deepEqual(await client.listDatacenters({ names: [datacenter.name] }), [datacenter])
})

test('a filter value that no vCenter knows is its error, as an error of ours', async t => {
  // `answers`: the tools never send such a value, it takes a newer client than the vCenter
  const { client } = await startWorld(t, {}, 'answers')
  await assert.rejects(client.listVms({ power_states: ['ASLEEP'] }), {
    status: 400,
    errorType: 'INVALID_ARGUMENT'
  })
})

test('a list whose smallest part is beyond the cap is an error of its own type, and no part is tried again', async t => {
  const { client, simulator } = await startWorld(t, { apiRelease: '8.0.0.0', caps: { vms: 1 } })
  await assert.rejects(client.listVms(), { status: 500, errorType: 'UNABLE_TO_ALLOCATE_RESOURCE' })
  const asked = simulator.requests.filter(({ path }) => path === '/api/vcenter/vm').map(({ query }) => query)
  assert.ok(asked.length > 1)
  assert.equal(new Set(asked).size, asked.length)
})

test('one VM is read with its devices, an unknown one is not found', async t => {
  const { client } = await startWorld(t)
  const vm = await client.getVm({ vm: await findVm(client, 'POWERED_ON') })
  assert.equal(vm.power_state, 'POWERED_ON')
  const [key, disk] = Object.entries(vm.disks)[0] ?? []
  assert.match(key ?? '', /^\d+$/)
  assert.equal(disk?.backing.type, 'VMDK_FILE')
  await assert.rejects(client.getVm({ vm: 'vm-999999' }), {
    name: 'VcenterApiError',
    isNotFound: true,
    isUnknownPath: false,
    message: /^Failed to get VM 'vm-999999': HTTP 404 on \/api\/vcenter\/vm\/vm-999999 \[NOT_FOUND\]/
  })
})

test('guest identity is read, and absent while VMware Tools does not run', async t => {
  const { client, count } = await startWorld(t)
  const guest = await client.getGuestIdentity({ vm: await findGuest(client) })
  assert.ok(guest?.host_name)
  const off = await findVm(client, 'POWERED_OFF')
  assert.equal(await client.getGuestIdentity({ vm: off }), undefined)
  assert.equal(count(`/api/vcenter/vm/${off}/guest/identity`), 1)
})

test('a VM goes through its power states, each answered when it is reached', async t => {
  const { client } = await startWorld(t)
  const vm = await findVm(client, 'POWERED_OFF')
  const state = async () => (await client.getPower({ vm })).state
  await client.startVm({ vm })
  assert.equal(await state(), 'POWERED_ON')
  await assert.rejects(client.startVm({ vm }), { status: 400, isAlreadyInDesiredState: true })
  await client.resetVm({ vm })
  await client.suspendVm({ vm })
  assert.equal(await state(), 'SUSPENDED')
  await assert.rejects(client.resetVm({ vm }), { status: 400, isConflict: true })
  await client.stopVm({ vm })
  assert.equal((await client.getPower({ vm })).clean_power_off !== undefined, true)
})

test('the guest is asked to shut down, and says when VMware Tools does not run', async t => {
  const { client } = await startWorld(t)
  const vm = await findGuest(client)
  await client.shutdownGuest({ vm })
  while ((await client.getPower({ vm })).state !== 'POWERED_OFF')
    await new Promise(resolve => setTimeout(resolve, 10))
  await assert.rejects(client.rebootGuest({ vm }), { name: 'VcenterApiError', isConflict: true })
  await assert.rejects(client.shutdownGuest({ vm }), { isAlreadyInDesiredState: true })
})

test('CPU and memory of a powered-off VM change, and vCenter refuses what a running one cannot do', async t => {
  const { client } = await startWorld(t)
  const off = await findVm(client, 'POWERED_OFF')
  await client.updateCpu({ vm: off, body: { count: 8, cores_per_socket: 2 } })
  await client.updateMemory({ vm: off, body: { size_MiB: 12_288 } })
  const { cpu, memory } = await client.getVm({ vm: off })
  assert.deepEqual([cpu.count, cpu.cores_per_socket, memory.size_MiB], [8, 2, 12_288])

  for (const { vm } of await client.listVms({ power_states: ['POWERED_ON'] })) {
    if ((await client.getVm({ vm })).cpu.hot_remove_enabled) continue
    await assert.rejects(client.updateCpu({ vm, body: { count: 1, cores_per_socket: 1 } }), { status: 400 })
    return
  }
})

test('a powered-off VM is deleted, a running one refuses', async t => {
  const { client } = await startWorld(t)
  await assert.rejects(client.deleteVm({ vm: await findVm(client, 'POWERED_ON') }), {
    status: 400,
    isConflict: true
  })
  const off = await findVm(client, 'POWERED_OFF')
  await client.deleteVm({ vm: off })
  await assert.rejects(client.getPower({ vm: off }), { isNotFound: true })
})

test('snapshots are made, read as a tree, and removed with their children', async t => {
  const { client } = await startWorld(t)
  const vm = await findVm(client, 'POWERED_OFF')
  const before = sizeOf((await client.getSnapshots({ vm }))?.rootSnapshotList)
  const percents: number[] = []
  const task = await client.createSnapshot({
    vm,
    name: 'one',
    description: 'first',
    memory: false,
    quiesce: false
  })
  assert.match(task, /^task-/)
  const done = await client.waitForTask(task, {
    timeoutMs: 5_000,
    onProgress: percent => void percents.push(percent)
  })
  assert.equal(done.state, 'success')
  assert.ok(percents.every(percent => percent >= 0 && percent <= 100))
  await snapshot(client, vm, 'two')

  const info = await client.getSnapshots({ vm })
  assert.ok(info)
  assert.equal(sizeOf(info.rootSnapshotList), before + 2)
  const one = find(info.rootSnapshotList, 'one')
  assert.equal(one?.description, 'first')
  assert.equal(one.state, 'poweredOff')
  assert.equal(one.vm.value, vm)
  assert.deepEqual(
    one.childSnapshotList?.map(({ name }) => name),
    ['two']
  )
  assert.equal(info.currentSnapshot?.value, one.childSnapshotList?.[0]?.snapshot.value)
  assert.deepEqual(done.result, one.snapshot)

  const removal = await client.removeSnapshot({ vm, snapshot: one.snapshot.value, removeChildren: true })
  assert.equal((await client.waitForTask(removal, { timeoutMs: 5_000 })).state, 'success')
  assert.equal(sizeOf((await client.getSnapshots({ vm }))?.rootSnapshotList), before)
})

function sizeOf(trees: readonly SnapshotTree[] = []): number {
  return trees.reduce((sum, tree) => sum + 1 + sizeOf(tree.childSnapshotList), 0)
}

function find(trees: readonly SnapshotTree[] = [], name: string): SnapshotTree | undefined {
  for (const tree of trees) {
    const found = tree.name === name ? tree : find(tree.childSnapshotList, name)
    if (found) return found
  }
  return undefined
}

test('a VM without snapshots has none', async t => {
  const { client } = await startWorld(t)
  const found = await Promise.all((await client.listVms()).map(({ vm }) => client.getSnapshots({ vm })))
  assert.ok(found.includes(undefined))
})

test('unknown VMs, snapshots and tasks of VI/JSON are not found', async t => {
  const { client } = await startWorld(t)
  const missing = {
    name: 'VcenterApiError',
    status: 500,
    errorType: 'ManagedObjectNotFound',
    isNotFound: true
  }
  await assert.rejects(client.getSnapshots({ vm: 'vm-999999' }), {
    ...missing,
    message:
      /^Failed to list snapshots of VM 'vm-999999': HTTP 500 on \/sdk\/vim25\/8\.0\.3\.0\/VirtualMachine\/vm-999999\/snapshot \[ManagedObjectNotFound\]/
  })
  await assert.rejects(
    client.removeSnapshot({ vm: 'vm-1', snapshot: 'snapshot-999999', removeChildren: false }),
    missing
  )
  await assert.rejects(client.getTask({ task: 'task-999999' }), missing)
})

test('a task is seen running, and waiting for it ends when the time is over', async t => {
  const { client } = await startWorld(t, { taskMs: 400 })
  const vm = await findVm(client, 'POWERED_OFF')
  const task = await client.createSnapshot({
    vm,
    name: 'slow',
    description: '',
    memory: false,
    quiesce: false
  })
  assert.match((await client.getTask({ task })).state, /queued|running/)
  assert.match((await client.waitForTask(task, { timeoutMs: 40 })).state, /queued|running/)
  assert.equal((await client.waitForTask(task, { timeoutMs: 5_000 })).state, 'success')
})

test('a read that was on its way before a task ended is not joined by one after it', async t => {
  const { client, simulator, count } = await startWorld(t)
  const vm = await findVm(client, 'POWERED_OFF')
  const task = await client.createSnapshot({
    vm,
    name: 'one',
    description: '',
    memory: false,
    quiesce: false
  })
  const path = `/api/vcenter/vm/${vm}/power`
  simulator.fail({ path }, { delayMs: 500 })
  const before = client.getPower({ vm })
  await client.waitForTask(task, { timeoutMs: 5_000 })
  await Promise.all([before, client.getPower({ vm })])
  assert.equal(count(path), 2)
})

test('named properties of some objects are read at once, what is unset or gone is absent', async t => {
  const { client, count } = await startWorld(t)
  const on = await findVm(client, 'POWERED_ON')
  const off = await findVm(client, 'POWERED_OFF')
  const paths = [
    'name',
    'runtime.host',
    'runtime.powerState',
    'summary.quickStats',
    'config.template',
    'guest.ipAddress'
  ]
  const objects = await client.readObjects('VirtualMachine', [on, off, 'vm-999999'], paths)
  assert.deepEqual(objects.map(({ id }) => id).toSorted(), [off, on].toSorted())
  const running = objects.find(({ id }) => id === on)?.properties
  assert.equal(running?.['runtime.powerState'], 'poweredOn')
  assert.equal(running['config.template'], false)
  assert.equal(typeof running['name'], 'string')
  assert.partialDeepStrictEqual(running['runtime.host'], { type: 'HostSystem' })
  assert.equal(count(/RetrievePropertiesEx$/), 1)
  assert.deepEqual(await client.readObjects('VirtualMachine', [], paths), [])
  await assert.rejects(client.readObjects('VirtualMachine', [on], ['nonsense']), {
    errorType: 'InvalidProperty'
  })
})

test('the whole inventory is read page by page through a view that is destroyed', async t => {
  const { client, count, simulator } = await startWorld(t, { vms: 1_200 })
  const objects = await client.readInventory({
    VirtualMachine: ['name', 'parent'],
    HostSystem: ['name'],
    Folder: ['name', 'parent'],
    Datacenter: ['name']
  })
  const vms = objects.filter(({ type }) => type === 'VirtualMachine')
  assert.ok(vms.length >= 1_200)
  assert.equal(new Set(vms.map(({ id }) => id)).size, vms.length)
  assert.ok(objects.some(({ type }) => type === 'HostSystem'))
  assert.ok(objects.some(({ type }) => type === 'Datacenter'))
  assert.ok(count(/ContinueRetrievePropertiesEx$/) >= 2)
  assert.equal(count(/CreateContainerView$/), 1)
  await until('the view is destroyed', () => count(/DestroyView$/) === 1)
  assert.deepEqual(
    simulator.requests.filter(({ status }) => status >= 400),
    []
  )
})

test('a view is destroyed after an error too', async t => {
  const { client, simulator, count } = await startWorld(t, { vms: 600 })
  const fault = { _typeName: 'RuntimeFault', faultstring: 'Out of order.' }
  simulator.fail({ path: /ContinueRetrievePropertiesEx/ }, { status: 500, body: fault })
  await assert.rejects(client.readInventory({ VirtualMachine: ['name'] }), { errorType: 'RuntimeFault' })
  await until('the page is given up', () => count(/CancelRetrievePropertiesEx$/) === 1)
  await until('the view is destroyed', () => count(/DestroyView$/) === 1)
})

test('a hundred callers at once share one log-in', async t => {
  const { client, simulator, count, close } = await startWorld(t)
  await Promise.all(Array.from({ length: 100 }, (_item, index) => mixedCall(client, index)))
  assert.equal(count('/api/session', 'POST'), 1)
  assert.equal(simulator.sessions, 1)
  await close()
  assert.equal(simulator.sessions, 0)
})

for (const apiRelease of ['8.0.3.0', '8.0.2.0']) {
  test(`sessions that expire under a hundred calls cost one log-in each, and no call fails (${apiRelease})`, async t => {
    const { client, simulator, count } = await startWorld(t, { apiRelease })
    await mixedCall(client, 1)
    await mixedCall(client, 2)
    const logins = () => count('/api/session', 'POST') + count(/\/Login$/, 'POST')
    const before = logins()
    assert.equal(before, apiRelease === '8.0.3.0' ? 1 : 2)
    simulator.expireSessions()
    await Promise.all(Array.from({ length: 100 }, (_item, index) => mixedCall(client, index)))
    assert.equal(logins(), before * 2)
  })
}

/** Calls of both APIs, one of them in several steps. */
function mixedCall(client: VcenterClient, index: number): Promise<unknown> {
  if (index % 4 === 0) return client.listHosts()
  if (index % 4 === 1) return client.readInventory({ Datacenter: ['name'] })
  if (index % 4 === 2) return client.listVms()
  return client.readInventory({ VirtualMachine: ['name'] })
}

test('8.0 U2 has two sessions, and both are closed', async t => {
  const { client, simulator, count, close } = await startWorld(t, { apiRelease: '8.0.2.0' })
  const vm = await findVm(client, 'POWERED_OFF')
  assert.equal((await snapshot(client, vm, 'one')).state, 'success')
  assert.equal(count(/^\/sdk\/vim25\/8\.0\.2\.0\/SessionManager\/SessionManager\/Login$/), 1)
  assert.equal(simulator.sessions, 2)
  await close()
  assert.equal(simulator.sessions, 0)
})

test('8.0 U1 has no hello and works', async t => {
  const { client, count } = await startWorld(t, { apiRelease: '8.0.1.0' })
  assert.ok((await client.readInventory({ Datacenter: ['name'] })).length > 0)
  assert.ok(count(/^\/sdk\/vim25\/8\.0\.1\.0\//) > 0)
})

test('8.0 has no VI/JSON, everything else works', async t => {
  const { client } = await startWorld(t, { apiRelease: '8.0.0.0' })
  const vm = await findVm(client, 'POWERED_OFF')
  await assert.rejects(client.getSnapshots({ vm }), {
    name: 'VcenterUnsupportedError',
    message: /vCenter 8\.0 U1/
  })
  await assert.rejects(client.readInventory({ Folder: ['name'] }), { name: 'VcenterUnsupportedError' })
})

test('a snapshot whose answer is lost is found by its task, and made once', async t => {
  const { client, simulator, count } = await startWorld(t)
  const vm = await findVm(client, 'POWERED_OFF')
  const before = sizeOf((await client.getSnapshots({ vm }))?.rootSnapshotList)
  simulator.fail({ path: /CreateSnapshot/ }, { reset: 'after' })
  await snapshot(client, vm, 'lost')
  assert.equal(count(/CreateSnapshot/), 1)
  assert.equal(sizeOf((await client.getSnapshots({ vm }))?.rootSnapshotList), before + 1)
})

test('an abort ends a read at once, and leaves others alone', async t => {
  const { client, connect, simulator } = await startWorld(t)
  await client.listVms()
  simulator.fail({ path: '/api/vcenter/host', times: 2 }, { delayMs: 200 })
  const controller = new AbortController()
  const reason = new Error('client gone')
  const other = client.listHosts()
  const aborted = connect(controller.signal).listHosts()
  setTimeout(() => controller.abort(reason), 20)
  await assert.rejects(aborted, reason)
  assert.ok((await other).length > 0)
})

test('a snapshot asked for with an expired session is made once, after one more log-in', async t => {
  const { client, simulator, count } = await startWorld(t)
  const vm = await findVm(client, 'POWERED_OFF')
  const before = sizeOf((await client.getSnapshots({ vm }))?.rootSnapshotList)
  simulator.expireSessions()
  assert.equal((await snapshot(client, vm, 'after')).state, 'success')
  assert.equal(sizeOf((await client.getSnapshots({ vm }))?.rootSnapshotList), before + 1)
  assert.equal(count('/api/session', 'POST'), 2)
})

test('a wrong password is said without being shown, also to the second API', async t => {
  const { simulator } = await startWorld(t, { apiRelease: '8.0.2.0' })
  const { host, caPem, user } = simulator
  const times = { timeoutMs: 1_000, retries: 2, backoffMs: 5 }
  const settings = { name: host, address: host, user, insecure: false, ...times }
  const pool = createVcenterPool([{ ...settings, ca: caPem, password: 'wrong password', apiMode: 'api' }])
  t.after(() => pool.close())
  const client = pool.get(host)?.client()
  assert.ok(client)
  const login = `Login to vCenter '${host}' failed: HTTP`
  await assert.rejects(client.listVms(), (error: Error) =>
    error.message.startsWith(`${login} 401 on /api/session`)
  )
  await assert.rejects(client.readInventory({ Folder: ['name'] }), (error: Error) => {
    assert.ok(
      error.message.startsWith(`${login} 500 on /sdk/vim25/8.0.2.0/SessionManager/SessionManager/Login`)
    )
    assert.match(error.message, /\[InvalidLogin\]/)
    return !error.message.includes('wrong password')
  })
})
