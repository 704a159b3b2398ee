import { createRandom } from '../random.ts'
import { folderTrees } from './cast.ts'
import { addCluster, addClusterHosts, addPool, addStandaloneHost } from './compute.ts'
import { populate, type Home } from './population.ts'
import { addNetworks, addSite, addVmFolders, createIds, type Site } from './places.ts'
import { addDatastores, settleStorage } from './storage.ts'
import { createInventory, type Inventory } from './store.ts'
import type { ComputeResource } from './types.ts'
import { settleDemands } from './usage.ts'

export type { Inventory } from './store.ts'
export type * from './types.ts'

/** Numbers and the seed that decide on an inventory; `now` is milliseconds since 1970. */
export interface InventoryPlan {
  vms: number
  hosts: number
  datastores: number
  seed: number
  now: number
}

/** Builds the whole inventory. The same plan gives the same result. */
export function buildInventory(plan: InventoryPlan): Inventory {
  const random = createRandom(plan.seed)
  const ids = createIds()
  const rootFolder = ids.next('group-d')
  const inventory = createInventory(rootFolder, random.uuid())
  inventory.add({
    kind: 'Folder',
    id: rootFolder,
    name: 'Datacenters',
    parent: undefined,
    type: 'DATACENTER',
    datacenter: undefined,
    children: []
  })
  const main = addSite(inventory, ids, 'Amsterdam')
  // On a vCenter the counter serves objects of every kind, so that numbers are missing here and there.
  ids.next('alarm-')
  const clusters = [addCluster(inventory, ids, main, 'prod')]
  const second = addSite(inventory, ids, 'Frankfurt')
  clusters.push(addCluster(inventory, ids, main, 'dev'), addCluster(inventory, ids, second, 'dr'))
  // vCenter allows 96 hosts in a cluster; people stay well below.
  for (let number = 4; number <= Math.ceil((plan.hosts - 1) / 32); number += 1) {
    clusters.push(addCluster(inventory, ids, number % 2 === 0 ? main : second, `compute-${number}`))
  }
  addNetworks(inventory, ids, random, main, true)
  addNetworks(inventory, ids, random, second, false)
  clusters.forEach((cluster, index) => {
    const count = Math.floor((plan.hosts - 1 + clusters.length - 1 - index) / clusters.length)
    addClusterHosts(inventory, ids, random, cluster, { count, index, now: plan.now })
  })
  const standalone = addStandaloneHost(inventory, ids, random, second, plan.now)
  addDatastores(inventory, ids, random, {
    sites: [main, second],
    clusters,
    standalone,
    count: plan.datastores
  })
  const teams = Array.from(
    { length: Math.ceil(plan.vms / 400) - 1 },
    (_, index) => `Production/Team ${index + 1}`
  )
  addVmFolders(inventory, ids, main, [...folderTrees[0], ...teams])
  addVmFolders(inventory, ids, second, [...folderTrees[1], ...teams])
  connectNetworks(inventory, [main, second])
  const poolsOf = addPools(inventory, ids, clusters)
  const homes = findHomes(inventory, [main, second], clusters, poolsOf)
  populate(inventory, random, plan, homes, teams)
  settleDemands(inventory)
  settleStorage(inventory, random)
  return inventory
}

function connectNetworks(inventory: Inventory, sites: Site[]): void {
  for (const host of inventory.hosts.values()) {
    const site = sites.find(candidate => candidate.datacenter === host.datacenter)
    const clustered = inventory.computeResources.get(host.parent)?.kind === 'ClusterComputeResource'
    for (const network of inventory.networks.values()) {
      const reachable = clustered || network.type === 'STANDARD_PORTGROUP'
      if (network.datacenter !== site?.datacenter || !reachable) continue
      network.hosts.push(host.id)
      host.networks.push(network.id)
      const compute = inventory.computeResources.get(host.parent)
      if (compute && !compute.networks.includes(network.id)) compute.networks.push(network.id)
    }
  }
}

function addPools(
  inventory: Inventory,
  ids: ReturnType<typeof createIds>,
  clusters: ComputeResource[]
): Map<string, [string, ...string[]]> {
  const pools = new Map<string, [string, ...string[]]>()
  for (const compute of inventory.computeResources.values()) pools.set(compute.id, [compute.resourcePool])
  const [production, development] = clusters
  if (production && development) {
    const important = addPool(inventory, ids, production.resourcePool, 'High Priority', true)
    const databases = addPool(inventory, ids, important, 'Databases', true)
    pools.get(production.id)?.push(important, databases)
    pools.get(development.id)?.push(addPool(inventory, ids, development.resourcePool, 'Test', false))
  }
  return pools
}

function findHomes(
  inventory: Inventory,
  sites: Site[],
  clusters: ComputeResource[],
  poolsOf: Map<string, [string, ...string[]]>
): Home[] {
  return [...inventory.hosts.values()].flatMap(host => {
    const site = sites.find(candidate => candidate.datacenter === host.datacenter)
    const pools = poolsOf.get(host.parent)
    if (host.connectionState !== 'CONNECTED' || host.inMaintenanceMode || !site || !pools) return []
    const index = clusters.findIndex(cluster => cluster.id === host.parent)
    const places = ['prod', 'dev', 'dr'] as const
    const place = index < 0 ? 'edge' : (places[index] ?? (site === sites[0] ? 'prod' : 'dr'))
    return [{ host, site, place, pools }]
  })
}
