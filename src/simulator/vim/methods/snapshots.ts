import type { VirtualMachine } from '../../inventory/index.ts'
import { flagOf, objectOf, textOf, type Method, type VimCall, type VimResult } from '../call.ts'
import { hostNotConnected, invalidArgument, invalidName, notSupported, objectNotFound } from '../faults.ts'
import { findSnapshot, type FoundSnapshot } from '../objects/snapshot.ts'
import { consolidate, removeSnapshot, removeAllSnapshots, revertTo, takeSnapshot } from '../snapshots.ts'
import { machineOf, refuseWhenBusy, startTask } from './task.ts'

/**
 * Snapshots, which exist in the VIM API only.
 * See VirtualMachine and VirtualMachineSnapshot at
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */

const createSnapshotEx: Method = {
  parameters: ['name!', 'description', 'memory!', 'quiesceSpec'],
  privilege: 'VirtualMachine.State.CreateSnapshot',
  run: call => {
    const { quiesceSpec } = call.parameters
    if (quiesceSpec !== undefined && quiesceSpec !== null) {
      const spec = objectOf(quiesceSpec, 'VirtualMachineGuestQuiesceSpec', ['timeout'])
      // Minutes; the documented range.
      const timeout = spec['timeout'] ?? 15
      if (typeof timeout !== 'number' || timeout < 5 || timeout > 240)
        throw invalidArgument('quiesceSpec.timeout')
    }
    return create(call, quiesceSpec !== undefined && quiesceSpec !== null)
  }
}

const createSnapshot: Method = {
  parameters: ['name!', 'description', 'memory!', 'quiesce!'],
  privilege: 'VirtualMachine.State.CreateSnapshot',
  run: call => create(call, flagOf(call, 'quiesce'))
}

const removeSnapshotTask: Method = {
  parameters: ['removeChildren!', 'consolidate'],
  privilege: 'VirtualMachine.State.RemoveSnapshot',
  run: call => {
    const found = snapshotOf(call)
    const withChildren = flagOf(call, 'removeChildren')
    const merge = mergeOf(call)
    const names = { name: 'RemoveSnapshot_Task', descriptionId: 'vm.Snapshot.remove' }
    return startTask(call, found.vm, names, () => {
      removeSnapshot(call.state, found, withChildren, merge)
      return {}
    })
  }
}

const removeAllSnapshotsTask: Method = {
  parameters: ['consolidate', 'spec'],
  privilege: 'VirtualMachine.State.RemoveSnapshot',
  run: call => {
    const vm = machineOf(call)
    const merge = mergeOf(call)
    refuseGiven(call, 'spec')
    const names = { name: 'RemoveAllSnapshots_Task', descriptionId: 'VirtualMachine.removeAllSnapshots' }
    return startTask(call, vm, names, () => {
      removeAllSnapshots(call.state, vm, merge)
      return {}
    })
  }
}

const revertToSnapshotTask: Method = {
  parameters: ['host', 'suppressPowerOn'],
  privilege: 'VirtualMachine.State.RevertToSnapshot',
  run: call => {
    const { vm, snapshot } = snapshotOf(call)
    const suppress = flagOf(call, 'suppressPowerOn')
    refuseGiven(call, 'host')
    return startTask(call, vm, { name: 'RevertToSnapshot_Task', descriptionId: 'vm.Snapshot.revert' }, () => {
      revertTo(call.state, vm, snapshot, suppress)
      return {}
    })
  }
}

/** Without a snapshot it does nothing. */
const revertToCurrentSnapshotTask: Method = {
  parameters: ['host', 'suppressPowerOn'],
  privilege: 'VirtualMachine.State.RevertToSnapshot',
  run: call => {
    const vm = machineOf(call)
    const suppress = flagOf(call, 'suppressPowerOn')
    refuseGiven(call, 'host')
    const current =
      vm.currentSnapshot === undefined ? undefined : findSnapshot(call.state.inventory, vm.currentSnapshot)
    const names = {
      name: 'RevertToCurrentSnapshot_Task',
      descriptionId: 'VirtualMachine.revertToCurrentSnapshot'
    }
    return startTask(call, vm, names, () => {
      if (current) revertTo(call.state, vm, current.snapshot, suppress)
      return {}
    })
  }
}

