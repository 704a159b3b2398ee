import { isObject } from './json.ts'
import type {
  ClusterSummary,
  DatacenterSummary,
  DatastoreSummary,
  GuestIdentity,
  HostSummary,
  ManagedObjectReference,
  NetworkSummary,
  SnapshotInfo,
  SnapshotTree,
  VmCdrom,
  VmDisk,
  VmInfo,
  VmNic,
  VmSummary
} from './types.ts'
import { isReference } from './vim-values.ts'

/** Tells whether an answer has the form its type promises. Unknown fields are not looked at: vCenter adds some. */
export type Guard<T> = (value: unknown) => value is T

/** Words of the error for an answer that no guard accepts. */
export const unexpectedForm = 'The answer has an unexpected form.'

type RequiredKey<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T]
type Check<V> = V extends string
  ? 'string'
  : V extends number
    ? 'number'
    : V extends boolean
      ? 'boolean'
      : Guard<V>
/** Every required key of `T` with what its value is; the compiler keeps the two together. */
type Shape<T> = { readonly [K in RequiredKey<T>]: Check<T[K]> }
/** Keys of `T` that may be unset, as far as somebody relies on their form. */
type OptionalShape<T> = { readonly [K in Exclude<keyof T, RequiredKey<T>>]?: Check<Exclude<T[K], undefined>> }

type AnyCheck = 'string' | 'number' | 'boolean' | Guard<unknown>

function record<T>(required: Shape<T>, unsettable: OptionalShape<T> = {}): Guard<T> {
  const needed = Object.entries<AnyCheck>(required)
  const possible = Object.entries<AnyCheck | undefined>(unsettable)
  return function isRecord(value): value is T {
    return (
      isObject(value) &&
      needed.every(([key, check]) => holds(check, value[key])) &&
      possible.every(([key, check]) => !check || value[key] === undefined || holds(check, value[key]))
    )
  }
}

function holds(check: AnyCheck, value: unknown): boolean {
  if (typeof check === 'function') return check(value)
  // 1e999 of JSON is Infinity
  return check === 'number' ? Number.isFinite(value) : typeof value === check
}

export function listOf<T>(isItem: Guard<T>): Guard<T[]> {
  return function isList(value): value is T[] {
    return Array.isArray(value) && value.every(isItem)
  }
}

function mapOf<T>(isItem: Guard<T>): Guard<Record<string, T>> {
  return function isMap(value): value is Record<string, T> {
    return isObject(value) && Object.values(value).every(isItem)
  }
}

/** A property that may be unset. */
export function optional<T>(isValue: Guard<T>): Guard<T | undefined> {
  return function isOptional(value): value is T | undefined {
    return value === undefined || isValue(value)
  }
}

export function isAnything(_value: unknown): _value is unknown {
  return true
}

export const isVmSummary = record<VmSummary>(
  { vm: 'string', name: 'string', power_state: 'string' },
  { cpu_count: 'number', memory_size_MiB: 'number' }
)

export const isHostSummary = record<HostSummary>(
  { host: 'string', name: 'string', connection_state: 'string' },
  { power_state: 'string' }
)

export const isClusterSummary = record<ClusterSummary>({
  cluster: 'string',
  name: 'string',
  ha_enabled: 'boolean',
  drs_enabled: 'boolean'
})

export const isDatastoreSummary = record<DatastoreSummary>(
  { datastore: 'string', name: 'string', type: 'string' },
  { capacity: 'number', free_space: 'number' }
)

export const isNetworkSummary = record<NetworkSummary>({ network: 'string', name: 'string', type: 'string' })

export const isDatacenterSummary = record<DatacenterSummary>({ datacenter: 'string', name: 'string' })

const isDisk = record<VmDisk>(
  {
    label: 'string',
    type: 'string',
    backing: record<VmDisk['backing']>({ type: 'string' }, { vmdk_file: 'string' })
  },
  { capacity: 'number' }
)

const isNic = record<VmNic>(
  {
    label: 'string',
    type: 'string',
    mac_type: 'string',
    backing: record<VmNic['backing']>({ type: 'string' }, { network: 'string', network_name: 'string' }),
    state: 'string',
    start_connected: 'boolean'
  },
  { mac_address: 'string' }
)

const isCdrom = record<VmCdrom>({
  label: 'string',
  type: 'string',
  backing: record<VmCdrom['backing']>({ type: 'string' }, { iso_file: 'string' }),
  state: 'string',
  start_connected: 'boolean'
})

export const isVmInfo = record<VmInfo>(
  {
    guest_OS: 'string',
    name: 'string',
    power_state: 'string',
    hardware: record<VmInfo['hardware']>({
      version: 'string',
      upgrade_policy: 'string',
      upgrade_status: 'string'
    }),
    boot: record<VmInfo['boot']>({ type: 'string' }),
    cpu: record<VmInfo['cpu']>({
      count: 'number',
      cores_per_socket: 'number',
      hot_add_enabled: 'boolean',
      hot_remove_enabled: 'boolean'
    }),
    memory: record<VmInfo['memory']>({ size_MiB: 'number', hot_add_enabled: 'boolean' }),
    disks: mapOf(isDisk),
    nics: mapOf(isNic)
  },
  {
    identity: record<NonNullable<VmInfo['identity']>>({
      name: 'string',
      bios_uuid: 'string',
      instance_uuid: 'string'
    }),
    cdroms: mapOf(isCdrom)
  }
)

export const isPower = record<{ state: string; clean_power_off?: boolean }>(
  { state: 'string' },
  { clean_power_off: 'boolean' }
)

export const isGuestIdentity = record<GuestIdentity>(
  {
    name: 'string',
    family: 'string',
    full_name: record<GuestIdentity['full_name']>({ default_message: 'string' }),
    host_name: 'string'
  },
  { ip_address: 'string' }
)

const isSnapshotTree: Guard<SnapshotTree> = record<SnapshotTree>(
  {
    snapshot: isReference,
    vm: isReference,
    name: 'string',
    description: 'string',
    id: 'number',
    createTime: 'string',
    state: 'string',
    quiesced: 'boolean'
  },
  { childSnapshotList: isSnapshotTrees }
)

function isSnapshotTrees(value: unknown): value is SnapshotTree[] {
  return Array.isArray(value) && value.every(isSnapshotTree)
}

export const isSnapshotInfo = record<SnapshotInfo>(
  { rootSnapshotList: isSnapshotTrees },
  { currentSnapshot: isReference }
)

/** The part of `TaskInfo` without which a task cannot be followed. */
export const isTaskAnswer = record<{ key: string; state: string }>({ key: 'string', state: 'string' })

export interface ObjectContent {
  obj: ManagedObjectReference
  propSet?: { name: string; val?: unknown }[]
}

export interface RetrieveResult {
  objects: ObjectContent[]
  token?: string
}

export const isRetrieveResult = record<RetrieveResult>(
  {
    objects: listOf(
      record<ObjectContent>(
        { obj: isReference },
        { propSet: listOf(record<{ name: string; val?: unknown }>({ name: 'string' })) }
      )
    )
  },
  { token: 'string' }
)
