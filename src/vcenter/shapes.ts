/**
 * What vCenter answers, in vCenter's own words: field names, enums and units are those of its official descriptions.
 * Enums are open (`string`), because they grow with releases.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */

export type ManagedObjectType =
  | 'VirtualMachine'
  | 'HostSystem'
  | 'ClusterComputeResource'
  | 'ComputeResource'
  | 'Datastore'
  | 'Folder'
  | 'ResourcePool'
  | 'Datacenter'
  | 'Network'

/** A property path of the bulk read (`summary.quickStats`) and its unboxed value. */
export interface ManagedObject {
  type: string
  id: string
  properties: Record<string, unknown>
}

export interface ManagedObjectReference {
  type: string
  value: string
}

export interface VmSummary {
  vm: string
  name: string
  power_state: string
  cpu_count?: number
  memory_size_MiB?: number
}

export interface HostSummary {
  host: string
  name: string
  connection_state: string
  power_state?: string
}

export interface ClusterSummary {
  cluster: string
  name: string
  ha_enabled: boolean
  drs_enabled: boolean
}

/** `capacity` and `free_space` in bytes; absent while the datastore is not accessible. */
export interface DatastoreSummary {
  datastore: string
  name: string
  type: string
  free_space?: number
  capacity?: number
}

export interface NetworkSummary {
  network: string
  name: string
  type: string
}

export interface DatacenterSummary {
  datacenter: string
  name: string
}

/** The part of `Vcenter.VM.Info` that the service reads. Device maps are keyed by device key. */
export interface VmInfo {
  guest_OS: string
  name: string
  identity?: { name: string; bios_uuid: string; instance_uuid: string }
  power_state: string
  hardware: { version: string; upgrade_policy: string; upgrade_status: string }
  boot: { type: string }
  cpu: { count: number; cores_per_socket: number; hot_add_enabled: boolean; hot_remove_enabled: boolean }
  memory: {
    size_MiB: number
    hot_add_enabled: boolean
    hot_add_increment_size_MiB?: number
    hot_add_limit_MiB?: number
  }
  disks: Record<string, VmDisk>
  nics: Record<string, VmNic>
  cdroms?: Record<string, VmCdrom>
}

export interface VmDisk {
  label: string
  type: string
  backing: { type: string; vmdk_file?: string }
  /** bytes */
  capacity?: number
}

export interface VmNic {
  label: string
  type: string
  mac_type: string
  mac_address?: string
  backing: { type: string; network?: string; network_name?: string }
  state: string
  start_connected: boolean
}

export interface VmCdrom {
  label: string
  type: string
  backing: { type: string; iso_file?: string }
  state: string
  start_connected: boolean
}

export interface GuestIdentity {
  name: string
  family: string
  full_name: { default_message: string }
  host_name: string
  ip_address?: string
}

export interface SnapshotSpec {
  name: string
  description: string
  memory: boolean
  quiesce: boolean
}

export interface SnapshotInfo {
  currentSnapshot?: ManagedObjectReference
  rootSnapshotList: SnapshotTree[]
}

/** `VirtualMachineSnapshotTree`; `createTime` is ISO 8601. */
export interface SnapshotTree {
  snapshot: ManagedObjectReference
  vm: ManagedObjectReference
  name: string
  description: string
  id: number
  createTime: string
  state: string
  quiesced: boolean
  childSnapshotList?: SnapshotTree[]
}

export interface TaskInfo {
  key: string
  /** `queued`, `running`, `success`, `error`; `unknown` says this service of a task that it could not read. */
  state: string
  progress?: number
  result?: unknown
  error?: { fault: { _typeName: string }; localizedMessage: string }
}
