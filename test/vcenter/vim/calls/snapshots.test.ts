import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VcenterClient } from '../../../../src/vcenter/types.ts'
import { fault, moRef, startVimServer, task, type VimCallSeen } from '../vim-server.ts'

const owner = 'VirtualMachineSnapshot/snapshot-5/vm'

function ownedBy(vm: string) {
  return ({ path }: VimCallSeen) => {
    if (path === owner) return { value: moRef('VirtualMachine', vm) }
    return path.endsWith('/RenameSnapshot') ? undefined : task
  }
}

const one = { vm: 'vm-1', snapshot: 'snapshot-5' }
const onOne: [
  what: string,
  call: (client: VcenterClient) => Promise<unknown>,
  request: string,
  body: object
][] = [
  [
    'removed',
    client => client.removeSnapshot({ ...one, removeChildren: true }),
    'VirtualMachineSnapshot/snapshot-5/RemoveSnapshot_Task',
    { removeChildren: true, consolidate: true }
  ],
  [
    'gone back to',
    client => client.revertToSnapshot({ ...one, suppressPowerOn: true }),
    'VirtualMachineSnapshot/snapshot-5/RevertToSnapshot_Task',
    { suppressPowerOn: true }
  ],
  [
    'renamed',
    client => client.renameSnapshot({ ...one, name: 'a', description: 'b' }),
    'VirtualMachineSnapshot/snapshot-5/RenameSnapshot',
    { name: 'a', description: 'b' }
  ]
]

for (const [what, call, request, body] of onOne) {
  test(`a snapshot is ${what} after a look whose it is`, async t => {
    const { client, calls } = await startVimServer(t, ownedBy('vm-1'))
    await call(client)
    assert.deepEqual(
      calls.map(seen => [seen.method, seen.path, seen.body]),
      [
        ['GET', owner, undefined],
        ['POST', request, body]
      ]
    )
  })

  test(`a snapshot of another VM is not ${what}: it is not found`, async t => {
    const { client, paths } = await startVimServer(t, ownedBy('vm-12'))
    await assert.rejects(call(client), {
      name: 'VcenterApiError',
      isNotFound: true,
      isUnknownPath: false,
      message: /snapshot 'snapshot-5': it was not asked for \[ManagedObjectNotFound\]: .*VM 'vm-1'/
    })
    assert.deepEqual(paths(), [owner])
  })
}

test('a snapshot that is gone is not found', async t => {
  const { client, paths } = await startVimServer(t, () => fault('ManagedObjectNotFound'))
  await assert.rejects(client.removeSnapshot({ ...one, removeChildren: false }), { isNotFound: true })
  assert.deepEqual(paths(), [owner])
})

test('only what is given of a snapshot is renamed', async t => {
  const { client, calls } = await startVimServer(t, ownedBy('vm-1'))
  await client.renameSnapshot({ ...one, description: '' })
  assert.deepEqual(calls[1]?.body, { description: '' })
})

test('a snapshot tree is read with no more than every release sends, and its absence in every spelling', async t => {
  const tree = {
    _typeName: 'VirtualMachineSnapshotTree',
    snapshot: moRef('VirtualMachineSnapshot', 'snapshot-5'),
    vm: moRef('VirtualMachine', 'vm-1'),
    name: 'a',
    description: '',
    createTime: '2026-01-02T03:04:05.678901Z',
    state: 'poweredOff',
    quiesced: false
  }
  const info = { _typeName: 'VirtualMachineSnapshotInfo', rootSnapshotList: [tree] }
  const answers = [{ value: info }, { value: null }, undefined, { status: 200 }]
  const { client } = await startVimServer(t, () => answers.shift())
  assert.equal((await client.getSnapshots({ vm: 'vm-1' }))?.rootSnapshotList[0]?.name, 'a')
  for (let rest = answers.length; rest > 0; rest--) {
    assert.equal(await client.getSnapshots({ vm: 'vm-1' }), undefined)
  }
})
