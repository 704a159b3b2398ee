import type { Disk, Nic, ScsiAdapter, VirtualMachine } from '../../inventory/index.ts'
import { addScsiAdapter } from '../../machine/adapters.ts'
import { addDisk, destroyDisk, detachDisk, growDisk } from '../../machine/disks.ts'
import { addNic, changeNic, removeNic, type NicWish } from '../../machine/nics.ts'
import type { State } from '../../state.ts'
import { optionalRef, wholeNumber } from '../call.ts'
import { invalidRequest, notSupported, vimFault } from '../faults.ts'
import { readSpec, typeNameOf } from '../specs.ts'
import { isObject } from '../../objects.ts'

/** One `VirtualDeviceConfigSpec`: of a disk, a network adapter or a SCSI controller to add. */
export type DeviceChange = (DiskChange | NicChange | ControllerChange) & {
  operation: 'add' | 'remove' | 'edit'
  index: number
}

interface DiskChange {
  kind: 'disk'
  key: number | undefined
  /** Bytes. */
  capacity: number | undefined
  thin: boolean | undefined
  datastore: string | undefined
  unit: number | undefined
  /** The whole path of a file; undefined when there is only a datastore, or nothing. */
  file: string | undefined
  /** Whether the file is made or goes with the disk. */
  withFile: boolean
}

interface NicChange {
  kind: 'nic'
  key: number | undefined
  type: Nic['type']
  network: string | undefined
  startConnected: boolean | undefined
}

interface ControllerChange {
  kind: 'controller'
  type: ScsiAdapter['type']
}

const scsiTypes: Record<string, ScsiAdapter['type']> = {
  ParaVirtualSCSIController: 'PVSCSI',
  VirtualLsiLogicController: 'LSILOGIC',
  VirtualLsiLogicSASController: 'LSILOGICSAS'
}

const nicTypes: Record<string, Nic['type']> = {
  VirtualVmxnet3: 'VMXNET3',
  VirtualE1000: 'E1000',
  VirtualE1000e: 'E1000E'
}

export function readDeviceChange(value: unknown, index: number): DeviceChange {
  const spec = readSpec(value, 'VirtualDeviceConfigSpec', {
    honoured: ['operation', 'fileOperation', 'device'],
    others: ['profile', 'backing', 'filterSpec', 'changeMode']
  })
  const { operation, fileOperation } = spec
  if (operation !== 'add' && operation !== 'remove' && operation !== 'edit') {
    throw invalidRequest('operation must be add, remove or edit.')
  }
  const device = spec['device']
  const typeName = typeNameOf(device)
  if (!isObject(device)) throw invalidRequest('device must be a device.')
  const nic = nicTypes[typeName]
  if (nic) return { ...readNic(device, nic), operation, index }
  const scsi = scsiTypes[typeName]
  if (scsi && operation === 'add') return { kind: 'controller', type: scsi, operation, index }
  if (typeName !== 'VirtualDisk') throw notSupported(`The simulator does not change a ${typeName}.`)
  const { backing } = device
  if (operation === 'add' && isObject(backing) && backing['parent'] !== undefined) {
    throw notSupported('The simulator makes no linked disks.')
  }
  return { ...readDisk(device, fileOperation !== undefined), operation, index }
}

/** See "Required privileges" of ReconfigVM_Task. */
export function privilegeOfChange({ kind, operation, ...change }: DeviceChange): string {
  const config = 'VirtualMachine.Config'
  if (kind !== 'disk') return operation === 'edit' ? `${config}.EditDevice` : `${config}.AddRemoveDevice`
  if (operation === 'add') {
    const existing = 'file' in change && change.file !== undefined && !change.withFile
    return existing ? `${config}.AddExistingDisk` : `${config}.AddNewDisk`
  }
  if (operation === 'remove') return `${config}.RemoveDisk`
  return 'capacity' in change && change.capacity !== undefined
    ? `${config}.DiskExtend`
    : `${config}.EditDevice`
}

/** All of them, or none: @throws a fault or a Problem, when everything is as it was */
export function changeDevices(state: State, vm: VirtualMachine, changes: readonly DeviceChange[]): void {
  const { inventory, files } = state
  const { disks, nics, scsiAdapters } = vm
  const free = [...inventory.datastores.values()].map(datastore => ({ datastore, was: datastore.freeSpace }))
  const loose = new Map(files.disks)
  try {
    for (const change of changes) changeDevice(state, vm, change)
  } catch (error) {
    inventory.change(vm, { disks, nics, scsiAdapters })
    for (const { datastore, was } of free) datastore.freeSpace = was
    files.disks.clear()
    for (const [path, disk] of loose) files.disks.set(path, disk)
    throw error
  }
}

