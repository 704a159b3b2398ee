import { reference, type VimPlay } from './vim-service.ts'

const vm = reference('VirtualMachine', '$vm')
const on = reference('VirtualMachine', '$on')
const root = reference('Folder', '$rootFolder')

const ofTask = {
  _typeName: 'PropertyFilterSpec',
  propSet: [{ _typeName: 'PropertySpec', type: 'VirtualMachine', pathSet: ['name', 'runtime.powerState'] }],
  objectSet: [{ _typeName: 'ObjectSpec', obj: vm }]
}

/** Performance, events, tasks, alarms, search, updates, privileges and sessions. */
export const historyVimPlays: VimPlay[] = [
  { at: 'PerformanceManager/$perf/perfCounter', keep: { counter: [0, 'key'] } },
  { at: 'PerformanceManager/$perf/QueryPerfProviderSummary', body: { entity: on } },
  { at: 'PerformanceManager/$perf/QueryAvailablePerfMetric', body: { entity: on, intervalId: 20 } },
  { at: 'PerformanceManager/$perf/QueryPerfCounter', body: { counterId: ['$counter'] } },
  {
    at: 'PerformanceManager/$perf/QueryPerf',
    body: {
      querySpec: [
        {
          _typeName: 'PerfQuerySpec',
          entity: on,
          metricId: [{ _typeName: 'PerfMetricId', counterId: '$counter', instance: '' }],
          intervalId: 20,
          maxSample: 3,
          format: 'normal'
        }
      ]
    }
  },
  {
    at: 'EventManager/$events/QueryEvents',
    body: {
      filter: {
        _typeName: 'EventFilterSpec',
        entity: { _typeName: 'EventFilterSpecByEntity', entity: root, recursion: 'all' },
        maxCount: 5
      }
    }
  },
  {
    at: 'EventManager/$events/CreateCollectorForEvents',
    body: { filter: { _typeName: 'EventFilterSpec' } },
    keep: { collected: ['value'] }
  },
  { at: 'EventHistoryCollector/$collected/SetCollectorPageSize', body: { maxCount: 10 } },
  { at: 'EventHistoryCollector/$collected/latestPage' },
  { at: 'EventHistoryCollector/$collected/ReadPreviousEvents', body: { maxCount: 5 } },
  { at: 'EventHistoryCollector/$collected/ResetCollector', body: {} },
  { at: 'EventHistoryCollector/$collected/RewindCollector', body: {} },
  { at: 'EventHistoryCollector/$collected/ReadNextEvents', body: { maxCount: 5 } },
  { at: 'EventHistoryCollector/$collected/DestroyCollector', body: {} },
  { at: 'TaskManager/$tasks/recentTask' },
  {
    at: 'TaskManager/$tasks/CreateCollectorForTasks',
    body: { filter: { _typeName: 'TaskFilterSpec' } },
    keep: { done: ['value'] }
  },
  { at: 'TaskHistoryCollector/$done/ReadPreviousTasks', body: { maxCount: 5 } },
  { at: 'TaskHistoryCollector/$done/ReadNextTasks', body: { maxCount: 5 } },
  { at: 'TaskHistoryCollector/$done/DestroyCollector', body: {} },
  {
    at: 'Folder/$rootFolder/triggeredAlarmState',
    keep: { alarm: [0, 'alarm', 'value'], alarmed: [0, 'entity', 'value'], kind: [0, 'entity', 'type'] }
  },
  { at: 'Alarm/$alarm/info' },
  { at: 'AlarmManager/$alarms/GetAlarm', body: {} },
  { at: 'AlarmManager/$alarms/GetAlarmState', body: { entity: root } },
  {
    at: 'AlarmManager/$alarms/AcknowledgeAlarm',
    body: { alarm: reference('Alarm', '$alarm'), entity: reference('$kind', '$alarmed') }
  },
  { at: 'SearchIndex/$search/FindByInventoryPath', body: { inventoryPath: 'nowhere' } },
  { at: 'SearchIndex/$search/FindChild', body: { entity: root, name: 'nowhere' } },
  { at: 'SearchIndex/$search/FindByUuid', body: { uuid: '0', vmSearch: true, instanceUuid: true } },
  {
    at: 'AuthorizationManager/$rights/HasUserPrivilegeOnEntities',
    body: {
      entities: [vm],
      userName: '$user',
      privId: ['System.Read', 'VirtualMachine.State.CreateSnapshot']
    }
  },
  { at: 'AuthorizationManager/$rights/roleList' },
  { at: 'AuthorizationManager/$rights/RetrieveAllPermissions', body: {} },
  { at: 'PropertyCollector/$collector/CreatePropertyCollector', body: {}, keep: { own: ['value'] } },
  {
    at: 'PropertyCollector/$own/CreateFilter',
    body: { spec: ofTask, partialUpdates: false },
    keep: { filter: ['value'] }
  },
  {
    at: 'PropertyCollector/$own/WaitForUpdatesEx',
    body: { version: '', options: { _typeName: 'WaitOptions', maxWaitSeconds: 1 } },
    keep: { version: ['version'] }
  },
  {
    at: 'PropertyCollector/$own/WaitForUpdatesEx',
    body: { version: '$version', options: { maxWaitSeconds: 0 } }
  },
  { at: 'PropertyCollector/$own/CancelWaitForUpdates', body: {} },
  { at: 'PropertyFilter/$filter/DestroyPropertyFilter', body: {} },
  { at: 'PropertyCollector/$own/DestroyPropertyCollector', body: {} },
  { at: 'SessionManager/$sessions/SessionIsActive', body: { sessionID: 'none', userName: 'nobody' } },
  { at: 'SessionManager/$sessions/Logout', body: {} }
]
