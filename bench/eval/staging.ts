import type { Inventory } from '../../src/simulator/index.ts'
import { type Snapshot, type Vm, snapshotsOf, vmNamed } from './facts.ts'

/** What tasks put into a vCenter before they begin. */

const oneDay = 86_400_000

export interface OldSnapshot {
  name: string
  description?: string
  days: number
  /** What was written since then, to all disks alike. */
  gib: number
}

/** Lets a VM have had a snapshot for some days; it becomes the one that it runs on. */
export function addSnapshot(inventory: Inventory, vmName: string, given: OldSnapshot, now: Date): void {
  const vm = vmNamed(inventory, vmName)
  const all = snapshotsOf(vm)
  const parent = all.find(({ id }) => id === vm.currentSnapshot)
  const deltaBytes = Math.round((given.gib * 2 ** 30) / vm.disks.length)
  const snapshot: Snapshot = {
    id: `snapshot-${7000 + Number(vm.id.slice(3)) * 10 + all.length}`,
    number: all.length + 1,
    name: given.name,
    description: given.description ?? '',
    createTime: now.getTime() - given.days * oneDay,
    state: 'POWERED_OFF',
    quiesced: false,
    cpu: { ...vm.cpu },
    memory: { ...vm.memory },
    disks: vm.disks.map(({ key }) => key),
    deltaBytes,
    memoryBytes: 0,
    children: []
  }
  ;(parent?.children ?? vm.snapshots).push(snapshot)
  vm.currentSnapshot = snapshot.id
  for (const disk of vm.disks) {
    const datastore = inventory.datastores.get(disk.datastore)
    if (datastore) datastore.freeSpace -= deltaBytes
  }
  inventory.change(vm, {
    disks: vm.disks.map(disk => ({ ...disk, committed: disk.committed + deltaBytes }))
  })
}

/** Takes what is left on a datastore away, but for so much. */
export function leaveFree(inventory: Inventory, datastoreName: string, gib: number): void {
  for (const datastore of inventory.datastores.values()) {
    if (datastore.name === datastoreName) datastore.freeSpace = gib * 2 ** 30
  }
}

/** What a snapshot takes: what was written since, and the memory that it holds. */
export function bytesOf({ deltaBytes, disks, memoryBytes }: Snapshot): number {
  return deltaBytes * disks.length + memoryBytes
}

export function ageInDays({ createTime }: Snapshot, now: Date): number {
  return (now.getTime() - createTime) / oneDay
}

export function oldSnapshotsOf(vm: Vm, days: number, now: Date): Snapshot[] {
  return snapshotsOf(vm).filter(snapshot => ageInDays(snapshot, now) > days)
}
