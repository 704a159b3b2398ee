import type { Method } from '../call.ts'
import { isAbsentProperty, isAbsentType } from '../schema/absent.ts'
import { isKindOf } from '../schema/index.ts'
import { alarmManagerMethods } from './alarms.ts'
import { authorizationMethods } from './authorization.ts'
import { clusterMethods } from './clusters.ts'
import { entityMethods } from './entities.ts'
import { folderMethods } from './folders.ts'
import {
  eventCollectorMethods,
  eventManagerMethods,
  historyMethods,
  taskCollectorMethods,
  taskManagerMethods
} from './history.ts'
import { hostMethods } from './hosts.ts'
import { machineMethods } from './machines.ts'
import { performanceMethods } from './performance.ts'
import { powerMethods } from './power.ts'
import { createVmMethods, provisionMethods } from './provision.ts'
import { reconfigVm } from './reconfigure.ts'
import { retrieveMethods } from './retrieve.ts'
import { searchIndexMethods } from './search.ts'
import { createListView, listViewMethods } from './list-views.ts'
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
  ViewManager: { ...viewManagerMethods, CreateListView: createListView },
  View: viewMethods,
  ListView: listViewMethods,
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
  ManagedEntity: entityMethods,
  Folder: { ...folderMethods, ...createVmMethods },
  HostSystem: hostMethods,
  ClusterComputeResource: clusterMethods,
  VirtualMachine: {
    ...machineSnapshotMethods,
    ...powerMethods,
    ...machineMethods,
    ...provisionMethods,
    ReconfigVM_Task: reconfigVm
  },
  VirtualMachineSnapshot: snapshotMethods
}

/** Methods that vCenter has and the simulator lacks, so that they are not taken for mistakes. */
const absentMethods = new Set(
  [
    'CheckForUpdates WaitForUpdates RetrieveProperties CreateInventoryView',
    'MigrateVM_Task PromoteDisks_Task CustomizeVM_Task InstantClone_Task UpgradeVM_Task ResetGuestInformation',
    'ExportVm ExportSnapshot AcquireMksTicket AnswerVM RegisterVM_Task ImportVApp',
    'AddStandaloneHost_Task AddHost_Task CreateClusterEx CreateResourcePool CreateDVS_Task',
    'ReconfigureComputeResource_Task PowerOnMultiVM_Task PlaceVm SetCustomValue',
    'CreateAlarm ReconfigureAlarm RemoveAlarm EnableAlarmActions ClearTriggeredAlarms',
    'QueryPerfComposite CreatePerfInterval PostEvent LogUserEvent CreateTask SetTaskState UpdateProgress',
    'FindAllByUuid FindAllByDnsName FindAllByIp FindByDatastorePath AddAuthorizationRole',
    'SetEntityPermissions RetrieveEntityPermissions LoginByToken CloneSession AcquireCloneTicket'
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
  return isAbsentType(type) || absentMethods.has(member) || isAbsentProperty(type, member)
}
