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
  removeVm(vm: VirtualMachine): void
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

  function removeVm(vm: VirtualMachine): void {
    entities.delete(vm.id)
    inventory.vms.delete(vm.id)
    for (const owner of ownersOf(vm)) members.get(owner)?.delete(vm)
    const folder = inventory.folders.get(vm.parent)
    if (folder) folder.children = folder.children.filter(child => child !== vm.id)
    for (const disk of vm.disks) {
      const datastore = inventory.datastores.get(disk.datastore)
      if (datastore) datastore.freeSpace += disk.committed
    }
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
    removeVm
  }
  return inventory
}

function ownersOf(vm: VirtualMachine): Set<string> {
  const owners = new Set([vm.parent, vm.host])
  if (vm.resourcePool !== undefined) owners.add(vm.resourcePool)
  for (const disk of vm.disks) owners.add(disk.datastore)
  for (const nic of vm.nics) owners.add(nic.network)
  return owners
}
