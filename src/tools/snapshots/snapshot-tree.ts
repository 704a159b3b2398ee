import { type Static, Type } from '@sinclair/typebox'
import type { SnapshotInfo, SnapshotTree } from '../../vcenter/types.ts'
import { constant } from '../properties.ts'
import { inventoryObject, longText } from '../schemas.ts'

export const snapshotRow = inventoryObject({
  description: Type.String(longText),
  created: Type.String({ description: 'ISO 8601' }),
  power_state: Type.String({ description: 'of the VM when it was taken' }),
  quiesced: Type.Boolean(),
  parent_id: Type.Optional(Type.String()),
  depth: Type.Integer({ description: '0 for a root' }),
  is_current: Type.Boolean({ description: 'the one the VM runs on' })
})

export type SnapshotRow = Static<typeof snapshotRow>

/** The tree as rows, parents before their children. */
export function snapshotRows(info: SnapshotInfo | undefined): SnapshotRow[] {
  const current = info?.currentSnapshot?.value
  function rowsOf(tree: SnapshotTree, depth: number, parent?: string): SnapshotRow[] {
    const id = tree.snapshot.value
    const row = {
      id,
      name: tree.name,
      description: tree.description,
      created: tree.createTime,
      power_state: constant(tree.state),
      quiesced: tree.quiesced,
      ...(parent !== undefined && { parent_id: parent }),
      depth,
      is_current: id === current
    }
    return [row, ...(tree.childSnapshotList ?? []).flatMap(child => rowsOf(child, depth + 1, id))]
  }
  return (info?.rootSnapshotList ?? []).flatMap(root => rowsOf(root, 0))
}

/** All snapshots below one, at any depth. */
export function descendantsOf(rows: readonly SnapshotRow[], id: string): SnapshotRow[] {
  const children = rows.filter(row => row.parent_id === id)
  return children.flatMap(child => [child, ...descendantsOf(rows, child.id)])
}
