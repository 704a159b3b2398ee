import type { CdromWish } from '../machine/cdroms.ts'
import type { DiskWish } from '../machine/disks.ts'
import type { NicWish } from '../machine/nics.ts'
import type { PlacementWish } from '../machine/placement.ts'
import type { BootDevice, BootSettings, CdromBacking } from '../inventory/index.ts'
import type { State } from '../state.ts'
import { invalidArgument, vapiError, message } from './errors.ts'
import type { FieldValues } from './fields.ts'
import { policyOf } from './policies.ts'

/**
 * Structures that several operations take, and what they mean.
 * https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/
 */

export const placementFields = {
  folder: 'text',
  resource_pool: 'text',
  host: 'text',
  cluster: 'text',
  datastore: 'text'
} as const

export function placementWish(given: FieldValues<typeof placementFields> = {}): PlacementWish {
  const { folder, resource_pool: resourcePool, host, cluster, datastore } = given
  return { folder, resourcePool, host, cluster, datastore }
}

export const bootFields = {
  type: { oneOf: ['BIOS', 'EFI'] },
  efi_legacy_boot: 'boolean',
  network_protocol: { oneOf: ['IPV4', 'IPV6'] },
  delay: 'integer',
  retry: 'boolean',
  retry_delay: 'integer',
  enter_setup_mode: 'boolean'
} as const

export function bootSettings(given: FieldValues<typeof bootFields>): Partial<BootSettings> {
  for (const name of ['delay', 'retry_delay'] as const) {
    const value = given[name]
    if (value !== undefined && value < 0) throw invalidArgument(name, value)
  }
  const entries = {
    efiLegacyBoot: given.efi_legacy_boot,
    networkProtocol: given.network_protocol,
    delay: given.delay,
    retry: given.retry,
    retryDelay: given.retry_delay,
    enterSetupMode: given.enter_setup_mode
  }
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined))
}

export const bootDeviceTypes = ['CDROM', 'DISK', 'ETHERNET', 'FLOPPY'] as const satisfies BootDevice['type'][]

const bus = { fields: { 'bus!': 'integer', unit: 'integer' } } as const
const ide = { fields: { primary: 'boolean', master: 'boolean' } } as const
const policy = { fields: { 'policy!': 'text' } } as const

export const vmdkBacking = { fields: { 'type!': { oneOf: ['VMDK_FILE'] }, vmdk_file: 'text' } } as const

export const diskFields = {
  type: { oneOf: ['IDE', 'SCSI', 'SATA', 'NVME'] },
  ide,
  scsi: bus,
  sata: bus,
  nvme: bus,
  backing: vmdkBacking,
  new_vmdk: { fields: { name: 'text', capacity: 'integer', storage_policy: policy } }
} as const

/** "Exactly one of backing or new_vmdk must be specified." */
export function diskWish(given: FieldValues<typeof diskFields>): DiskWish {
  const { backing, new_vmdk: fresh } = given
  if (backing && fresh) throw invalidArgument('new_vmdk', 'backing')
  if (!backing && !fresh) throw invalidArgument('backing', null)
  if (backing && backing.vmdk_file === undefined) throw invalidArgument('backing.vmdk_file', null)
  if (fresh?.storage_policy) policyOf(fresh.storage_policy.policy)
  const adapter = given.type ?? 'SCSI'
  return {
    adapter,
    ...addressOf(adapter, given),
    file: backing?.vmdk_file,
    capacity: fresh?.capacity,
    name: fresh?.name
  }
}

const cdromBacking = {
  fields: {
    'type!': { oneOf: ['ISO_FILE', 'HOST_DEVICE', 'CLIENT_DEVICE'] },
    iso_file: 'text',
    host_device: 'text',
    device_access_type: { oneOf: ['EMULATION', 'PASSTHRU', 'PASSTHRU_EXCLUSIVE'] }
  }
} as const

const connection = { start_connected: 'boolean', allow_guest_control: 'boolean' } as const

