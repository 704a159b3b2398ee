import { Type } from '@sinclair/typebox'
import { spec, type Operation } from '../operation.ts'
import type { DatacenterSpec, HostSpec, ResourcePoolChange, ResourcePoolSpec } from '../specs.ts'

/**
 * Changes of datacenters, hosts and resource pools.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/
 */
export const placeOperations = {
  createDatacenter: {
    does: 'create datacenter',
    effect: 'write',
    api: 'POST /api/vcenter/datacenter',
    rest: 'POST /rest/vcenter/datacenter',
    body: spec<DatacenterSpec>(),
    answer: Type.String(),
    privileges: ['Datacenter.Create']
  },
  deleteDatacenter: {
    does: 'delete datacenter {datacenter}',
    effect: 'write',
    api: 'DELETE /api/vcenter/datacenter/{datacenter}',
    rest: 'DELETE /rest/vcenter/datacenter/{datacenter}',
    query: { force: 'flag' },
    privileges: ['Datacenter.Delete']
  },
  addHost: {
    does: 'add host',
    effect: 'write',
    api: 'POST /api/vcenter/host',
    rest: 'POST /rest/vcenter/host',
    body: spec<HostSpec>(),
    answer: Type.String(),
    privileges: ['Host.Inventory.AddStandaloneHost']
  },
  removeHost: {
    does: 'remove host {host}',
    effect: 'write',
    api: 'DELETE /api/vcenter/host/{host}',
    rest: 'DELETE /rest/vcenter/host/{host}',
    privileges: ['Host.Inventory.RemoveHostFromCluster']
  },
  connectHost: {
    does: 'connect host {host}',
    effect: 'write',
    api: 'POST /api/vcenter/host/{host}?action=connect',
    rest: 'POST /rest/vcenter/host/{host}/connect',
    privileges: ['Host.Config.Connection']
  },
  disconnectHost: {
    does: 'disconnect host {host}',
    effect: 'write',
    api: 'POST /api/vcenter/host/{host}?action=disconnect',
    rest: 'POST /rest/vcenter/host/{host}/disconnect',
    privileges: ['Host.Config.Connection']
  },
  createResourcePool: {
    does: 'create resource pool',
    effect: 'write',
    api: 'POST /api/vcenter/resource-pool',
    rest: 'POST /rest/vcenter/resource-pool',
    body: spec<ResourcePoolSpec>(),
    answer: Type.String(),
    privileges: ['Resource.CreatePool']
  },
  updateResourcePool: {
    does: 'update resource pool {resource_pool}',
    effect: 'write',
    api: 'PATCH /api/vcenter/resource-pool/{resource_pool}',
    rest: 'PATCH /rest/vcenter/resource-pool/{resource_pool}',
    body: spec<ResourcePoolChange>(),
    privileges: ['Resource.EditPool']
  },
  deleteResourcePool: {
    does: 'delete resource pool {resource_pool}',
    effect: 'write',
    api: 'DELETE /api/vcenter/resource-pool/{resource_pool}',
    rest: 'DELETE /rest/vcenter/resource-pool/{resource_pool}',
    privileges: ['Resource.DeletePool']
  }
} as const satisfies Record<string, Operation>
