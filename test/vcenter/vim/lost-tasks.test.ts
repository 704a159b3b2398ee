import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boxed, moRef, retrieved, startVimServer } from './vim-server.ts'

const now = '2026-01-02T03:04:05.000000Z'

function info(id: string, name: string) {
  return {
    _typeName: 'TaskInfo',
    key: id,
    name,
    entity: moRef('VirtualMachine', 'vm-1'),
    state: 'running',
    queueTime: now
  }
}

test('a lost task is told from one that is known, also by the older name of its method', async t => {
  let snapshots = 0
  const { client } = await startVimServer(t, ({ path }) => {
    if (path.endsWith('/CreateSnapshotEx_Task')) {
      snapshots += 1
      return snapshots === 1 ? { value: moRef('Task', 'task-1') } : { status: 502 }
    }
    if (path.endsWith('/CurrentTime')) return { value: boxed('dateTime', now) }
    if (path.endsWith('/recentTask')) return { value: [moRef('Task', 'task-1'), moRef('Task', 'task-2')] }
    return retrieved(
      ['Task', 'task-1', { info: info('task-1', 'CreateSnapshotEx_Task') }],
      ['Task', 'task-2', { info: info('task-2', 'CreateSnapshot_Task') }]
    )
  })
  const snapshot = { vm: 'vm-1', name: 'a', description: '', memory: false, quiesce: true }
  const create = () => client.createSnapshot({ ...snapshot, quiesceTimeoutMinutes: 5 })
  assert.equal(await create(), 'task-1')
  assert.equal(await create(), 'task-2')
  assert.equal(snapshots, 2)
})
