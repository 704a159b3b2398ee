import { recordGuest } from '../events/guest.ts'
import { currentTools } from '../inventory/standard-devices.ts'
import type { VirtualMachine } from '../inventory/index.ts'
import type { State } from '../state.ts'

/**
 * What power operations do to a virtual machine, once they are allowed. Which of them is allowed, and what is
 * answered when not, is the business of each face.
 */

export function powerOn(state: State, vm: VirtualMachine): void {
  // A resumed machine goes on with the boot it had.
  if (vm.powerState === 'POWERED_OFF' || vm.bootTime === undefined) vm.bootTime = state.now()
  if (vm.powerState === 'POWERED_OFF') {
    upgradeAsPlanned(vm)
    vm.nics = vm.nics.map(nic => ({ ...nic, connected: nic.startConnected }))
    vm.cdroms = vm.cdroms.map(cdrom => ({ ...cdrom, connected: cdrom.startConnected }))
  }
  vm.powerState = 'POWERED_ON'
  vm.cleanPowerOff = false
  boot(state, vm)
}

export function powerOff(state: State, vm: VirtualMachine, clean: boolean): void {
  state.timers.forget(guestKey(vm))
  vm.powerState = 'POWERED_OFF'
  vm.cleanPowerOff = clean
  vm.bootTime = undefined
  vm.guestState = 'notRunning'
}

export function suspend(state: State, vm: VirtualMachine): void {
  state.timers.forget(guestKey(vm))
  vm.powerState = 'SUSPENDED'
  vm.guestState = 'notRunning'
}

export function reset(state: State, vm: VirtualMachine): void {
  vm.bootTime = state.now()
  boot(state, vm)
}

/** The guest goes down a moment after it was told to, and the machine with it. */
export function shutDownGuest(state: State, vm: VirtualMachine): void {
  vm.guestState = 'shuttingDown'
  later(state, vm, () => {
    powerOff(state, vm, true)
    recordGuest(state, vm, 'poweredOff')
  })
}

/** The guest restarts; the machine stays on. */
export function rebootGuest(state: State, vm: VirtualMachine): void {
  vm.guestState = 'resetting'
  later(state, vm, () => boot(state, vm))
}

/** As long as a task takes, and instead of what was to happen before. */
function later(state: State, vm: VirtualMachine, action: () => void): void {
  state.timers.after(guestKey(vm), state.settings.taskMs, action)
}

/** By default (`standbyAction` is `checkpoint`) a machine whose guest stands by is suspended. */
export function standByGuest(state: State, vm: VirtualMachine): void {
  later(state, vm, () => {
    suspend(state, vm)
    recordGuest(state, vm, 'suspended')
  })
}

/** VMware Tools reports some time after power on. */
function boot(state: State, vm: VirtualMachine): void {
  vm.guestState = 'notRunning'
  if (!vm.tools) return
  later(state, vm, () => {
    vm.guestState = 'running'
    if (vm.toolsUpgradePolicy === 'UPGRADE_AT_POWER_CYCLE') vm.toolsVersion = currentTools
  })
}

/** The virtual hardware gets the version that was set for the next power on. */
function upgradeAsPlanned(vm: VirtualMachine): void {
  const { policy, version } = vm.upgrade
  if (version === undefined || (policy === 'AFTER_CLEAN_SHUTDOWN' && !vm.cleanPowerOff)) return
  vm.hardwareVersion = Math.max(vm.hardwareVersion, version)
  vm.upgrade = { policy: 'NEVER', version: undefined, status: 'SUCCESS' }
}

/** Under this key the guest's next step is scheduled. */
export function guestKey(vm: VirtualMachine): string {
  return `guest of ${vm.id}`
}
