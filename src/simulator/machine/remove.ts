import type { VirtualMachine } from '../inventory/index.ts'
import { allSnapshots, homeBytesOf } from '../inventory/snapshot-files.ts'
import type { State } from '../state.ts'
import { freeSpace } from './disks.ts'
import { guestKey } from './power.ts'

/** Takes a machine out of the inventory with its files, and what is scheduled for it. */
export function destroyMachine(state: State, vm: VirtualMachine): void {
  state.timers.forget(guestKey(vm))
  state.inventory.remove(vm)
  freeSpace(state, [...vm.disks, { datastore: vm.datastore, committed: homeBytesOf(allSnapshots(vm)) }])
}

/** Takes a machine out of the inventory; its files stay and can be registered again. */
export function unregisterMachine(state: State, vm: VirtualMachine): void {
  state.timers.forget(guestKey(vm))
  state.inventory.remove(vm)
  state.files.machines.set(vm.file, vm)
}

/** Goes on with a machine that has just been made; when that fails, there is no such machine. */
export function finishOrDestroy(state: State, vm: VirtualMachine, action: () => void): VirtualMachine {
  try {
    action()
  } catch (error) {
    destroyMachine(state, vm)
    throw error
  }
  return vm
}
