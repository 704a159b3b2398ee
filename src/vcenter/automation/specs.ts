/**
 * What requests of the Automation API carry, in its own words. Sizes are bytes, or MiB where the name says so.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/
 */

export interface ObjectId {
  /** Such as `VirtualMachine`. */
  type: string
  id: string
}

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

export interface DatacenterSpec {
  name: string
  folder?: string
}

export interface HostSpec {
  hostname: string
  port?: number
  user_name: string
  password: string
  folder?: string
  thumbprint_verification: 'NONE' | 'THUMBPRINT'
  thumbprint?: string
  force_add?: boolean
}

/** MHz for CPU, MiB for memory; a limit of -1 is none. */
export interface Allocation {
  reservation?: number
  expandable_reservation?: boolean
  limit?: number
  shares?: { level: 'LOW' | 'NORMAL' | 'HIGH' | 'CUSTOM'; shares?: number }
}

export interface ResourcePoolChange {
  name?: string
  cpu_allocation?: Allocation
  memory_allocation?: Allocation
}

export interface ResourcePoolSpec extends ResourcePoolChange {
  name: string
  parent: string
}

export interface LibraryFilter {
  name?: string
  type?: 'LOCAL' | 'SUBSCRIBED'
}

export interface ItemFilter {
  name?: string
  library_id?: string
  source_id?: string
  type?: string
  cached?: boolean
}

export interface DeploymentTarget {
  resource_pool_id: string
  host_id?: string
  folder_id?: string
}

export interface OvfDeployment {
  target: DeploymentTarget
  deployment_spec: {
    name?: string
    annotation?: string
    accept_all_EULA: boolean
    network_mappings?: Record<string, string>
    storage_mappings?: Record<string, { type: string; datastore_id?: string; storage_profile_id?: string }>
    storage_provisioning?: 'thin' | 'thick' | 'eagerZeroedThick'
    storage_profile_id?: string
    locale?: string
    flags?: string[]
    default_datastore_id?: string
  }
}

interface ItemStorage {
  datastore?: string
  storage_policy?: { type: string; policy?: string }
}

export interface TemplateItemSpec {
  source_vm: string
  name: string
  description?: string
  library: string
  vm_home_storage?: ItemStorage
  disk_storage?: ItemStorage
  disk_storage_overrides?: Record<string, ItemStorage>
  placement?: Omit<Placement, 'datastore'>
}

/** `memory` in MiB. */
export interface TemplateDeployment extends Omit<TemplateItemSpec, 'source_vm' | 'library'> {
  powered_on?: boolean
  guest_customization?: { name?: string }
  hardware_customization?: {
    nics?: Record<string, { network?: string }>
    disks_to_remove?: string[]
    disks_to_update?: Record<string, { capacity: number }>
    cpu_update?: { num_cpus?: number; num_cores_per_socket?: number }
    memory_update?: { memory?: number }
  }
}

export interface CategorySpec {
  name: string
  description: string
  cardinality: 'SINGLE' | 'MULTIPLE'
  /** Empty: every type. */
  associable_types: string[]
}

export type CategoryChange = Partial<CategorySpec>

export interface TagSpec {
  name: string
  description: string
  category_id: string
}

export type TagChange = Partial<Pick<TagSpec, 'name' | 'description'>>

/** At most 1000 tasks are answered; a filter is required. */
export interface TaskList {
  filter_spec: {
    tasks?: string[]
    services?: string[]
    operations?: string[]
    status?: string[]
    users?: string[]
  }
  result_spec?: { return_all?: boolean; exclude_result?: boolean }
}
