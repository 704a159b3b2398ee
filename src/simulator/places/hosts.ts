import type { ComputeResource, Folder, Host } from '../inventory/index.ts'
import { addComputeResource, edgeModel } from '../inventory/compute.ts'
import { claimName } from '../machine/placement.ts'
import { problemError } from '../machine/problems.ts'
import { unregisterMachine } from '../machine/remove.ts'
import type { State } from '../state.ts'

const gibibyte = 1024 ** 3

/**
 * Adds a standalone host, with its compute resource, root pool and local datastore, connected.
 *
 * @throws Problem misfit, name taken (the host is in the inventory already)
 */
export function addHost(state: State, folder: Folder, name: string): Host {
  const { inventory, ids } = state
  if (folder.type !== 'HOST' || folder.datacenter === undefined) {
    const reason = 'it is not for hosts.'
    throw problemError({ kind: 'misfit', field: 'folder', value: folder.id, reason })
  }
  for (const other of inventory.hosts.values()) {
    if (other.name.toLowerCase() === name.toLowerCase()) {
      throw problemError({ kind: 'name taken', name, object: other.id })
    }
  }
  claimName(inventory, folder.id, name)
  const { datacenter } = folder
  const compute = addComputeResource(
    inventory,
    { hostFolder: folder.id, datacenter },
    {
      kind: 'ComputeResource',
      id: ids.next('domain-s'),
      name,
      resourcePool: ids.next('resgroup-')
    }
  )
  const host: Host = {
    kind: 'HostSystem',
    id: ids.next('host-'),
    name,
    parent: compute.id,
    datacenter,
    uuid: ids.uuid(),
    connectionState: 'CONNECTED',
    inMaintenanceMode: false,
    bootTime: state.now() - 3_600_000,
    hardware: edgeModel,
    overhead: { cpuMhz: 200, memoryMib: 3000 },
    datastores: [],
    networks: []
  }
  inventory.add(host)
  compute.hosts.push(host.id)
  addLocalDatastore(state, compute, host)
  for (const network of inventory.networks.values()) {
    if (network.datacenter !== datacenter || network.type !== 'STANDARD_PORTGROUP') continue
    network.hosts.push(host.id)
    host.networks.push(network.id)
    compute.networks.push(network.id)
  }
  return host
}

/** Takes a standalone host out with all that is on it alone. @throws Problem in use, for one in a cluster */
export function removeHost(state: State, host: Host): void {
  const { inventory } = state
  const compute = inventory.computeResources.get(host.parent)
  if (!compute || compute.kind === 'ClusterComputeResource') {
    throw problemError({ kind: 'in use', what: 'host', id: host.id })
  }
  removeCompute(state, compute)
}

/** A cluster or standalone host with its hosts, pools and machines; datastores that no host is left for. */
export function removeCompute(state: State, compute: ComputeResource): void {
  const { inventory } = state
  for (const id of compute.hosts) {
    for (const vm of inventory.vmsOf(id)) unregisterMachine(state, vm)
    const host = inventory.hosts.get(id)
    if (host) inventory.remove(host)
    for (const network of inventory.networks.values()) {
      if (network.hosts.includes(id)) network.hosts = network.hosts.filter(other => other !== id)
    }
    for (const datastore of inventory.datastores.values()) {
      if (!datastore.hosts.includes(id)) continue
      datastore.hosts = datastore.hosts.filter(other => other !== id)
      if (datastore.hosts.length === 0) inventory.remove(datastore)
    }
  }
  for (const pool of inventory.resourcePools.values()) if (pool.owner === compute.id) inventory.remove(pool)
  inventory.remove(compute)
}

function addLocalDatastore(state: State, compute: ComputeResource, host: Host): void {
  const id = state.ids.next('datastore-')
  state.inventory.add({
    kind: 'Datastore',
    id,
    name: `${host.name.split('.')[0]}-local`,
    parent: state.inventory.datacenters.get(host.datacenter)?.datastoreFolder ?? '',
    datacenter: host.datacenter,
    type: 'VMFS',
    accessible: true,
    capacity: 1024 * gibibyte,
    freeSpace: 1000 * gibibyte,
    hosts: [host.id],
    url: `ds:///vmfs/volumes/${state.ids.uuid()}/`
  })
  host.datastores.push(id)
  compute.datastores.push(id)
}
