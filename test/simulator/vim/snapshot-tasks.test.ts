import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, listOf, ref, startBench, taskEnd, until, type Bench } from '../helper.ts'
import { faultOf, post, read } from './helper.ts'
import { create, idOf, plain, snapshots, withTree } from './snapshot-trees.ts'

test('while a task runs on the machine, the next is 500 TaskInProgress that names it', async t => {
  const bench = await startBench(t, { taskMs: 300 })
  const body = { name: 'x', memory: false }
  const first = await bench.vim('POST', `/VirtualMachine/${plain}/CreateSnapshotEx_Task`, body)
  const second = await bench.vim('POST', `/VirtualMachine/${plain}/CreateSnapshotEx_Task`, body)
  assert.equal(second.status, 500)
  assert.equal(at(second.json, '_typeName'), 'TaskInProgress')
  assert.deepEqual(at(second.json, 'task'), first.json)
  await taskEnd(bench, first)
  assert.equal(at(await create(bench, plain, { name: 'y' }), 'state'), 'success')
})

test('a chain of 32 is the longest: one more ends as a task error', async t => {
  const bench = await startBench(t, { taskMs: 0 })
  for (let turn = 0; turn < 32; turn += 1) await create(bench, plain, { name: 'deep' })
  const info = await create(bench, plain, { name: 'too deep' })
  assert.equal(at(info, 'state'), 'error')
  assert.equal(at(info, 'result'), undefined)
  assert.equal(at(info, 'error', 'fault', '_typeName'), 'TooManySnapshotLevels')
  assert.equal(typeof at(info, 'error', 'localizedMessage'), 'string')
})

test('before 8.0 Update 1 there are no snapshot calls at all', async t => {
  const bench = await startBench(t, { apiRelease: '8.0.0.1' })
  assert.equal((await bench.vim('GET', `/VirtualMachine/${withTree}/snapshot`)).status, 404)
})

test('a task goes from queued over running with progress to success', async t => {
  const bench = await startBench(t, { taskMs: 300 })
  const started = await bench.vim('POST', `/VirtualMachine/${plain}/CreateSnapshotEx_Task`, {
    name: 'x',
    memory: false
  })
  assert.equal(at(started.json, 'type'), 'Task')
  const path = `/Task/${String(at(started.json, 'value'))}/info`
  const seen: unknown[] = []
  await until(async () => {
    const info = (await bench.vim('GET', path)).json
    const state = at(info, 'state')
    if (seen.at(-1) !== state) seen.push(state)
    if (state === 'running') assert.equal(typeof at(info, 'progress'), 'number')
    if (state === 'queued') assert.equal(at(info, 'startTime'), undefined)
    return state === 'success'
  })
  assert.deepEqual(seen, ['queued', 'running', 'success'])
  const info = (await bench.vim('GET', path)).json
  assert.equal(at(info, 'entity', 'value'), plain)
  assert.equal(at(info, 'entityName'), 'web-02')
  assert.equal(at(info, 'reason', '_typeName'), 'TaskReasonUser')
  assert.ok(String(at(info, 'completeTime')) >= String(at(info, 'startTime')))
})

test('a snapshot on its way can be cancelled: the task is an error and nothing was made', async t => {
  const bench = await startBench(t, { taskMs: 300 })
  const started = await bench.vim('POST', `/VirtualMachine/${plain}/CreateSnapshotEx_Task`, {
    name: 'x',
    memory: false
  })
  const task = `/Task/${String(at(started.json, 'value'))}`
  assert.equal((await bench.vim('POST', `${task}/CancelTask`)).status, 204)
  const info = (await bench.vim('GET', `${task}/info`)).json
  assert.deepEqual([at(info, 'state'), at(info, 'cancelled')], ['error', true])
  assert.equal(at(info, 'error', 'fault', '_typeName'), 'RequestCanceled')
  assert.equal(await snapshots(bench, plain), null)
  assert.equal(at((await bench.vim('POST', `${task}/CancelTask`)).json, '_typeName'), 'InvalidState')
  assert.equal(at(await create(bench, plain, { name: 'y' }), 'state'), 'success')
})

