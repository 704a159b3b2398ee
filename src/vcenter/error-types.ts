/**
 * Error types of the Automation API and faults of VI/JSON, by what they mean for a caller. VI/JSON names the most
 * special fault only, never the family it extends, so families are spelled out as far as the service may meet them.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/ (Vapi.Std.Errors)
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (data structures, VimFault)
 */

export const notFound = typeSet('NOT_FOUND ManagedObjectNotFound NotFound')

export const unauthorized = typeSet('UNAUTHENTICATED NotAuthenticated')

export const forbidden = typeSet('UNAUTHORIZED NoPermission RestrictedByAdministrator')

/** The request itself is wrong: the same request will never do. */
export const invalid = typeSet(
  'INVALID_ARGUMENT INVALID_ELEMENT_CONFIGURATION INVALID_ELEMENT_TYPE',
  'InvalidArgument InvalidName InvalidType InvalidProperty InvalidRequest InvalidCollectorVersion OutOfBounds',
  'InvalidDatastore InvalidDatastorePath InvalidFolder InvalidLocale'
)

/** Something else has its name or place, or has changed it meanwhile. */
export const conflict = typeSet(
  'ALREADY_EXISTS RESOURCE_IN_USE FEATURE_IN_USE CONCURRENT_CHANGE',
  'AlreadyExists ResourceInUse ConcurrentAccess DuplicateName'
)

/** The object is in no state for it. */
export const invalidState = typeSet(
  'NOT_ALLOWED_IN_CURRENT_STATE NotSupported ToolsUnavailable GuestOperationsUnavailable',
  'InvalidState InvalidPowerState InvalidVmState InvalidHostState InvalidHostConnectionState InvalidDatastoreState',
  'QuestionPending AlreadyUpgraded AlreadyConnected AlreadyBeingManaged DisallowedOperationOnFailoverHost',
  'SnapshotFault ApplicationQuiesceFault FilesystemQuiesceFault MemorySnapshotOnIndependentDisk',
  'MultipleSnapshotsNotSupported SnapshotDisabled SnapshotIncompatibleDeviceInVm SnapshotLocked SnapshotNoChange',
  'SnapshotMoveFromNonHomeNotSupported SnapshotMoveNotSupported SnapshotMoveToNonHomeNotSupported',
  'TooManySnapshotLevels'
)

export const busy = typeSet('RESOURCE_BUSY TaskInProgress VAppTaskInProgress')

/** vCenter works, the host behind it does not answer. */
export const hostUnreachable = typeSet(
  'HostCommunication HostNotConnected HostNotReachable HostConnectFault NoHost'
)

export const canceled = typeSet('CANCELED RequestCanceled')

function typeSet(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.flatMap(line => line.split(' ')))
}
