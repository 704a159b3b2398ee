import type { Disk, PowerState, Snapshot, VirtualMachine } from '../inventory/index.ts'
import {
  allSnapshots,
  branchesOf,
  deltaBytesOf,
  homeBytesOf,
  settingsBytes,
  withBelow
} from '../inventory/snapshot-files.ts'
import { freeSpace } from '../machine/disks.ts'
import { takeSpace } from '../machine/placement.ts'
import { powerOff, powerOn } from '../machine/power.ts'
import type { State } from '../state.ts'
import type { TaskFault } from '../tasks.ts'
import { nextSnapshotId, walkSnapshots, type FoundSnapshot } from './objects/snapshot.ts'

/** What snapshot tasks do when they end. */

/** https://knowledge.broadcom.com/external/article/318825 - "a maximum of 32 snapshots in a chain". */
const deepest = 32

/** Machines with disks left behind by snapshots that were removed without merging. */
const unmerged = new WeakSet<VirtualMachine>()

/** What `runtime.consolidationNeeded` says. */
export function needsConsolidation(vm: VirtualMachine): boolean {
  return unmerged.has(vm)
}

export function consolidate(vm: VirtualMachine): void {
  unmerged.delete(vm)
}

export interface Wish {
  name: string
  description: string
  memory: boolean
  quiesce: boolean
}

/** The new snapshot becomes a child of the current one, and the current one itself. */
export function takeSnapshot(
  state: State,
  vm: VirtualMachine,
  wish: Wish
): { result?: { type: string; id: string }; error?: TaskFault } {
  const all = [...walkSnapshots(vm)]
  const parent = all.find(found => found.snapshot.id === vm.currentSnapshot)?.snapshot
  if (depthOf(all, parent) >= deepest) {
    const message = `Too many levels of snapshots: ${deepest}.`
    return { error: { typeName: 'TooManySnapshotLevels', message, fields: {} } }
  }
  const memory = wish.memory && vm.powerState === 'POWERED_ON'
  const memoryBytes = memory ? vm.memory.sizeMib * 1024 ** 2 : 0
  const home = state.inventory.datastores.get(vm.datastore)
  if (home?.accessible) takeSpace(home, settingsBytes + memoryBytes)
  const snapshot: Snapshot = {
    id: nextSnapshotId(state.inventory, vm),
    number: Math.max(0, ...all.map(found => found.snapshot.number)) + 1,
    name: wish.name,
    description: wish.description,
    createTime: state.now(),
    state: stateToRemember(vm, memory),
    // "ignored" when the machine is off or Tools are not available, and with memory.
    quiesced: wish.quiesce && !memory && vm.guestState === 'running',
    cpu: { ...vm.cpu },
    memory: { ...vm.memory },
    disks: vm.disks.map(({ key }) => key),
    deltaBytes: 0,
    memoryBytes,
    children: []
  }
  ;(parent?.children ?? vm.snapshots).push(snapshot)
  vm.currentSnapshot = snapshot.id
  return { result: { type: 'VirtualMachineSnapshot', id: snapshot.id } }
}

/** Alone, its children move up to its parent; with its children, all below it goes too. */
export function removeSnapshot(
  state: State,
  { vm, snapshot, parent }: FoundSnapshot,
  withChildren: boolean,
  merge: boolean
): void {
  if (!merge) unmerged.add(vm)
  const siblings = parent?.children ?? vm.snapshots
  const gone = withChildren ? withBelow(snapshot) : [snapshot]
  freeFiles(state, vm, gone)
  siblings.splice(siblings.indexOf(snapshot), 1, ...(withChildren ? [] : snapshot.children))
  if (gone.some(({ id }) => id === vm.currentSnapshot)) vm.currentSnapshot = parent?.id
}

export function removeAllSnapshots(state: State, vm: VirtualMachine, merge: boolean): void {
  if (!merge && vm.snapshots.length > 0) unmerged.add(vm)
  freeFiles(state, vm, allSnapshots(vm))
  vm.snapshots = []
  vm.currentSnapshot = undefined
}

/** Hardware and power state become what the snapshot remembers. */
export function revertTo(
  state: State,
  vm: VirtualMachine,
  snapshot: Snapshot,
  suppressPowerOn: boolean
): void {
  vm.cpu = { ...snapshot.cpu }
  vm.memory = { ...snapshot.memory }
  dropCurrentDeltas(state, vm)
  vm.currentSnapshot = snapshot.id
  powerOff(state, vm, false)
  if (snapshot.state === 'SUSPENDED') vm.powerState = 'SUSPENDED'
  // That a machine kept from running ends powered off, rather than suspended, is inferred.
  if (snapshot.state === 'POWERED_ON' && !suppressPowerOn) powerOn(state, vm)
}

/** Only with memory can a machine go on running; without, it is remembered as off (observed). */
function stateToRemember(vm: VirtualMachine, memory: boolean): PowerState {
  if (vm.powerState === 'SUSPENDED') return 'SUSPENDED'
  return memory ? 'POWERED_ON' : 'POWERED_OFF'
}

function depthOf(all: FoundSnapshot[], snapshot: Snapshot | undefined): number {
  let depth = 0
  for (let current = snapshot; current; depth += 1) {
    current = all.find(found => found.snapshot === current)?.parent
  }
  return depth
}

/**
 * What was written since is merged into what it was written over, so that only one of both is left. That this frees the
 * whole delta is a simplification; where it is not merged (`unmerged`) it is freed all the same.
 */
function freeFiles(state: State, vm: VirtualMachine, gone: readonly Snapshot[]): void {
  freeDeltas(state, vm, disk => deltaBytesOf(gone, disk))
  freeSpace(state, [{ datastore: vm.datastore, committed: homeBytesOf(gone) }])
}

/** Going back throws away what was written since the current snapshot. */
function dropCurrentDeltas(state: State, vm: VirtualMachine): void {
  const current = allSnapshots(vm).find(({ id }) => id === vm.currentSnapshot)
  if (!current) return
  const dropped = Math.floor(current.deltaBytes / branchesOf(vm, current))
  freeDeltas(state, vm, ({ key }) => (current.disks.includes(key) ? dropped : 0))
  current.deltaBytes -= dropped
}

function freeDeltas(state: State, vm: VirtualMachine, bytesOf: (disk: Disk) => number): void {
  const freed = vm.disks.map(disk => ({ ...disk, committed: bytesOf(disk) }))
  freeSpace(state, freed)
  vm.disks = vm.disks.map(disk => ({ ...disk, committed: disk.committed - bytesOf(disk) }))
}
