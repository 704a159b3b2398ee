/**
 * What requests about VMs and their hardware carry, in the words of the Automation API. Sizes are bytes, or MiB where
 * the name says so.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/
 */

export interface Placement {
  folder?: string
  resource_pool?: string
  host?: string
  cluster?: string
  datastore?: string
}

export interface VmSpec {
  guest_OS: string
  name?: string
  placement?: Placement
  hardware_version?: string
  boot?: BootChange
  boot_devices?: Pick<BootDevice, 'type'>[]
  cpu?: CpuChange
  memory?: MemoryChange
  disks?: DiskSpec[]
  nics?: NicSpec[]
  cdroms?: CdromSpec[]
  storage_policy?: { policy: string }
}

export interface CloneSpec {
  source: string
  name: string
  placement?: Placement
  disks_to_remove?: string[]
  disks_to_update?: Record<string, { datastore?: string }>
  power_on?: boolean
  guest_customization_spec?: { name?: string }
}

export interface InstantCloneSpec {
  source: string
  name: string
  placement?: Pick<Placement, 'folder' | 'resource_pool' | 'datastore'>
  nics_to_update?: Record<string, NicChange>
  disconnect_all_nics?: boolean
  bios_uuid?: string
}

export interface RelocateSpec {
  placement?: Placement
  disks?: Record<string, { datastore?: string }>
}

/** Either datastore and path, or `datastore_path` as `[datastore] folder/vm.vmx`. */
export interface RegisterSpec {
  datastore?: string
  path?: string
  datastore_path?: string
  name?: string
  placement?: Omit<Placement, 'datastore'>
}

export interface HardwareChange {
  upgrade_policy?: string
  upgrade_version?: string
}

export interface CpuChange {
  count?: number
  cores_per_socket?: number
  hot_add_enabled?: boolean
  hot_remove_enabled?: boolean
}

export interface MemoryChange {
  size_MiB?: number
  hot_add_enabled?: boolean
}

/** Delays in milliseconds. */
export interface BootChange {
  type?: 'BIOS' | 'EFI'
  efi_legacy_boot?: boolean
  network_protocol?: 'IPV4' | 'IPV6'
  delay?: number
  retry?: boolean
  retry_delay?: number
  enter_setup_mode?: boolean
}

export interface BootDevice {
  type: 'CDROM' | 'DISK' | 'ETHERNET' | 'FLOPPY'
  nic?: string
  disks?: string[]
}

interface UnitAddress {
  bus: number
  unit?: number
}

export interface DiskSpec {
  type?: 'IDE' | 'SCSI' | 'SATA' | 'NVME'
  ide?: { primary?: boolean; master?: boolean }
  scsi?: UnitAddress
  sata?: UnitAddress
  nvme?: UnitAddress
  backing?: { type: 'VMDK_FILE'; vmdk_file?: string }
  new_vmdk?: { name?: string; capacity?: number; storage_policy?: { policy: string } }
}

export type DiskChange = Pick<DiskSpec, 'backing'>

interface NicSettings {
  mac_type?: 'MANUAL' | 'GENERATED' | 'ASSIGNED'
  mac_address?: string
  wake_on_lan_enabled?: boolean
  backing?: { type: string; network?: string; distributed_port?: string }
  start_connected?: boolean
  allow_guest_control?: boolean
}

export interface NicSpec extends NicSettings {
  type?: string
  pci_slot_number?: number
}

export type NicChange = NicSettings

interface CdromSettings {
  backing?: { type: 'ISO_FILE' | 'HOST_DEVICE' | 'CLIENT_DEVICE'; iso_file?: string; host_device?: string }
  start_connected?: boolean
  allow_guest_control?: boolean
}

export interface CdromSpec extends CdromSettings {
  type?: 'IDE' | 'SATA'
  ide?: { primary?: boolean; master?: boolean }
  sata?: UnitAddress
}

export type CdromChange = CdromSettings
