import type { Disk, Snapshot, VirtualMachine } from './vm-types.ts'

/**
 * What snapshots take on datastores. With a snapshot the files of the disks are frozen, and what is written from then on
 * goes to files of its own, deltas; the snapshot itself is a file of settings, and one of memory where that was saved.
 * That deltas share the space of their disk (`committed`) is the simulator's own way of counting.
 */

/** The size of a file of settings (`.vmsn`). */
export const settingsBytes = 28_672

const mebibyte = 1024 ** 2
const oneDay = 24 * 60 * 60 * 1000

/** Every snapshot of a machine, parents first. */
export function allSnapshots({ snapshots }: Pick<VirtualMachine, 'snapshots'>): Snapshot[] {
  return snapshots.flatMap(withBelow)
}

export function withBelow(snapshot: Snapshot): Snapshot[] {
  return [snapshot, ...snapshot.children.flatMap(withBelow)]
}

/** Bytes of settings and memory, which are where the machine's own files are. */
export function homeBytesOf(snapshots: readonly Snapshot[]): number {
  return snapshots.reduce((sum, { memoryBytes }) => sum + settingsBytes + memoryBytes, 0)
}

/** In how many directions the machine went on from a snapshot: a delta of each disk for each. */
export function branchesOf(
  { currentSnapshot }: Pick<VirtualMachine, 'currentSnapshot'>,
  { id, children }: Snapshot
): number {
  return children.length + (currentSnapshot === id ? 1 : 0)
}

/** What the deltas of some snapshots take of a disk. */
export function deltaBytesOf(snapshots: readonly Snapshot[], { key }: Pick<Disk, 'key'>): number {
  return snapshots.reduce((sum, each) => sum + (each.disks.includes(key) ? each.deltaBytes : 0), 0)
}

/** Lets a machine that has a past have written since its snapshots: some 48 MiB a day, a quarter of a disk at most. */
export function addDeltas(vm: VirtualMachine, now: number): void {
  const smallest = Math.min(...vm.disks.map(({ capacity }) => capacity))
  for (const snapshot of allSnapshots(vm)) {
    const ends = snapshot.children.map(({ createTime }) => createTime)
    if (vm.currentSnapshot === snapshot.id) ends.push(now)
    const days = ends.reduce((sum, end) => sum + (end - snapshot.createTime) / oneDay, 0)
    snapshot.deltaBytes = Math.min(Math.ceil(days * 48), Math.floor(smallest / 4 / mebibyte)) * mebibyte
  }
  const all = allSnapshots(vm)
  vm.disks = vm.disks.map(disk => ({ ...disk, committed: disk.committed + deltaBytesOf(all, disk) }))
}
