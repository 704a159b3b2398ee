import type { VirtualMachine } from '../inventory/index.ts'
import { invalidArgument } from './errors.ts'
import type { Call, Operation } from './operation.ts'
import { perform, refuseWhenBusy } from './jobs.ts'
import { notAllowed, vmOf } from './vm.ts'
import { describeCpu, describeMemory, hotAddLimitMib } from './vm-info.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/hardware/ */

export const reconfigure = { name: 'ReconfigVM_Task', descriptionId: 'VirtualMachine.reconfigure' }

export const getCpu: Operation = { ok: 200, run: call => describeCpu(vmOf(call)) }
export const getMemory: Operation = { ok: 200, run: call => describeMemory(vmOf(call)) }

export const updateCpu: Operation = {
  ok: 204,
  wrapper: 'spec',
  fields: {
    count: 'integer',
    cores_per_socket: 'integer',
    hot_add_enabled: 'boolean',
    hot_remove_enabled: 'boolean'
  },
  run: async call => {
    const vm = vmOf(call)
    refuseWhenBusy(call, vm)
    const wanted = {
      count: number(call, 'count') ?? vm.cpu.count,
      coresPerSocket: number(call, 'cores_per_socket') ?? vm.cpu.coresPerSocket,
      hotAdd: flag(call, 'hot_add_enabled') ?? vm.cpu.hotAdd,
      hotRemove: flag(call, 'hot_remove_enabled') ?? vm.cpu.hotRemove
    }
    // The multiple is documented, that a breach is INVALID_ARGUMENT is inferred.
    if (wanted.count < 1 || wanted.count > 768) throw invalidArgument('count', wanted.count)
    if (wanted.coresPerSocket < 1 || wanted.count % wanted.coresPerSocket !== 0) {
      throw invalidArgument('cores_per_socket', wanted.coresPerSocket)
    }
    if (vm.powerState !== 'POWERED_OFF') checkRunningCpu(call, vm, wanted)
    await perform(call, vm, reconfigure, () => {
      vm.cpu = wanted
    })
  }
}

export const updateMemory: Operation = {
  ok: 204,
  wrapper: 'spec',
  fields: { size_MiB: 'integer', hot_add_enabled: 'boolean' },
  run: async call => {
    const vm = vmOf(call)
    refuseWhenBusy(call, vm)
    const sizeMib = number(call, 'size_MiB') ?? vm.memory.sizeMib
    const hotAdd = flag(call, 'hot_add_enabled') ?? vm.memory.hotAdd
    if (sizeMib < 4 || sizeMib % 4 !== 0 || sizeMib > 25_165_824) throw invalidArgument('size_MiB', sizeMib)
    if (vm.powerState !== 'POWERED_OFF') checkRunningMemory(call, vm, sizeMib)
    await perform(call, vm, reconfigure, () => {
      vm.memory = { sizeMib, hotAdd }
    })
  }
}

/** The documented rules for a machine that is not powered off; the one for cores per socket is inferred. */
function checkRunningCpu(call: Call, vm: VirtualMachine, wanted: VirtualMachine['cpu']): void {
  if ('hot_add_enabled' in call.body || 'hot_remove_enabled' in call.body) {
    throw notAllowed(
      'hardware.cpu.hot_settings',
      'Hot-add and hot-remove change only while the VM is powered off.'
    )
  }
  if (wanted.count > vm.cpu.count && !vm.cpu.hotAdd) {
    throw notAllowed('hardware.cpu.hot_add_disabled', 'CPU hot-add is not enabled for this VM.')
  }
  if (wanted.count < vm.cpu.count && !vm.cpu.hotRemove) {
    throw notAllowed('hardware.cpu.hot_remove_disabled', 'CPU hot-remove is not enabled for this VM.')
  }
  if (wanted.coresPerSocket !== vm.cpu.coresPerSocket) {
    throw notAllowed(
      'hardware.cpu.cores_per_socket',
      'Cores per socket change only while the VM is powered off.'
    )
  }
  if (vm.powerState === 'SUSPENDED' && wanted.count !== vm.cpu.count) {
    throw notAllowed('hardware.cpu.suspended', 'The VM is suspended.')
  }
}

/** As above; that less memory, or a step off the increment, is INVALID_ARGUMENT is inferred. */
function checkRunningMemory(call: Call, vm: VirtualMachine, sizeMib: number): void {
  if ('hot_add_enabled' in call.body) {
    throw notAllowed(
      'hardware.memory.hot_settings',
      'Memory hot-add changes only while the VM is powered off.'
    )
  }
  if (!('size_MiB' in call.body)) return
  if (!vm.memory.hotAdd) {
    throw notAllowed('hardware.memory.hot_add_disabled', 'Memory hot-add is not enabled for this VM.')
  }
  if (vm.powerState === 'SUSPENDED') throw notAllowed('hardware.memory.suspended', 'The VM is suspended.')
  if (
    sizeMib < vm.memory.sizeMib ||
    sizeMib > hotAddLimitMib(vm) ||
    (sizeMib - vm.memory.sizeMib) % 128 !== 0
  ) {
    throw invalidArgument('size_MiB', sizeMib)
  }
}

function number(call: Call, name: string): number | undefined {
  const value = call.body[name]
  return typeof value === 'number' ? value : undefined
}

function flag(call: Call, name: string): boolean | undefined {
  const value = call.body[name]
  return typeof value === 'boolean' ? value : undefined
}