test('a task that cannot be cancelled says NotSupported', async t => {
  const bench = await startBench(t, { taskMs: 300 })
  const started = await bench.vim('POST', `/VirtualMachine/${withTree}/RemoveAllSnapshots_Task`, {})
  const reply = await bench.vim('POST', `/Task/${String(at(started.json, 'value'))}/CancelTask`)
  assert.deepEqual([reply.status, at(reply.json, '_typeName')], [500, 'NotSupported'])
})

test('power operations of the Automation API are tasks of vCenter as well', async t => {
  const bench = await startBench(t)
  await bench.api('POST', `/api/vcenter/vm/${plain}/power?action=stop`)
  const recent = listOf((await bench.vim('GET', `/VirtualMachine/${plain}/recentTask`)).json)
  const info = (await bench.vim('GET', `/Task/${String(at(recent, 0, 'value'))}/info`)).json
  assert.deepEqual([at(info, 'name'), at(info, 'state')], ['PowerOffVM_Task', 'success'])
})

test('disks that are left unmerged show, until they are consolidated', async t => {
  const bench = await startBench(t)
  const needed = async () =>
    at((await bench.vim('GET', `/VirtualMachine/${withTree}/runtime`)).json, 'consolidationNeeded')
  const leaf = idOf(await snapshots(bench, withTree), 'Failed attempt')
  await finish(bench, `/VirtualMachineSnapshot/${leaf}/RemoveSnapshot_Task`, {
    removeChildren: false,
    consolidate: false
  })
  assert.equal(await needed(), true)
  await finish(bench, `/VirtualMachine/${withTree}/ConsolidateVMDisks_Task`)
  assert.equal(await needed(), false)
  await finish(bench, `/VirtualMachine/${withTree}/RemoveAllSnapshots_Task`, { consolidate: false })
  assert.equal(await needed(), true)
  await finish(bench, `/VirtualMachine/${withTree}/ConsolidateVMDisks_Task`)
  await create(bench, withTree, { name: 'merged unless the caller says no' })
  await finish(bench, `/VirtualMachine/${withTree}/RemoveAllSnapshots_Task`)
  assert.equal(await needed(), false)
})

test('an id of a snapshot is never given twice, and finds nothing once it is gone', async t => {
  const bench = await startBench(t)
  const first = String(at(await create(bench, plain, { name: 'a' }), 'result', 'value'))
  await finish(bench, `/VirtualMachine/${plain}/RemoveAllSnapshots_Task`, {})
  const gone = await bench.vim('GET', `/VirtualMachineSnapshot/${first}/vm`)
  assert.equal(at(gone.json, '_typeName'), 'ManagedObjectNotFound')
  const second = String(at(await create(bench, plain, { name: 'b' }), 'result', 'value'))
  assert.ok(Number(second.slice(9)) > Number(first.slice(9)))
  assert.equal(at((await bench.vim('GET', `/VirtualMachineSnapshot/${second}/vm`)).json, 'value'), plain)
})

test('a template, and a machine whose host is away, take no snapshot', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const template = [...inventory.vms.values()].find(vm => vm.template)?.id ?? ''
  const fault = async (vm: string) =>
    at(await create(bench, vm, { name: 'x' }), 'error', 'fault', '_typeName')
  assert.equal(await fault(template), 'NotSupported')
  const host = inventory.hosts.get(inventory.vms.get(plain)?.host ?? '') ?? assert.fail()
  host.connectionState = 'DISCONNECTED'
  assert.equal(await fault(plain), 'HostNotConnected')
})

async function finish(bench: Bench, path: string, body?: object): Promise<void> {
  const info = await taskEnd(bench, await bench.vim('POST', path, body))
  assert.equal(at(info, 'state'), 'success')
}

test('what the simulator does not do with snapshots it refuses, and does not ignore', async t => {
  const bench = await startBench(t)
  const host = ref('HostSystem', bench.simulator.inventory.vms.get('vm-1001')?.host ?? '')
  const spec = { _typeName: 'SnapshotSelectionSpec', retentionDays: 3 }
  for (const [method, body] of [
    ['RevertToCurrentSnapshot_Task', { host }],
    ['RemoveAllSnapshots_Task', { spec }]
  ] as const)
    assert.equal(await faultOf(post(bench, 'VirtualMachine/vm-1001', method, body)), 'NotSupported')
  assert.ok((await read(bench, 'VirtualMachine/vm-1001', 'snapshot')) !== null)
})
