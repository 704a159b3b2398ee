import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { at, collector, listOf, ref, startBench, until, type Bench } from '../helper.ts'
import { faultOf, objectOf, post, read, root, succeed } from './helper.ts'

const own = 'PropertyCollector/propertyCollector'

function ofObject(type: string, id: string, pathSet: string[]) {
  return {
    _typeName: 'PropertyFilterSpec',
    propSet: [{ _typeName: 'PropertySpec', type, pathSet }],
    objectSet: [{ _typeName: 'ObjectSpec', obj: ref(type, id) }]
  }
}

async function filter(bench: Bench, spec: unknown, on = own): Promise<string> {
  const reply = await post(bench, on, 'CreateFilter', { spec, partialUpdates: false })
  assert.equal(at(reply.json, 'type'), 'PropertyFilter', reply.text)
  return objectOf(reply.json)
}

function wait(bench: Bench, version: unknown, options?: Record<string, unknown>, on = own) {
  const given = options && { _typeName: 'WaitOptions', ...options }
  return post(bench, on, 'WaitForUpdatesEx', { version, options: given })
}

test('the first wait answers everything at once, the next one what changed since', async t => {
  const bench = await startBench(t)
  await filter(
    bench,
    ofObject('VirtualMachine', 'vm-1004', ['runtime.powerState', 'runtime.bootTime', 'name'])
  )
  const first = (await wait(bench, '', { maxWaitSeconds: 10 })).json
  assert.equal(at(first, '_typeName'), 'UpdateSet')
  assert.equal(at(first, 'truncated'), false)
  const update = at(first, 'filterSet', 0, 'objectSet', 0)
  assert.deepEqual([at(update, 'kind'), at(update, 'obj', 'value')], ['enter', 'vm-1004'])
  assert.deepEqual(
    listOf(at(update, 'changeSet')).map(change => at(change, 'name')),
    ['runtime.powerState', 'name']
  )
  assert.deepEqual(at(update, 'changeSet', 0), {
    _typeName: 'PropertyChange',
    name: 'runtime.powerState',
    op: 'assign',
    val: { _typeName: 'VirtualMachinePowerState', _value: 'poweredOff' }
  })
  const waiting = wait(bench, at(first, 'version'), { maxWaitSeconds: 10 })
  await post(bench, 'VirtualMachine/vm-1004', 'PowerOnVM_Task')
  const second = (await waiting).json
  const changed = at(second, 'filterSet', 0, 'objectSet', 0)
  assert.equal(at(changed, 'kind'), 'modify')
  assert.deepEqual(
    listOf(at(changed, 'changeSet')).map(change => at(change, 'name')),
    ['runtime.powerState', 'runtime.bootTime']
  )
  await succeed(bench, 'VirtualMachine/vm-1004', 'PowerOffVM_Task')
  const third = (await wait(bench, at(second, 'version'), { maxWaitSeconds: 10 })).json
  const unset = at(third, 'filterSet', 0, 'objectSet', 0, 'changeSet', 1)
  assert.deepEqual([at(unset, 'name'), at(unset, 'val')], ['runtime.bootTime', undefined])
})

test('a task is followed to its end by waiting', async t => {
  // it is queued for a fifth of this: long enough to be seen on a busy machine
  const bench = await startBench(t, { taskMs: 2_000 })
  const started = await post(bench, 'VirtualMachine/vm-1001', 'CreateSnapshot_Task', {
    name: 'x',
    memory: false,
    quiesce: false
  })
  const task = String(at(started.json, 'value'))
  const made = (await post(bench, own, 'CreatePropertyCollector')).json
  const mine = objectOf(made)
  await filter(bench, ofObject('Task', task, ['info.state', 'info.result', 'info.error']), mine)
  const states: unknown[] = []
  let version: unknown = ''
  while (states.at(-1) !== 'success') {
    const set = (await wait(bench, version, { maxWaitSeconds: 5 }, mine)).json
    version = at(set, 'version')
    for (const change of listOf(at(set, 'filterSet', 0, 'objectSet', 0, 'changeSet'))) {
      if (at(change, 'name') === 'info.state') states.push(at(change, 'val', '_value'))
      if (at(change, 'name') === 'info.result')
        assert.equal(at(change, 'val', 'type'), 'VirtualMachineSnapshot')
    }
  }
  assert.deepEqual(states, ['queued', 'running', 'success'])
  assert.equal((await post(bench, mine, 'DestroyPropertyCollector')).status, 204)
  assert.equal(await faultOf(wait(bench, '', undefined, mine)), 'ManagedObjectNotFound')
})

test('without a change the answer is null after maxWaitSeconds, and at once for 0', async t => {
  const bench = await startBench(t)
  await filter(bench, ofObject('VirtualMachine', 'vm-1001', ['name']))
  const { version } = (await wait(bench, '')).json as { version: string }
  let began = performance.now()
  assert.equal((await wait(bench, version, { maxWaitSeconds: 0 })).text, 'null')
  assert.ok(performance.now() - began < 500)
  began = performance.now()
  assert.equal((await wait(bench, version, { maxWaitSeconds: 1 })).text, 'null')
  assert.ok(performance.now() - began > 900)
  assert.equal(await faultOf(wait(bench, version, { maxWaitSeconds: -1 })), 'InvalidArgument')
})

