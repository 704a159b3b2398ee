import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boxed, fault, moRef, retrieved, startVimServer } from '../vim-server.ts'

const running = {
  _typeName: 'TaskInfo',
  key: 'task-1',
  task: moRef('Task', 'task-1'),
  descriptionId: 'VirtualMachine.createSnapshot',
  entity: moRef('VirtualMachine', 'vm-1'),
  entityName: 'web',
  state: 'running',
  cancelled: false,
  cancelable: true,
  progress: 40,
  reason: { _typeName: 'TaskReasonUser', userName: 'VSPHERE.LOCAL\\Administrator' },
  queueTime: '2026-01-02T03:04:05.678901Z',
  startTime: '2026-01-02T03:04:06.678901Z',
  eventChainId: 12
}

const read = {
  key: 'task-1',
  state: 'running',
  progress: 40,
  descriptionId: 'VirtualMachine.createSnapshot',
  entity: moRef('VirtualMachine', 'vm-1'),
  entityName: 'web',
  cancelled: false,
  cancelable: true,
  user: 'VSPHERE.LOCAL\\Administrator',
  queueTime: '2026-01-02T03:04:05.678901Z',
  startTime: '2026-01-02T03:04:06.678901Z'
}

test('a task tells what it does, to what, for whom and since when', async t => {
  const { client, paths } = await startVimServer(t, () => ({ value: running }))
  assert.deepEqual(await client.getTask({ task: 'task-1' }), read)
  assert.deepEqual(paths(), ['Task/task-1/info'])
})

test('recent tasks of an object are read in two calls, forgotten ones are left out', async t => {
  const { client, paths, calls } = await startVimServer(t, ({ path }) =>
    path.endsWith('/recentTask')
      ? { value: [moRef('Task', 'task-1'), moRef('Task', 'task-2')] }
      : retrieved(['Task', 'task-1', { info: running }], ['Task', 'task-2', {}])
  )
  const object = { type: 'VirtualMachine', value: 'vm-1' }
  assert.deepEqual(await client.listRecentTasks({ object }), [read])
  assert.deepEqual(paths(), [
    'VirtualMachine/vm-1/recentTask',
    'PropertyCollector/propertyCollector/RetrievePropertiesEx'
  ])
  assert.partialDeepStrictEqual(calls[1]?.body, {
    specSet: [{ propSet: [{ type: 'Task', pathSet: ['info'] }], reportMissingObjectsInResults: true }]
  })
})

test('recent tasks of all of vCenter are those of its task manager; no tasks cost one call', async t => {
  for (const value of [null, [], boxed('ArrayOfManagedObjectReference', [])]) {
    const { client, paths } = await startVimServer(t, () => ({ value }))
    assert.deepEqual(await client.listRecentTasks(), [])
    assert.deepEqual(paths(), ['TaskManager/TaskManager/recentTask'])
  }
})

test('a task that cannot be cancelled is a conflict', async t => {
  for (const type of ['NotSupported', 'InvalidState']) {
    const { client } = await startVimServer(t, () => fault(type))
    await assert.rejects(client.cancelTask({ task: 'task-1' }), {
      isConflict: true,
      message: new RegExp(`^Failed to cancel task 'task-1': .*\\[${type}\\]`)
    })
  }
})

test('a failed task becomes the error that a call would have failed with', async t => {
  const noPermission = {
    _typeName: 'NoPermission',
    object: moRef('VirtualMachine', 'vm-1'),
    privilegeId: 'VirtualMachine.State.CreateSnapshot'
  }
  const error = { _typeName: 'LocalizedMethodFault', fault: noPermission, localizedMessage: 'Denied.' }
  const { client } = await startVimServer(t, () => ({ value: { ...running, state: 'error', error } }))
  const task = await client.waitForTask('task-1', { timeoutMs: 1_000 })
  const failure = client.taskFailure(task, "create snapshot of VM 'vm-1'")
  assert.ok(failure)
  assert.equal(failure.isForbidden, true)
  assert.equal(
    failure.message,
    "Failed to create snapshot of VM 'vm-1': task 'task-1' [NoPermission]: Denied. " +
      "Missing privilege VirtualMachine.State.CreateSnapshot on VirtualMachine 'vm-1'."
  )
  assert.equal(client.taskFailure({ key: 'task-1', state: 'success' }, 'x'), undefined)
  assert.match(
    client.taskFailure({ key: 'task-1', state: 'error' }, 'x')?.message ?? '',
    /\[MethodFault\]: vCenter gave no reason\.$/
  )
})

test('the result of a task is read in whatever box it comes', async t => {
  const vm = moRef('VirtualMachine', 'vm-9')
  for (const result of [vm, boxed('ManagedObjectReference', vm)]) {
    const { client } = await startVimServer(t, () => ({ value: { ...running, state: 'success', result } }))
    assert.deepEqual((await client.waitForTask('task-1', { timeoutMs: 1_000 })).result, vm)
  }
})
