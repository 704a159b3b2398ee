import type { VirtualMachine } from './vm-types.ts'

export type * from './vm-types.ts'

/** What the simulated vCenter holds. Ids are managed object ids; sizes are bytes unless named otherwise. */

export type FolderType = 'DATACENTER' | 'DATASTORE' | 'HOST' | 'NETWORK' | 'VIRTUAL_MACHINE'
export type DatastoreType = 'VMFS' | 'NFS' | 'NFS41' | 'VSAN'
export type NetworkType = 'STANDARD_PORTGROUP' | 'DISTRIBUTED_PORTGROUP' | 'OPAQUE_NETWORK'
export type ConnectionState = 'CONNECTED' | 'DISCONNECTED' | 'NOT_RESPONDING'

export interface Folder {
  kind: 'Folder'
  id: string
  name: string
  parent: string | undefined
  type: FolderType
  /** Undefined for the root folder only. */
  datacenter: string | undefined
  children: string[]
}

export interface Datacenter {
  kind: 'Datacenter'
  id: string
  name: string
  parent: string
  vmFolder: string
  hostFolder: string
  datastoreFolder: string
  networkFolder: string
}

/** A cluster, or the invisible compute resource that holds a standalone host. */
export interface ComputeResource {
  kind: 'ClusterComputeResource' | 'ComputeResource'
  id: string
  name: string
  parent: string
  datacenter: string
  hosts: string[]
  /** The root pool, always named `Resources`. */
  resourcePool: string
  datastores: string[]
  networks: string[]
  haEnabled: boolean
  drsEnabled: boolean
  /** Whether DRS moves machines by itself, or only recommends it. */
  drsBehavior: 'fullyAutomated' | 'partiallyAutomated' | 'manual'
}

export interface HostHardware {
  vendor: string
  model: string
  cpuModel: string
  cpuMhz: number
  packages: number
  cores: number
  threads: number
  memoryBytes: number
}

export interface Host {
  kind: 'HostSystem'
  id: string
  name: string
  /** The compute resource. */
  parent: string
  datacenter: string
  uuid: string
  connectionState: ConnectionState
  inMaintenanceMode: boolean
  bootTime: number
  hardware: HostHardware
  /** What the hypervisor itself uses. */
  overhead: { cpuMhz: number; memoryMib: number }
  datastores: string[]
  networks: string[]
}

/** Shares, reservation and limit; MHz for processors, MiB for memory, -1 for unlimited. */
export interface Allocation {
  reservation: number
  limit: number
  /** Whether it may take from its parent; true unless it says otherwise. */
  expandable?: boolean
  level: 'LOW' | 'NORMAL' | 'HIGH' | 'CUSTOM'
  shares: number
}

export interface ResourcePool {
  kind: 'ResourcePool'
  id: string
  name: string
  /** A compute resource for a root pool, otherwise a pool. */
  parent: string
  /** The compute resource. */
  owner: string
  datacenter: string
  children: string[]
  cpu: Allocation
  memory: Allocation
}

export interface Datastore {
  kind: 'Datastore'
  id: string
  name: string
  parent: string
  datacenter: string
  type: DatastoreType
  accessible: boolean
  capacity: number
  freeSpace: number
  /** How long it takes to answer; a few milliseconds where unset. */
  latencyMs?: number
  hosts: string[]
  url: string
}

export interface Network {
  kind: 'Network' | 'DistributedVirtualPortgroup' | 'OpaqueNetwork'
  id: string
  name: string
  parent: string
  datacenter: string
  type: NetworkType
  hosts: string[]
  /** Of a distributed port group. */
  switchUuid: string | undefined
  /** Of an opaque network. */
  opaqueId: string | undefined
}

export type Entity =
  | Folder
  | Datacenter
  | ComputeResource
  | Host
  | ResourcePool
  | Datastore
  | Network
  | VirtualMachine