test('a version that is not the last one is InvalidCollectorVersion, and the empty one starts anew', async t => {
  const bench = await startBench(t)
  await filter(bench, ofObject('VirtualMachine', 'vm-1001', ['name']))
  assert.equal(await faultOf(wait(bench, '7')), 'InvalidCollectorVersion')
  const first = (await wait(bench, '')).json
  const again = (await wait(bench, '')).json
  assert.equal(at(again, 'filterSet', 0, 'objectSet', 0, 'kind'), 'enter')
  assert.equal(await faultOf(wait(bench, at(first, 'version'))), 'InvalidCollectorVersion')
})

test('objects enter and leave a filter over a view', async t => {
  const bench = await startBench(t)
  const view = (
    await post(bench, 'ViewManager/ViewManager', 'CreateContainerView', {
      container: root,
      type: ['VirtualMachine'],
      recursive: true
    })
  ).json
  const spec = {
    propSet: [{ type: 'VirtualMachine', pathSet: ['name'] }],
    objectSet: [
      {
        obj: view,
        skip: true,
        selectSet: [{ _typeName: 'TraversalSpec', type: 'ContainerView', path: 'view' }]
      }
    ]
  }
  await filter(bench, spec)
  const first = (await wait(bench, '')).json
  assert.equal(listOf(at(first, 'filterSet', 0, 'objectSet')).length, bench.simulator.inventory.vms.size)
  await succeed(bench, 'VirtualMachine/vm-1004', 'Destroy_Task')
  const second = (await wait(bench, at(first, 'version'), { maxWaitSeconds: 5 })).json
  assert.deepEqual(listOf(at(second, 'filterSet', 0, 'objectSet')), [
    { _typeName: 'ObjectUpdate', kind: 'leave', obj: ref('VirtualMachine', 'vm-1004') }
  ])
})

test('maxObjectUpdates cuts the answer: truncated until all is told, nothing twice', async t => {
  const bench = await startBench(t)
  const ids = ['vm-1001', 'vm-1002', 'vm-1003', 'vm-1004', 'vm-1005']
  await filter(bench, {
    propSet: [{ type: 'VirtualMachine', pathSet: ['name'] }],
    objectSet: ids.map(id => ({ obj: ref('VirtualMachine', id) }))
  })
  const seen: unknown[] = []
  const cuts: unknown[] = []
  let version: unknown = ''
  do {
    const set = (await wait(bench, version, { maxObjectUpdates: 2 })).json
    version = at(set, 'version')
    cuts.push(at(set, 'truncated'))
    for (const update of listOf(at(set, 'filterSet', 0, 'objectSet'))) seen.push(at(update, 'obj', 'value'))
  } while (cuts.at(-1) === true)
  assert.deepEqual(seen, ids)
  assert.deepEqual(cuts, [true, true, false])
})

test('filters are listed by their collector, show their specification, and can be destroyed', async t => {
  const bench = await startBench(t)
  const spec = ofObject('VirtualMachine', 'vm-1001', ['name'])
  const made = await filter(bench, spec)
  assert.deepEqual(listOf(await read(bench, own, 'filter')).map(objectOf), [made])
  assert.deepEqual(await read(bench, made, 'spec'), spec)
  assert.equal((await post(bench, made, 'DestroyPropertyFilter')).status, 204)
  assert.deepEqual(await read(bench, own, 'filter'), [])
  assert.equal(await faultOf(post(bench, made, 'DestroyPropertyFilter')), 'ManagedObjectNotFound')
})

test('a filter of an object that does not exist, or a property, is refused', async t => {
  const bench = await startBench(t)
  const create = (spec: unknown) => post(bench, own, 'CreateFilter', { spec, partialUpdates: false })
  assert.equal(await faultOf(create(ofObject('VirtualMachine', 'vm-9', ['name']))), 'ManagedObjectNotFound')
  assert.equal(await faultOf(create(ofObject('VirtualMachine', 'vm-1001', ['nothing']))), 'InvalidProperty')
})

test('a wait ends when it is cancelled, when another begins, and with the session', async t => {
  const bench = await startBench(t)
  await filter(bench, ofObject('VirtualMachine', 'vm-1001', ['name']))
  const version = at((await wait(bench, '')).json, 'version')
  const first = wait(bench, version)
  await sleep(60)
  assert.equal((await post(bench, own, 'CancelWaitForUpdates')).status, 204)
  assert.equal(await faultOf(first), 'RequestCanceled')
  const second = wait(bench, version)
  await sleep(60)
  const third = wait(bench, version)
  assert.equal(await faultOf(second), 'RequestCanceled')
  bench.simulator.expireSessions()
  assert.equal(await faultOf(third), 'NotAuthenticated')
})

test('the simulator closes while somebody waits', async t => {
  const bench = await startBench(t)
  await filter(bench, ofObject('VirtualMachine', 'vm-1001', ['name']))
  const version = at((await wait(bench, '')).json, 'version')
  const waiting = assert.rejects(wait(bench, version))
  await until(() => bench.simulator.sessions === 1)
  await bench.simulator.close()
  await waiting
})

test('the session’s own collector cannot be destroyed', async t => {
  const bench = await startBench(t)
  const reply = await bench.vim('POST', `${collector}/DestroyPropertyCollector`)
  assert.equal(at(reply.json, '_typeName'), 'NotSupported')
})
