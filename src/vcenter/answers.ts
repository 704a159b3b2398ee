import { isObject } from './json.ts'
import type {
  ClusterSummary,
  DatacenterSummary,
  DatastoreSummary,
  GuestIdentity,
  HostSummary,
  NetworkSummary,
  SnapshotInfo,
  SnapshotTree,
  VmInfo,
  VmSummary
} from './types.ts'

/** Tells whether an answer has the form its type promises. Only what is required is looked at: vCenter adds fields. */
export type Guard<T> = (value: unknown) => value is T

/** Words of the error for an answer that no guard accepts. */
export const unexpectedForm = 'The answer has an unexpected form.'

type RequiredKey<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T]
type Kind<V> = V extends string
  ? 'string'
  : V extends number
    ? 'number'
    : V extends boolean
      ? 'boolean'
      : 'object'
/** Every required key of `T` with the kind of its value; the compiler keeps the two together. */
type Shape<T> = { readonly [K in RequiredKey<T>]: Kind<T[K]> }

function record<T>(shape: Shape<T>): Guard<T> {
  const kinds = Object.entries(shape)
  return function isRecord(value): value is T {
    return isObject(value) && kinds.every(([key, kind]) => typeof value[key] === kind && value[key] !== null)
  }
}

export function listOf<T>(isItem: Guard<T>): Guard<T[]> {
  return function isList(value): value is T[] {
    return Array.isArray(value) && value.every(isItem)
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

export const isVmSummary = record<VmSummary>({ vm: 'string', name: 'string', power_state: 'string' })

export const isHostSummary = record<HostSummary>({
  host: 'string',
  name: 'string',
  connection_state: 'string'
})

export const isClusterSummary = record<ClusterSummary>({
  cluster: 'string',
  name: 'string',
  ha_enabled: 'boolean',
  drs_enabled: 'boolean'
})

export const isDatastoreSummary = record<DatastoreSummary>({
  datastore: 'string',
  name: 'string',
  type: 'string'
})

export const isNetworkSummary = record<NetworkSummary>({ network: 'string', name: 'string', type: 'string' })

export const isDatacenterSummary = record<DatacenterSummary>({ datacenter: 'string', name: 'string' })

export const isVmInfo = record<VmInfo>({
  guest_OS: 'string',
  name: 'string',
  power_state: 'string',
  hardware: 'object',
  boot: 'object',
  cpu: 'object',
  memory: 'object',
  disks: 'object',
  nics: 'object'
})

export const isPower = record<{ state: string; clean_power_off?: boolean }>({ state: 'string' })

export const isGuestIdentity = record<GuestIdentity>({
  name: 'string',
  family: 'string',
  full_name: 'object',
  host_name: 'string'
})

const isSnapshotNode = record<SnapshotTree>({
  snapshot: 'object',
  vm: 'object',
  name: 'string',
  description: 'string',
  id: 'number',
  createTime: 'string',
  state: 'string',
  quiesced: 'boolean'
})

function isSnapshotTree(value: unknown): value is SnapshotTree {
  return isSnapshotNode(value) && (value.childSnapshotList ?? []).every(isSnapshotTree)
}

export function isSnapshotInfo(value: unknown): value is SnapshotInfo {
  return isObject(value) && listOf(isSnapshotTree)(value['rootSnapshotList'])
}

/** The part of `TaskInfo` without which a task cannot be followed. */
export const isTaskAnswer = record<{ key: string; state: string }>({ key: 'string', state: 'string' })
