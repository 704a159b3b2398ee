import type { VcenterClient } from '../../vcenter/types.ts'
import type { LimitName } from './limits.ts'

/** One kind of object, and how each limit is asked for of its list. */
export interface ScopedKind {
  readonly list: keyof VcenterClient
  /** The field that holds the id in a row of the list. */
  readonly id: string
  /** The filter of the list for ids of its own kind. */
  readonly ids: string
  /** Types of VI/JSON. */
  readonly types: readonly string[]
  /**
   * The filter of the list that holds for a limit: of containers, or `ids` where the limit is first turned into ids of
   * this kind. A limit that is not here leaves nothing of this kind. `tags` is asked of every kind by ids.
   */
  readonly filters: Readonly<Partial<Record<LimitName, string>>>
}

/** @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/ for the filters of each list */
export const scopedKinds = {
  vm: {
    list: 'listVms',
    id: 'vm',
    ids: 'vms',
    types: ['VirtualMachine'],
    filters: {
      datacenters: 'datacenters',
      clusters: 'clusters',
      folders: 'folders',
      resource_pools: 'resource_pools'
    }
  },
  host: {
    list: 'listHosts',
    id: 'host',
    ids: 'hosts',
    types: ['HostSystem'],
    filters: { datacenters: 'datacenters', clusters: 'clusters', folders: 'folders' }
  },
  cluster: {
    list: 'listClusters',
    id: 'cluster',
    ids: 'clusters',
    types: ['ClusterComputeResource'],
    filters: { datacenters: 'datacenters', clusters: 'clusters', folders: 'folders' }
  },
  datastore: {
    list: 'listDatastores',
    id: 'datastore',
    ids: 'datastores',
    types: ['Datastore'],
    filters: { datacenters: 'datacenters', clusters: 'datastores', folders: 'folders' }
  },
  network: {
    list: 'listNetworks',
    id: 'network',
    ids: 'networks',
    types: ['Network', 'DistributedVirtualPortgroup', 'OpaqueNetwork'],
    filters: { datacenters: 'datacenters', clusters: 'networks', folders: 'folders' }
  },
  datacenter: {
    list: 'listDatacenters',
    id: 'datacenter',
    ids: 'datacenters',
    types: ['Datacenter'],
    filters: { datacenters: 'datacenters', folders: 'folders' }
  },
  folder: {
    list: 'listFolders',
    id: 'folder',
    ids: 'folders',
    types: ['Folder', 'StoragePod'],
    filters: { datacenters: 'datacenters', folders: 'folders' }
  },
  resource_pool: {
    list: 'listResourcePools',
    id: 'resource_pool',
    ids: 'resource_pools',
    types: ['ResourcePool', 'VirtualApp'],
    filters: { datacenters: 'datacenters', clusters: 'clusters', resource_pools: 'resource_pools' }
  }
} as const satisfies Record<string, ScopedKind>

export type KindName = keyof typeof scopedKinds

const kindsByType = new Map<string, KindName>(
  (Object.keys(scopedKinds) as KindName[]).flatMap(name =>
    scopedKinds[name].types.map((type): [string, KindName] => [type, name])
  )
)

export function kindOfType(type: string): KindName | undefined {
  return kindsByType.get(type)
}
