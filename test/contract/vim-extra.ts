/**
 * What vim25.json lacks and the gateway uses, by hand. `Type`, `Type[]`, and `?` for what may be missing.
 *
 * https://developer.broadcom.com/xapis/vsphere-web-services-api/latest/ (a page per managed object, such as
 * vim.SearchIndex.html) and https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */

/** Managed objects below others: they have the others' methods and properties as well. */
export const classParents: Readonly<Record<string, string>> = {
  VirtualMachine: 'ManagedEntity',
  HostSystem: 'ManagedEntity',
  Datacenter: 'ManagedEntity',
  Datastore: 'ManagedEntity',
  Folder: 'ManagedEntity',
  StoragePod: 'Folder',
  ComputeResource: 'ManagedEntity',
  ClusterComputeResource: 'ComputeResource',
  ResourcePool: 'ManagedEntity',
  VirtualApp: 'ResourcePool',
  Network: 'ManagedEntity',
  OpaqueNetwork: 'Network',
  DistributedVirtualPortgroup: 'Network',
  DistributedVirtualSwitch: 'ManagedEntity',
  VmwareDistributedVirtualSwitch: 'DistributedVirtualSwitch',
  ManagedObjectView: 'View',
  ContainerView: 'ManagedObjectView',
  ListView: 'ManagedObjectView',
  EventHistoryCollector: 'HistoryCollector',
  TaskHistoryCollector: 'HistoryCollector'
}

const collectorFaults = ['RuntimeFault']

interface ExtraMethod {
  params: string
  returns?: string
  faults?: readonly string[]
}

export const extraMethods: Readonly<Record<string, ExtraMethod>> = {
  'AuthorizationManager.HasUserPrivilegeOnEntities': {
    params: 'entities:ManagedObjectReference[] userName:string privId:string[]?',
    returns: 'EntityPrivilege[]?'
  },
  'AuthorizationManager.HasPrivilegeOnEntities': {
    params: 'entity:ManagedObjectReference[] sessionId:string privId:string[]?',
    returns: 'EntityPrivilege[]?'
  },
  'AuthorizationManager.RetrieveAllPermissions': { params: '', returns: 'Permission[]?' },
  'AuthorizationManager.FetchUserPrivilegeOnEntities': {
    params: 'entities:ManagedObjectReference[] userName:string',
    returns: 'UserPrivilegeResult[]?'
  },
  'SearchIndex.FindChild': {
    params: 'entity:ManagedObjectReference name:string',
    returns: 'ManagedObjectReference?'
  },
  'SearchIndex.FindByIp': {
    params: 'datacenter:ManagedObjectReference? ip:string vmSearch:boolean',
    returns: 'ManagedObjectReference?'
  },
  'SearchIndex.FindByDnsName': {
    params: 'datacenter:ManagedObjectReference? dnsName:string vmSearch:boolean',
    returns: 'ManagedObjectReference?'
  },
  'TaskHistoryCollector.ReadNextTasks': { params: 'maxCount:int', returns: 'TaskInfo[]?' },
  'TaskHistoryCollector.ReadPreviousTasks': { params: 'maxCount:int', returns: 'TaskInfo[]?' },
  'HistoryCollector.SetCollectorPageSize': { params: 'maxCount:int', faults: collectorFaults },
  'HistoryCollector.ResetCollector': { params: '', faults: collectorFaults },
  'HistoryCollector.RewindCollector': { params: '', faults: collectorFaults },
  'SessionManager.TerminateSession': { params: 'sessionId:string[]', faults: ['NotFound', 'RuntimeFault'] },
  'AlarmManager.ClearTriggeredAlarms': { params: 'filter:AlarmFilterSpec' },
  'ViewManager.CreateListView': {
    params: 'obj:ManagedObjectReference[]?',
    returns: 'ManagedObjectReference'
  },
  'ListView.ModifyListView': {
    params: 'add:ManagedObjectReference[]? remove:ManagedObjectReference[]?',
    returns: 'ManagedObjectReference[]?'
  },
  'ListView.ResetListView': {
    params: 'obj:ManagedObjectReference[]?',
    returns: 'ManagedObjectReference[]?'
  },
  'Folder.MoveIntoFolder_Task': {
    params: 'list:ManagedObjectReference[]',
    returns: 'ManagedObjectReference',
    faults: ['DuplicateName', 'InvalidState', 'InvalidFolder', 'RuntimeFault']
  },
  'VirtualMachine.UpgradeVM_Task': {
    params: 'version:string?',
    returns: 'ManagedObjectReference',
    faults: ['AlreadyUpgraded', 'InvalidState', 'NoDiskFound', 'TaskInProgress', 'RuntimeFault']
  },
  'VirtualMachine.UnmountToolsInstaller': {
    params: '',
    faults: ['InvalidState', 'VmConfigFault', 'RuntimeFault']
  }
}

