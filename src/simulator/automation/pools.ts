import type { Allocation, ComputeResource, ResourcePool } from '../inventory/index.ts'
import { notFound } from './errors.ts'
import { capped, many, passes } from './filters.ts'
import { param, type Call, type Operation } from './operation.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/resource-pool/ */

export const listResourcePools: Operation = {
  ok: 200,
  filter: [
    many('resource_pools'),
    many('names'),
    many('parent_resource_pools'),
    many('datacenters'),
    many('hosts'),
    many('clusters')
  ],
  run: call => {
    const { inventory, settings } = call.state
    const matching = [...inventory.resourcePools.values()].filter(
      pool =>
        passes(call, 'resource_pools', pool.id) &&
        passes(call, 'names', pool.name) &&
        passes(call, 'parent_resource_pools', pool.parent) &&
        passes(call, 'datacenters', pool.datacenter) &&
        passesOwner(call, pool, inventory.computeResources.get(pool.owner))
    )
    return capped(matching, settings.caps.resourcePools, 'resource pools').map(pool => ({
      resource_pool: pool.id,
      name: pool.name
    }))
  }
}

export const getResourcePool: Operation = {
  ok: 200,
  run: call => {
    const id = param(call, 'resource_pool')
    const pool = call.state.inventory.resourcePools.get(id)
    if (!pool) throw notFound('resource pool', id)
    return {
      name: pool.name,
      resource_pools: pool.children,
      cpu_allocation: allocation(pool.cpu),
      memory_allocation: allocation(pool.memory)
    }
  }
}

/** A pool belongs to a cluster or, on a standalone host, to that host; a host in a cluster has no pools. */
function passesOwner(call: Call, pool: ResourcePool, owner: ComputeResource | undefined): boolean {
  const clustered = owner?.kind === 'ClusterComputeResource'
  return (
    passes(call, 'clusters', clustered ? pool.owner : undefined) &&
    passes(call, 'hosts', clustered ? undefined : owner?.hosts[0])
  )
}

function allocation({ reservation, limit, level }: Allocation) {
  // `shares.shares` is there for the level CUSTOM only.
  return { reservation, expandable_reservation: true, limit, shares: { level } }
}
