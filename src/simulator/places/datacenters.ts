import type { Datacenter, Folder, FolderType } from '../inventory/index.ts'
import { claimName } from '../machine/placement.ts'
import { problemError } from '../machine/problems.ts'
import { unregisterMachine } from '../machine/remove.ts'
import type { State } from '../state.ts'
import { removeCompute } from './hosts.ts'

/** An empty datacenter with its four folders. @throws Problem misfit, name taken */
export function addDatacenter(state: State, folder: Folder, name: string): Datacenter {
  const { inventory, ids } = state
  if (folder.type !== 'DATACENTER') {
    const reason = 'it is not for datacenters.'
    throw problemError({ kind: 'misfit', field: 'folder', value: folder.id, reason })
  }
  claimName(inventory, folder.id, name)
  const id = ids.next('datacenter-')
  const add = (type: FolderType, title: string, prefix: string): string => {
    const made = ids.next(prefix)
    inventory.add({ kind: 'Folder', id: made, name: title, parent: id, type, datacenter: id, children: [] })
    return made
  }
  const datacenter: Datacenter = {
    kind: 'Datacenter',
    id,
    name,
    parent: folder.id,
    vmFolder: add('VIRTUAL_MACHINE', 'vm', 'group-v'),
    hostFolder: add('HOST', 'host', 'group-h'),
    datastoreFolder: add('DATASTORE', 'datastore', 'group-s'),
    networkFolder: add('NETWORK', 'network', 'group-n')
  }
  inventory.add(datacenter)
  return datacenter
}

/** Takes a datacenter out. @throws Problem in use, when it is not empty and `force` is not said */
export function removeDatacenter(state: State, datacenter: Datacenter, force: boolean): void {
  const { inventory } = state
  const roots = [
    datacenter.vmFolder,
    datacenter.hostFolder,
    datacenter.datastoreFolder,
    datacenter.networkFolder
  ]
  const empty = roots.every(id => inventory.folders.get(id)?.children.length === 0)
  if (!empty && !force) throw problemError({ kind: 'in use', what: 'datacenter', id: datacenter.id })
  for (const vm of inventory.vms.values()) if (vm.datacenter === datacenter.id) unregisterMachine(state, vm)
  for (const compute of inventory.computeResources.values()) {
    if (compute.datacenter === datacenter.id) removeCompute(state, compute)
  }
  for (const objects of [inventory.datastores, inventory.networks, inventory.folders]) {
    for (const object of objects.values()) {
      if (object.datacenter === datacenter.id) inventory.remove(object)
    }
  }
  inventory.remove(datacenter)
}
