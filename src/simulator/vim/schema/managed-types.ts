import { reference, references, type Fields } from './fields.ts'

interface ManagedType {
  base?: string
  properties: Fields
}

/**
 * Managed object types and those of their properties that the simulator knows. There are no vApps, namespaces
 * and host profiles in it, so what tells of them is never set.
 */
export const managedTypes: Record<string, ManagedType> = {
  ManagedEntity: {
    properties: {
      name: 'string',
      parent: reference,
      overallStatus: 'ManagedEntityStatus',
      configStatus: 'ManagedEntityStatus',
      alarmActionsEnabled: 'boolean',
      effectiveRole: 'int[]',
      disabledMethod: 'string[]',
      recentTask: references,
      declaredAlarmState: 'AlarmState[]',
      triggeredAlarmState: 'AlarmState[]',
      configIssue: 'Event[]',
      permission: 'Permission[]',
      tag: 'Tag[]',
      customValue: 'CustomFieldValue[]',
      value: 'CustomFieldValue[]',
      availableField: 'CustomFieldDef[]'
    }
  },
  Folder: {
    base: 'ManagedEntity',
    properties: { childEntity: references, childType: 'string[]', namespace: 'string' }
  },
  Datacenter: {
    base: 'ManagedEntity',
    properties: {
      vmFolder: reference,
      hostFolder: reference,
      datastoreFolder: reference,
      networkFolder: reference,
      datastore: references,
      network: references
    }
  },
  ComputeResource: {
    base: 'ManagedEntity',
    properties: {
      host: references,
      datastore: references,
      network: references,
      resourcePool: reference,
      summary: 'ComputeResourceSummary'
    }
  },
  ClusterComputeResource: {
    base: 'ComputeResource',
    properties: {
      summary: 'ClusterComputeResourceSummary',
      configurationEx: 'ClusterConfigInfoEx',
      recommendation: 'ClusterRecommendation[]'
    }
  },
  HostSystem: {
    base: 'ManagedEntity',
    properties: {
      datastore: references,
      network: references,
      vm: references,
      runtime: 'HostRuntimeInfo',
      summary: 'HostListSummary'
    }
  },
  ResourcePool: {
    base: 'ManagedEntity',
    properties: {
      owner: reference,
      resourcePool: references,
      vm: references,
      config: 'ResourceConfigSpec',
      namespace: 'string'
    }
  },
  VirtualMachine: {
    base: 'ManagedEntity',
    properties: {
      resourcePool: reference,
      parentVApp: reference,
      datastore: references,
      network: references,
      runtime: 'VirtualMachineRuntimeInfo',
      config: 'VirtualMachineConfigInfo',
      resourceConfig: 'ResourceConfigSpec',
      guest: 'GuestInfo',
      guestHeartbeatStatus: 'ManagedEntityStatus',
      summary: 'VirtualMachineSummary',
      storage: 'VirtualMachineStorageInfo',
      layoutEx: 'VirtualMachineFileLayoutEx',
      snapshot: 'VirtualMachineSnapshotInfo',
      rootSnapshot: references
    }
  },
  Datastore: {
    base: 'ManagedEntity',
    properties: { summary: 'DatastoreSummary', host: 'DatastoreHostMount[]', vm: references }
  },
  Network: {
    base: 'ManagedEntity',
    properties: { host: references, vm: references, summary: 'NetworkSummary' }
  },
  DistributedVirtualPortgroup: { base: 'Network', properties: { key: 'string' } },
  StoragePod: { base: 'Folder', properties: {} },
  VirtualApp: {
    base: 'ResourcePool',
    properties: {
      parentFolder: reference,
      parentVApp: reference,
      datastore: references,
      network: references,
      vAppConfig: 'VAppConfigInfo',
      childLink: 'VirtualAppLinkInfo[]'
    }
  },
  DistributedVirtualSwitch: { base: 'ManagedEntity', properties: { uuid: 'string' } },
  VmwareDistributedVirtualSwitch: { base: 'DistributedVirtualSwitch', properties: {} },
  OpaqueNetwork: { base: 'Network', properties: { summary: 'OpaqueNetworkSummary' } },
  VirtualMachineSnapshot: {
    properties: { vm: reference, childSnapshot: references, config: 'VirtualMachineConfigInfo' }
  },
  Task: { properties: { info: 'TaskInfo' } },
  TaskManager: { properties: { recentTask: references, maxCollector: 'int' } },
  EventManager: {
    properties: { description: 'EventDescription', latestEvent: 'Event', maxCollector: 'int' }
  },
  HistoryCollector: { properties: { filter: 'anyType' } },
  EventHistoryCollector: {
    base: 'HistoryCollector',
    properties: { latestPage: 'Event[]', initialized: 'boolean' }
  },
  TaskHistoryCollector: {
    base: 'HistoryCollector',
    properties: { latestPage: 'TaskInfo[]', initialized: 'boolean' }
  },
  AlarmManager: { properties: { defaultExpression: 'AlarmExpression[]' } },
  Alarm: {
    properties: { info: 'AlarmInfo', value: 'CustomFieldValue[]', availableField: 'CustomFieldDef[]' }
  },
  PerformanceManager: {
    properties: { perfCounter: 'PerfCounterInfo[]', historicalInterval: 'PerfInterval[]' }
  },
  SearchIndex: { properties: {} },
  AuthorizationManager: {
    properties: { roleList: 'AuthorizationRole[]', privilegeList: 'AuthorizationPrivilege[]' }
  },
  ServiceInstance: { properties: { content: 'ServiceContent', serverClock: 'dateTime' } },
  SessionManager: {
    properties: {
      currentSession: 'UserSession',
      sessionList: 'UserSession[]',
      defaultLocale: 'string',
      supportedLocaleList: 'string[]',
      messageLocaleList: 'string[]'
    }
  },
  PropertyCollector: { properties: { filter: references } },
  PropertyFilter: { properties: { spec: 'PropertyFilterSpec', partialUpdates: 'boolean' } },
  ViewManager: { properties: { viewList: references } },
  View: { properties: {} },
  ManagedObjectView: { base: 'View', properties: { view: references } },
  ListView: { base: 'ManagedObjectView', properties: {} },
  ContainerView: {
    base: 'ManagedObjectView',
    properties: { container: reference, type: 'string[]', recursive: 'boolean' }
  }
}
