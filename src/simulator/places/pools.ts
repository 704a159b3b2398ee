import type { Allocation, ResourcePool } from '../inventory/index.ts'
import { cpuCapacityOf } from '../inventory/usage.ts'
import { problemError } from '../machine/problems.ts'
import type { State } from '../state.ts'

/** What to change in an allocation; MHz or MiB. */
export type AllocationWish = Partial<Omit<Allocation, 'shares'>> & { shares?: number | undefined }

export interface PoolWish {
  name?: string | undefined
  cpu?: AllocationWish | undefined
  memory?: AllocationWish | undefined
}

/** Shares of the levels that have fixed ones. */
const cpuShares = { LOW: 2000, NORMAL: 4000, HIGH: 8000 }
const memoryShares = { LOW: 81_920, NORMAL: 163_840, HIGH: 327_680 }

/** A pool below another. @throws Problem misfit (also for a name that a sibling has), no room */
export function addPool(state: State, parent: ResourcePool, wish: PoolWish & { name: string }): ResourcePool {
  const { inventory, ids } = state
  claimPoolName(state, parent, wish.name)
  const plain = { reservation: 0, limit: -1, level: 'NORMAL' } as const
  const pool: ResourcePool = {
    kind: 'ResourcePool',
    id: '',
    name: wish.name,
    parent: parent.id,
    owner: parent.owner,
    datacenter: parent.datacenter,
    children: [],
    cpu: allocate({ ...plain, shares: cpuShares.NORMAL }, wish.cpu, cpuShares),
    memory: allocate({ ...plain, shares: memoryShares.NORMAL }, wish.memory, memoryShares)
  }
  requireCapacity(state, pool)
  pool.id = ids.next('resgroup-')
  inventory.add(pool)
  parent.children.push(pool.id)
  return pool
}

/** @throws Problem as when one is added */
export function changePool(state: State, pool: ResourcePool, wish: PoolWish): void {
  const parent = state.inventory.resourcePools.get(pool.parent)
  if (wish.name !== undefined && wish.name !== pool.name && parent) claimPoolName(state, parent, wish.name)
  const cpu = allocate(pool.cpu, wish.cpu, cpuShares)
  const memory = allocate(pool.memory, wish.memory, memoryShares)
  requireCapacity(state, { ...pool, cpu, memory })
  Object.assign(pool, { name: wish.name ?? pool.name, cpu, memory })
}

/** Takes a pool out; machines and pools in it move up to its parent. @throws Problem unsupported, for a root */
export function removePool(state: State, pool: ResourcePool): void {
  const { inventory } = state
  const parent = inventory.resourcePools.get(pool.parent)
  if (!parent) throw problemError({ kind: 'unsupported', reason: 'A root resource pool cannot be deleted.' })
  for (const vm of inventory.vmsOf(pool.id)) inventory.change(vm, { resourcePool: parent.id })
  for (const id of pool.children) {
    const child = inventory.resourcePools.get(id)
    if (child) child.parent = parent.id
  }
  parent.children = [...parent.children.filter(id => id !== pool.id), ...pool.children]
  inventory.remove(pool)
}

function claimPoolName(state: State, parent: ResourcePool, name: string): void {
  const taken = parent.children.some(id => state.inventory.resourcePools.get(id)?.name === name)
  if (name !== '' && !taken) return
  throw problemError({ kind: 'misfit', field: 'name', value: name, reason: 'it is empty or taken.' })
}

function allocate(
  now: Allocation,
  wish: AllocationWish | undefined,
  sharesOf: Record<'LOW' | 'NORMAL' | 'HIGH', number>
): Allocation {
  if (!wish) return now
  const level = wish.level ?? now.level
  const shares =
    level === 'CUSTOM' ? (wish.shares ?? (now.level === level ? now.shares : 0)) : sharesOf[level]
  const allocation: Allocation = {
    reservation: wish.reservation ?? now.reservation,
    limit: wish.limit ?? now.limit,
    expandable: wish.expandable ?? now.expandable ?? true,
    level,
    shares
  }
  const { reservation, limit } = allocation
  if (reservation < 0) throw misfit('reservation', reservation)
  if (limit < -1 || (limit !== -1 && limit < reservation)) throw misfit('limit', limit)
  if (level === 'CUSTOM' && (shares < 1 || shares > 1_000_000)) throw misfit('shares', shares)
  return allocation
}

/** Reservations are for what the hosts have. */
function requireCapacity(state: State, pool: ResourcePool): void {
  const hosts = state.inventory.computeResources.get(pool.owner)?.hosts ?? []
  let cpuMhz = 0
  let memoryMib = 0
  for (const id of hosts) {
    const host = state.inventory.hosts.get(id)
    if (!host) continue
    cpuMhz += cpuCapacityOf(host)
    memoryMib += host.hardware.memoryBytes / 1024 ** 2
  }
  if (pool.cpu.reservation > cpuMhz || pool.memory.reservation > memoryMib) {
    throw problemError({ kind: 'no room', what: 'capacity for the reservation' })
  }
}

function misfit(field: string, value: number) {
  return problemError({ kind: 'misfit', field, value: String(value), reason: 'out of range.' })
}
