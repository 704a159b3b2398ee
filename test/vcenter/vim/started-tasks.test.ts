import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStartedTasks } from '../../../src/vcenter/vim/started-tasks.ts'

const write = { object: { type: 'VirtualMachine', value: 'vm-1' }, method: 'Rename_Task' }
const other = { object: { type: 'VirtualMachine', value: 'vm-2' }, method: 'Rename_Task' }

test('whoever starts a task is alone unless another one starts the same kind on the same object', () => {
  const started = createStartedTasks()
  const one = started.begin(write)
  started.begin(other)
  assert.ok(started.isAlone(write))
  const two = started.begin(write)
  assert.ok(!started.isAlone(write))
  two.end('task-2')
  assert.ok(started.isAlone(write))
  one.end()
  assert.deepEqual([started.isKnown('task-1'), started.isKnown('task-2')], [false, true])
})

test('the last thousand tasks are known', () => {
  const started = createStartedTasks()
  for (let number = 0; number < 1_001; number++) started.begin(write).end(`task-${number}`)
  assert.deepEqual(
    ['task-0', 'task-1', 'task-1000'].map(id => started.isKnown(id)),
    [false, true, true]
  )
})
