import { Type } from '@sinclair/typebox'
import { lists, type Operation } from '../operation.ts'

/**
 * Lists of the inventory, and the gets that exist: there is none for a host or a network. A list that would be longer
 * than its cap (4000 VMs, 2500 hosts and datastores, 1000 of the others) is refused, not cut.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/
 */

export const hostSummary = Type.Object({
  host: Type.String(),
  name: Type.String(),
  connection_state: Type.String(),
  power_state: Type.Optional(Type.String())
})

export const clusterSummary = Type.Object({
  cluster: Type.String(),
  name: Type.String(),
  ha_enabled: Type.Boolean(),
  drs_enabled: Type.Boolean()
})

/** `capacity` and `free_space` in bytes; absent while the datastore is not accessible. */
export const datastoreSummary = Type.Object({
  datastore: Type.String(),
  name: Type.String(),
  type: Type.String(),
  free_space: Type.Optional(Type.Number()),
  capacity: Type.Optional(Type.Number())
})

export const networkSummary = Type.Object({
  network: Type.String(),
  name: Type.String(),
  type: Type.String()
})
export const datacenterSummary = Type.Object({ datacenter: Type.String(), name: Type.String() })
const folderSummary = Type.Object({ folder: Type.String(), name: Type.String(), type: Type.String() })
const resourcePoolSummary = Type.Object({ resource_pool: Type.String(), name: Type.String() })

/** MHz for CPU, MiB for memory; a limit of -1 is none. */
const allocation = Type.Object({
  reservation: Type.Number(),
  expandable_reservation: Type.Boolean(),
  limit: Type.Number(),
  shares: Type.Object({ level: Type.String(), shares: Type.Optional(Type.Number()) })
})

const read = { effect: 'read', privileges: ['System.Read'] } as const

export const inventoryOperations = {
  listHosts: {
    ...read,
    does: 'list hosts',
    api: 'GET /api/vcenter/host',
    rest: 'GET /rest/vcenter/host',
    query: {
      ...lists('hosts', 'names', 'folders', 'datacenters', 'clusters', 'connection_states'),
      standalone: 'flag'
    },
    answer: Type.Array(hostSummary)
  },
  listClusters: {
    ...read,
    does: 'list clusters',
    api: 'GET /api/vcenter/cluster',
    rest: 'GET /rest/vcenter/cluster',
    query: lists('clusters', 'names', 'folders', 'datacenters'),
    answer: Type.Array(clusterSummary)
  },
  getCluster: {
    ...read,
    does: 'get cluster {cluster}',
    api: 'GET /api/vcenter/cluster/{cluster}',
    rest: 'GET /rest/vcenter/cluster/{cluster}',
    answer: Type.Object({ name: Type.String(), resource_pool: Type.String() })
  },
  listDatastores: {
    ...read,
    does: 'list datastores',
    api: 'GET /api/vcenter/datastore',
    rest: 'GET /rest/vcenter/datastore',
    query: lists('datastores', 'names', 'types', 'folders', 'datacenters'),
    answer: Type.Array(datastoreSummary)
  },
  getDatastore: {
    ...read,
    does: 'get datastore {datastore}',
    api: 'GET /api/vcenter/datastore/{datastore}',
    rest: 'GET /rest/vcenter/datastore/{datastore}',
    answer: Type.Object({
      name: Type.String(),
      type: Type.String(),
      accessible: Type.Boolean(),
      free_space: Type.Optional(Type.Number()),
      multiple_host_access: Type.Boolean(),
      thin_provisioning_supported: Type.Boolean()
    })
  },
  getDatastoreDefaultPolicy: {
    ...read,
    does: 'get default storage policy of datastore {datastore}',
    api: 'GET /api/vcenter/datastore/{datastore}/default-policy',
    rest: 'GET /rest/vcenter/datastore/{datastore}/default-policy',
    answer: Type.String()
  },
  listNetworks: {
    ...read,
    does: 'list networks',
    api: 'GET /api/vcenter/network',
    rest: 'GET /rest/vcenter/network',
    query: lists('networks', 'names', 'types', 'folders', 'datacenters'),
    answer: Type.Array(networkSummary)
  },
  listDatacenters: {
    ...read,
    does: 'list datacenters',
    api: 'GET /api/vcenter/datacenter',
    rest: 'GET /rest/vcenter/datacenter',
    query: lists('datacenters', 'names', 'folders'),
    answer: Type.Array(datacenterSummary)
  },
  getDatacenter: {
    ...read,
    does: 'get datacenter {datacenter}',
    api: 'GET /api/vcenter/datacenter/{datacenter}',
    rest: 'GET /rest/vcenter/datacenter/{datacenter}',
    answer: Type.Object({
      name: Type.String(),
      datastore_folder: Type.String(),
      host_folder: Type.String(),
      network_folder: Type.String(),
      vm_folder: Type.String()
    })
  },
  listFolders: {
    ...read,
    does: 'list folders',
    api: 'GET /api/vcenter/folder',
    rest: 'GET /rest/vcenter/folder',
    // the only filter in the singular: one type at a time
    query: { ...lists('folders', 'names', 'parent_folders', 'datacenters'), type: 'text' },
    answer: Type.Array(folderSummary)
  },
  listResourcePools: {
    ...read,
    does: 'list resource pools',
    api: 'GET /api/vcenter/resource-pool',
    rest: 'GET /rest/vcenter/resource-pool',
    query: lists('resource_pools', 'names', 'parent_resource_pools', 'datacenters', 'hosts', 'clusters'),
    answer: Type.Array(resourcePoolSummary)
  },
  getResourcePool: {
    ...read,
    does: 'get resource pool {resource_pool}',
    api: 'GET /api/vcenter/resource-pool/{resource_pool}',
    rest: 'GET /rest/vcenter/resource-pool/{resource_pool}',
    answer: Type.Object({
      name: Type.String(),
      resource_pools: Type.Array(Type.String()),
      cpu_allocation: Type.Optional(allocation),
      memory_allocation: Type.Optional(allocation)
    })
  },
  listStoragePolicies: {
    ...read,
    does: 'list storage policies',
    api: 'GET /api/vcenter/storage/policies',
    rest: 'GET /rest/vcenter/storage/policies',
    query: lists('policies'),
    answer: Type.Array(
      Type.Object({ policy: Type.String(), name: Type.String(), description: Type.String() })
    ),
    privileges: ['StorageProfile.View']
  }
} as const satisfies Record<string, Operation>
