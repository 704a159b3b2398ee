import type { Method } from '../call.ts'
import { isKindOf } from '../schema/index.ts'
import { alarmManagerMethods } from './alarms.ts'
import { authorizationMethods } from './authorization.ts'
import {
  eventCollectorMethods,
  eventManagerMethods,
  historyMethods,
  taskCollectorMethods,
  taskManagerMethods
} from './history.ts'
import { performanceMethods } from './performance.ts'
import { powerMethods } from './power.ts'
import { retrieveMethods } from './retrieve.ts'
import { searchIndexMethods } from './search.ts'
import { serviceMethods, taskMethods, viewManagerMethods, viewMethods } from './service.ts'
import { sessionMethods } from './sessions.ts'
import { machineSnapshotMethods, snapshotMethods } from './snapshots.ts'
import { filterMethods, updateMethods } from './updates.ts'

/** Methods by the type that declares them. */
const methods: Record<string, Record<string, Method>> = {
  ServiceInstance: serviceMethods,
  SessionManager: sessionMethods,
  PropertyCollector: { ...retrieveMethods, ...updateMethods },
  PropertyFilter: filterMethods,
  ViewManager: viewManagerMethods,
  View: viewMethods,
  Task: taskMethods,
  TaskManager: taskManagerMethods,
  EventManager: eventManagerMethods,
  HistoryCollector: historyMethods,
  EventHistoryCollector: eventCollectorMethods,
  TaskHistoryCollector: taskCollectorMethods,
  AlarmManager: alarmManagerMethods,
  PerformanceManager: performanceMethods,
  SearchIndex: searchIndexMethods,
  AuthorizationManager: authorizationMethods,
  VirtualMachine: { ...machineSnapshotMethods, ...powerMethods },
  VirtualMachineSnapshot: snapshotMethods
}

/** Methods and types that vCenter has and the simulator lacks, so that they are not taken for mistakes. */
const absentMethods = new Set(
  [
    'CreateFilter WaitForUpdatesEx CancelWaitForUpdates CreatePropertyCollector DestroyPropertyCollector',
    'SessionIsActive TerminateSession CreateListView CreateInventoryView CreateCollectorForTasks',
    'PowerOnVM_Task PowerOffVM_Task SuspendVM_Task ResetVM_Task ShutdownGuest RebootGuest StandbyGuest',
    'RelocateVM_Task CloneVM_Task ReconfigVM_Task MarkAsTemplate MarkAsVirtualMachine UnregisterVM',
    'AcquireTicket UpgradeTools_Task MountToolsInstaller ConsolidateVMDisks_Task Destroy_Task Rename_Task',
    'EnterMaintenanceMode_Task ExitMaintenanceMode_Task RebootHost_Task ShutdownHost_Task',
    'DisconnectHost_Task ReconnectHost_Task ApplyRecommendation CancelRecommendation',
    'RefreshRecommendation RecommendHostsForVm'
  ].flatMap(line => line.split(' '))
)
const absentTypes = new Set(
  [
    'PerformanceManager EventManager EventHistoryCollector AlarmManager Alarm SearchIndex',
    'AuthorizationManager PropertyFilter TaskHistoryCollector GuestOperationsManager'
  ].flatMap(line => line.split(' '))
)

/** A method by the type in the URL, which may inherit it. */
export function findMethod(type: string, name: string): Method | undefined {
  for (const [declaring, members] of Object.entries(methods)) {
    if (isKindOf(type, declaring) && Object.hasOwn(members, name)) return members[name]
  }
  return undefined
}

export function existsElsewhere(type: string, member: string): boolean {
  return absentTypes.has(type) || absentMethods.has(member)
}
