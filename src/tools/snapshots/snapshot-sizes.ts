import { field, numberIn, referenceId } from '../properties.ts'
import type { SnapshotRow } from './snapshot-tree.ts'

/**
 * Bytes of the files that a snapshot has of its own, by its id: its settings, its memory, and of each disk what has been
 * written since, whichever way the VM went on from it. Those are the files that are in the chain of a disk as the next
 * snapshot or the running VM has it, and not yet in its own; a disk that was added later is none of its. Each file counts
 * for one snapshot, and what a VM has without any counts for none, so that the sum is what all of them take. Deleting one merges what was written since into what
 * was before: it frees about as much. What vCenter says nothing of is absent. Files that do not count have no size.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/VirtualMachineFileLayoutEx
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/VirtualMachineFileLayoutExSnapshotLayout
 */
export function snapshotSizes(
  layoutEx: unknown,
  rows: readonly SnapshotRow[],
  counts: (file: unknown) => boolean = () => true
): ReadonlyMap<string, number> {
  const files = listIn(layoutEx, 'file').filter(counts)
  const sizes = new Map(files.map(file => [field(file, 'key'), numberIn(file, 'size')]))
  const layouts = new Map(listIn(layoutEx, 'snapshot').map(each => [referenceId(field(each, 'key')), each]))
  const found = new Map<string, number>()
  for (const { id, is_current } of rows) {
    const layout = layouts.get(id)
    if (layout === undefined) continue
    const next = rows.filter(row => row.parent_id === id).map(row => layouts.get(row.id))
    const own = filesByDisk(layout)
    const since = new Set(
      [...next, ...(is_current ? [layoutEx] : [])]
        .flatMap(later => [...filesByDisk(later)])
        .flatMap(([disk, chain]) => (own.has(disk) ? chain : []))
    )
    for (const file of [...own.values()].flat()) since.delete(file)
    // a snapshot without memory has the key -1, which is no file's
    const keys = [field(layout, 'dataKey'), field(layout, 'memoryKey'), ...since]
    found.set(
      id,
      keys.reduce<number>((sum, key) => sum + (sizes.get(key) ?? 0), 0)
    )
  }
  return found
}

/** Keys of the files of each disk, by the key of the disk, as a VM or a snapshot of it has them. */
function filesByDisk(layout: unknown): ReadonlyMap<unknown, unknown[]> {
  return new Map(
    listIn(layout, 'disk').map(disk => [
      field(disk, 'key'),
      listIn(disk, 'chain').flatMap(unit => listIn(unit, 'fileKey'))
    ])
  )
}

function listIn(value: unknown, name: string): unknown[] {
  const list = field(value, name)
  return Array.isArray(list) ? list : []
}
