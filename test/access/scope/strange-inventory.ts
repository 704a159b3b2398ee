import type { Inventory } from '../../../src/simulator/index.ts'

/**
 * Makes an inventory as people have it after years: folders in folders of every kind, a second datacenter of the same
 * name, pools in pools, the same names everywhere, names with slashes and percent signs.
 */
export function makeStrange(inventory: Inventory): void {
  const [amsterdam, frankfurt] = [...inventory.datacenters.values()]
  if (!amsterdam || !frankfurt) throw new Error('The simulator has two datacenters.')
  const { rootFolder } = inventory
  folder(inventory, { id: 'group-d9001', name: 'Europe', parent: rootFolder, type: 'DATACENTER' })
  folder(inventory, { id: 'group-d9002', name: 'Europe', parent: 'group-d9001', type: 'DATACENTER' })
  move(inventory, frankfurt, 'group-d9002')
  const twin = {
    kind: 'Datacenter',
    id: 'datacenter-9003',
    name: amsterdam.name,
    parent: 'group-d9001',
    vmFolder: 'group-v9004',
    hostFolder: 'group-h9005',
    datastoreFolder: 'group-s9006',
    networkFolder: 'group-n9007'
  } as const
  inventory.add(twin)
  const parts = { parent: twin.id, datacenter: twin.id }
  folder(inventory, { id: twin.vmFolder, name: 'vm', type: 'VIRTUAL_MACHINE', ...parts })
  folder(inventory, { id: twin.hostFolder, name: 'host', type: 'HOST', ...parts })
  folder(inventory, { id: twin.datastoreFolder, name: 'datastore', type: 'DATASTORE', ...parts })
  folder(inventory, { id: twin.networkFolder, name: 'network', type: 'NETWORK', ...parts })

  let next = 9100
  for (const { id: datacenter, vmFolder, hostFolder, datastoreFolder, networkFolder } of [
    amsterdam,
    frankfurt,
    twin
  ]) {
    const below = (type: Type, parent: string, name: string) => {
      const id = `group-${type === 'VIRTUAL_MACHINE' ? 'v' : 'h'}${(next += 1)}`
      folder(inventory, { id, name, parent, type, datacenter })
      return id
    }
    const isHere = (each: { datacenter: string }) => each.datacenter === datacenter
    const team = below('VIRTUAL_MACHINE', vmFolder, 'team a/b 100%')
    const inner = below('VIRTUAL_MACHINE', team, '100% of it')
    below('VIRTUAL_MACHINE', inner, 'vm')
    const inside = below('HOST', below('HOST', hostFolder, 'racks'), 'racks')
    const compute = [...inventory.computeResources.values()].find(isHere)
    if (compute) move(inventory, compute, inside)
    const pod = below('DATASTORE', datastoreFolder, 'fast')
    const datastore = [...inventory.datastores.values()].find(isHere)
    if (datastore) move(inventory, datastore, pod)
    const nets = below('NETWORK', below('NETWORK', networkFolder, 'nets'), 'nets')
    const network = [...inventory.networks.values()].find(isHere)
    if (network) move(inventory, network, nets)
  }
  for (const { resourcePool, id: owner, datacenter } of inventory.computeResources.values()) {
    let parent = resourcePool
    for (const name of ['Trial', 'Trial', 'gold\\silver']) {
      const id = `resgroup-${(next += 1)}`
      const allocation = { reservation: 0, limit: -1, level: 'NORMAL', shares: 4000 } as const
      const pool = { kind: 'ResourcePool', id, name, parent, owner, datacenter, children: [] } as const
      inventory.add({ ...pool, children: [], cpu: { ...allocation }, memory: { ...allocation } })
      inventory.resourcePools.get(parent)?.children.push(id)
      parent = id
    }
  }
}

type Type = 'DATACENTER' | 'VIRTUAL_MACHINE' | 'HOST' | 'DATASTORE' | 'NETWORK'

function folder(
  inventory: Inventory,
  given: { id: string; name: string; parent: string; type: Type; datacenter?: string }
): void {
  inventory.add({ kind: 'Folder', datacenter: undefined, children: [], ...given })
}

function move(inventory: Inventory, object: { id: string; parent: string }, to: string): void {
  const from = inventory.folders.get(object.parent)
  if (from) from.children = from.children.filter(child => child !== object.id)
  object.parent = to
  inventory.folders.get(to)?.children.push(object.id)
}
