import type { Host, Nic, VirtualMachine } from '../inventory/index.ts'
import type { State } from '../state.ts'
import { parseFile } from './files.ts'
import { networkAt, networkFor } from './nics.ts'
import { claimName, resolvePlace, type PlacementWish } from './placement.ts'
import { isProblem, problemError } from './problems.ts'

export interface RegisterWish {
  /** The configuration file, such as `[prod-vmfs-01] web-01/web-01.vmx`. */
  file: string
  /** By default the name in the file. */
  name?: string | undefined
  /** Without a datastore: that is the file's. */
  placement: Omit<PlacementWish, 'datastore'>
}

/**
 * Puts an unregistered machine back into the inventory, powered off and under a new id.
 *
 * @throws Problem missing, in use, misfit, name taken, before anything has changed
 */
export function registerMachine(state: State, wish: RegisterWish): VirtualMachine {
  const { inventory, files } = state
  const { datastore: datastoreName } = parseFile(wish.file, 'path')
  const datastore = [...inventory.datastores.values()].find(({ name }) => name === datastoreName)
  if (!datastore) throw problemError({ kind: 'missing', what: 'datastore', id: datastoreName })
  const place = resolvePlace(inventory, { ...wish.placement, datastore: datastore.id })
  const found = files.machines.get(wish.file)
  if (!found) throw missingFile(state, wish.file)
  const name = wish.name ?? found.name
  claimName(inventory, place.folder.id, name)
  const vm: VirtualMachine = {
    ...found,
    id: state.ids.next('vm-'),
    name,
    parent: place.folder.id,
    datacenter: place.host.datacenter,
    host: place.host.id,
    resourcePool: found.template ? undefined : place.resourcePool.id
  }
  vm.nics = vm.nics.map(nic => ({ ...nic, network: knownNetwork(state, place.host, nic) }))
  files.machines.delete(wish.file)
  inventory.add(vm)
  return vm
}

/** That a file of a registered machine is "in use" is inferred. */
function missingFile(state: State, file: string): Error {
  for (const vm of state.inventory.vms.values()) {
    if (vm.file === file) return problemError({ kind: 'name taken', name: vm.name, object: vm.id })
  }
  return problemError({ kind: 'missing', what: 'file', id: file })
}

/** A network that the new host lacks is replaced by its standard one. */
function knownNetwork(state: State, host: Host, nic: Nic): string {
  try {
    return networkAt(state.inventory, host, nic)
  } catch (error) {
    if (isProblem(error)) return networkFor(state, { host: host.id }, undefined).id
    throw error
  }
}
