import type { VcenterGauges } from './gauges.ts'
import type {
  ClusterSummary,
  DatacenterSummary,
  DatastoreSummary,
  GuestIdentity,
  HostSummary,
  ManagedObject,
  ManagedObjectReference,
  ManagedObjectType,
  NetworkSummary,
  SnapshotInfo,
  SnapshotSpec,
  TaskInfo,
  VmInfo,
  VmSummary
} from './shapes.ts'

export type * from './shapes.ts'

/**
 * What the tools may ask of a vCenter. Filters are those of the vSphere Automation API: exact values, each list an OR,
 * all of them together an AND.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/
 */

/** One configured vCenter: its transport, its sessions. Lives as long as the service. */
export interface VcenterConnection {
  /** The configured host, `host` or `host:port`, exactly as the configuration has it. */
  readonly name: string
  /** A client whose calls end when `signal` aborts. Writes already sent are not aborted: they run to their end. */
  client(options?: CallerPatience): VcenterClient
  gauges(): VcenterGauges
  /** Logs out of every session and closes the sockets. Never throws; takes at most 2 seconds. */
  close(): Promise<void>
}

/** How long a caller waits. */
export interface CallerPatience {
  signal?: AbortSignal
  /** Milliseconds until the signal aborts by itself: a pause that would last longer is not begun. */
  remainingMs?: () => number
}

/**
 * Every method throws `VcenterApiError` for an answer of vCenter, `VcenterUnavailableError` when no answer came
 * and nothing was changed, `VcenterOutcomeUnknownError` when a write was cut off after it had been sent,
 * or was answered with something that is not vCenter's answer to it.
 */
export interface VcenterClient {
  readonly name: string

  // vSphere Automation API
  listVms(filter?: VmFilter): Promise<VmSummary[]>
  getVm(vm: string): Promise<VmInfo>
  listHosts(filter?: HostFilter): Promise<HostSummary[]>
  listClusters(filter?: ClusterFilter): Promise<ClusterSummary[]>
  listDatastores(filter?: DatastoreFilter): Promise<DatastoreSummary[]>
  listNetworks(filter?: NetworkFilter): Promise<NetworkSummary[]>
  listDatacenters(filter?: DatacenterFilter): Promise<DatacenterSummary[]>
  /** `undefined` when VMware Tools is not running (vCenter answers 503 for that). */
  getGuestIdentity(vm: string): Promise<GuestIdentity | undefined>
  getPower(vm: string): Promise<{ state: string; clean_power_off?: boolean }>
  /** Hard power operations. Answers when vCenter's own task has ended. */
  changePower(vm: string, action: 'start' | 'stop' | 'reset' | 'suspend'): Promise<void>
  /** Asks the guest system; answers at once, the guest takes its time. */
  changeGuestPower(vm: string, action: 'shutdown' | 'reboot'): Promise<void>
  updateCpu(vm: string, spec: { count?: number; cores_per_socket?: number }): Promise<void>
  updateMemory(vm: string, spec: { size_MiB: number }): Promise<void>
  deleteVm(vm: string): Promise<void>

  // Virtual Infrastructure JSON API (vCenter 8.0 U1 and later); throws an UNSUPPORTED error on older releases
  /** `undefined` when the VM has no snapshots. */
  getSnapshots(vm: string): Promise<SnapshotInfo | undefined>
  /** Starts the task and answers its id (`task-123`); wait for it with `waitForTask`. */
  createSnapshot(vm: string, spec: SnapshotSpec): Promise<string>
  removeSnapshot(snapshot: string, options: { removeChildren: boolean }): Promise<string>
  getTask(task: string): Promise<TaskInfo>
  /**
   * Polls until the task has succeeded or failed, or until `timeoutMs` is over or the client's signal aborts: then
   * it answers the task as last seen (`queued` or `running`). A failed task is answered, not thrown. Errors of vCenter
   * are not thrown either, because the task goes on whether it can be read or not: those that may pass are polled
   * through. A task that was never seen, or that vCenter has forgotten, is answered with the state `unknown`.
   */
  waitForTask(
    task: string,
    options: { timeoutMs: number; onProgress?: (percent: number) => void }
  ): Promise<TaskInfo>
  /**
   * One bulk read of named properties. Objects of a subtype are named by a reference with their own type: a
   * distributed port group is read as a `Network`, but is a `DistributedVirtualPortgroup`. Unset or unreadable properties are absent; objects that are gone are absent.
   * Values are unboxed: `{"_typeName":"string","_value":"x"}` is answered as `"x"`.
   */
  readObjects(
    type: ManagedObjectType,
    ids: readonly (string | ManagedObjectReference)[],
    paths: readonly string[]
  ): Promise<ManagedObject[]>
  /** The same over the whole inventory, several types in one walk; pages of vCenter are followed to the end. */
  readInventory(spec: Partial<Record<ManagedObjectType, readonly string[]>>): Promise<ManagedObject[]>
}

export interface VmFilter {
  vms?: readonly string[]
  names?: readonly string[]
  folders?: readonly string[]
  datacenters?: readonly string[]
  hosts?: readonly string[]
  clusters?: readonly string[]
  resource_pools?: readonly string[]
  power_states?: readonly string[]
}

export interface HostFilter {
  hosts?: readonly string[]
  names?: readonly string[]
  folders?: readonly string[]
  datacenters?: readonly string[]
  clusters?: readonly string[]
  connection_states?: readonly string[]
}

export interface ClusterFilter {
  clusters?: readonly string[]
  names?: readonly string[]
  folders?: readonly string[]
  datacenters?: readonly string[]
}

export interface DatastoreFilter {
  datastores?: readonly string[]
  names?: readonly string[]
  types?: readonly string[]
  folders?: readonly string[]
  datacenters?: readonly string[]
}

export interface NetworkFilter {
  networks?: readonly string[]
  names?: readonly string[]
  types?: readonly string[]
  folders?: readonly string[]
  datacenters?: readonly string[]
}

export interface DatacenterFilter {
  datacenters?: readonly string[]
  names?: readonly string[]
  folders?: readonly string[]
}
