import type { VimCaller } from '../vim-caller.ts'
import { alarmCalls, type AlarmCalls } from './alarms.ts'
import { authorizationCalls, type AuthorizationCalls } from './authorization.ts'
import { clusterCalls, type ClusterCalls } from './clusters.ts'
import { eventCalls, type EventCalls } from './events.ts'
import { hostCalls, type HostCalls } from './hosts.ts'
import { inventoryCalls, type InventoryCalls } from './inventory.ts'
import { performanceCalls, type PerformanceCalls } from './performance.ts'
import { snapshotCalls, type SnapshotCalls } from './snapshots.ts'
import { statisticsCalls, type StatisticsCalls } from './statistics.ts'
import { taskCalls, type TaskCalls } from './tasks.ts'
import { vmCalls, type VmCalls } from './vms.ts'

/** Everything that only VI/JSON has, by subject. */
export interface VimCalls
  extends
    AlarmCalls,
    AuthorizationCalls,
    ClusterCalls,
    EventCalls,
    HostCalls,
    InventoryCalls,
    PerformanceCalls,
    SnapshotCalls,
    StatisticsCalls,
    TaskCalls,
    VmCalls {}

export function vimCalls(vim: VimCaller, vcenter: string): VimCalls {
  return {
    ...alarmCalls(vim),
    ...authorizationCalls(vim),
    ...clusterCalls(vim),
    ...eventCalls(vim),
    ...hostCalls(vim),
    ...inventoryCalls(vim),
    ...performanceCalls(vim),
    ...snapshotCalls(vim),
    ...statisticsCalls(vim),
    ...taskCalls(vim, vcenter),
    ...vmCalls(vim)
  }
}
