import type { Operation } from '../automation/operation.ts'
import { operations } from '../automation/operations/index.ts'
import type { ListFilter } from './filters.ts'
import * as splits from './splits.ts'
import { vimLists, type VimList } from './vim-rows.ts'

/** The last resort for what lies in a tree: from its root, by parents. */
export interface Walk {
  readonly parents: string
  root(filter: ListFilter, look: splits.LookUp): Promise<string | undefined>
}

export interface ListKind {
  readonly operation: Operation
  /** The field that holds the id. */
  readonly id: string
  /** Filters that can be applied to the summaries, by the field they are about; the others are about places. */
  readonly fields: Readonly<Record<string, string>>
  readonly vim: VimList
  /** Tried in turn. */
  readonly splits: readonly splits.Split[]
  readonly walk?: Walk
}

/** The lists that vCenter refuses beyond a length, and how each of them can be had all the same. */
export const listKinds = {
  listVms: {
    operation: operations.listVms,
    id: 'vm',
    fields: { vms: 'vm', names: 'name', power_states: 'power_state' },
    vim: vimLists.vms,
    splits: [splits.byHost, splits.byValues('power_states', ['POWERED_ON', 'POWERED_OFF', 'SUSPENDED'])]
  },
  listHosts: {
    operation: operations.listHosts,
    id: 'host',
    fields: { hosts: 'host', names: 'name', connection_states: 'connection_state' },
    vim: vimLists.hosts,
    splits: [
      splits.byDatacenter,
      splits.byClusterOrStandalone,
      splits.byValues('connection_states', ['CONNECTED', 'DISCONNECTED', 'NOT_RESPONDING'])
    ]
  },
  listClusters: {
    operation: operations.listClusters,
    id: 'cluster',
    fields: { clusters: 'cluster', names: 'name' },
    vim: vimLists.clusters,
    splits: [splits.byDatacenter, splits.byFolder('HOST')]
  },
  listDatastores: {
    operation: operations.listDatastores,
    id: 'datastore',
    fields: { datastores: 'datastore', names: 'name', types: 'type' },
    vim: vimLists.datastores,
    splits: [
      splits.byDatacenter,
      splits.byValues('types', ['VMFS', 'NFS', 'NFS41', 'CIFS', 'VSAN', 'VFFS', 'VVOL'])
    ]
  },
  listNetworks: {
    operation: operations.listNetworks,
    id: 'network',
    fields: { networks: 'network', names: 'name', types: 'type' },
    vim: vimLists.networks,
    splits: [
      splits.byDatacenter,
      splits.byValues('types', ['STANDARD_PORTGROUP', 'DISTRIBUTED_PORTGROUP', 'OPAQUE_NETWORK'])
    ]
  },
  listDatacenters: {
    operation: operations.listDatacenters,
    id: 'datacenter',
    fields: { datacenters: 'datacenter', names: 'name' },
    vim: vimLists.datacenters,
    splits: [splits.byFolder('DATACENTER')]
  },
  listFolders: {
    operation: operations.listFolders,
    id: 'folder',
    fields: { folders: 'folder', names: 'name', type: 'type' },
    vim: vimLists.folders,
    splits: [splits.byFolderType, splits.byDatacenterOfFolder],
    walk: { parents: 'parent_folders', root: splits.rootOfFolders }
  },
  listResourcePools: {
    operation: operations.listResourcePools,
    id: 'resource_pool',
    fields: { resource_pools: 'resource_pool', names: 'name' },
    vim: vimLists.resourcePools,
    splits: [splits.byDatacenter, splits.byClusterOrStandaloneHost],
    walk: { parents: 'parent_resource_pools', root: splits.rootOfPools }
  }
} as const satisfies Record<string, ListKind>

export type ListName = keyof typeof listKinds
