import type { BootSettings, Cdrom, HardwareUpgrade, PlainAdapter, ScsiAdapter, ScsiType } from './types.ts'

/** VMware Tools 12.4.5, the version that the simulated hosts have to install. */
export const currentTools = 12_389

/**
 * What a new virtual machine has besides disks and network adapters. The lists are shared by all machines and
 * frozen: 50,000 machines cost no more than one, and a change replaces the list.
 */

export const standardBoot: Readonly<BootSettings> = Object.freeze({
  efiLegacyBoot: false,
  networkProtocol: 'IPV4',
  delay: 0,
  retry: false,
  retryDelay: 10_000,
  enterSetupMode: false
})

export const noUpgrade: Readonly<HardwareUpgrade> = Object.freeze({
  policy: 'NEVER',
  version: undefined,
  status: 'NONE'
})

export const standardCdroms: readonly Cdrom[] = Object.freeze([
  {
    key: '16000',
    label: 'CD/DVD drive 1',
    adapter: 'SATA',
    bus: 0,
    unit: 0,
    backing: { type: 'CLIENT_DEVICE', access: 'PASSTHRU' },
    connected: false,
    startConnected: false,
    allowGuestControl: true
  } satisfies Cdrom
])

export const standardSata: readonly PlainAdapter[] = Object.freeze([
  { key: '15000', label: 'SATA controller 0', bus: 0, pciSlot: 33 }
])

const scsi = {
  LINUX: Object.freeze([scsiAdapter('PVSCSI', 0)]),
  WINDOWS: Object.freeze([scsiAdapter('LSILOGICSAS', 0)])
}

/** The adapter that is recommended for the guest. */
export function standardScsi(family: 'LINUX' | 'WINDOWS'): readonly ScsiAdapter[] {
  return scsi[family]
}

export function scsiAdapter(type: ScsiType, bus: number): ScsiAdapter {
  return {
    key: String(1000 + bus),
    label: `SCSI controller ${bus}`,
    type,
    bus,
    pciSlot: bus === 0 ? 160 : 224 + 32 * bus,
    sharing: 'NONE'
  }
}
