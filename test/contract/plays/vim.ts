import { historyVimPlays } from './vim-history.ts'
import { machineVimPlays } from './vim-machines.ts'
import { servicePlays, type VimPlay } from './vim-service.ts'

/** Requests of VI/JSON, in the order they are sent. A new one is a new line. */
export const vimPlays: readonly VimPlay[] = [...servicePlays, ...machineVimPlays, ...historyVimPlays]

/** Types and members that the simulator does not have yet; what it has gained must leave this list. */
export const lackingVim: readonly string[] = [
  'PerformanceManager',
  'EventManager',
  'EventHistoryCollector',
  'TaskHistoryCollector',
  'Alarm',
  'AlarmManager',
  'SearchIndex',
  'AuthorizationManager',
  'PropertyFilter',
  'ReconfigVM_Task',
  'Rename_Task',
  'CloneVM_Task',
  'MarkAsTemplate',
  'MarkAsVirtualMachine',
  'RelocateVM_Task',
  'PowerOnVM_Task',
  'ResetVM_Task',
  'SuspendVM_Task',
  'PowerOffVM_Task',
  'ConsolidateVMDisks_Task',
  'Destroy_Task',
  'ShutdownGuest',
  'AcquireTicket',
  'MountToolsInstaller',
  'UnmountToolsInstaller',
  'RebootGuest',
  'CreateFolder',
  'MoveIntoFolder_Task',
  'EnterMaintenanceMode_Task',
  'DisconnectHost_Task',
  'ReconnectHost_Task',
  'recommendation',
  'RefreshRecommendation',
  'RecommendHostsForVm',
  'CreateCollectorForTasks',
  'CreatePropertyCollector',
  'CreateFilter',
  'WaitForUpdatesEx',
  'DestroyPropertyCollector',
  'SessionIsActive'
]
