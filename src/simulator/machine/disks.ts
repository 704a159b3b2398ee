import type { Datastore, Disk, DiskBus, VirtualMachine } from '../inventory/index.ts'
import type { State } from '../state.ts'
import { claimAddress, freeKey } from './buses.ts'
import { directoryOf, parseFile, type LooseDisk } from './files.ts'
import { datastoreOf, takeSpace } from './placement.ts'
import { problemError } from './problems.ts'

/** A disk to add; what is left open is chosen. */
export interface DiskWish {
  /** SCSI by default. */
  adapter?: DiskBus | undefined
  bus?: number | undefined
  unit?: number | undefined
  /** An existing file to attach; otherwise a new one is made. */
  file?: string | undefined
  /** Bytes of a new disk, 16 GiB by default. */
  capacity?: number | undefined
  /** Name of the new file, with or without `.vmdk`. */
  name?: string | undefined
  /** By default thick on VMFS and thin elsewhere. */
  thin?: boolean | undefined
  /** Id; by default where the machine is. */
  datastore?: string | undefined
}

const gibibyte = 1024 ** 3
/** https://configmax.broadcom.com - the largest virtual disk. */
const largest = 62 * 1024 * gibibyte

/**
 * Adds a disk to a machine, registered or still being made, and takes its space.
 *
 * @throws Problem before anything has changed
 */
export function addDisk(state: State, vm: VirtualMachine, wish: DiskWish): Disk {
  const adapter = wish.adapter ?? 'SCSI'
  refuseCold(vm, adapter)
  const address = claimAddress(vm, { adapter, bus: wish.bus, unit: wish.unit })
  const file = wish.file === undefined ? newFile(state, vm, wish) : existingFile(state, wish.file)
  const key = freeKey(vm.disks, 2000)
  const disk: Disk = { key: String(key), label: `Hard disk ${key - 1999}`, adapter, ...address, ...file }
  state.files.disks.delete(disk.file)
  state.inventory.change(vm, { disks: [...vm.disks, disk] })
  return disk
}

/** Detaches a disk. Its file stays, also when the machine is deleted later. */
export function detachDisk(state: State, vm: VirtualMachine, disk: Disk): void {
  refuseCold(vm, disk.adapter)
  state.files.disks.set(disk.file, disk)
  state.inventory.change(vm, { disks: vm.disks.filter(other => other !== disk) })
}

/** Removes a disk and its file: what ReconfigVM_Task does with `fileOperation: destroy`. */
export function destroyDisk(state: State, vm: VirtualMachine, disk: Disk): void {
  refuseCold(vm, disk.adapter)
  freeSpace(state, [disk])
  state.inventory.change(vm, { disks: vm.disks.filter(other => other !== disk) })
}

/** Puts another file behind a disk; the old one stays on its datastore. */
export function swapDiskFile(state: State, vm: VirtualMachine, disk: Disk, path: string): void {
  if (vm.powerState !== 'POWERED_OFF') {
    throw problemError({ kind: 'wrong state', reason: 'The file behind a disk changes while the VM is off.' })
  }
  if (path === disk.file) return
  const file = existingFile(state, path)
  state.files.disks.delete(path)
  state.files.disks.set(disk.file, disk)
  replaceDisk(state, vm, disk, file)
}

/** Makes a disk larger. @throws Problem misfit (smaller, or too large), no space */
export function growDisk(state: State, vm: VirtualMachine, disk: Disk, capacity: number): void {
  if (capacity < disk.capacity || capacity > largest) {
    const reason = 'a disk can only grow, up to 62 TiB.'
    throw problemError({ kind: 'misfit', field: 'capacity', value: String(capacity), reason })
  }
  const committed = disk.thin ? disk.committed : capacity
  takeSpace(datastoreOf(state.inventory, disk.datastore), committed - disk.committed)
  replaceDisk(state, vm, disk, { capacity, committed })
}

