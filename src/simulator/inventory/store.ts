import type {
  ComputeResource,
  Datacenter,
  Datastore,
  Entity,
  Folder,
  Host,
  Network,
  ResourcePool,
  VirtualMachine
} from './types.ts'

/** The inventory: one map per kind of object, in the order of creation, and the relations between them. */
export interface Inventory {
  rootFolder: string
  instanceUuid: string
  folders: Map<string, Folder>
  datacenters: Map<string, Datacenter>
  /** Clusters and the compute resources of standalone hosts. */
  computeResources: Map<string, ComputeResource>
  hosts: Map<string, Host>
  resourcePools: Map<string, ResourcePool>
  datastores: Map<string, Datastore>
  networks: Map<string, Network>
  /** Templates included. */
  vms: Map<string, VirtualMachine>
  /** Properties that the user may not read, by object id: tests add names such as `config` here. */
  unreadable: Map<string, Set<string>>
  add(entity: Entity): void
  find(id: string): Entity | undefined
  /** The virtual machines of a host, pool, datastore, network or folder. */
  vmsOf(id: string): VirtualMachine[]
  /** Takes an object without content out; what a virtual machine takes on its datastores stays taken. */
  remove(entity: Entity): void
  /** Changes where a machine is, or its devices: the relations follow, once it was added. */
  change(vm: VirtualMachine, changes: Partial<VirtualMachine>): void
}

/** An inventory without any object. */
export function createInventory(rootFolder: string, instanceUuid: string): Inventory {
  const entities = new Map<string, Entity>()
  const members = new Map<string, Set<VirtualMachine>>()

  function add(entity: Entity): void {
    entities.set(entity.id, entity)
    switch (entity.kind) {
      case 'Folder':
        inventory.folders.set(entity.id, entity)
        break
      case 'Datacenter':
        inventory.datacenters.set(entity.id, entity)
        break
      case 'ClusterComputeResource':
      case 'ComputeResource':
        inventory.computeResources.set(entity.id, entity)
        break
      case 'HostSystem':
        inventory.hosts.set(entity.id, entity)
        break
      case 'ResourcePool':
        inventory.resourcePools.set(entity.id, entity)
        break
      case 'Datastore':
        inventory.datastores.set(entity.id, entity)
        break
      case 'Network':
      case 'DistributedVirtualPortgroup':
      case 'OpaqueNetwork':
        inventory.networks.set(entity.id, entity)
        break
      case 'VirtualMachine':
        inventory.vms.set(entity.id, entity)
        for (const owner of ownersOf(entity)) memberSet(owner).add(entity)
        break
    }
    const parent = entity.parent === undefined ? undefined : inventory.folders.get(entity.parent)
    if (parent && entity !== parent) parent.children.push(entity.id)
  }

  function memberSet(owner: string): Set<VirtualMachine> {
    let set = members.get(owner)
    if (!set) members.set(owner, (set = new Set()))
    return set
  }

  function remove(entity: Entity): void {
    entities.delete(entity.id)
    for (const map of mapsOf(inventory)) map.delete(entity.id)
    if (entity.kind === 'VirtualMachine') {
      for (const owner of ownersOf(entity)) members.get(owner)?.delete(entity)
    }
    leave(entity.parent, entity.id)
  }

  function leave(folder: string | undefined, id: string): void {
    const parent = folder === undefined ? undefined : inventory.folders.get(folder)
    if (parent) parent.children = parent.children.filter(child => child !== id)
  }

  function change(vm: VirtualMachine, changes: Partial<VirtualMachine>): void {
    const before = ownersOf(vm)
    const { parent } = vm
    Object.assign(vm, changes)
    if (entities.get(vm.id) !== vm) return
    const after = ownersOf(vm)
    for (const owner of before) if (!after.has(owner)) members.get(owner)?.delete(vm)
    for (const owner of after) memberSet(owner).add(vm)
    if (vm.parent === parent) return
    leave(parent, vm.id)
    inventory.folders.get(vm.parent)?.children.push(vm.id)
  }

  const inventory: Inventory = {
    rootFolder,
    instanceUuid,
    folders: new Map(),
    datacenters: new Map(),
    computeResources: new Map(),
    hosts: new Map(),
    resourcePools: new Map(),
    datastores: new Map(),
    networks: new Map(),
    vms: new Map(),
    unreadable: new Map(),
    add,
    find: id => entities.get(id),
    vmsOf: id => [...(members.get(id) ?? [])],
    remove,
    change
  }
  return inventory
}

function mapsOf(inventory: Inventory): Map<string, Entity>[] {
  const { folders, datacenters, computeResources, hosts, resourcePools, datastores, networks, vms } =
    inventory
  return [folders, datacenters, computeResources, hosts, resourcePools, datastores, networks, vms]
}

function ownersOf(vm: VirtualMachine): Set<string> {
  const owners = new Set([vm.parent, vm.host, vm.datastore])
  if (vm.resourcePool !== undefined) owners.add(vm.resourcePool)
  for (const disk of vm.disks) owners.add(disk.datastore)
  for (const nic of vm.nics) owners.add(nic.network)
  return owners
}
