import type { Allocation, ComputeResource, ResourcePool } from '../inventory/index.ts'
import { addPool, changePool, removePool, type AllocationWish } from '../places/pools.ts'
import { invalidArgument, notFound } from './errors.ts'
import type { FieldValues } from './fields.ts'
import { capped, many, passes } from './filters.ts'
import { param, withBody, type Call, type Operation } from './operation.ts'
import { told } from './problems.ts'

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
    const pool = poolOf(call, param(call, 'resource_pool'))
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

const allocationFields = {
  reservation: 'integer',
  expandable_reservation: 'boolean',
  limit: 'integer',
  shares: { fields: { 'level!': { oneOf: ['LOW', 'NORMAL', 'HIGH', 'CUSTOM'] }, shares: 'integer' } }
} as const

export const createResourcePool: Operation = withBody({
  ok: 201,
  wrapper: 'spec',
  fields: {
    'name!': 'text',
    'parent!': 'text',
    cpu_allocation: { fields: allocationFields },
    memory_allocation: { fields: allocationFields }
  },
  run: call => {
    const { name, parent, cpu_allocation: cpu, memory_allocation: memory } = call.body
    const above = poolOf(call, parent)
    const wish = { name, cpu: cpu && allocationWish(cpu), memory: memory && allocationWish(memory) }
    return told(() => addPool(call.state, above, wish)).id
  }
})

export const updateResourcePool: Operation = withBody({
  ok: 204,
  wrapper: 'spec',
  fields: {
    name: 'text',
    cpu_allocation: { fields: allocationFields },
    memory_allocation: { fields: allocationFields }
  },
  run: call => {
    const { name, cpu_allocation: cpu, memory_allocation: memory } = call.body
    const pool = poolOf(call, param(call, 'resource_pool'))
    const wish = { name, cpu: cpu && allocationWish(cpu), memory: memory && allocationWish(memory) }
    told(() => changePool(call.state, pool, wish))
  }
})

export const deleteResourcePool: Operation = {
  ok: 204,
  run: call => {
    const pool = poolOf(call, param(call, 'resource_pool'))
    told(() => removePool(call.state, pool))
  }
}

function poolOf(call: Pick<Call, 'state'>, id: string): ResourcePool {
  const pool = call.state.inventory.resourcePools.get(id)
  if (!pool) throw notFound('resource pool', id)
  return pool
}

function allocationWish(given: FieldValues<typeof allocationFields>): AllocationWish {
  const { reservation, expandable_reservation: expandable, limit, shares } = given
  if (shares && (shares.level === 'CUSTOM') !== (shares.shares !== undefined)) {
    throw invalidArgument('shares.shares', shares.shares)
  }
  return {
    ...(reservation === undefined ? {} : { reservation }),
    ...(expandable === undefined ? {} : { expandable }),
    ...(limit === undefined ? {} : { limit }),
    ...(shares === undefined ? {} : { level: shares.level, shares: shares.shares })
  }
}

function allocation({ reservation, limit, level, shares, expandable = true }: Allocation) {
  // `shares.shares` is there for the level CUSTOM only.
  const custom = level === 'CUSTOM' ? { shares } : {}
  return { reservation, expandable_reservation: expandable, limit, shares: { level, ...custom } }
}
