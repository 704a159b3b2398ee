import assert from 'node:assert/strict'
import { test } from 'node:test'
import { taskInfo, waitForTask } from '../../src/vcenter/tasks.ts'
import type { TaskInfo } from '../../src/vcenter/types.ts'

/** Answers the steps in turn, the last one for ever. */
function script(...steps: TaskInfo[]) {
  let reads = 0
  async function read(): Promise<TaskInfo> {
    reads += 1
    return steps[Math.min(reads, steps.length) - 1] ?? { key: 'task-1', state: 'queued' }
  }
  return { read, reads: () => reads }
}

const running = (progress: number): TaskInfo => ({ key: 'task-1', state: 'running', progress })

test('a task is read until it has ended, and every new percentage is told once', async () => {
  const percents: number[] = []
  const { read, reads } = script({ key: 'task-1', state: 'queued' }, running(10), running(10), running(80), {
    key: 'task-1',
    state: 'success',
    result: 5
  })
  const options = {
    timeoutMs: 5_000,
    pollMs: 1,
    onProgress: (percent: number) => void percents.push(percent)
  }
  assert.deepEqual(await waitForTask('task-1', read, options), { key: 'task-1', state: 'success', result: 5 })
  assert.deepEqual(percents, [10, 80])
  assert.equal(reads(), 5)
})

test('a failed task is answered, not thrown', async () => {
  const error = { fault: { _typeName: 'InvalidPowerState' }, localizedMessage: 'Not now.' }
  const { read } = script({ key: 'task-1', state: 'error', error })
  assert.deepEqual((await waitForTask('task-1', read, { timeoutMs: 1_000, pollMs: 1 })).error, error)
})

test('when the time is over the task is answered as last seen', async () => {
  const { read } = script(running(42))
  assert.deepEqual(await waitForTask('task-1', read, { timeoutMs: 30, pollMs: 5 }), running(42))
})

test('when the caller has gone the task is answered as last seen', async () => {
  const controller = new AbortController()
  const { read } = script(running(42))
  setTimeout(() => controller.abort(), 20)
  const options = { timeoutMs: 60_000, pollMs: 5, signal: controller.signal }
  assert.deepEqual(await waitForTask('task-1', read, options), running(42))
})

test('a task that was never seen is answered as queued', async () => {
  const signal = AbortSignal.abort()
  const read = () => Promise.reject(new Error('aborted'))
  assert.deepEqual(await waitForTask('task-1', read, { timeoutMs: 10, pollMs: 1, signal }), {
    key: 'task-1',
    state: 'queued'
  })
})

test('an error of reading the task is thrown', async () => {
  const read = () => Promise.reject(new Error('broken'))
  await assert.rejects(waitForTask('task-1', read, { timeoutMs: 1_000, pollMs: 1 }), { message: 'broken' })
})

test('task info keeps what the service reads, and every error has a type and words', () => {
  const raw = {
    _typeName: 'TaskInfo',
    key: 'task-1',
    state: 'error',
    progress: 7,
    error: { fault: {} },
    eventChainId: 3
  }
  assert.deepEqual(taskInfo(raw), {
    key: 'task-1',
    state: 'error',
    progress: 7,
    error: { fault: { _typeName: 'MethodFault' }, localizedMessage: '' }
  })
})
