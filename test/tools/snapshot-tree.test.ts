import assert from 'node:assert/strict'
import { test } from 'node:test'
import { descendantsOf, snapshotRows } from '../../src/tools/snapshots/snapshot-tree.ts'
import type { SnapshotTree } from '../../src/vcenter/types.ts'

function tree(id: string, children: SnapshotTree[] = []): SnapshotTree {
  return {
    snapshot: { type: 'VirtualMachineSnapshot', value: id },
    vm: { type: 'VirtualMachine', value: 'vm-1' },
    name: `name of ${id}`,
    description: '',
    id: 1,
    createTime: '2026-01-01T00:00:00Z',
    state: 'poweredOn',
    quiesced: false,
    childSnapshotList: children
  }
}

const rows = snapshotRows({
  currentSnapshot: { type: 'VirtualMachineSnapshot', value: 's-3' },
  rootSnapshotList: [tree('s-1', [tree('s-2', [tree('s-3')]), tree('s-4')]), tree('s-5')]
})

test('the tree becomes rows with parents before their children', () => {
  assert.deepEqual(
    rows.map(row => [row.id, row.parent_id, row.depth]),
    [
      ['s-1', undefined, 0],
      ['s-2', 's-1', 1],
      ['s-3', 's-2', 2],
      ['s-4', 's-1', 1],
      ['s-5', undefined, 0]
    ]
  )
})

test('only the snapshot that the VM runs on is current', () => {
  assert.deepEqual(
    rows.filter(row => row.is_current).map(row => row.id),
    ['s-3']
  )
})

test('power states are spelled as in the Automation API', () => {
  assert.equal(rows[0]?.power_state, 'POWERED_ON')
})

test('all that hangs below a snapshot goes with it', () => {
  assert.deepEqual(
    descendantsOf(rows, 's-1').map(row => row.id),
    ['s-2', 's-3', 's-4']
  )
  assert.deepEqual(descendantsOf(rows, 's-5'), [])
})

test('a VM without snapshots has no rows', () => {
  assert.deepEqual(snapshotRows(undefined), [])
})
