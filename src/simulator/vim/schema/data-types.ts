import { reference, type Fields } from './fields.ts'
import { vmTypes } from './vm-types.ts'

const computeSummary: Fields = {
  totalCpu: 'int',
  totalMemory: 'long',
  numCpuCores: 'short',
  numCpuThreads: 'short',
  effectiveCpu: 'int',
  effectiveMemory: 'long',
  numHosts: 'int',
  numEffectiveHosts: 'int',
  overallStatus: 'ManagedEntityStatus'
}

/** Data types by whose fields a property path may go on; other data objects can be read as a whole only. */
export const dataTypes: Record<string, Fields> = {
  ...vmTypes,
  ComputeResourceSummary: computeSummary,
  ClusterComputeResourceSummary: { ...computeSummary, currentFailoverLevel: 'int', numVmotions: 'int' },
  EventDescription: { category: 'ElementDescription[]', eventInfo: 'EventDescriptionEventDetail[]' },
  HostRuntimeInfo: {
    connectionState: 'HostSystemConnectionState',
    powerState: 'HostSystemPowerState',
    standbyMode: 'string',
    inMaintenanceMode: 'boolean',
    inQuarantineMode: 'boolean',
    bootTime: 'dateTime'
  },
  HostListSummary: {
    host: reference,
    hardware: 'HostHardwareSummary',
    runtime: 'HostRuntimeInfo',
    config: 'HostConfigSummary',
    quickStats: 'HostListSummaryQuickStats',
    overallStatus: 'ManagedEntityStatus',
    rebootRequired: 'boolean',
    managementServerIp: 'string'
  },
  HostHardwareSummary: {
    vendor: 'string',
    model: 'string',
    uuid: 'string',
    memorySize: 'long',
    cpuModel: 'string',
    cpuMhz: 'int',
    numCpuPkgs: 'short',
    numCpuCores: 'short',
    numCpuThreads: 'short',
    numNics: 'int',
    numHBAs: 'int'
  },
  HostConfigSummary: {
    name: 'string',
    port: 'int',
    product: 'AboutInfo',
    vmotionEnabled: 'boolean',
    faultToleranceEnabled: 'boolean'
  },
  HostListSummaryQuickStats: {
    overallCpuUsage: 'int',
    overallMemoryUsage: 'int',
    distributedCpuFairness: 'int',
    distributedMemoryFairness: 'int',
    uptime: 'int'
  },
  AboutInfo: {
    name: 'string',
    fullName: 'string',
    vendor: 'string',
    version: 'string',
    patchLevel: 'string',
    build: 'string',
    localeVersion: 'string',
    localeBuild: 'string',
    osType: 'string',
    productLineId: 'string',
    apiType: 'string',
    apiVersion: 'string',
    instanceUuid: 'string',
    licenseProductName: 'string',
    licenseProductVersion: 'string'
  },
  ClusterConfigInfoEx: { dasConfig: 'ClusterDasConfigInfo', drsConfig: 'ClusterDrsConfigInfo' },
  ClusterDasConfigInfo: { enabled: 'boolean' },
  ClusterDrsConfigInfo: { enabled: 'boolean', defaultVmBehavior: 'DrsBehavior' },
  DatastoreSummary: {
    datastore: reference,
    name: 'string',
    url: 'string',
    capacity: 'long',
    freeSpace: 'long',
    uncommitted: 'long',
    accessible: 'boolean',
    multipleHostAccess: 'boolean',
    type: 'string',
    maintenanceMode: 'string'
  },
  NetworkSummary: { network: reference, name: 'string', accessible: 'boolean', ipPoolName: 'string' },
  ResourceConfigSpec: {
    entity: reference,
    cpuAllocation: 'ResourceAllocationInfo',
    memoryAllocation: 'ResourceAllocationInfo'
  },
  ResourceAllocationInfo: {
    reservation: 'long',
    expandableReservation: 'boolean',
    limit: 'long',
    shares: 'SharesInfo'
  },
  SharesInfo: { shares: 'int', level: 'SharesLevel' },
  TaskInfo: {
    key: 'string',
    task: reference,
    name: 'string',
    descriptionId: 'string',
    entity: reference,
    entityName: 'string',
    state: 'TaskInfoState',
    cancelled: 'boolean',
    cancelable: 'boolean',
    error: 'LocalizedMethodFault',
    result: 'anyType',
    progress: 'int',
    queueTime: 'dateTime',
    startTime: 'dateTime',
    completeTime: 'dateTime',
    eventChainId: 'int',
    reason: 'TaskReason'
  },
  AlarmInfo: {
    name: 'string',
    systemName: 'string',
    description: 'string',
    enabled: 'boolean',
    expression: 'AlarmExpression',
    actionFrequency: 'int',
    setting: 'AlarmSetting',
    key: 'string',
    alarm: reference,
    entity: reference,
    lastModifiedTime: 'dateTime',
    lastModifiedUser: 'string',
    creationEventId: 'int'
  },
  UserSession: {
    key: 'string',
    userName: 'string',
    fullName: 'string',
    loginTime: 'dateTime',
    lastActiveTime: 'dateTime',
    locale: 'string',
    messageLocale: 'string',
    extensionSession: 'boolean',
    ipAddress: 'string',
    userAgent: 'string',
    callCount: 'long'
  },
  ServiceContent: {
    about: 'AboutInfo',
    rootFolder: reference,
    propertyCollector: reference,
    viewManager: reference,
    authorizationManager: reference,
    sessionManager: reference,
    perfManager: reference,
    alarmManager: reference,
    eventManager: reference,
    taskManager: reference,
    searchIndex: reference,
    setting: reference,
    licenseManager: reference,
    extensionManager: reference,
    customFieldsManager: reference,
    scheduledTaskManager: reference,
    fileManager: reference,
    virtualDiskManager: reference,
    ovfManager: reference,
    guestOperationsManager: reference
  },
  OpaqueNetworkSummary: {
    network: reference,
    name: 'string',
    accessible: 'boolean',
    opaqueNetworkId: 'string',
    opaqueNetworkType: 'string'
  }
}
