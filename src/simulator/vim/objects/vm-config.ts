import type { VirtualMachine } from '../../inventory/index.ts'
import type { State } from '../../state.ts'
import { dataObject, dateTime, escapeName } from '../values.ts'
import { devicesOf } from './devices.ts'

/** Power states under their VIM names. */
export const powerStateNames = {
  POWERED_ON: 'poweredOn',
  POWERED_OFF: 'poweredOff',
  SUSPENDED: 'suspended'
} as const

/** The configuration now, or as a snapshot remembers it: its devices are those of now. */
export function configOf(
  state: State,
  vm: VirtualMachine,
  hardware: Pick<VirtualMachine, 'cpu' | 'memory'>
): Record<string, unknown> {
  const { file } = vm
  const directory = file.slice(0, file.lastIndexOf('/') + 1)
  return dataObject('VirtualMachineConfigInfo', {
    changeVersion: dateTime(vm.created),
    modified: dateTime(0),
    name: escapeName(vm.name),
    guestFullName: vm.system.fullName,
    version: `vmx-${vm.hardwareVersion}`,
    uuid: vm.biosUuid,
    createDate: dateTime(vm.created),
    instanceUuid: vm.instanceUuid,
    template: vm.template,
    guestId: vm.system.guestId,
    annotation: vm.annotation,
    files: dataObject('VirtualMachineFileInfo', {
      vmPathName: file,
      snapshotDirectory: directory,
      suspendDirectory: directory,
      logDirectory: directory
    }),
    hardware: dataObject('VirtualHardware', {
      numCPU: hardware.cpu.count,
      numCoresPerSocket: hardware.cpu.coresPerSocket,
      memoryMB: hardware.memory.sizeMib,
      device: devicesOf(state, vm)
    }),
    memoryHotAddEnabled: hardware.memory.hotAdd,
    cpuHotAddEnabled: hardware.cpu.hotAdd,
    cpuHotRemoveEnabled: hardware.cpu.hotRemove,
    firmware: vm.firmware.toLowerCase()
  })
}
