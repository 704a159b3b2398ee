import type { Random } from '../random.ts'
import type { Inventory } from './store.ts'
import type { FolderType, Network } from './types.ts'

/** Hands out vCenter's managed object ids: one counter for all kinds, as vCenter has it. */
export interface Ids {
  next(prefix: string): string
}

/** A datacenter with its folders, ready to be filled. */
export interface Site {
  name: string
  datacenter: string
  vmFolder: string
  hostFolder: string
  datastoreFolder: string
  networkFolder: string
  /** Folders of virtual machines by path; `''` is the datacenter's own. */
  vmFolders: Record<string, string>
  networks: Network[]
}

export function createIds(): Ids {
  let last = 0
  return { next: prefix => `${prefix}${(last += 1)}` }
}

/** A datacenter and the four folders that vCenter makes with it. */
export function addSite(inventory: Inventory, ids: Ids, name: string): Site {
  const datacenter = ids.next('datacenter-')
  const folder = (type: FolderType, title: string, prefix: string): string =>
    addFolder(inventory, ids, { type, name: title, parent: datacenter, prefix, datacenter })
  const site = {
    name,
    datacenter,
    vmFolder: folder('VIRTUAL_MACHINE', 'vm', 'group-v'),
    hostFolder: folder('HOST', 'host', 'group-h'),
    datastoreFolder: folder('DATASTORE', 'datastore', 'group-s'),
    networkFolder: folder('NETWORK', 'network', 'group-n')
  }
  inventory.add({
    kind: 'Datacenter',
    id: datacenter,
    name,
    parent: inventory.rootFolder,
    vmFolder: site.vmFolder,
    hostFolder: site.hostFolder,
    datastoreFolder: site.datastoreFolder,
    networkFolder: site.networkFolder
  })
  return { ...site, vmFolders: { '': site.vmFolder }, networks: [] }
}

/** Folders for virtual machines, parents first, each by its path below the datacenter's own. */
export function addVmFolders(inventory: Inventory, ids: Ids, site: Site, paths: readonly string[]): void {
  for (const path of paths) {
    const cut = path.lastIndexOf('/')
    const parent = cut < 0 ? site.vmFolder : (site.vmFolders[path.slice(0, cut)] ?? site.vmFolder)
    site.vmFolders[path] = addFolder(inventory, ids, {
      type: 'VIRTUAL_MACHINE',
      name: path.slice(cut + 1),
      parent,
      prefix: 'group-v',
      datacenter: site.datacenter
    })
  }
}

/** A standard port group, a distributed switch with its port groups and, where asked for, an NSX segment. */
export function addNetworks(
  inventory: Inventory,
  ids: Ids,
  random: Random,
  site: Site,
  opaque: boolean
): void {
  const switchId = ids.next('dvs-')
  const short = site.name.toLowerCase()
  const switchUuid = switchIdentifier(random)
  const add = (kind: Network['kind'], name: string, prefix: string): Network => {
    const network: Network = {
      kind,
      id: ids.next(prefix),
      name,
      parent: site.networkFolder,
      datacenter: site.datacenter,
      type: typeOfNetwork[kind],
      hosts: [],
      switchUuid: kind === 'DistributedVirtualPortgroup' ? switchUuid : undefined,
      opaqueId: kind === 'OpaqueNetwork' ? random.uuid() : undefined
    }
    inventory.add(network)
    return network
  }
  site.networks.push(add('Network', 'VM Network', 'network-'))
  for (const tier of ['web', 'app', 'db']) {
    site.networks.push(add('DistributedVirtualPortgroup', `${short}-dvpg-${tier}`, 'dvportgroup-'))
  }
  // Uplink port groups are listed like any other, but carry no virtual machine.
  add('DistributedVirtualPortgroup', `${short}-DVUplinks-${switchId.slice(4)}`, 'dvportgroup-')
  if (opaque) site.networks.push(add('OpaqueNetwork', 'nsx-segment-dmz', 'network-o'))
}

interface NewFolder {
  type: FolderType
  name: string
  parent: string
  prefix: string
  datacenter: string
}

function addFolder(inventory: Inventory, ids: Ids, folder: NewFolder): string {
  const id = ids.next(folder.prefix)
  const { type, name, parent, datacenter } = folder
  inventory.add({ kind: 'Folder', id, name, parent, type, datacenter, children: [] })
  return id
}

/** Sixteen bytes in the way vCenter writes the identifier of a distributed switch: `50 2f … -… 9a`. */
function switchIdentifier(random: Random): string {
  const bytes = random.uuid().replaceAll('-', '').match(/../g) ?? []
  return `${bytes.slice(0, 8).join(' ')}-${bytes.slice(8).join(' ')}`
}

const typeOfNetwork = {
  Network: 'STANDARD_PORTGROUP',
  DistributedVirtualPortgroup: 'DISTRIBUTED_PORTGROUP',
  OpaqueNetwork: 'OPAQUE_NETWORK'
} as const
