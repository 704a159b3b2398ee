import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { startSimulator, type Fault, type Simulator } from '../../src/simulator/index.ts'
import { VcenterOutcomeUnknownError } from '../../src/vcenter/errors.ts'
import { createVcenterConnection } from '../../src/vcenter/pool.ts'
import type { VcenterClient } from '../../src/vcenter/types.ts'
import { watched } from '../contract/watch.ts'
import { settingsOf } from './connections.ts'

interface Bench {
  simulator: Simulator
  client: VcenterClient
  /** The id of a VM of the simulator's cast. */
  idOf: (name: string) => string
  /** How often a request was sent that changes a VM, or this part of it. */
  changes: (part?: string) => number
}

async function startBench(t: TestContext): Promise<Bench> {
  const simulator = await startSimulator(watched(t, { taskMs: 60 }))
  const client = clientOf(t, simulator)
  t.after(() => simulator.close())
  const idOf = (name: string) => [...simulator.inventory.vms.values()].find(vm => vm.name === name)?.id ?? ''
  const changes = (part = '/vcenter/vm/') =>
    simulator.requests.filter(({ method, path }) => method !== 'GET' && path.includes(part)).length
  return { simulator, client, idOf, changes }
}

function clientOf(t: TestContext, simulator: Simulator): VcenterClient {
  const connection = createVcenterConnection(
    settingsOf(simulator, { timeoutMs: 2_000, retries: 2, pollMs: 20 })
  )
  t.after(() => connection.close())
  return connection.client()
}

type Change = (client: VcenterClient, vm: string) => Promise<unknown>

const changes: [string, string, string, Change][] = [
  ['powering on', 'db-02', '/power', (client, vm) => client.startVm({ vm })],
  ['powering off', 'web-02', '/power', (client, vm) => client.stopVm({ vm })],
  ['suspending', 'web-02', '/power', (client, vm) => client.suspendVm({ vm })],
  ['shutting down the guest', 'web-02', '/guest/power', (client, vm) => client.shutdownGuest({ vm })],
  ['rebooting the guest', 'web-02', '/guest/power', (client, vm) => client.rebootGuest({ vm })],
  [
    'changing CPUs',
    'db-02',
    '/hardware/cpu',
    (client, vm) => client.updateCpu({ vm, body: { count: 6, cores_per_socket: 2 } })
  ],
  [
    'changing memory',
    'db-02',
    '/hardware/memory',
    (client, vm) => client.updateMemory({ vm, body: { size_MiB: 12_288 } })
  ],
  ['deleting', 'db-02', '', (client, vm) => client.deleteVm({ vm })]
]

function cut(simulator: Simulator, vm: string, path: string, fault: Fault): void {
  for (const method of ['POST', 'PATCH', 'DELETE']) {
    simulator.fail({ method, path: `/api/vcenter/vm/${vm}${path}` }, fault)
  }
}

for (const [what, name, path, change] of changes) {
  test(`${what} succeeds when its answer was lost and the object is as wanted, and is sent once`, async t => {
    const { simulator, client, idOf, changes: sent } = await startBench(t)
    cut(simulator, idOf(name), path, { reset: 'after' })
    await change(client, idOf(name))
    assert.equal(sent(), 1)
  })

  test(`${what} stays unknown when it cannot be seen, and says what was`, async t => {
    const { simulator, client, idOf, changes: sent } = await startBench(t)
    cut(simulator, idOf(name), path, { reset: 'before' })
    await assert.rejects(change(client, idOf(name)), (error: unknown) => {
      assert.ok(error instanceof VcenterOutcomeUnknownError)
      assert.ok(Object.keys(error.seen ?? {}).length > 0)
      return true
    })
    assert.equal(sent(), 1)
  })
}

for (const guestState of ['shuttingDown', 'notRunning'] as const) {
  test(`shutting down the guest has succeeded when its answer was lost and the guest is ${guestState}`, async t => {
    const { simulator, client, idOf, changes: sent } = await startBench(t)
    const machine = simulator.inventory.vms.get(idOf('web-02'))
    assert.ok(machine)
    machine.guestState = guestState
    cut(simulator, machine.id, '/guest/power', { reset: 'before' })
    await client.shutdownGuest({ vm: machine.id })
    assert.equal(sent(), 1)
  })
}

test('a change that ends after its line was cut is waited for', async t => {
  const { simulator, client, idOf } = await startBench(t)
  const vm = idOf('db-02')
  simulator.fail({ method: 'POST', path: `/api/vcenter/vm/${vm}/power` }, { reset: 'before' })
  const started = client.startVm({ vm })
  setTimeout(() => {
    const machine = simulator.inventory.vms.get(vm)
    if (machine) machine.powerState = 'POWERED_ON'
  }, 100)
  await started
})

