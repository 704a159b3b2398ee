import type { Cdrom, CdromBacking, VirtualMachine } from '../inventory/index.ts'
import type { State } from '../state.ts'
import { claimAddress, freeKey } from './buses.ts'
import { refuseCold } from './disks.ts'
import { parseFile } from './files.ts'
import { problemError } from './problems.ts'

/** A CD-ROM drive to add, or what to change in one; what is left open is chosen or stays. */
export interface CdromWish {
  /** SATA by default, for which there must be an adapter. */
  adapter?: 'IDE' | 'SATA' | undefined
  bus?: number | undefined
  unit?: number | undefined
  /** A client's device by default. */
  backing?: CdromBacking | undefined
  startConnected?: boolean | undefined
  allowGuestControl?: boolean | undefined
}

/** @throws Problem before anything has changed */
export function addCdrom(state: State, vm: VirtualMachine, wish: CdromWish): Cdrom {
  const adapter = wish.adapter ?? 'SATA'
  refuseCold(vm, adapter)
  const address = claimAddress(vm, { adapter, bus: wish.bus, unit: wish.unit })
  const key = freeKey(vm.cdroms, adapter === 'SATA' ? 16_000 : 3000)
  const numbers = vm.cdroms.map(cdrom => Number(cdrom.label.replaceAll(/\D/g, '')))
  const startConnected = wish.startConnected ?? false
  const cdrom: Cdrom = {
    key: String(key),
    label: `CD/DVD drive ${Math.max(0, ...numbers) + 1}`,
    adapter,
    ...address,
    backing: checkBacking(state, wish.backing ?? { type: 'CLIENT_DEVICE' }),
    connected: startConnected,
    startConnected,
    allowGuestControl: wish.allowGuestControl ?? false
  }
  state.inventory.change(vm, { cdroms: [...vm.cdroms, cdrom] })
  return cdrom
}

export function removeCdrom(state: State, vm: VirtualMachine, cdrom: Cdrom): void {
  refuseCold(vm, cdrom.adapter)
  state.inventory.change(vm, { cdroms: vm.cdroms.filter(other => other !== cdrom) })
}

/** @throws Problem misfit, missing */
export function changeCdrom(state: State, vm: VirtualMachine, cdrom: Cdrom, wish: CdromWish): void {
  replace(state, vm, cdrom, {
    backing: wish.backing ? checkBacking(state, wish.backing) : cdrom.backing,
    startConnected: wish.startConnected ?? cdrom.startConnected,
    allowGuestControl: wish.allowGuestControl ?? cdrom.allowGuestControl
  })
}

export function connectCdrom(state: State, vm: VirtualMachine, cdrom: Cdrom, connected: boolean): void {
  replace(state, vm, cdrom, { connected })
}

function replace(state: State, vm: VirtualMachine, cdrom: Cdrom, changes: Partial<Cdrom>): void {
  const cdroms = vm.cdroms.map(other => (other === cdrom ? { ...cdrom, ...changes } : other))
  state.inventory.change(vm, { cdroms })
}

/** An image must be named, and lie on a datastore that exists; whether the file does is not looked at. */
function checkBacking(state: State, backing: CdromBacking): CdromBacking {
  if (backing.type !== 'ISO_FILE') return { access: 'PASSTHRU', ...backing }
  const { datastore } = parseFile(backing.isoFile ?? '', 'backing.iso_file')
  for (const candidate of state.inventory.datastores.values())
    if (candidate.name === datastore) return backing
  throw problemError({ kind: 'missing', what: 'file', id: backing.isoFile ?? '' })
}
