import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, listOf, ref, startBench, taskEnd, until, type Bench } from '../helper.ts'
import { faultOf, post, read } from './helper.ts'

const plain = 'vm-1002'
const withTree = 'vm-1001'

async function create(bench: Bench, vm: string, body: object): Promise<unknown> {
  const started = await bench.vim('POST', `/VirtualMachine/${vm}/CreateSnapshotEx_Task`, {
    memory: false,
    ...body
  })
  assert.equal(started.status, 200, started.text)
  return taskEnd(bench, started)
}

async function snapshots(bench: Bench, vm: string): Promise<unknown> {
  return (await bench.vim('GET', `/VirtualMachine/${vm}/snapshot`)).json
}

/** The tree as text: `name(child child)`. */
function shape(node: unknown): string {
  const children = at(node, 'childSnapshotList')
  const below = children === undefined ? '' : `(${listOf(children).map(shape).join(' ')})`
  return `${String(at(node, 'name'))}${below}`
}

function shapes(info: unknown): string {
  return listOf(at(info, 'rootSnapshotList')).map(shape).join(' ')
}

/** The id of the snapshot with that name. */
function idOf(info: unknown, name: string): string {
  const waiting = [...listOf(at(info, 'rootSnapshotList'))]
  for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
    if (at(node, 'name') === name) return String(at(node, 'snapshot', 'value'))
    waiting.push(...((at(node, 'childSnapshotList') as unknown[] | undefined) ?? []))
  }
  throw new Error(`no snapshot ${name}`)
}

test('without snapshots the property is null, with 200', async t => {
  const bench = await startBench(t)
  const reply = await bench.vim('GET', `/VirtualMachine/${plain}/snapshot`)
  assert.deepEqual(
    [reply.status, reply.text, reply.headers['content-type']],
    [200, 'null', 'application/json']
  )
})

test('a snapshot is made by a task whose result is the snapshot', async t => {
  const bench = await startBench(t)
  const info = await create(bench, plain, { name: 'before', description: 'the change' })
  assert.equal(at(info, 'state'), 'success')
  assert.equal(at(info, 'result', '_typeName'), 'ManagedObjectReference')
  assert.equal(at(info, 'result', 'type'), 'VirtualMachineSnapshot')
  const tree = await snapshots(bench, plain)
  assert.deepEqual(at(tree, 'currentSnapshot'), at(info, 'result'))
  const node = at(tree, 'rootSnapshotList', 0)
  assert.equal(at(node, 'name'), 'before')
  assert.equal(at(node, 'description'), 'the change')
  assert.equal(at(node, 'id'), 1)
  assert.equal(at(node, 'vm', 'value'), plain)
  assert.equal(at(node, 'childSnapshotList'), undefined)
  assert.match(String(at(node, 'createTime')), /\.\d{6}Z$/)
})

test('each snapshot is a child of the current one, and names may repeat', async t => {
  const bench = await startBench(t)
  for (let turn = 0; turn < 3; turn += 1) await create(bench, plain, { name: 'same' })
  assert.equal(shapes(await snapshots(bench, plain)), 'same(same(same))')
})

test('memory makes the snapshot of a running machine remember it running', async t => {
  const bench = await startBench(t)
  await create(bench, plain, { name: 'cold' })
  await create(bench, plain, { name: 'hot', memory: true, quiesceSpec: { timeout: 15 } })
  const root = at(await snapshots(bench, plain), 'rootSnapshotList', 0)
  assert.equal(at(root, 'state'), 'poweredOff')
  assert.equal(at(root, 'childSnapshotList', 0, 'state'), 'poweredOn')
  assert.equal(at(root, 'childSnapshotList', 0, 'quiesced'), false)
})

test('quiescing happens with running Tools and is ignored otherwise', async t => {
  const bench = await startBench(t)
  const quiesceSpec = { _typeName: 'VirtualMachineGuestQuiesceSpec', timeout: 15 }
  const quiesced: unknown[] = []
  for (const vm of [plain, 'vm-1006', 'vm-1004']) {
    await create(bench, vm, { name: 'q', quiesceSpec })
    quiesced.push(at(await snapshots(bench, vm), 'rootSnapshotList', 0, 'quiesced'))
  }
  assert.deepEqual(quiesced, [true, false, false])
})

test('the deprecated form works too', async t => {
  const bench = await startBench(t)
  const body = { name: 'old form', memory: false, quiesce: true }
  await taskEnd(bench, await bench.vim('POST', `/VirtualMachine/${plain}/CreateSnapshot_Task`, body))
  assert.equal(at(await snapshots(bench, plain), 'rootSnapshotList', 0, 'quiesced'), true)
})

test('an empty name is InvalidName, before any task', async t => {
  const { vim } = await startBench(t)
  const reply = await vim('POST', `/VirtualMachine/${plain}/CreateSnapshotEx_Task`, {
    name: '',
    memory: false
  })
  assert.deepEqual([reply.status, at(reply.json, '_typeName')], [500, 'InvalidName'])
})

