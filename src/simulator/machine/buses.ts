import type { DiskBus, VirtualMachine } from '../inventory/index.ts'
import { problemError } from './problems.ts'

/** A place on a virtual bus; what is left open is chosen. */
export interface Address {
  adapter: DiskBus
  bus?: number | undefined
  unit?: number | undefined
}

/** Buses and units of each kind, as https://configmax.broadcom.com lists them; a SCSI bus keeps unit 7. */
const sizes: Record<DiskBus, { buses: number; units: number }> = {
  IDE: { buses: 2, units: 2 },
  SCSI: { buses: 4, units: 16 },
  SATA: { buses: 4, units: 30 },
  NVME: { buses: 4, units: 15 }
}

type Devices = Pick<VirtualMachine, 'disks' | 'cdroms' | 'scsiAdapters' | 'sataAdapters' | 'nvmeAdapters'>

/**
 * The address, with what was left open chosen.
 *
 * @throws Problem misfit (out of bounds), no room (no such adapter, or no free unit), in use
 */
export function claimAddress(vm: Devices, wanted: Address): { bus: number; unit: number } {
  const { adapter, bus, unit } = wanted
  const { buses, units } = sizes[adapter]
  const field = adapter.toLowerCase()
  const reason = 'the address is out of bounds.'
  if (bus !== undefined && (bus < 0 || bus >= buses)) {
    throw problemError({ kind: 'misfit', field: `${field}.bus`, value: String(bus), reason })
  }
  if (unit !== undefined && (unit < 0 || unit >= units || (adapter === 'SCSI' && unit === 7))) {
    throw problemError({ kind: 'misfit', field: `${field}.unit`, value: String(unit), reason })
  }
  const present = busesOf(vm, adapter)
  const candidates = bus === undefined ? present : present.filter(number => number === bus)
  if (candidates.length === 0) throw problemError({ kind: 'no room', what: `${adapter} adapter` })
  for (const candidate of candidates) {
    const taken = unitsOf(vm, adapter, candidate)
    if (unit !== undefined && !taken.has(unit)) return { bus: candidate, unit }
    if (unit !== undefined) continue
    for (let number = 0; number < units; number += 1) {
      if (!taken.has(number) && !(adapter === 'SCSI' && number === 7)) return { bus: candidate, unit: number }
    }
  }
  if (unit === undefined) throw problemError({ kind: 'no room', what: `${adapter} address` })
  throw problemError({ kind: 'in use', what: `${adapter} address`, id: `${candidates[0]}:${unit}` })
}

/** The lowest bus number that no adapter of the kind has. @throws Problem no room, in use, misfit */
export function claimBus(vm: Devices, adapter: DiskBus, wanted: number | undefined): number {
  const present = busesOf(vm, adapter)
  const { buses } = sizes[adapter]
  if (wanted !== undefined) {
    if (wanted < 0 || wanted >= buses) {
      const reason = 'the bus number is out of bounds.'
      throw problemError({ kind: 'misfit', field: 'bus', value: String(wanted), reason })
    }
    if (present.includes(wanted)) {
      throw problemError({ kind: 'in use', what: `${adapter} bus`, id: String(wanted) })
    }
    return wanted
  }
  for (let number = 0; number < buses; number += 1) if (!present.includes(number)) return number
  throw problemError({ kind: 'no room', what: `${adapter} bus` })
}

/** The IDE channels are always there. */
export function busesOf(vm: Devices, adapter: DiskBus): number[] {
  switch (adapter) {
    case 'SCSI':
      return vm.scsiAdapters.map(({ bus }) => bus)
    case 'SATA':
      return vm.sataAdapters.map(({ bus }) => bus)
    case 'NVME':
      return vm.nvmeAdapters.map(({ bus }) => bus)
    default:
      return [0, 1]
  }
}

/** The units of a bus that disks and CD-ROM drives take. */
export function unitsOf(vm: Devices, adapter: DiskBus, bus: number): Set<number> {
  const devices = [...vm.disks, ...vm.cdroms]
  return new Set(devices.filter(it => it.adapter === adapter && it.bus === bus).map(it => it.unit))
}

/** A device key that is not in use: counts up from `first`. */
export function freeKey(devices: readonly { key: string }[], first: number): number {
  let key = first
  while (devices.some(device => device.key === String(key))) key += 1
  return key
}
