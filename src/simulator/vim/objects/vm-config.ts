import type { VirtualMachine } from '../../inventory/index.ts'
import { dataObject, dateTime, escapeName } from '../values.ts'

/** Power states under their VIM names. */
export const powerStateNames = {
  POWERED_ON: 'poweredOn',
  POWERED_OFF: 'poweredOff',
  SUSPENDED: 'suspended'
} as const

/** The configuration now, or as a snapshot remembers it. Devices are left out. */
export function configOf(
  vm: VirtualMachine,
  hardware: Pick<VirtualMachine, 'cpu' | 'memory'>
): Record<string, unknown> {
  const file = vmxFile(vm)
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
      memoryMB: hardware.memory.sizeMib
    }),
    memoryHotAddEnabled: hardware.memory.hotAdd,
    cpuHotAddEnabled: hardware.cpu.hotAdd,
    cpuHotRemoveEnabled: hardware.cpu.hotRemove,
    firmware: vm.firmware.toLowerCase()
  })
}

export function vmxFile(vm: VirtualMachine): string {
  return vm.file
}