test('removing a snapshot alone moves its children up', async t => {
  const bench = await startBench(t)
  const before = await snapshots(bench, withTree)
  assert.equal(shapes(before), 'Before upgrade(After upgrade(Tuned & tested) Failed attempt)')
  const remove = (id: string, removeChildren: boolean) =>
    bench.vim('POST', `/VirtualMachineSnapshot/${id}/RemoveSnapshot_Task`, {
      removeChildren,
      consolidate: true
    })
  await taskEnd(bench, await remove(idOf(before, 'After upgrade'), false))
  assert.equal(shapes(await snapshots(bench, withTree)), 'Before upgrade(Tuned & tested Failed attempt)')
  await taskEnd(bench, await remove(idOf(before, 'Before upgrade'), false))
  const roots = await snapshots(bench, withTree)
  assert.equal(shapes(roots), 'Tuned & tested Failed attempt')
  assert.equal(at(roots, 'currentSnapshot', 'value'), idOf(roots, 'Tuned & tested'))
})

test('removing a snapshot with its children removes all below, and the parent becomes current', async t => {
  const bench = await startBench(t)
  const before = await snapshots(bench, withTree)
  const id = idOf(before, 'After upgrade')
  const body = { removeChildren: true }
  await taskEnd(bench, await bench.vim('POST', `/VirtualMachineSnapshot/${id}/RemoveSnapshot_Task`, body))
  const after = await snapshots(bench, withTree)
  assert.equal(shapes(after), 'Before upgrade(Failed attempt)')
  assert.equal(at(after, 'currentSnapshot', 'value'), idOf(after, 'Before upgrade'))
  const gone = await bench.vim('GET', `/VirtualMachineSnapshot/${id}/vm`)
  assert.equal(at(gone.json, '_typeName'), 'ManagedObjectNotFound')
})

test('removeChildren must be said', async t => {
  const bench = await startBench(t)
  const id = idOf(await snapshots(bench, withTree), 'Failed attempt')
  const reply = await bench.vim('POST', `/VirtualMachineSnapshot/${id}/RemoveSnapshot_Task`, {})
  assert.deepEqual([reply.status, at(reply.json, '_typeName')], [500, 'InvalidRequest'])
})

test('removing all leaves null, and removing none succeeds', async t => {
  const bench = await startBench(t)
  for (const vm of [withTree, plain]) {
    const started = await bench.vim('POST', `/VirtualMachine/${vm}/RemoveAllSnapshots_Task`, {
      consolidate: true
    })
    assert.equal(at(await taskEnd(bench, started), 'state'), 'success')
    assert.equal(await snapshots(bench, vm), null)
  }
})

test('reverting makes the snapshot current and brings back hardware and power state', async t => {
  const bench = await startBench(t)
  const vm = bench.simulator.inventory.vms.get(plain) ?? assert.fail()
  const { count } = vm.cpu
  await create(bench, plain, { name: 'cold' })
  await create(bench, plain, { name: 'hot', memory: true })
  await bench.api('PATCH', `/api/vcenter/vm/${plain}/hardware/cpu`, { count: count * 2 })
  const tree = await snapshots(bench, plain)
  const revert = async (name: string, body: object) =>
    taskEnd(
      bench,
      await bench.vim('POST', `/VirtualMachineSnapshot/${idOf(tree, name)}/RevertToSnapshot_Task`, body)
    )
  assert.equal(at(await revert('cold', {}), 'state'), 'success')
  assert.equal(vm.powerState, 'POWERED_OFF')
  assert.equal(vm.cpu.count, count)
  assert.equal(at(await snapshots(bench, plain), 'currentSnapshot', 'value'), idOf(tree, 'cold'))
  await revert('hot', {})
  assert.equal(vm.powerState, 'POWERED_ON')
  await revert('hot', { suppressPowerOn: true })
  assert.equal(vm.powerState, 'POWERED_OFF')
})

test('reverting to the current snapshot does nothing where there is none', async t => {
  const bench = await startBench(t)
  const started = await bench.vim('POST', `/VirtualMachine/${plain}/RevertToCurrentSnapshot_Task`, {})
  assert.equal(at(await taskEnd(bench, started), 'state'), 'success')
  assert.equal(bench.simulator.inventory.vms.get(plain)?.powerState, 'POWERED_ON')
})

test('renaming is 204 at once, for name, description or both', async t => {
  const bench = await startBench(t)
  const id = idOf(await snapshots(bench, withTree), 'Failed attempt')
  const rename = (body: object) => bench.vim('POST', `/VirtualMachineSnapshot/${id}/RenameSnapshot`, body)
  const reply = await rename({ name: 'Second attempt' })
  assert.deepEqual([reply.status, reply.headers['content-type']], [204, undefined])
  await rename({ description: 'kept' })
  const node = at(await snapshots(bench, withTree), 'rootSnapshotList', 0, 'childSnapshotList', 1)
  assert.deepEqual([at(node, 'name'), at(node, 'description')], ['Second attempt', 'kept'])
  assert.equal(at((await rename({})).json, '_typeName'), 'InvalidArgument')
  assert.equal(at((await rename({ name: '' })).json, '_typeName'), 'InvalidName')
})

test('a snapshot tells its machine, its children and its configuration', async t => {
  const bench = await startBench(t)
  const id = idOf(await snapshots(bench, withTree), 'Before upgrade')
  assert.equal(at((await bench.vim('GET', `/VirtualMachineSnapshot/${id}/vm`)).json, 'value'), withTree)
  assert.equal(listOf((await bench.vim('GET', `/VirtualMachineSnapshot/${id}/childSnapshot`)).json).length, 2)
  assert.equal(at((await bench.vim('GET', `/VirtualMachineSnapshot/${id}/config`)).json, 'name'), 'web-01')
})

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