export const cdromChanges = { backing: cdromBacking, ...connection } as const
export const cdromFields = { type: { oneOf: ['IDE', 'SATA'] }, ide, sata: bus, ...cdromChanges } as const

export function cdromWish(given: FieldValues<typeof cdromFields>): CdromWish {
  const { backing, start_connected: startConnected, allow_guest_control: allowGuestControl } = given
  const adapter = given.type ?? 'SATA'
  return {
    adapter,
    ...addressOf(adapter, given),
    backing: backing && backingOf(backing),
    startConnected,
    allowGuestControl
  }
}

function backingOf(given: FieldValues<(typeof cdromBacking)['fields']>): CdromBacking {
  const { type, iso_file: isoFile, host_device: hostDevice, device_access_type: access } = given
  if (isoFile !== undefined && type !== 'ISO_FILE') throw invalidArgument('backing.iso_file', isoFile)
  return {
    type,
    ...(isoFile === undefined ? {} : { isoFile }),
    ...(hostDevice === undefined ? {} : { hostDevice }),
    ...(access === undefined ? {} : { access })
  }
}

export const nicChanges = {
  upt_compatibility_enabled: 'boolean',
  mac_type: { oneOf: ['MANUAL', 'GENERATED', 'ASSIGNED'] },
  mac_address: 'text',
  wake_on_lan_enabled: 'boolean',
  backing: {
    fields: {
      'type!': { oneOf: ['STANDARD_PORTGROUP', 'HOST_DEVICE', 'DISTRIBUTED_PORTGROUP', 'OPAQUE_NETWORK'] },
      network: 'text',
      distributed_port: 'text'
    }
  },
  ...connection
} as const

export const nicFields = {
  type: { oneOf: ['E1000', 'E1000E', 'PCNET32', 'VMXNET', 'VMXNET2', 'VMXNET3'] },
  pci_slot_number: 'integer',
  ...nicChanges
} as const

export function nicWish(state: State, given: FieldValues<typeof nicFields>): NicWish {
  const { backing } = given
  // Documented for HOST_DEVICE; that the type must be the network's own is inferred.
  if (backing?.type === 'HOST_DEVICE') throw invalidArgument('backing.type', backing.type)
  if (backing && backing.network === undefined) throw invalidArgument('backing.network', null)
  const network = state.inventory.networks.get(backing?.network ?? '')
  if (backing && network && network.type !== backing.type) throw invalidArgument('backing.type', backing.type)
  if (given.type !== undefined && given.type !== 'VMXNET3' && given.upt_compatibility_enabled === true) {
    throw vapiError('UNSUPPORTED', message('com.vmware.api.vcenter.vm.upt', 'UPT needs a VMXNET3 adapter.'))
  }
  return {
    type: given.type,
    network: backing?.network,
    macType: given.mac_type,
    mac: given.mac_address,
    wakeOnLan: given.wake_on_lan_enabled,
    uptCompatible: given.upt_compatibility_enabled,
    startConnected: given.start_connected,
    allowGuestControl: given.allow_guest_control
  }
}

interface Addresses {
  ide?: { primary?: boolean; master?: boolean }
  scsi?: { bus: number; unit?: number }
  sata?: { bus: number; unit?: number }
  nvme?: { bus: number; unit?: number }
}

/** The address of the adapter's own kind; one of another kind is refused. */
function addressOf(
  adapter: 'IDE' | 'SCSI' | 'SATA' | 'NVME',
  given: Addresses
): { bus?: number; unit?: number } {
  const name = adapter.toLowerCase() as keyof Addresses
  for (const other of ['ide', 'scsi', 'sata', 'nvme'] as const) {
    if (other !== name && given[other]) throw invalidArgument(other, JSON.stringify(given[other]))
  }
  if (name !== 'ide') return given[name] ?? {}
  const { primary, master } = given.ide ?? {}
  return {
    ...(primary === undefined ? {} : { bus: primary ? 0 : 1 }),
    ...(master === undefined ? {} : { unit: master ? 0 : 1 })
  }
}