function changeDevice(state: State, vm: VirtualMachine, change: DeviceChange): void {
  if (change.kind === 'disk') changeDisk(state, vm, change)
  else if (change.kind === 'controller') addScsiAdapter(state, vm, { type: change.type })
  else changeAdapter(state, vm, change)
}

function changeDisk(state: State, vm: VirtualMachine, change: DiskChange & DeviceChange): void {
  const { capacity, thin, datastore, unit, file } = change
  if (change.operation === 'add') {
    const existing = change.withFile ? undefined : file
    addDisk(
      state,
      vm,
      existing === undefined ? { capacity, thin, datastore, unit } : { file: existing, unit }
    )
    return
  }
  const disk = deviceOf(vm.disks, change)
  if (change.operation === 'remove') {
    if (change.withFile) destroyDisk(state, vm, disk)
    else detachDisk(state, vm, disk)
    return
  }
  if (capacity === undefined || capacity === disk.capacity) return
  refuseGrowth(vm, disk, capacity, change.index)
  growDisk(state, vm, disk, capacity)
}

/** That a smaller disk, and one with snapshots on it, are these faults is inferred. */
function refuseGrowth(vm: VirtualMachine, disk: Disk, capacity: number, deviceIndex: number): void {
  if (vm.snapshots.length > 0) {
    throw vimFault('InvalidDeviceOperation', `Invalid operation for device '${deviceIndex}'.`, {
      deviceIndex,
      badOp: 'edit'
    })
  }
  if (capacity < disk.capacity) {
    throw vimFault('InvalidDeviceSpec', `Invalid configuration for device '${deviceIndex}'.`, {
      deviceIndex,
      property: 'virtualDeviceSpec.device.capacityInKB'
    })
  }
}

function changeAdapter(state: State, vm: VirtualMachine, change: NicChange & DeviceChange): void {
  const { type, network, startConnected } = change
  const wish: NicWish = { network, startConnected }
  if (change.operation === 'add') addNic(state, vm, { ...wish, type, startConnected: startConnected ?? true })
  else if (change.operation === 'remove') removeNic(state, vm, deviceOf(vm.nics, change))
  else changeNic(state, vm, deviceOf(vm.nics, change), wish)
}

function deviceOf<D extends { key: string }>(
  devices: readonly D[],
  { key, index }: { key: number | undefined; index: number }
): D {
  const found = devices.find(device => device.key === String(key))
  if (found) return found
  const text = `Invalid configuration for device '${index}'.`
  throw vimFault('InvalidDeviceSpec', text, { deviceIndex: index, property: 'virtualDeviceSpec.device.key' })
}

/** A device is sent back as it was read: what says the same as before is not looked at. */
function readDisk(device: Record<string, unknown>, withFile: boolean): DiskChange {
  const backing = isObject(device['backing']) ? device['backing'] : {}
  const bytes = device['capacityInBytes']
  const kilobytes = device['capacityInKB']
  const thin = backing['thinProvisioned']
  const file = backing['fileName']
  return {
    kind: 'disk',
    key: wholeNumber(device['key'], 'key'),
    capacity:
      capacityOf(bytes) ?? (capacityOf(kilobytes) === undefined ? undefined : Number(kilobytes) * 1024),
    thin: typeof thin === 'boolean' ? thin : undefined,
    datastore: optionalRef(backing['datastore'], 'datastore')?.value,
    unit: wholeNumber(device['unitNumber'], 'unitNumber'),
    file: typeof file === 'string' && file.endsWith('.vmdk') ? file : undefined,
    withFile
  }
}

function readNic(device: Record<string, unknown>, type: Nic['type']): NicChange {
  const backing = isObject(device['backing']) ? device['backing'] : {}
  const connectable = isObject(device['connectable']) ? device['connectable'] : {}
  const port = isObject(backing['port']) ? backing['port']['portgroupKey'] : undefined
  const start = connectable['startConnected']
  return {
    kind: 'nic',
    key: wholeNumber(device['key'], 'key'),
    type,
    network: typeof port === 'string' ? port : optionalRef(backing['network'], 'network')?.value,
    startConnected: typeof start === 'boolean' ? start : undefined
  }
}

/** Zero and less is what clients send for "not this one". */
function capacityOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw invalidRequest('A capacity must be a long.')
  return value > 0 ? value : undefined
}
