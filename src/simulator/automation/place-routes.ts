import { createDatacenter, deleteDatacenter } from './datacenters.ts'
import { getCluster, getDatacenter, getDatastore } from './gets.ts'
import { connectHost, createHost, deleteHost, disconnectHost } from './hosts.ts'
import {
  listClusters,
  listDatacenters,
  listDatastores,
  listFolders,
  listHosts,
  listNetworks
} from './lists.ts'
import { checkCompatibility, getDefaultPolicy, listPolicies, listVmsOfPolicy } from './policies.ts'
import {
  createResourcePool,
  deleteResourcePool,
  getResourcePool,
  listResourcePools,
  updateResourcePool
} from './pools.ts'
import { both, segment, type RouteRow } from './spelling.ts'

/** Where virtual machines are: hosts, clusters, datastores, networks, folders and pools. */
export const placeRoutes: readonly RouteRow[] = [
  both('GET /vcenter/host', listHosts),
  both('POST /vcenter/host', createHost),
  both('DELETE /vcenter/host/{host}', deleteHost),
  segment('POST /vcenter/host/{host}?action=connect', connectHost),
  segment('POST /vcenter/host/{host}?action=disconnect', disconnectHost),
  both('GET /vcenter/cluster', listClusters),
  both('GET /vcenter/cluster/{cluster}', getCluster),
  both('GET /vcenter/datastore', listDatastores),
  both('GET /vcenter/datastore/{datastore}', getDatastore),
  both('GET /vcenter/datastore/{datastore}/default-policy', getDefaultPolicy),
  both('GET /vcenter/network', listNetworks),
  both('GET /vcenter/datacenter', listDatacenters),
  both('POST /vcenter/datacenter', createDatacenter),
  both('GET /vcenter/datacenter/{datacenter}', getDatacenter),
  both('DELETE /vcenter/datacenter/{datacenter}', deleteDatacenter),
  both('GET /vcenter/folder', listFolders),
  both('GET /vcenter/resource-pool', listResourcePools),
  both('POST /vcenter/resource-pool', createResourcePool),
  both('GET /vcenter/resource-pool/{resource_pool}', getResourcePool),
  both('PATCH /vcenter/resource-pool/{resource_pool}', updateResourcePool),
  both('DELETE /vcenter/resource-pool/{resource_pool}', deleteResourcePool),

  both('GET /vcenter/storage/policies', listPolicies),
  both('GET /vcenter/storage/policies/{policy}/vm', listVmsOfPolicy),
  both('POST /vcenter/storage/policies/{policy}?action=check-compatibility', checkCompatibility)
]
