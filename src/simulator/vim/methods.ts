import type { Method } from './call.ts'
import {
  cancelRetrievePropertiesEx,
  continueRetrievePropertiesEx,
  retrievePropertiesEx
} from './property-collector.ts'
import { isKindOf } from './schema/index.ts'
import {
  cancelTask,
  createContainerView,
  currentTime,
  destroyView,
  login,
  logout,
  retrieveServiceContent
} from './service-methods.ts'
import {
  createSnapshot,
  createSnapshotEx,
  removeAllSnapshotsTask,
  removeSnapshotTask,
  renameSnapshot,
  revertToCurrentSnapshotTask,
  revertToSnapshotTask
} from './snapshot-methods.ts'

/** Methods by the type that declares them. */
const methods: Record<string, Record<string, Method>> = {
  ServiceInstance: { RetrieveServiceContent: retrieveServiceContent, CurrentTime: currentTime },
  SessionManager: { Login: login, Logout: logout },
  PropertyCollector: {
    RetrievePropertiesEx: retrievePropertiesEx,
    ContinueRetrievePropertiesEx: continueRetrievePropertiesEx,
    CancelRetrievePropertiesEx: cancelRetrievePropertiesEx
  },
  ViewManager: { CreateContainerView: createContainerView },
  View: { DestroyView: destroyView },
  Task: { CancelTask: cancelTask },
  VirtualMachine: {
    CreateSnapshotEx_Task: createSnapshotEx,
    CreateSnapshot_Task: createSnapshot,
    RemoveAllSnapshots_Task: removeAllSnapshotsTask,
    RevertToCurrentSnapshot_Task: revertToCurrentSnapshotTask
  },
  VirtualMachineSnapshot: {
    RemoveSnapshot_Task: removeSnapshotTask,
    RevertToSnapshot_Task: revertToSnapshotTask,
    RenameSnapshot: renameSnapshot
  }
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
