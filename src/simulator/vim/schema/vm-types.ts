import { reference, type Fields } from './fields.ts'

/** Data types below the properties of a virtual machine. */
export const vmTypes: Record<string, Fields> = {
  VirtualMachineRuntimeInfo: {
    host: reference,
    connectionState: 'VirtualMachineConnectionState',
    powerState: 'VirtualMachinePowerState',
    bootTime: 'dateTime',
    maxCpuUsage: 'int',
    maxMemoryUsage: 'int',
    toolsInstallerMounted: 'boolean',
    numMksConnections: 'int',
    recordReplayState: 'VirtualMachineRecordReplayState',
    cleanPowerOff: 'boolean',
    consolidationNeeded: 'boolean',
    faultToleranceState: 'VirtualMachineFaultToleranceState',
    paused: 'boolean',
    question: 'VirtualMachineQuestionInfo'
  },
  VirtualMachineConfigInfo: {
    changeVersion: 'string',
    modified: 'dateTime',
    name: 'string',
    guestFullName: 'string',
    version: 'string',
    uuid: 'string',
    createDate: 'dateTime',
    instanceUuid: 'string',
    template: 'boolean',
    guestId: 'string',
    annotation: 'string',
    files: 'VirtualMachineFileInfo',
    hardware: 'VirtualHardware',
    memoryHotAddEnabled: 'boolean',
    cpuHotAddEnabled: 'boolean',
    cpuHotRemoveEnabled: 'boolean',
    firmware: 'string'
  },
  VirtualMachineFileInfo: {
    vmPathName: 'string',
    snapshotDirectory: 'string',
    suspendDirectory: 'string',
    logDirectory: 'string'
  },
  VirtualHardware: {
    numCPU: 'int',
    numCoresPerSocket: 'int',
    memoryMB: 'int',
    device: 'VirtualDevice[]'
  },
  GuestInfo: {
    toolsStatus: 'VirtualMachineToolsStatus',
    toolsVersionStatus2: 'string',
    toolsRunningStatus: 'string',
    toolsVersion: 'string',
    guestId: 'string',
    guestFamily: 'string',
    guestFullName: 'string',
    hostName: 'string',
    ipAddress: 'string',
    net: 'GuestNicInfo[]',
    guestState: 'string',
    guestOperationsReady: 'boolean'
  },
  VirtualMachineSummary: {
    vm: reference,
    runtime: 'VirtualMachineRuntimeInfo',
    guest: 'VirtualMachineGuestSummary',
    config: 'VirtualMachineConfigSummary',
    storage: 'VirtualMachineStorageSummary',
    quickStats: 'VirtualMachineQuickStats',
    overallStatus: 'ManagedEntityStatus'
  },
  VirtualMachineGuestSummary: {
    guestId: 'string',
    guestFullName: 'string',
    toolsStatus: 'VirtualMachineToolsStatus',
    toolsVersionStatus2: 'string',
    toolsRunningStatus: 'string',
    hostName: 'string',
    ipAddress: 'string'
  },
  VirtualMachineConfigSummary: {
    name: 'string',
    template: 'boolean',
    vmPathName: 'string',
    memorySizeMB: 'int',
    cpuReservation: 'int',
    memoryReservation: 'int',
    numCpu: 'int',
    numEthernetCards: 'int',
    numVirtualDisks: 'int',
    uuid: 'string',
    instanceUuid: 'string',
    guestId: 'string',
    guestFullName: 'string',
    annotation: 'string'
  },
  VirtualMachineStorageSummary: {
    committed: 'long',
    uncommitted: 'long',
    unshared: 'long',
    timestamp: 'dateTime'
  },
  VirtualMachineQuickStats: {
    overallCpuUsage: 'int',
    overallCpuDemand: 'int',
    guestMemoryUsage: 'int',
    hostMemoryUsage: 'int',
    guestHeartbeatStatus: 'ManagedEntityStatus',
    balloonedMemory: 'int',
    swappedMemory: 'int',
    uptimeSeconds: 'int'
  },
  VirtualMachineStorageInfo: {
    perDatastoreUsage: 'VirtualMachineUsageOnDatastore[]',
    timestamp: 'dateTime'
  },
  VirtualMachineFileLayoutEx: {
    file: 'VirtualMachineFileLayoutExFileInfo[]',
    disk: 'VirtualMachineFileLayoutExDiskLayout[]',
    snapshot: 'VirtualMachineFileLayoutExSnapshotLayout[]',
    timestamp: 'dateTime'
  },
  VirtualMachineSnapshotInfo: {
    currentSnapshot: reference,
    rootSnapshotList: 'VirtualMachineSnapshotTree[]'
  }
}