/** Gives back what files took on their datastores. */
export function freeSpace(state: State, files: Iterable<Pick<Disk, 'datastore' | 'committed'>>): void {
  for (const { datastore, committed } of files) {
    const found = state.inventory.datastores.get(datastore)
    if (found?.accessible) found.freeSpace += committed
  }
}

/** Moves a disk's file to another datastore, below `directory`. @throws Problem no space */
export function moveDisk(state: State, disk: Disk, target: Datastore, directory: string): Disk {
  if (target.id === disk.datastore) return disk
  takeSpace(target, disk.committed)
  freeSpace(state, [disk])
  const base = disk.file.slice(disk.file.lastIndexOf('/') + 1)
  return { ...disk, datastore: target.id, file: `${directory}${base}` }
}

function replaceDisk(state: State, vm: VirtualMachine, disk: Disk, changes: Partial<Disk>): void {
  const disks = vm.disks.map(other => (other === disk ? { ...disk, ...changes } : other))
  state.inventory.change(vm, { disks })
}

/** IDE devices cannot be plugged while the machine is on, and nothing can while it is suspended. */
export function refuseCold(vm: VirtualMachine, adapter: DiskBus): void {
  if (vm.powerState === 'SUSPENDED') {
    throw problemError({ kind: 'wrong state', reason: 'The VM is suspended.' })
  }
  if (vm.powerState === 'POWERED_ON' && adapter === 'IDE') {
    throw problemError({
      kind: 'wrong state',
      reason: 'IDE devices change only while the VM is powered off.'
    })
  }
}

function newFile(state: State, vm: VirtualMachine, wish: DiskWish): LooseDisk {
  const datastore = datastoreOf(state.inventory, wish.datastore ?? vm.datastore)
  const capacity = wish.capacity ?? 16 * gibibyte
  // The least is inferred: vCenter has been seen to make one of 320,000 bytes.
  if (capacity < 1024 || capacity > largest) {
    const reason = 'from 1 KiB to 62 TiB.'
    throw problemError({ kind: 'misfit', field: 'capacity', value: String(capacity), reason })
  }
  const thin = wish.thin ?? datastore.type !== 'VMFS'
  const file = nameFile(state, vm, datastore, wish.name)
  // A new thin disk holds its metadata only.
  const committed = thin ? Math.min(1024 ** 2, capacity) : capacity
  takeSpace(datastore, committed)
  return { file, datastore: datastore.id, capacity, committed, thin }
}

function nameFile(state: State, vm: VirtualMachine, datastore: Datastore, name: string | undefined): string {
  const path = directoryOf(vm.file).replace(/^\[[^\]]*\]/, `[${datastore.name}]`)
  const taken = (file: string) => vm.disks.some(disk => disk.file === file) || state.files.disks.has(file)
  if (name !== undefined) {
    const file = `${path}${name.replace(/\.vmdk$/, '')}.vmdk`
    if (taken(file)) throw problemError({ kind: 'in use', what: 'file', id: file })
    return file
  }
  const base = vm.file.slice(vm.file.lastIndexOf('/') + 1, -'.vmx'.length)
  for (let number = 0; ; number += 1) {
    const file = `${path}${base}${number === 0 ? '' : `_${number}`}.vmdk`
    if (!taken(file)) return file
  }
}

/** A file that is there and free. @throws Problem misfit, missing, in use */
function existingFile(state: State, path: string): LooseDisk {
  parseFile(path, 'backing.vmdk_file')
  const loose = state.files.disks.get(path)
  if (loose) {
    const { file, datastore, capacity, committed, thin } = loose
    return { file, datastore, capacity, committed, thin }
  }
  for (const vm of state.inventory.vms.values()) {
    if (vm.disks.some(disk => disk.file === path)) {
      throw problemError({ kind: 'in use', what: 'file', id: path })
    }
  }
  throw problemError({ kind: 'missing', what: 'file', id: path })
}