/** Properties whose type is known; of others a read answers whatever JSON. */
export const properties: Readonly<Record<string, string>> = {
  'ServiceInstance.content': 'ServiceContent',
  'ServiceInstance.serverClock': 'dateTime',
  'SessionManager.currentSession': 'UserSession?',
  'Task.info': 'TaskInfo',
  'ManagedEntity.name': 'string',
  'ManagedEntity.parent': 'ManagedObjectReference?',
  'ManagedEntity.overallStatus': 'ManagedEntityStatus',
  'ManagedEntity.triggeredAlarmState': 'AlarmState[]?',
  'ManagedEntity.declaredAlarmState': 'AlarmState[]?',
  'ManagedEntity.recentTask': 'ManagedObjectReference[]?',
  'VirtualMachine.snapshot': 'VirtualMachineSnapshotInfo?',
  'VirtualMachine.runtime': 'VirtualMachineRuntimeInfo',
  'VirtualMachine.resourcePool': 'ManagedObjectReference?',
  'VirtualMachine.datastore': 'ManagedObjectReference[]?',
  'VirtualMachine.resourceConfig': 'ResourceConfigSpec',
  'VirtualMachine.layoutEx': 'VirtualMachineFileLayoutEx?',
  'VirtualMachine.storage': 'VirtualMachineStorageInfo?',
  'VirtualMachine.network': 'ManagedObjectReference[]?',
  'VirtualMachineSnapshot.vm': 'ManagedObjectReference',
  'VirtualMachineSnapshot.childSnapshot': 'ManagedObjectReference[]?',
  'HostSystem.runtime': 'HostRuntimeInfo',
  'HostSystem.vm': 'ManagedObjectReference[]?',
  'HostSystem.datastore': 'ManagedObjectReference[]?',
  'ClusterComputeResource.recommendation': 'ClusterRecommendation[]?',
  'ClusterComputeResource.drsRecommendation': 'ClusterDrsRecommendation[]?',
  'ComputeResource.host': 'ManagedObjectReference[]?',
  'ComputeResource.resourcePool': 'ManagedObjectReference?',
  'ResourcePool.owner': 'ManagedObjectReference',
  'ResourcePool.vm': 'ManagedObjectReference[]?',
  'Datacenter.vmFolder': 'ManagedObjectReference',
  'Datacenter.hostFolder': 'ManagedObjectReference',
  'Datacenter.datastoreFolder': 'ManagedObjectReference',
  'Datacenter.networkFolder': 'ManagedObjectReference',
  'Folder.childEntity': 'ManagedObjectReference[]?',
  'Folder.childType': 'string[]?',
  'ContainerView.container': 'ManagedObjectReference',
  'ContainerView.recursive': 'boolean',
  'ManagedObjectView.view': 'ManagedObjectReference[]?',
  'PerformanceManager.perfCounter': 'PerfCounterInfo[]?',
  'TaskManager.recentTask': 'ManagedObjectReference[]?',
  'TaskManager.maxCollector': 'int',
  'EventManager.latestEvent': 'Event?',
  'EventManager.maxCollector': 'int',
  'EventHistoryCollector.latestPage': 'Event[]?',
  'TaskHistoryCollector.latestPage': 'TaskInfo[]?',
  'AuthorizationManager.roleList': 'AuthorizationRole[]?',
  'AuthorizationManager.privilegeList': 'AuthorizationPrivilege[]?',
  'Alarm.info': 'AlarmInfo'
}