test('a reset leaves no trace in the state: it is found among the tasks, and followed to its end', async t => {
  const { simulator, client, idOf, changes: sent } = await startBench(t)
  const vm = idOf('web-02')
  const bootedAt = simulator.inventory.vms.get(vm)?.bootTime
  cut(simulator, vm, '/power', { reset: 'after' })
  await client.resetVm({ vm })
  assert.notEqual(simulator.inventory.vms.get(vm)?.bootTime, bootedAt)
  assert.equal(sent('/power'), 1)
})

test('a reset that never began has no task, so its outcome stays unknown, also beside an older one', async t => {
  const { simulator, client, idOf, changes: sent } = await startBench(t)
  const vm = idOf('web-02')
  await client.resetVm({ vm })
  cut(simulator, vm, '/power', { reset: 'before' })
  await assert.rejects(client.resetVm({ vm }), VcenterOutcomeUnknownError)
  assert.equal(sent('/power'), 2)
})

test('a reset whose answer was lost and whose task has failed is a failure in words of vCenter', async t => {
  const { simulator, client, idOf } = await startBench(t)
  const vm = idOf('web-02')
  simulator.fail({ path: /./ }, { task: { name: 'ResetVM_Task', typeName: 'GenericVmConfigFault' } })
  cut(simulator, vm, '/power', { reset: 'after' })
  await assert.rejects(client.resetVm({ vm }), { name: 'VcenterApiError', errorType: 'GenericVmConfigFault' })
})

test('a reset whose answer was lost and whose task is not seen to end stays unknown, and says how far it was', async t => {
  const { simulator, client, idOf, changes: sent } = await startBench(t)
  const vm = idOf('web-02')
  const path = /\/Task\/.*\/info$/
  const running = { _typeName: 'TaskInfo', key: 'task-101', state: 'running' }
  simulator.fail({ path }, { status: 200, body: running })
  simulator.fail({ path }, { status: 500, body: { _typeName: 'NoPermission' } })
  cut(simulator, vm, '/power', { reset: 'after' })
  await assert.rejects(client.resetVm({ vm }), {
    name: 'VcenterOutcomeUnknownError',
    seen: { task: 'task-101', task_state: 'running' }
  })
  assert.equal(sent('/power'), 1)
})

const started: [string, RegExp, (client: VcenterClient, vm: string) => Promise<string>][] = [
  [
    'a snapshot',
    /CreateSnapshot_Task$/,
    (client, vm) => client.createSnapshot({ vm, name: 'x', description: '', memory: false, quiesce: false })
  ],
  ['a rename', /Rename_Task$/, (client, vm) => client.renameVm({ vm, name: 'renamed' })],
  ['all snapshots', /RemoveAllSnapshots_Task$/, (client, vm) => client.removeAllSnapshots({ vm })]
]

for (const [what, path, start] of started) {
  test(`the task that ${what} has started is found when its id was lost, and is started once`, async t => {
    const { simulator, client, idOf } = await startBench(t)
    simulator.fail({ path }, { reset: 'after' })
    const task = await start(client, idOf('db-02'))
    assert.equal((await client.waitForTask(task, { timeoutMs: 5_000 })).state, 'success')
    assert.equal(simulator.requests.filter(request => path.test(request.path)).length, 1)
  })
}

test('a task that this service knows of is not taken for a lost one that never began', async t => {
  const { simulator, client, idOf } = await startBench(t)
  const vm = idOf('db-02')
  simulator.fail({ path: /CreateSnapshot_Task$/ }, { reset: 'before' })
  const spec = { vm, description: '', memory: false, quiesce: false }
  // both are sent before either is answered
  const [lost, other] = await Promise.allSettled([
    client.createSnapshot({ ...spec, name: 'lost' }),
    client.createSnapshot({ ...spec, name: 'other' })
  ])
  assert.equal(other.status, 'fulfilled')
  assert.equal(lost.status, 'rejected')
  assert.ok(lost.reason instanceof VcenterOutcomeUnknownError)
})

test('a task that somebody else has started meanwhile leaves the outcome unknown', async t => {
  const { simulator, client, idOf } = await startBench(t)
  const vm = idOf('db-02')
  const stranger = clientOf(t, simulator)
  simulator.fail({ path: /Rename_Task$/ }, { delayMs: 300 })
  simulator.fail({ path: /Rename_Task$/ }, { reset: 'after' })
  const renaming = client.renameVm({ vm, name: 'renamed' })
  await new Promise(resolve => setTimeout(resolve, 100))
  await stranger.renameVm({ vm, name: 'theirs' })
  await assert.rejects(renaming, VcenterOutcomeUnknownError)
})

test('a look that fails leaves the outcome unknown, in the words of the change', async t => {
  const { simulator, client, idOf } = await startBench(t)
  const vm = idOf('db-02')
  simulator.fail({ method: 'POST', path: `/api/vcenter/vm/${vm}/power` }, { reset: 'before' })
  const refused = { status: 403, body: { error_type: 'UNAUTHORIZED', messages: [] } }
  simulator.fail({ method: 'GET', path: `/api/vcenter/vm/${vm}/power`, times: 20 }, refused)
  await assert.rejects(client.startVm({ vm }), { operation: `power on VM '${vm}'`, seen: undefined })
})
