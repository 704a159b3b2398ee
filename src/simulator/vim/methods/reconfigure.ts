import { systemWithGuestId } from '../../inventory/guests.ts'
import type { VirtualMachine } from '../../inventory/index.ts'
import { claimName } from '../../machine/placement.ts'
import type { State } from '../../state.ts'
import { listOf, wholeNumber, type Method } from '../call.ts'
import { invalidArgument, invalidRequest, notSupported, vimFault } from '../faults.ts'
import { requirePrivilege } from '../privileges.ts'
import { readSpec } from '../specs.ts'
import { moRef } from '../values.ts'
import { changeDevices, privilegeOfChange, readDeviceChange, type DeviceChange } from './device-changes.ts'
import { machineOf, nameOf, startTask, requireOff } from './task.ts'

/** A `VirtualMachineConfigSpec`, as far as the simulator honours it. */
export interface ConfigChange {
  name?: string | undefined
  annotation?: string | undefined
  guestId?: string | undefined
  numCPUs?: number | undefined
  numCoresPerSocket?: number | undefined
  memoryMB?: number | undefined
  cpuHotAddEnabled?: boolean | undefined
  cpuHotRemoveEnabled?: boolean | undefined
  memoryHotAddEnabled?: boolean | undefined
  firmware?: 'BIOS' | 'EFI' | undefined
  datastore?: string | undefined
  devices: DeviceChange[]
}

const fields = {
  honoured: [
    'name',
    'annotation',
    'guestId',
    'numCPUs',
    'numCoresPerSocket',
    'memoryMB',
    'cpuHotAddEnabled',
    'cpuHotRemoveEnabled',
    'memoryHotAddEnabled',
    'firmware',
    'files',
    'deviceChange',
    'changeVersion'
  ],
  others: [
    'version',
    'uuid',
    'instanceUuid',
    'extraConfig',
    'cpuAllocation',
    'memoryAllocation',
    'bootOptions',
    'tools',
    'flags',
    'powerOpInfo',
    'vmProfile',
    'managedBy',
    'locationId',
    'vAppConfig',
    'nestedHVEnabled',
    'swapPlacement',
    'latencySensitivity'
  ]
}

/**
 * Changes take effect together when the task ends, or none does.
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ VirtualMachine, ReconfigVM_Task
 */
export const reconfigVm: Method = {
  parameters: ['spec!'],
  run: call => {
    const vm = machineOf(call)
    const change = readConfigSpec(call.parameters['spec'])
    const object = moRef('VirtualMachine', vm.id)
    for (const privilege of privilegesOf(change)) requirePrivilege(call.state, object, privilege)
    const names = { name: 'ReconfigVM_Task', descriptionId: 'VirtualMachine.reconfigure' }
    return startTask(call, vm, names, () => {
      applyConfig(call.state, vm, change)
      return {}
    })
  }
}

/** @throws InvalidRequest, InvalidName, NotSupported */
export function readConfigSpec(value: unknown): ConfigChange {
  const spec = readSpec(value, 'VirtualMachineConfigSpec', fields)
  const flag = (name: string): boolean | undefined => {
    const given = spec[name]
    if (given !== undefined && typeof given !== 'boolean') throw invalidRequest(`${name} must be a boolean.`)
    return given
  }
  const text = (name: string): string | undefined => {
    const given = spec[name]
    if (given !== undefined && typeof given !== 'string') throw invalidRequest(`${name} must be a string.`)
    return given
  }
  const files = spec['files'] === undefined ? undefined : readFiles(spec['files'])
  return {
    name: spec['name'] === undefined ? undefined : nameOf(spec['name'], 'name'),
    annotation: text('annotation'),
    guestId: text('guestId'),
    numCPUs: wholeNumber(spec['numCPUs'], 'numCPUs'),
    numCoresPerSocket: wholeNumber(spec['numCoresPerSocket'], 'numCoresPerSocket'),
    memoryMB: wholeNumber(spec['memoryMB'], 'memoryMB'),
    cpuHotAddEnabled: flag('cpuHotAddEnabled'),
    cpuHotRemoveEnabled: flag('cpuHotRemoveEnabled'),
    memoryHotAddEnabled: flag('memoryHotAddEnabled'),
    firmware: firmwareOf(text('firmware')),
    datastore: files,
    devices: listOf(spec['deviceChange'], 'deviceChange').map(readDeviceChange)
  }
}

/** The name of the datastore in `[name] directory/file.vmx`. */
function readFiles(value: unknown): string | undefined {
  const { vmPathName } = readSpec(value, 'VirtualMachineFileInfo', {
    honoured: ['vmPathName'],
    others: ['snapshotDirectory', 'suspendDirectory', 'logDirectory']
  })
  return typeof vmPathName === 'string' ? /^\[([^\]]+)\]/.exec(vmPathName)?.[1] : undefined
}

