import type { Static } from '@sinclair/typebox'
import type { AutomationCalls } from './automation/calls.ts'
import type { guestIdentity } from './automation/operations/guest.ts'
import type * as inventory from './automation/operations/inventory.ts'
import type * as vms from './automation/operations/vm-schemas.ts'
import type { ArgumentsOf } from './automation/operation.ts'
import type { operations } from './automation/operations/index.ts'
import type { ListCalls } from './inventory/list-calls.ts'
import type { ManagedObject, ManagedObjectType } from './vim/property-collector.ts'
import type { ManagedObjectReference } from './vim/answers.ts'
import type { VimCalls } from './vim/calls/index.ts'
import type { TaskInfo, TaskWait } from './vim/tasks.ts'
import type { VimService } from './vim/vim-release.ts'
import type { VcenterGauges } from './gauges.ts'

export type { ManagedObjectReference, SnapshotInfo, SnapshotTree } from './vim/answers.ts'
export type { ManagedObject, ManagedObjectType } from './vim/property-collector.ts'
export type { TriggeredAlarm } from './vim/calls/alarms.ts'
export type { GrantedPrivileges, UserSession } from './vim/calls/authorization.ts'
export type { Recommendation } from './vim/calls/clusters.ts'
export type { EventQuery, VcenterEvent } from './vim/calls/events.ts'
export type { VmPlacement } from './vim/calls/inventory.ts'
export type { PerformanceQuery, PerformanceSeries } from './vim/calls/performance.ts'
export type { SnapshotSpec } from './vim/calls/snapshots.ts'
export type { HostStatistics, VmStatistics } from './vim/calls/statistics.ts'
export type { RelocationTarget } from './vim/calls/vms.ts'
export type { PerformanceCounter } from './vim/performance-counters.ts'
export type { TaskInfo } from './vim/tasks.ts'

export type VmSummary = Static<typeof vms.vmSummary>
export type VmInfo = Static<typeof vms.vmInfo>
export type HostSummary = Static<typeof inventory.hostSummary>
export type ClusterSummary = Static<typeof inventory.clusterSummary>
export type DatastoreSummary = Static<typeof inventory.datastoreSummary>
export type NetworkSummary = Static<typeof inventory.networkSummary>
export type DatacenterSummary = Static<typeof inventory.datacenterSummary>
export type GuestIdentity = Static<typeof guestIdentity>
export type VmFilter = ArgumentsOf<typeof operations.listVms>

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

/** `release` is that of the API (`8.0.3.0`), the others are vCenter's own words about itself. */
export type VimRelease = Pick<VimService, 'release' | 'version' | 'build' | 'fullName'>

/** How long a caller waits. */
export interface CallerPatience {
  signal?: AbortSignal
  /** Milliseconds until the signal aborts by itself: a pause that would last longer is not begun. */
  remainingMs?: () => number
}

/**
 * What the tools may ask of a vCenter: every operation of the table of the Automation API, and what only the
 * VI/JSON API has (vCenter 8.0 U1 and later; an unsupported error before). Filters are exact values, each list an OR,
 * all of them together an AND. Answers may be shared with other callers: never change them.
 *
 * Every method throws `VcenterApiError` for an answer of vCenter, `VcenterUnavailableError` when no answer came
 * and nothing was changed, `VcenterOutcomeUnknownError` when a write was cut off after it had been sent,
 * or was answered with something that is not vCenter's answer to it.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */
export interface VcenterClient
  extends Omit<AutomationCalls, 'getGuestIdentity' | keyof ListCalls>, ListCalls, VimCalls {
  readonly name: string
  /**
   * The release of VI/JSON that was agreed on, and which vCenter it was agreed with. Needs no session, so it also tells
   * whom a log-in would be sent to. An unsupported error before 8.0 U1.
   */
  getVimRelease(): Promise<VimRelease>
  /** `undefined` when VMware Tools is not running (vCenter answers 503 for that). */
  getGuestIdentity(given: { vm: string }): Promise<GuestIdentity | undefined>
  /**
   * Polls until the task has succeeded or failed, or until `timeoutMs` is over or the client's signal aborts: then
   * it answers the task as last seen (`queued` or `running`). A failed task is answered, not thrown. Errors of vCenter
   * are not thrown either, because the task goes on whether it can be read or not: those that may pass are polled
   * through. A task that was never seen, or that vCenter has forgotten, is answered with the state `unknown`.
   */
  waitForTask(task: string, options: TaskWait): Promise<TaskInfo>
  /**
   * One bulk read of named properties. Objects of a subtype are named by a reference with their own type: a
   * distributed port group is read as a `Network`, but is a `DistributedVirtualPortgroup`. Unset or unreadable
   * properties are absent, and so are objects that are gone. Values are unboxed: `{"_typeName":"string","_value":"x"}`
   * is answered as `"x"`. Of names the characters %, / and \ are escaped, see `unescapeName`.
   */
  readObjects(
    type: ManagedObjectType,
    ids: readonly (string | ManagedObjectReference)[],
    paths: readonly string[]
  ): Promise<ManagedObject[]>
  /** The same over the whole inventory, several types in one walk; pages of vCenter are followed to the end. */
  readInventory(spec: Partial<Record<ManagedObjectType, readonly string[]>>): Promise<ManagedObject[]>
}
