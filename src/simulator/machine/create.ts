import type { BootDevice, BootSettings, GuestSystem, VirtualMachine } from '../inventory/index.ts'
import { currentTools, noUpgrade, standardBoot } from '../inventory/standard-devices.ts'
import type { State } from '../state.ts'
import { addPlainAdapter, addScsiAdapter, ensureAdapter, type ScsiWish } from './adapters.ts'
import { addCdrom, type CdromWish } from './cdroms.ts'
import { addDisk, freeSpace, type DiskWish } from './disks.ts'
import { addNic, type NicWish } from './nics.ts'
import { claimName, resolvePlace, type Place, type PlacementWish } from './placement.ts'

/** A machine to make; what is left open is chosen, devices that are left open are not there. */
export interface MachineWish {
  name: string
  system: GuestSystem
  placement: PlacementWish
  annotation?: string | undefined
  firmware?: 'BIOS' | 'EFI' | undefined
  boot?: Partial<BootSettings> | undefined
  bootDevices?: BootDevice[] | undefined
  hardwareVersion?: number | undefined
  /** The name that the guest on its disks gives itself; without, there is no guest and no VMware Tools. */
  hostName?: string | undefined
  cpu?: Partial<VirtualMachine['cpu']> | undefined
  memory?: Partial<VirtualMachine['memory']> | undefined
  /** By default one new disk. */
  disks?: DiskWish[] | undefined
  nics?: NicWish[] | undefined
  cdroms?: CdromWish[] | undefined
  /** By default what the disks and drives need. */
  scsiAdapters?: ScsiWish[] | undefined
  sataAdapters?: { bus?: number | undefined; pciSlot?: number | undefined }[] | undefined
  nvmeAdapters?: { bus?: number | undefined; pciSlot?: number | undefined }[] | undefined
}

/**
 * Makes a powered-off machine and adds it to the inventory.
 *
 * @throws Problem before anything has changed
 */
export function createMachine(state: State, wish: MachineWish): VirtualMachine {
  const place = resolvePlace(state.inventory, wish.placement)
  claimName(state.inventory, place.folder.id, wish.name)
  const vm = bareMachine(state, wish, place)
  try {
    for (const adapter of wish.scsiAdapters ?? []) addScsiAdapter(state, vm, adapter)
    for (const adapter of wish.sataAdapters ?? []) addPlainAdapter(state, vm, 'SATA', adapter)
    for (const adapter of wish.nvmeAdapters ?? []) addPlainAdapter(state, vm, 'NVME', adapter)
    for (const cdrom of wish.cdroms ?? []) {
      if (!wish.sataAdapters) ensureAdapter(state, vm, cdrom.adapter ?? 'SATA', cdrom.bus)
      addCdrom(state, vm, cdrom)
    }
    for (const nic of wish.nics ?? []) addNic(state, vm, nic)
    addDisks(state, vm, wish)
  } catch (error) {
    undoDisks(state, vm, wish)
    throw error
  }
  state.inventory.add(vm)
  return vm
}

/** The free path of a new machine's configuration file: the directory is named after the machine. */
export function newHome(state: State, datastore: string, name: string): string {
  const taken = new Set([...state.files.machines.keys(), ...state.files.disks.keys()])
  for (const vm of state.inventory.vmsOf(datastore)) taken.add(vm.file)
  const store = state.inventory.datastores.get(datastore)?.name ?? ''
  // A slash cannot be in a file's name; vCenter writes it as %2f.
  const plain = name.replaceAll('%', '%25').replaceAll('/', '%2f').replaceAll('\\', '%5c')
  for (let number = 0; ; number += 1) {
    const directory = `[${store}] ${plain}${number === 0 ? '' : `_${number}`}/`
    if (![...taken].some(file => file.startsWith(directory))) return `${directory}${plain}.vmx`
  }
}

function addDisks(state: State, vm: VirtualMachine, wish: MachineWish): void {
  const given = { SCSI: wish.scsiAdapters, SATA: wish.sataAdapters, NVME: wish.nvmeAdapters, IDE: undefined }
  for (const disk of wish.disks ?? [{}]) {
    const kind = disk.adapter ?? 'SCSI'
    if (!given[kind]) ensureAdapter(state, vm, kind, disk.bus)
    addDisk(state, vm, disk)
  }
}

/** Gives back what disks took before a later one could not be made. */
function undoDisks(state: State, vm: VirtualMachine, wish: MachineWish): void {
  const attached = new Set(wish.disks?.flatMap(({ file }) => file ?? []))
  for (const disk of vm.disks) {
    if (attached.has(disk.file)) state.files.disks.set(disk.file, disk)
    else freeSpace(state, [disk])
  }
}

function bareMachine(state: State, wish: MachineWish, place: Place): VirtualMachine {
  const { folder, host, resourcePool, datastore } = place
  const sizeMib = wish.memory?.sizeMib ?? 2048
  const count = wish.cpu?.count ?? 1
  const home = newHome(state, datastore.id, wish.name)
  return {
    kind: 'VirtualMachine',
    id: state.ids.next('vm-'),
    name: wish.name,
    template: false,
    parent: folder.id,
    datacenter: host.datacenter,
    host: host.id,
    resourcePool: resourcePool.id,
    powerState: 'POWERED_OFF',
    cleanPowerOff: false,
    bootTime: undefined,
    created: state.now(),
    system: wish.system,
    firmware: wish.firmware ?? 'BIOS',
    boot: { ...standardBoot, ...wish.boot },
    bootDevices: wish.bootDevices ?? [],
    hardwareVersion: wish.hardwareVersion ?? 21,
    upgrade: noUpgrade,
    annotation: wish.annotation ?? '',
    biosUuid: `42${state.ids.uuid().slice(2)}`,
    instanceUuid: `50${state.ids.uuid().slice(2)}`,
    cpu: { count, coresPerSocket: 1, hotAdd: false, hotRemove: false, ...wish.cpu },
    memory: { sizeMib, hotAdd: false, ...wish.memory },
    file: home,
    datastore: datastore.id,
    disks: [],
    nics: [],
    cdroms: [],
    scsiAdapters: [],
    sataAdapters: [],
    nvmeAdapters: [],
    storagePolicies: {},
    tools: wish.hostName !== undefined,
    toolsVersion: currentTools,
    toolsUpgradePolicy: 'MANUAL',
    toolsInstallerMounted: false,
    guestState: 'notRunning',
    hostName: wish.hostName ?? '',
    demand: demandOf(count, sizeMib),
    snapshots: [],
    currentSnapshot: undefined
  }
}

/** What a machine of this size uses while it is on: little, as long as nothing runs in it. */
function demandOf(count: number, sizeMib: number): VirtualMachine['demand'] {
  return {
    cpuMhz: 20 * count,
    guestMemoryMib: Math.floor(sizeMib * 0.05),
    hostMemoryMib: Math.floor(sizeMib * 0.1)
  }
}