/** Data objects beyond vim25.json, in the same form as parameters. */
export const extraTypes: Readonly<Record<string, string>> = {
  EntityPrivilege: 'entity:ManagedObjectReference privAvailability:PrivilegeAvailability[]',
  PrivilegeAvailability: 'privId:string isGranted:boolean',
  UserPrivilegeResult: 'entity:ManagedObjectReference privileges:string[]?',
  Permission: 'entity:ManagedObjectReference? principal:string group:boolean roleId:int propagate:boolean',
  ResourceConfigSpec:
    'entity:ManagedObjectReference? changeVersion:string? lastModified:dateTime? ' +
    'cpuAllocation:ResourceAllocationInfo memoryAllocation:ResourceAllocationInfo scaleDescendantsShares:string?',
  ResourceAllocationInfo:
    'reservation:long? expandableReservation:boolean? limit:long? shares:SharesInfo? overheadLimit:long?',
  SharesInfo: 'shares:int level:SharesLevel',
  VirtualMachineFileLayoutEx:
    'file:VirtualMachineFileLayoutExFileInfo[]? disk:VirtualMachineFileLayoutExDiskLayout[]? ' +
    'snapshot:VirtualMachineFileLayoutExSnapshotLayout[]? timestamp:dateTime',
  VirtualMachineFileLayoutExFileInfo:
    'key:int name:string type:string size:long uniqueSize:long? backingObjectId:string? accessible:boolean?',
  VirtualMachineFileLayoutExDiskLayout:
    'key:int virtualDiskFormat:string? chain:VirtualMachineFileLayoutExDiskUnit[]?',
  VirtualMachineFileLayoutExDiskUnit: 'fileKey:int[]',
  VirtualMachineFileLayoutExSnapshotLayout:
    'key:ManagedObjectReference dataKey:int memoryKey:int disk:VirtualMachineFileLayoutExDiskLayout[]?',
  VirtualMachineStorageInfo: 'perDatastoreUsage:VirtualMachineUsageOnDatastore[]? timestamp:dateTime',
  VirtualMachineUsageOnDatastore:
    'datastore:ManagedObjectReference committed:long uncommitted:long unshared:long',
  AuthorizationRole: 'roleId:int system:boolean name:string info:Description privilege:string[]?'
}

/** Called without a session. */
export const anonymous: readonly string[] = [
  'ServiceInstance.content',
  'ServiceInstance.RetrieveServiceContent',
  'SessionManager.Login',
  'SessionManager.currentSession'
]

/** `fault: what is below it`, where vim25.json does not say. */
export const faultFamilies: Readonly<Record<string, string>> = {
  MethodFault: 'InvalidProperty InvalidCollectorVersion',
  VimFault:
    'FileFault InvalidDatastore InsufficientResourcesFault MigrationFault VmConfigFault DuplicateName NotFound ' +
    'AlreadyExists ConcurrentAccess ResourceInUse Timedout VmToolsUpgradeFault InvalidLocale HostConnectFault ' +
    'CustomizationFault OutOfBounds InvalidFolder NoDiskFound NoCompatibleHost RemoveFailed',
  RuntimeFault:
    'InvalidRequest NotImplemented RequestCanceled SystemError HostCommunication UnexpectedFault ' +
    'NotEnoughLicenses ConflictingConfiguration DatabaseError MethodDisabled',
  SecurityError: 'RestrictedVersion',
  InvalidRequest: 'InvalidType MethodNotFound',
  HostCommunication: 'HostNotConnected HostNotReachable',
  FileFault: 'FileNotFound FileLocked FileAlreadyExists CannotAccessFile NoDiskSpace FileNotWritable',
  InvalidDatastore: 'InaccessibleDatastore InvalidDatastorePath DatastoreNotWritableOnHost',
  InvalidState: 'InvalidHostState InvalidDatastoreState AlreadyUpgraded',
  InvalidHostState: 'InvalidHostConnectionState',
  InsufficientResourcesFault:
    'InsufficientHostCapacityFault InsufficientMemorySlot NumVirtualCpusExceedsLimit',
  SnapshotFault:
    'SnapshotDisabled SnapshotIncompatibleDeviceInVm SnapshotNoChange TooManySnapshotLevels ' +
    'MemorySnapshotOnIndependentDisk FilesystemQuiesceFault ApplicationQuiesceFault MultipleSnapshotsNotSupported',
  VmConfigFault: 'GenericVmConfigFault InvalidVmConfig CannotUseNetwork VirtualHardwareVersionNotSupported'
}
