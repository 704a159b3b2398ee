import type { ComputeResource, Datastore, Folder, Host, Inventory, ResourcePool } from '../inventory/index.ts'
import { problemError } from './problems.ts'

/** Where a machine shall go, by id; what is left open is chosen. */
export interface PlacementWish {
  folder?: string | undefined
  resourcePool?: string | undefined
  host?: string | undefined
  cluster?: string | undefined
  datastore?: string | undefined
}

/** Where it goes, with every part fitting the others. */
export interface Place {
  folder: Folder
  compute: ComputeResource
  host: Host
  resourcePool: ResourcePool
  datastore: Datastore
}

/**
 * Checks a placement and chooses what it leaves open: the host with the fewest machines, the root pool, the
 * datastore with the most free space.
 *
 * What is documented: folder, pool or host or cluster must be of one datacenter, the pool of the host or
 * cluster, the host of the cluster, the datastore reachable from the host.
 * https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/data-structures/VM_PlacementSpec
 *
 * A machine may stay on its `current` host, in maintenance or not.
 *
 * @throws Problem missing, misfit, out of reach, no room
 */
export function resolvePlace(inventory: Inventory, wish: PlacementWish, current?: string): Place {
  const folder = folderOf(inventory, wish.folder)
  const pool = wish.resourcePool === undefined ? undefined : poolOf(inventory, wish.resourcePool)
  const cluster = wish.cluster === undefined ? undefined : clusterOf(inventory, wish.cluster)
  const wantedHost = wish.host === undefined ? undefined : hostOf(inventory, wish.host)
  if (cluster && pool && pool.owner !== cluster.id) {
    throw misfit('resource_pool', pool.id, 'it does not belong to the cluster.')
  }
  if (cluster && wantedHost && wantedHost.parent !== cluster.id) {
    throw misfit('host', wantedHost.id, 'it is not a member of the cluster.')
  }
  if (pool && wantedHost && pool.owner !== wantedHost.parent) {
    throw misfit('resource_pool', pool.id, 'it does not belong to the host.')
  }
  const owner = cluster?.id ?? pool?.owner ?? wantedHost?.parent
  const compute = owner === undefined ? undefined : inventory.computeResources.get(owner)
  if (!compute) throw misfit('placement', '', 'one of resource_pool, host and cluster is needed.')
  if (compute.datacenter !== folder.datacenter) {
    throw misfit('folder', folder.id, 'it is in another datacenter than the host or cluster.')
  }
  const wantedDatastore = wish.datastore === undefined ? undefined : datastoreOf(inventory, wish.datastore)
  const host = wantedHost ?? chooseHost(inventory, compute, wantedDatastore)
  const available = host.connectionState === 'CONNECTED' && !host.inMaintenanceMode
  if (!available && host.id !== current) {
    throw problemError({ kind: 'out of reach', what: 'host', id: host.id })
  }
  const datastore = wantedDatastore ?? chooseDatastore(inventory, host)
  if (!datastore.accessible) throw problemError({ kind: 'out of reach', what: 'datastore', id: datastore.id })
  if (!host.datastores.includes(datastore.id)) {
    throw misfit('datastore', datastore.id, 'it is not accessible from the host.')
  }
  const resourcePool = pool ?? inventory.resourcePools.get(compute.resourcePool)
  if (!resourcePool) throw problemError({ kind: 'missing', what: 'resource pool', id: compute.resourcePool })
  return { folder, compute, host, resourcePool, datastore }
}

/** @throws Problem name taken: names are unique among the machines of a folder, whatever their case */
export function claimName(inventory: Inventory, folder: string, name: string, except?: string): void {
  const wanted = name.toLowerCase()
  for (const id of inventory.folders.get(folder)?.children ?? []) {
    if (id !== except && inventory.find(id)?.name.toLowerCase() === wanted) {
      throw problemError({ kind: 'name taken', name, object: id })
    }
  }
}

/** @throws Problem no space, or out of reach */
export function takeSpace(datastore: Datastore, bytes: number): void {
  if (!datastore.accessible) throw problemError({ kind: 'out of reach', what: 'datastore', id: datastore.id })
  if (bytes > datastore.freeSpace) throw problemError({ kind: 'no space', datastore: datastore.name })
  datastore.freeSpace -= bytes
}

/** @throws Problem missing */
export function datastoreOf(inventory: Inventory, id: string): Datastore {
  const datastore = inventory.datastores.get(id)
  if (!datastore) throw problemError({ kind: 'missing', what: 'datastore', id })
  return datastore
}

function folderOf(inventory: Inventory, id: string | undefined): Folder {
  if (id === undefined) throw misfit('folder', '', 'it is required.')
  const folder = inventory.folders.get(id)
  if (!folder) throw problemError({ kind: 'missing', what: 'folder', id })
  if (folder.type !== 'VIRTUAL_MACHINE') throw misfit('folder', id, 'it is not for virtual machines.')
  return folder
}

function poolOf(inventory: Inventory, id: string): ResourcePool {
  const pool = inventory.resourcePools.get(id)
  if (!pool) throw problemError({ kind: 'missing', what: 'resource pool', id })
  return pool
}

function clusterOf(inventory: Inventory, id: string): ComputeResource {
  const cluster = inventory.computeResources.get(id)
  if (cluster?.kind !== 'ClusterComputeResource') {
    throw problemError({ kind: 'missing', what: 'cluster', id })
  }
  return cluster
}

function hostOf(inventory: Inventory, id: string): Host {
  const host = inventory.hosts.get(id)
  if (!host) throw problemError({ kind: 'missing', what: 'host', id })
  return host
}

function chooseHost(inventory: Inventory, compute: ComputeResource, datastore: Datastore | undefined): Host {
  const hosts = compute.hosts
    .flatMap(id => inventory.hosts.get(id) ?? [])
    .filter(host => host.connectionState === 'CONNECTED' && !host.inMaintenanceMode)
  if (hosts.length === 0) throw problemError({ kind: 'no room', what: 'host' })
  const fitting = datastore ? hosts.filter(host => host.datastores.includes(datastore.id)) : hosts
  const [first] = fitting.toSorted((a, b) => inventory.vmsOf(a.id).length - inventory.vmsOf(b.id).length)
  if (!first) throw misfit('datastore', datastore?.id ?? '', 'it is not accessible from the cluster.')
  return first
}

function chooseDatastore(inventory: Inventory, host: Host): Datastore {
  const [first] = host.datastores
    .flatMap(id => inventory.datastores.get(id) ?? [])
    .filter(datastore => datastore.accessible)
    .toSorted((a, b) => b.freeSpace - a.freeSpace)
  if (!first) throw problemError({ kind: 'no room', what: 'datastore' })
  return first
}

function misfit(field: string, value: string, reason: string) {
  return problemError({ kind: 'misfit', field, value, reason })
}