/** At once, without a task. At least one of the two must be given. */
const renameSnapshot: Method = {
  parameters: ['name', 'description'],
  privilege: 'VirtualMachine.State.RenameSnapshot',
  run: call => {
    const { vm, snapshot } = snapshotOf(call)
    const name = textOf(call, 'name')
    const description = textOf(call, 'description')
    if (name === undefined && description === undefined) throw invalidArgument('name')
    if (name === '') throw invalidName(name)
    refuseWhenBusy(call, vm)
    snapshot.name = name ?? snapshot.name
    snapshot.description = description ?? snapshot.description
    return {}
  }
}

/** Without a snapshot, or a need, it does nothing. */
const consolidateVmDisks: Method = {
  parameters: [],
  privilege: 'VirtualMachine.State.RemoveSnapshot',
  run: call => {
    const vm = machineOf(call)
    const names = { name: 'ConsolidateVMDisks_Task', descriptionId: 'VirtualMachine.consolidateDisks' }
    return startTask(call, vm, names, () => {
      refuseWhenUnfit(call, vm)
      consolidate(vm)
      return {}
    })
  }
}

export const machineSnapshotMethods: Record<string, Method> = {
  CreateSnapshotEx_Task: createSnapshotEx,
  CreateSnapshot_Task: createSnapshot,
  RemoveAllSnapshots_Task: removeAllSnapshotsTask,
  RevertToCurrentSnapshot_Task: revertToCurrentSnapshotTask,
  ConsolidateVMDisks_Task: consolidateVmDisks
}

export const snapshotMethods: Record<string, Method> = {
  RemoveSnapshot_Task: removeSnapshotTask,
  RevertToSnapshot_Task: revertToSnapshotTask,
  RenameSnapshot: renameSnapshot
}

/** Whether the disks of a removed snapshot are merged at once: yes, unless the caller says no. */
function mergeOf(call: VimCall): boolean {
  const { consolidate: said = null } = call.parameters
  return said === null || flagOf(call, 'consolidate')
}

/** A limit of the simulator: what it does not do it does not ignore either. */
function refuseGiven({ parameters }: VimCall, name: string): void {
  const value = parameters[name]
  if (value !== undefined && value !== null) throw notSupported(`The simulator does not honour ${name}.`)
}

/** That these are faults of the task is inferred. */
function refuseWhenUnfit({ state }: VimCall, vm: VirtualMachine): void {
  if (vm.template) throw notSupported('The operation is not supported on a template.')
  if (state.inventory.hosts.get(vm.host)?.connectionState !== 'CONNECTED') throw hostNotConnected()
}

function create(call: VimCall, quiesce: boolean): VimResult {
  const vm = machineOf(call)
  const name = textOf(call, 'name') ?? ''
  if (name === '') throw invalidName(name)
  const wish = {
    name,
    description: textOf(call, 'description') ?? '',
    memory: flagOf(call, 'memory'),
    quiesce
  }
  // That both forms have one name, and that only taking a snapshot can be cancelled, is inferred.
  const names = {
    name: 'CreateSnapshot_Task',
    descriptionId: 'VirtualMachine.createSnapshot',
    cancelable: true
  }
  return startTask(call, vm, names, () => {
    refuseWhenUnfit(call, vm)
    return takeSnapshot(call.state, vm, wish)
  })
}

function snapshotOf({ state, target }: VimCall): FoundSnapshot {
  const found = findSnapshot(state.inventory, target.id)
  if (!found) throw objectNotFound('VirtualMachineSnapshot', target.id)
  return found
}
