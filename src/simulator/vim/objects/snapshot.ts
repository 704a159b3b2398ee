import type { Inventory, Snapshot, VirtualMachine } from '../../inventory/index.ts'
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

export function findSnapshot(inventory: Inventory, id: string): FoundSnapshot | undefined {
  for (const vm of inventory.vms.values()) {
    if (vm.snapshots.length === 0) continue
    for (const found of walkSnapshots(vm)) if (found.snapshot.id === id) return found
  }
  return undefined
}

/** The tree, or undefined (`null` on the wire) when the machine has no snapshot. */
export function snapshotInfo(vm: VirtualMachine): Record<string, unknown> | undefined {
  if (vm.snapshots.length === 0) return undefined
  return dataObject('VirtualMachineSnapshotInfo', {
    currentSnapshot: vm.currentSnapshot && moRef('VirtualMachineSnapshot', vm.currentSnapshot),
    rootSnapshotList: vm.snapshots.map(snapshot => tree(vm, snapshot))
  })
}

export function snapshotProperties({ vm, snapshot }: FoundSnapshot): Properties {
  return {
    vm: () => moRef('VirtualMachine', vm.id),
    childSnapshot: () => snapshot.children.map(child => moRef('VirtualMachineSnapshot', child.id)),
    config: () => configOf(vm, snapshot)
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
