import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, listOf, ref, startBench, taskEnd, type Bench } from '../helper.ts'
import { fail, faultOf, objectOf, post, read, succeed } from './helper.ts'

const manager = 'TaskManager/TaskManager'

async function collect(bench: Bench, filter: Record<string, unknown>): Promise<unknown[]> {
  const made = await post(bench, manager, 'CreateCollectorForTasks', {
    filter: { _typeName: 'TaskFilterSpec', ...filter }
  })
  assert.equal(made.status, 200, made.text)
  const collector = objectOf(made.json)
  const tasks = listOf((await post(bench, collector, 'ReadNextTasks', { maxCount: 100 })).json)
  assert.equal((await post(bench, collector, 'DestroyCollector')).status, 204)
  return tasks
}

test('a task that has ended can be read for a time, then it is forgotten', async t => {
  let now = Date.parse('2026-05-01T00:00:00Z')
  const bench = await startBench(t, { clock: () => now, taskKeptMs: 60_000 })
  const started = await post(bench, 'VirtualMachine/vm-1004', 'PowerOnVM_Task')
  const task = `/Task/${String(at(started.json, 'value'))}/info`
  await taskEnd(bench, started)
  now += 59_000
  assert.equal((await bench.vim('GET', task)).status, 200)
  now += 2000
  assert.equal(await faultOf(bench.vim('GET', task)), 'ManagedObjectNotFound')
  assert.deepEqual(await read(bench, manager, 'recentTask'), [])
})

test('recent tasks are listed by the manager and by their object', async t => {
  const bench = await startBench(t)
  const started = await post(bench, 'VirtualMachine/vm-1004', 'PowerOnVM_Task')
  assert.deepEqual(await read(bench, manager, 'recentTask'), [started.json])
  assert.deepEqual(await read(bench, 'VirtualMachine/vm-1004', 'recentTask'), [started.json])
  assert.deepEqual(await read(bench, 'VirtualMachine/vm-1001', 'recentTask'), [])
})

test('a collector of tasks filters by state, object, user and time', async t => {
  const bench = await startBench(t)
  await succeed(bench, 'VirtualMachine/vm-1004', 'PowerOnVM_Task')
  await fail(bench, 'VirtualMachine/vm-1004', 'PowerOnVM_Task')
  await succeed(bench, 'VirtualMachine/vm-1001', 'PowerOffVM_Task')
  assert.deepEqual(
    (await collect(bench, {})).map(task => at(task, 'state')),
    ['success', 'error', 'success']
  )
  assert.deepEqual(
    (await collect(bench, { state: ['error'] })).map(task => at(task, 'entityName')),
    ['db-02']
  )
  const entity = { entity: ref('VirtualMachine', 'vm-1001'), recursion: 'self' }
  assert.deepEqual(
    (await collect(bench, { entity })).map(task => at(task, 'name')),
    ['PowerOffVM_Task']
  )
  const time = { timeType: 'completedTime', endTime: '2001-01-01T00:00:00Z' }
  assert.deepEqual(await collect(bench, { time }), [])
  assert.deepEqual(await collect(bench, { userName: { systemUser: false, userList: ['nobody'] } }), [])
  assert.deepEqual(await collect(bench, { parentTaskKey: ['task-1'] }), [])
  const wrong = post(bench, manager, 'CreateCollectorForTasks', { filter: { time: { timeType: 'later' } } })
  assert.equal(await faultOf(wrong), 'InvalidRequest')
})

test('ReadPreviousTasks goes back from before the latest page', async t => {
  const bench = await startBench(t)
  for (const method of ['PowerOnVM_Task', 'SuspendVM_Task', 'PowerOnVM_Task', 'PowerOffVM_Task']) {
    await succeed(bench, 'VirtualMachine/vm-1004', method)
  }
  const collector = objectOf((await post(bench, manager, 'CreateCollectorForTasks', { filter: {} })).json)
  await post(bench, collector, 'SetCollectorPageSize', { maxCount: 1 })
  await post(bench, collector, 'ResetCollector')
  const back = listOf((await post(bench, collector, 'ReadPreviousTasks', { maxCount: 2 })).json)
  assert.deepEqual(
    back.map(task => at(task, 'name')),
    ['PowerOnVM_Task', 'SuspendVM_Task']
  )
  assert.equal(at(listOf(await read(bench, collector, 'latestPage'))[0], 'name'), 'PowerOffVM_Task')
  assert.equal(
    await faultOf(
      bench.vim(
        'POST',
        `/EventHistoryCollector/${encodeURIComponent(collector.split('/')[1] ?? '')}/ReadNextEvents`,
        { maxCount: 1 }
      )
    ),
    'ManagedObjectNotFound'
  )
})
