import type { PlainAdapter, ScsiAdapter, ScsiSharing, ScsiType, VirtualMachine } from '../inventory/index.ts'
import { scsiAdapter } from '../inventory/standard-devices.ts'
import type { State } from '../state.ts'
import { busesOf, claimBus, unitsOf } from './buses.ts'
import { problemError } from './problems.ts'

export interface ScsiWish {
  /** What is recommended for the guest by default. */
  type?: ScsiType | undefined
  bus?: number | undefined
  pciSlot?: number | undefined
  sharing?: ScsiSharing | undefined
}

/** @throws Problem wrong state (suspended), misfit, in use, no room */
export function addScsiAdapter(state: State, vm: VirtualMachine, wish: ScsiWish): ScsiAdapter {
  refuseSuspended(vm)
  const bus = claimBus(vm, 'SCSI', wish.bus)
  const type = wish.type ?? (vm.system.family === 'WINDOWS' ? 'LSILOGICSAS' : 'PVSCSI')
  const standard = scsiAdapter(type, bus)
  const adapter = {
    ...standard,
    pciSlot: wish.pciSlot ?? standard.pciSlot,
    sharing: wish.sharing ?? standard.sharing
  }
  state.inventory.change(vm, { scsiAdapters: [...vm.scsiAdapters, adapter] })
  return adapter
}

/** A SATA or NVMe adapter. @throws as for SCSI */
export function addPlainAdapter(
  state: State,
  vm: VirtualMachine,
  kind: 'SATA' | 'NVME',
  wish: { bus?: number | undefined; pciSlot?: number | undefined }
): PlainAdapter {
  refuseSuspended(vm)
  const bus = claimBus(vm, kind, wish.bus)
  const sata = kind === 'SATA'
  const adapter: PlainAdapter = {
    key: String((sata ? 15_000 : 31_000) + bus),
    label: `${sata ? 'SATA' : 'NVME'} controller ${bus}`,
    bus,
    pciSlot: wish.pciSlot ?? (sata ? 33 : 48) + bus
  }
  const list = sata ? 'sataAdapters' : 'nvmeAdapters'
  state.inventory.change(vm, { [list]: [...vm[list], adapter] })
  return adapter
}

/** Sharing changes while the machine is off only. */
export function shareScsiAdapter(
  state: State,
  vm: VirtualMachine,
  adapter: ScsiAdapter,
  sharing: ScsiSharing
): void {
  if (vm.powerState !== 'POWERED_OFF') {
    throw problemError({
      kind: 'wrong state',
      reason: 'Bus sharing changes only while the VM is powered off.'
    })
  }
  const scsiAdapters = vm.scsiAdapters.map(other => (other === adapter ? { ...adapter, sharing } : other))
  state.inventory.change(vm, { scsiAdapters })
}

/** That an adapter with devices cannot go is inferred. @throws Problem wrong state, in use */
export function removeAdapter(
  state: State,
  vm: VirtualMachine,
  kind: 'SCSI' | 'SATA' | 'NVME',
  adapter: { key: string; bus: number }
): void {
  refuseSuspended(vm)
  if (unitsOf(vm, kind, adapter.bus).size > 0) {
    throw problemError({ kind: 'wrong state', reason: 'Devices are attached to the adapter.' })
  }
  const list = ({ SCSI: 'scsiAdapters', SATA: 'sataAdapters', NVME: 'nvmeAdapters' } as const)[kind]
  state.inventory.change(vm, { [list]: vm[list].filter(other => other.key !== adapter.key) })
}

/** Adds the adapter that a device of a new machine needs, if it is not there yet. */
export function ensureAdapter(
  state: State,
  vm: VirtualMachine,
  kind: 'IDE' | 'SCSI' | 'SATA' | 'NVME',
  bus: number | undefined
): void {
  const present = busesOf(vm, kind)
  if (kind === 'IDE' || (bus === undefined ? present.length > 0 : present.includes(bus))) return
  if (kind === 'SCSI') addScsiAdapter(state, vm, { bus })
  else addPlainAdapter(state, vm, kind, { bus })
}

function refuseSuspended(vm: VirtualMachine): void {
  if (vm.powerState === 'SUSPENDED') {
    throw problemError({ kind: 'wrong state', reason: 'The VM is suspended.' })
  }
}
