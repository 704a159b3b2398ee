import { type Guard, listOf, mapOf, structure } from './guards.ts'
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
import { isReference } from './vim/vim-values.ts'

export const isVmSummary = structure<VmSummary>(
  { vm: 'string', name: 'string', power_state: 'string' },
  { cpu_count: 'number', memory_size_MiB: 'number' }
)

export const isHostSummary = structure<HostSummary>(
  { host: 'string', name: 'string', connection_state: 'string' },
  { power_state: 'string' }
)

export const isClusterSummary = structure<ClusterSummary>({
  cluster: 'string',
  name: 'string',
  ha_enabled: 'boolean',
  drs_enabled: 'boolean'
})

export const isDatastoreSummary = structure<DatastoreSummary>(
  { datastore: 'string', name: 'string', type: 'string' },
  { capacity: 'number', free_space: 'number' }
)

export const isNetworkSummary = structure<NetworkSummary>({
  network: 'string',
  name: 'string',
  type: 'string'
})

export const isDatacenterSummary = structure<DatacenterSummary>({ datacenter: 'string', name: 'string' })

const isDisk = structure<VmDisk>(
  {
    label: 'string',
    type: 'string',
    backing: structure<VmDisk['backing']>({ type: 'string' }, { vmdk_file: 'string' })
  },
  { capacity: 'number' }
)

const isNic = structure<VmNic>(
  {
    label: 'string',
    type: 'string',
    mac_type: 'string',
    backing: structure<VmNic['backing']>({ type: 'string' }, { network: 'string', network_name: 'string' }),
    state: 'string',
    start_connected: 'boolean'
  },
  { mac_address: 'string' }
)

const isCdrom = structure<VmCdrom>({
  label: 'string',
  type: 'string',
  backing: structure<VmCdrom['backing']>({ type: 'string' }, { iso_file: 'string' }),
  state: 'string',
  start_connected: 'boolean'
})

export const isVmInfo = structure<VmInfo>(
  {
    guest_OS: 'string',
    name: 'string',
    power_state: 'string',
    hardware: structure<VmInfo['hardware']>({
      version: 'string',
      upgrade_policy: 'string',
      upgrade_status: 'string'
    }),
    boot: structure<VmInfo['boot']>({ type: 'string' }),
    cpu: structure<VmInfo['cpu']>({
      count: 'number',
      cores_per_socket: 'number',
      hot_add_enabled: 'boolean',
      hot_remove_enabled: 'boolean'
    }),
    memory: structure<VmInfo['memory']>({ size_MiB: 'number', hot_add_enabled: 'boolean' }),
    disks: mapOf(isDisk),
    nics: mapOf(isNic)
  },
  {
    identity: structure<NonNullable<VmInfo['identity']>>({
      name: 'string',
      bios_uuid: 'string',
      instance_uuid: 'string'
    }),
    cdroms: mapOf(isCdrom)
  }
)

export const isPower = structure<{ state: string; clean_power_off?: boolean }>(
  { state: 'string' },
  { clean_power_off: 'boolean' }
)

export const isGuestIdentity = structure<GuestIdentity>(
  {
    name: 'string',
    family: 'string',
    full_name: structure<GuestIdentity['full_name']>({ default_message: 'string' }),
    host_name: 'string'
  },
  { ip_address: 'string' }
)

const isSnapshotTree: Guard<SnapshotTree> = structure<SnapshotTree>(
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

export const isSnapshotInfo = structure<SnapshotInfo>(
  { rootSnapshotList: isSnapshotTrees },
  { currentSnapshot: isReference }
)

/** The part of `TaskInfo` without which a task cannot be followed. */
export const isTaskAnswer = structure<{ key: string; state: string }>({ key: 'string', state: 'string' })

export interface ObjectContent {
  obj: ManagedObjectReference
  propSet?: { name: string; val?: unknown }[]
}

export interface RetrieveResult {
  objects: ObjectContent[]
  token?: string
}

export const isRetrieveResult = structure<RetrieveResult>(
  {
    objects: listOf(
      structure<ObjectContent>(
        { obj: isReference },
        { propSet: listOf(structure<{ name: string; val?: unknown }>({ name: 'string' })) }
      )
    )
  },
  { token: 'string' }
)
