import type { Random } from '../random.ts'
import { allSnapshots, homeBytesOf } from './snapshot-files.ts'
import type { Ids, Site } from './places.ts'
import type { Inventory } from './store.ts'
import type { ComputeResource, Datastore, DatastoreType, Host } from './types.ts'

interface NewDatastore {
  name: string
  type: DatastoreType
  hosts: Host[]
  accessible?: boolean
}

const gibibyte = 1024 ** 3
const tebibyte = 1024 ** 4

/** Where nothing is ever placed by the simulator: too full, out of reach, or meant for something else. */
export const reservedDatastores = ['archive-nfs-01', 'old-nfs-offline']

/**
 * One datastore of every kind and then VMFS volumes in turn, up to `count`.
 * Capacities are set by `settleStorage`, when it is known what they hold.
 */
export function addDatastores(
  inventory: Inventory,
  ids: Ids,
  random: Random,
  where: { sites: Site[]; clusters: ComputeResource[]; standalone: Host; count: number }
): void {
  const { sites, clusters, standalone } = where
  const hostsOf = (cluster: ComputeResource | undefined): Host[] =>
    (cluster?.hosts ?? []).flatMap(id => inventory.hosts.get(id) ?? [])
  const [production, development, recovery, ...others] = clusters
  const shared = [...hostsOf(production), ...hostsOf(development)]
  const planned: NewDatastore[] = [
    { name: 'prod-vmfs-01', type: 'VMFS', hosts: hostsOf(production) },
    { name: 'prod-vsan', type: 'VSAN', hosts: hostsOf(production) },
    { name: 'shared-nfs-01', type: 'NFS', hosts: shared },
    { name: 'archive-nfs-01', type: 'NFS', hosts: shared },
    { name: 'dr-vmfs-01', type: 'VMFS', hosts: hostsOf(recovery) },
    { name: 'dr-nfs-01', type: 'NFS41', hosts: hostsOf(recovery) },
    { name: 'esx-edge-01-local', type: 'VMFS', hosts: [standalone] },
    { name: 'old-nfs-offline', type: 'NFS', hosts: hostsOf(development), accessible: false }
  ]
  const cycle = [...others, ...clusters]
  for (let number = 0; planned.length < Math.max(where.count, 8 + others.length); number += 1) {
    const cluster =
      cycle[number < others.length ? number : others.length + ((number - others.length) % clusters.length)]
    planned.push({
      name: `${cluster?.name}-vmfs-${String(number + 11).padStart(2, '0')}`,
      type: 'VMFS',
      hosts: hostsOf(cluster)
    })
  }
  for (const datastore of planned) {
    const site = sites.find(candidate => candidate.datacenter === datastore.hosts[0]?.datacenter)
    if (site) addDatastore(inventory, ids, random, site, datastore)
  }
}

/** Sets capacity and free space from what the virtual machines take. */
export function settleStorage(inventory: Inventory, random: Random): void {
  const used = new Map<string, number>()
  for (const vm of inventory.vms.values()) {
    for (const disk of vm.disks) used.set(disk.datastore, (used.get(disk.datastore) ?? 0) + disk.committed)
    used.set(vm.datastore, (used.get(vm.datastore) ?? 0) + homeBytesOf(allSnapshots(vm)))
  }
  for (const datastore of inventory.datastores.values()) {
    if (!datastore.accessible) continue
    // Besides the virtual machines: images, logs, swap files.
    const taken = (used.get(datastore.id) ?? 0) + random.integer(20, 90) * gibibyte
    if (datastore.name === 'archive-nfs-01') {
      datastore.capacity = 4 * tebibyte
      datastore.freeSpace = Math.round(datastore.capacity * 0.034)
      continue
    }
    const least = datastore.hosts.length === 1 ? 1 : random.integer(2, 8)
    datastore.capacity = Math.max(least, Math.ceil(taken / 0.72 / tebibyte)) * tebibyte
    datastore.freeSpace = datastore.capacity - taken
  }
}

function addDatastore(inventory: Inventory, ids: Ids, random: Random, site: Site, given: NewDatastore): void {
  const uuid = random.uuid()
  const datastore: Datastore = {
    kind: 'Datastore',
    id: ids.next('datastore-'),
    name: given.name,
    parent: site.datastoreFolder,
    datacenter: site.datacenter,
    type: given.type,
    accessible: given.accessible ?? true,
    capacity: 0,
    freeSpace: 0,
    hosts: given.hosts.map(host => host.id),
    url: given.type === 'VSAN' ? `ds:///vmfs/volumes/vsan:${uuid}/` : `ds:///vmfs/volumes/${uuid}/`
  }
  inventory.add(datastore)
  for (const host of given.hosts) {
    host.datastores.push(datastore.id)
    const compute = inventory.computeResources.get(host.parent)
    if (compute && !compute.datastores.includes(datastore.id)) compute.datastores.push(datastore.id)
  }
}
