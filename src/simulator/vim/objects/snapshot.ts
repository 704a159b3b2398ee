import type { Inventory, Snapshot, VirtualMachine } from '../../inventory/index.ts'
import type { State } from '../../state.ts'
import { dataObject, dateTime, moRef } from '../values.ts'
import type { Properties } from './entity.ts'
import { configOf, powerStateNames } from './vm-config.ts'

/** A snapshot with the machine it belongs to and the list that holds it. */
export interface FoundSnapshot {
  vm: VirtualMachine
  snapshot: Snapshot
  parent: Snapshot | undefined
}

/** Every snapshot of a machine, parents first. */
export function* walkSnapshots(vm: VirtualMachine): Generator<FoundSnapshot> {
  const waiting: FoundSnapshot[] = vm.snapshots.map(snapshot => ({ vm, snapshot, parent: undefined }))
  for (let found = waiting.shift(); found; found = waiting.shift()) {
    yield found
    const { snapshot } = found
    waiting.push(...snapshot.children.map(child => ({ vm, snapshot: child, parent: snapshot })))
  }
}

/** Which machine has which snapshot, and the highest number so far: asked on every call. */
interface SnapshotIndex {
  owners: Map<string, VirtualMachine>
  highest: number
}

const indexes = new WeakMap<Inventory, SnapshotIndex>()

export function findSnapshot(inventory: Inventory, id: string): FoundSnapshot | undefined {
  const found = findIn(inventory, indexOf(inventory).owners.get(id), id)
  if (found) return found
  // The inventory is open to others, who know nothing of the index.
  return findIn(inventory, buildIndex(inventory).owners.get(id), id)
}

/** A new id for a snapshot of that machine; none is given twice. */
export function nextSnapshotId(inventory: Inventory, vm: VirtualMachine): string {
  const index = indexOf(inventory)
  index.highest += 1
  const id = `snapshot-${index.highest}`
  index.owners.set(id, vm)
  return id
}

function findIn(inventory: Inventory, vm: VirtualMachine | undefined, id: string): FoundSnapshot | undefined {
  if (!vm || inventory.vms.get(vm.id) !== vm) return undefined
  for (const found of walkSnapshots(vm)) if (found.snapshot.id === id) return found
  return undefined
}

function indexOf(inventory: Inventory): SnapshotIndex {
  return indexes.get(inventory) ?? buildIndex(inventory)
}

function buildIndex(inventory: Inventory): SnapshotIndex {
  const index = {
    owners: new Map<string, VirtualMachine>(),
    highest: indexes.get(inventory)?.highest ?? 5000
  }
  for (const vm of inventory.vms.values()) {
    if (vm.snapshots.length === 0) continue
    for (const { snapshot } of walkSnapshots(vm)) {
      index.owners.set(snapshot.id, vm)
      index.highest = Math.max(index.highest, Number(snapshot.id.slice('snapshot-'.length)))
    }
  }
  indexes.set(inventory, index)
  return index
}

/** The tree, or undefined (`null` on the wire) when the machine has no snapshot. */
export function snapshotInfo(vm: VirtualMachine): Record<string, unknown> | undefined {
  if (vm.snapshots.length === 0) return undefined
  return dataObject('VirtualMachineSnapshotInfo', {
    currentSnapshot: vm.currentSnapshot && moRef('VirtualMachineSnapshot', vm.currentSnapshot),
    rootSnapshotList: vm.snapshots.map(snapshot => tree(vm, snapshot))
  })
}

export function snapshotProperties(state: State, { vm, snapshot }: FoundSnapshot): Properties {
  return {
    vm: () => moRef('VirtualMachine', vm.id),
    childSnapshot: () => snapshot.children.map(child => moRef('VirtualMachineSnapshot', child.id)),
    config: () => configOf(state, vm, snapshot)
  }
}

function tree(vm: VirtualMachine, snapshot: Snapshot): Record<string, unknown> {
  const { children } = snapshot
  return dataObject('VirtualMachineSnapshotTree', {
    snapshot: moRef('VirtualMachineSnapshot', snapshot.id),
    vm: moRef('VirtualMachine', vm.id),
    name: snapshot.name,
    description: snapshot.description,
    id: snapshot.number,
    createTime: dateTime(snapshot.createTime),
    state: powerStateNames[snapshot.state],
    quiesced: snapshot.quiesced,
    childSnapshotList: children.length === 0 ? undefined : children.map(child => tree(vm, child)),
    replaySupported: false
  })
}
