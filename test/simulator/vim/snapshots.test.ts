import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, listOf, startBench, taskEnd } from '../helper.ts'
import { faultOf } from './helper.ts'
import { create, idOf, plain, shapes, snapshots, withTree } from './snapshot-trees.ts'

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
  for (const timeout of [4, 241]) {
    const body = { name: 'q', memory: false, quiesceSpec: { ...quiesceSpec, timeout } }
    const refused = bench.vim('POST', `/VirtualMachine/${plain}/CreateSnapshotEx_Task`, body)
    assert.equal(await faultOf(refused), 'InvalidArgument')
  }
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
