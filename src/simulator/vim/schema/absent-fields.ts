import { dataTypes } from './data-types.ts'

/**
 * Fields of vCenter's data objects, of 8.0 and older, that the simulator has no value for, by data type.
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */
const absentFields: Record<string, string> = {
  VirtualMachineRuntimeInfo:
    'device vmFailoverInProgress dasVmProtection suspendTime suspendInterval memoryOverhead ' +
    'needSecondaryReason onlineStandby minRequiredEVCModeKey offlineFeatureRequirement ' +
    'featureRequirement featureMask vFlashCacheAllocation snapshotInBackground quiescedForkParent ' +
    'instantCloneFrozen cryptoState suspendedToMemory opNotificationTimeout',
  VirtualMachineConfigInfo:
    'npivNodeWorldWideName npivPortWorldWideName npivWorldWideNameType npivDesiredNodeWwns ' +
    'npivDesiredPortWwns npivTemporaryDisabled npivOnNonRdmDisks locationId alternateGuestName ' +
    'tools flags consolePreferences defaultPowerOps rebootPowerOff vcpuConfig cpuAllocation ' +
    'memoryAllocation latencySensitivity hotPlugMemoryLimit hotPlugMemoryIncrementSize ' +
    'cpuAffinity memoryAffinity networkShaper extraConfig cpuFeatureMask datastoreUrl ' +
    'swapPlacement bootOptions ftInfo repConfig vAppConfig vAssertsEnabled changeTrackingEnabled ' +
    'maxMksConnections guestAutoLockEnabled managedBy memoryReservationLockedToMax ' +
    'initialOverhead nestedHVEnabled vPMCEnabled scheduledHardwareUpgradeInfo forkConfigInfo ' +
    'vFlashCacheReservation vmxConfigChecksum messageBusTunnelEnabled vmStorageObjectId ' +
    'swapStorageObjectId keyId guestIntegrityInfo migrateEncryption sgxInfo contentLibItemInfo ' +
    'ftEncryptionMode guestMonitoringModeInfo sevEnabled numaInfo pmemFailoverEnabled ' +
    'vmxStatsCollectionEnabled vmOpNotificationToAppEnabled vmOpNotificationTimeout deviceSwap ' +
    'pmem deviceGroups',
  VirtualMachineFileInfo: 'ftMetadataDirectory',
  VirtualHardware:
    'autoCoresPerSocket virtualICH7MPresent virtualSMCPresent motherboardLayout simultaneousThreads',
  GuestInfo:
    'toolsVersionStatus toolsInstallType guestDetailedData ipStack disk screen appHeartbeatStatus ' +
    'guestKernelCrashed appState interactiveGuestOperationsReady guestStateChangeSupported ' +
    'generationInfo hwVersion customizationInfo',
  VirtualMachineSummary: 'customValue',
  VirtualMachineGuestSummary: 'toolsVersionStatus hwVersion',
  VirtualMachineConfigSummary:
    'product installBootRequired ftInfo managedBy tpmPresent numVmiopBackings hwVersion',
  VirtualMachineQuickStats:
    'overallCpuReadiness distributedCpuEntitlement distributedMemoryEntitlement ' +
    'staticCpuEntitlement staticMemoryEntitlement grantedMemory privateMemory sharedMemory ' +
    'consumedOverheadMemory ftLogBandwidth ftSecondaryLatency ftLatencyStatus compressedMemory ' +
    'ssdSwappedMemory activeMemory',
  ClusterComputeResourceSummary:
    'admissionControlInfo targetBalance currentBalance drsScore numVmsPerDrsScoreBucket ' +
    'usageSummary currentEVCModeKey currentEVCGraphicsModeKey dasData',
  HostRuntimeInfo:
    'healthSystemRuntime dasHostState tpmPcrValues vsanRuntimeInfo networkRuntimeInfo ' +
    'vFlashResourceRuntimeInfo hostMaxVirtualDiskCapacity cryptoState cryptoKeyId',
  HostListSummary:
    'customValue maxEVCModeKey currentEVCModeKey currentEVCGraphicsModeKey gateway tpmAttestation ' +
    'trustAuthorityAttestationInfos',
  HostHardwareSummary: 'family otherIdentifyingInfo',
  HostConfigSummary: 'sslThumbprint sslCertificate featureVersion agentVmDatastore agentVmNetwork',
  HostListSummaryQuickStats: 'availablePMemCapacity',
  ClusterConfigInfoEx:
    'vmSwapPlacement spbmEnabled defaultHardwareVersionKey maximumHardwareVersionKey ' +
    'systemVMsConfig dasVmConfig drsVmConfig rule orchestration vmOrchestration dpmConfigInfo ' +
    'dpmHostConfig vsanConfigInfo vsanHostConfig group infraUpdateHaConfig proactiveDrsConfig ' +
    'cryptoConfig',
  ClusterDasConfigInfo:
    'vmMonitoring hostMonitoring vmComponentProtecting failoverLevel admissionControlPolicy ' +
    'admissionControlEnabled defaultVmSettings option heartbeatDatastore ' +
    'hBDatastoreCandidatePolicy',
  ClusterDrsConfigInfo: 'enableVmBehaviorOverrides vmotionRate scaleDescendantsShares option',
  NetworkSummary: 'ipPoolId',
  ResourceConfigSpec: 'changeVersion lastModified scaleDescendantsShares',
  ResourceAllocationInfo: 'overheadLimit',
  TaskInfo: 'description locked progressDetails changeTag parentTaskKey rootTaskKey activationId',
  AlarmInfo: 'action',
  OpaqueNetworkSummary: 'ipPoolName ipPoolId'
}

/** Whether a data type that the simulator knows has a field that it does not. */
export function isAbsentField(type: string, name: string): boolean {
  if (!Object.hasOwn(dataTypes, type) || !Object.hasOwn(absentFields, type)) return false
  return absentFields[type]?.split(' ').includes(name) === true
}