function firmwareOf(value: string | undefined): 'BIOS' | 'EFI' | undefined {
  if (value === undefined) return undefined
  if (value === 'bios') return 'BIOS'
  if (value === 'efi') return 'EFI'
  throw invalidArgument('spec.firmware')
}

/** See "Required privileges" of ReconfigVM_Task. */
function privilegesOf(change: ConfigChange): string[] {
  const config = 'VirtualMachine.Config'
  const { numCPUs, numCoresPerSocket, memoryMB, cpuHotAddEnabled, memoryHotAddEnabled } = change
  const settings = [change.guestId, cpuHotAddEnabled, change.cpuHotRemoveEnabled, memoryHotAddEnabled]
  return [
    ...(change.name === undefined ? [] : [`${config}.Rename`]),
    ...(change.annotation === undefined ? [] : [`${config}.Annotation`]),
    ...(numCPUs === undefined && numCoresPerSocket === undefined ? [] : [`${config}.CPUCount`]),
    ...(memoryMB === undefined ? [] : [`${config}.Memory`]),
    ...(settings.every(setting => setting === undefined) ? [] : [`${config}.Settings`]),
    ...change.devices.map(privilegeOfChange)
  ]
}

/** @throws a fault or a Problem, when everything is as it was */
export function applyConfig(state: State, vm: VirtualMachine, change: ConfigChange): void {
  const { cpu, memory } = hardwareAfter(vm, change)
  const system = change.guestId === undefined ? vm.system : systemOf(change.guestId)
  if (change.guestId !== undefined) requireOff(vm)
  if (change.firmware !== undefined && change.firmware !== vm.firmware) requireOff(vm)
  if (change.name !== undefined) claimName(state.inventory, vm.parent, change.name, vm.id)
  changeDevices(state, vm, change.devices)
  vm.cpu = cpu
  vm.memory = memory
  vm.system = system
  vm.firmware = change.firmware ?? vm.firmware
  vm.name = change.name ?? vm.name
  vm.annotation = change.annotation ?? vm.annotation
}

/** The rules for a machine that is on: more only where hot-add is enabled, less hardly ever. */
function hardwareAfter(vm: VirtualMachine, change: ConfigChange): Pick<VirtualMachine, 'cpu' | 'memory'> {
  const cpu = {
    count: change.numCPUs ?? vm.cpu.count,
    coresPerSocket: change.numCoresPerSocket ?? vm.cpu.coresPerSocket,
    hotAdd: change.cpuHotAddEnabled ?? vm.cpu.hotAdd,
    hotRemove: change.cpuHotRemoveEnabled ?? vm.cpu.hotRemove
  }
  const memory = {
    sizeMib: change.memoryMB ?? vm.memory.sizeMib,
    hotAdd: change.memoryHotAddEnabled ?? vm.memory.hotAdd
  }
  if (cpu.count < 1 || cpu.count > 768) throw invalidArgument('configSpec.numCPUs')
  if (cpu.coresPerSocket < 1 || cpu.count % cpu.coresPerSocket !== 0) {
    throw invalidArgument('configSpec.numCoresPerSocket')
  }
  if (memory.sizeMib < 4 || memory.sizeMib % 4 !== 0) throw invalidArgument('configSpec.memoryMB')
  if (vm.powerState === 'POWERED_OFF') return { cpu, memory }
  const settings = [cpu.hotAdd !== vm.cpu.hotAdd, cpu.hotRemove !== vm.cpu.hotRemove]
  const otherCores = cpu.coresPerSocket !== vm.cpu.coresPerSocket
  if (settings.some(Boolean) || memory.hotAdd !== vm.memory.hotAdd || otherCores) requireOff(vm)
  if (cpu.count !== vm.cpu.count || memory.sizeMib !== vm.memory.sizeMib) requireHotPlug(vm, { cpu, memory })
  return { cpu, memory }
}

function requireHotPlug(vm: VirtualMachine, wanted: Pick<VirtualMachine, 'cpu' | 'memory'>): void {
  if (vm.powerState === 'SUSPENDED') requireOff(vm)
  const { count } = wanted.cpu
  if ((count > vm.cpu.count && !vm.cpu.hotAdd) || (count < vm.cpu.count && !vm.cpu.hotRemove)) {
    throw vimFault('CpuHotPlugNotSupported', 'CPU hot plug is not supported for this virtual machine.')
  }
  const { sizeMib } = wanted.memory
  if (sizeMib !== vm.memory.sizeMib && (!vm.memory.hotAdd || sizeMib < vm.memory.sizeMib)) {
    throw vimFault('MemoryHotPlugNotSupported', 'Memory hot plug is not supported for this virtual machine.')
  }
}

/** By its VIM name. @throws NotSupported for a system that the simulator cannot name */
export function systemOf(guestId: string): VirtualMachine['system'] {
  const found = systemWithGuestId(guestId)
  if (!found) throw notSupported(`The simulator knows no guest ${guestId}.`)
  return found
}
