import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import {
  loginOperation,
  VcenterApiError,
  VcenterUnavailableError,
  VcenterUnsupportedError,
  type ApiFailure
} from '../../../src/vcenter/errors.ts'
import { taskInfo, waitForTask } from '../../../src/vcenter/vim/tasks.ts'
import type { TaskInfo } from '../../../src/vcenter/types.ts'

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

test('the pauses between two looks grow to six times the first one, and no further', async () => {
  const readAt: number[] = []
  const read = () => {
    readAt.push(performance.now())
    const state = readAt.length < 16 ? 'running' : 'success'
    return Promise.resolve<TaskInfo>({ key: 'task-1', state })
  }
  await waitForTask('task-1', read, { timeoutMs: 60_000, pollMs: 10 })
  const gaps = readAt.slice(1).map((time, index) => time - (readAt[index] ?? 0))
  // without a bound the last four would be 865 ms and more
  assert.ok(Math.min(...gaps.slice(-4)) < 400, gaps.join(' '))
  assert.ok(Math.min(...gaps.slice(-4)) > 50, gaps.join(' '))
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

test('a task that was never seen is answered as unknown', async () => {
  const signal = AbortSignal.abort()
  const read = () => Promise.reject(new Error('aborted'))
  assert.deepEqual(await waitForTask('task-1', read, { timeoutMs: 10, pollMs: 1, signal }), {
    key: 'task-1',
    state: 'unknown'
  })
})

test('an error that is not about vCenter is thrown', async () => {
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

function apiError(failure: Partial<ApiFailure>): VcenterApiError {
  return new VcenterApiError({ vcenter: 'vc', operation: 'get task', path: '/x', status: 500, ...failure })
}

/** Throws the errors in turn, then answers the task for ever. */
function failing(task: TaskInfo, ...errors: Error[]) {
  let reads = 0
  async function read(): Promise<TaskInfo> {
    const error = errors[reads]
    reads += 1
    if (error) throw error
    return task
  }
  return { read, reads: () => reads }
}

test('a task is followed through errors that may pass', async () => {
  const done: TaskInfo = { key: 'task-1', state: 'success' }
  const { read, reads } = failing(
    done,
    new VcenterUnavailableError('vc', 'connection closed before the whole answer'),
    apiError({ status: 500 }),
    apiError({ status: 200, messages: ['The answer has an unexpected form.'] }),
    apiError({ status: 401, errorType: 'UNAUTHENTICATED' }),
    apiError({ errorType: 'NotAuthenticated' })
  )
  assert.deepEqual(await waitForTask('task-1', read, { timeoutMs: 5_000, pollMs: 1 }), done)
  assert.equal(reads(), 6)
})

test('a task that cannot be read until the time is over is answered as last seen, or as unknown', async () => {
  let seen = 0
  async function readOnce(): Promise<TaskInfo> {
    seen += 1
    if (seen === 1) return running(42)
    throw new VcenterUnavailableError('vc', 'connection refused')
  }
  assert.deepEqual(await waitForTask('task-1', readOnce, { timeoutMs: 400, pollMs: 5 }), running(42))
  assert.ok(seen > 2)
  const never = () => Promise.reject(new VcenterUnavailableError('vc', 'connection refused'))
  assert.deepEqual(await waitForTask('task-1', never, { timeoutMs: 20, pollMs: 5 }), {
    key: 'task-1',
    state: 'unknown'
  })
})

test('a task that vCenter has forgotten is unknown, also after it was seen running', async () => {
  const forgotten = apiError({ errorType: 'ManagedObjectNotFound' })
  let reads = 0
  const read = () => (++reads === 1 ? Promise.resolve(running(42)) : Promise.reject(forgotten))
  const unknown = { key: 'task-1', state: 'unknown' }
  assert.deepEqual(await waitForTask('task-1', read, { timeoutMs: 5_000, pollMs: 1 }), unknown)
  assert.equal(reads, 2)
})

test('a task that may not be read is not asked for again and again, and has not failed', async () => {
  for (const error of [
    apiError({ errorType: 'NoPermission' }),
    apiError({ operation: loginOperation, status: 401 }),
    new VcenterUnavailableError('vc', 'the log-in was refused 3 times', { obstacle: 'credential' }),
    new VcenterUnsupportedError('vc', 'use the VI/JSON API', 'vCenter 8.0 U1')
  ]) {
    const { read, reads } = failing(running(1), error)
    const task = await waitForTask('task-1', read, { timeoutMs: 5_000, pollMs: 1 })
    assert.deepEqual(task, { key: 'task-1', state: 'unknown' })
    assert.equal(reads(), 1)
  }
})

test('vCenter is not asked before the time it named', async () => {
  const busy = new VcenterUnavailableError('vc', 'starting', { retryAfterS: 1 })
  const { read, reads } = failing(running(1), busy)
  await waitForTask('task-1', read, { timeoutMs: 60, pollMs: 1 })
  assert.equal(reads(), 1)
})

test('waiting leaves no timer and no listener behind', async () => {
  const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
  const before = timers()
  const { signal } = new AbortController()
  const { read } = script(running(1), { key: 'task-1', state: 'success' })
  await waitForTask('task-1', read, { timeoutMs: 600_000, pollMs: 1, signal })
  assert.equal(timers(), before)
  assert.equal(getEventListeners(signal, 'abort').length, 0)
})
