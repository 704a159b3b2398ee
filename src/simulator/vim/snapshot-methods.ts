import type { VirtualMachine } from '../inventory/index.ts'
import type { NewTask } from '../tasks.ts'
import { flagOf, objectOf, sessionOf, textOf, type Method, type VimCall, type VimResult } from './call.ts'
import { invalidArgument, invalidName, invalidRequest, objectNotFound, taskInProgress } from './faults.ts'
import { findSnapshot, type FoundSnapshot } from './objects/snapshot.ts'
import { removeSnapshot, removeAllSnapshots, revertTo, takeSnapshot } from './snapshots.ts'
import { moRef } from './values.ts'

/**
 * Snapshots, which exist in the VIM API only.
 * See VirtualMachine and VirtualMachineSnapshot at
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */

export const createSnapshotEx: Method = {
  parameters: ['name!', 'description', 'memory!', 'quiesceSpec'],
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

export const createSnapshot: Method = {
  parameters: ['name!', 'description', 'memory!', 'quiesce!'],
  run: call => create(call, flagOf(call, 'quiesce'))
}

export const removeSnapshotTask: Method = {
  parameters: ['removeChildren!', 'consolidate'],
  run: call => {
    const found = snapshotOf(call)
    const withChildren = flagOf(call, 'removeChildren')
    checkConsolidate(call)
    return start(call, found.vm, { name: 'RemoveSnapshot_Task', descriptionId: 'vm.Snapshot.remove' }, () => {
      removeSnapshot(found, withChildren)
      return {}
    })
  }
}

export const removeAllSnapshotsTask: Method = {
  parameters: ['consolidate', 'spec'],
  run: call => {
    const vm = machineOf(call)
    checkConsolidate(call)
    const names = { name: 'RemoveAllSnapshots_Task', descriptionId: 'VirtualMachine.removeAllSnapshots' }
    return start(call, vm, names, () => {
      removeAllSnapshots(vm)
      return {}
    })
  }
}

export const revertToSnapshotTask: Method = {
  parameters: ['host', 'suppressPowerOn'],
  run: call => {
    const { vm, snapshot } = snapshotOf(call)
    const suppress = flagOf(call, 'suppressPowerOn')
    return start(call, vm, { name: 'RevertToSnapshot_Task', descriptionId: 'vm.Snapshot.revert' }, () => {
      revertTo(call.state, vm, snapshot, suppress)
      return {}
    })
  }
}

/** Without a snapshot it does nothing. */
export const revertToCurrentSnapshotTask: Method = {
  parameters: ['host', 'suppressPowerOn'],
  run: call => {
    const vm = machineOf(call)
    const suppress = flagOf(call, 'suppressPowerOn')
    const current =
      vm.currentSnapshot === undefined ? undefined : findSnapshot(call.state.inventory, vm.currentSnapshot)
    const names = {
      name: 'RevertToCurrentSnapshot_Task',
      descriptionId: 'VirtualMachine.revertToCurrentSnapshot'
    }
    return start(call, vm, names, () => {
      if (current) revertTo(call.state, vm, current.snapshot, suppress)
      return {}
    })
  }
}

/** At once, without a task. At least one of the two must be given. */
export const renameSnapshot: Method = {
  parameters: ['name', 'description'],
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

/** Disks are always consolidated: the parameter is only checked for its type. */
function checkConsolidate(call: VimCall): void {
  flagOf(call, 'consolidate')
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
  return start(call, vm, names, () => takeSnapshot(call.state, vm, wish))
}

function start(
  call: VimCall,
  vm: VirtualMachine,
  task: { name: string; descriptionId: string; cancelable?: boolean },
  effect: NewTask['effect']
): VimResult {
  refuseWhenBusy(call, vm)
  const started = call.state.tasks.start({
    cancelable: false,
    ...task,
    entity: { type: 'VirtualMachine', id: vm.id, name: vm.name },
    user: sessionOf(call).user,
    effect
  })
  return { value: moRef('Task', started.id) }
}

function refuseWhenBusy(call: VimCall, vm: VirtualMachine): void {
  const running = call.state.tasks.busyWith(vm.id)
  if (running) throw taskInProgress(running.id)
}

function machineOf({ state, target }: VimCall): VirtualMachine {
  const vm = state.inventory.vms.get(target.id)
  if (!vm) throw invalidRequest('The method needs a virtual machine.')
  return vm
}

function snapshotOf({ state, target }: VimCall): FoundSnapshot {
  const found = findSnapshot(state.inventory, target.id)
  if (!found) throw objectNotFound('VirtualMachineSnapshot', target.id)
  return found
}
