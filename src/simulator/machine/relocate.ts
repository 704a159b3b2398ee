import type { Datastore, Nic, VirtualMachine } from '../inventory/index.ts'
import { allSnapshots, homeBytesOf } from '../inventory/snapshot-files.ts'
import type { State } from '../state.ts'
import { newHome } from './create.ts'
import { freeSpace, moveDisk } from './disks.ts'
import { directoryOf } from './files.ts'
import { networkAt } from './nics.ts'
import {
  claimName,
  datastoreOf,
  resolvePlace,
  takeSpace,
  type Place,
  type PlacementWish
} from './placement.ts'
import { problemError } from './problems.ts'

export interface RelocateWish {
  /** What is left open stays as it is. */
  placement: PlacementWish
  /** Datastores for single disks, by device key. */
  disks?: Record<string, string> | undefined
}

/** Where it would go, and which disk to which datastore. @throws Problem when it cannot, but for space */
export function checkRelocate(
  state: State,
  vm: VirtualMachine,
  wish: RelocateWish
): { place: Place; targets: Map<string, Datastore>; nics: Nic[] } {
  const place = resolveMove(state, vm, wish.placement)
  if (place.folder.id !== vm.parent) claimName(state.inventory, place.folder.id, vm.name)
  const targets = diskTargets(state, vm, wish, place)
  // The call has no field for networks, so the new host must have those of the machine.
  const nics = vm.nics.map(nic => ({ ...nic, network: networkAt(state.inventory, place.host, nic) }))
  return { place, targets, nics }
}

/**
 * Moves a machine to another folder, host, pool or datastore.
 *
 * @throws Problem before anything has changed
 */
export function relocateMachine(state: State, vm: VirtualMachine, wish: RelocateWish): void {
  const { inventory } = state
  const { place, targets, nics } = checkRelocate(state, vm, wish)
  requireSpace(vm, place.datastore, targets)
  const moved = place.datastore.id !== vm.datastore
  if (moved) {
    takeSpace(place.datastore, homeBytesOf(allSnapshots(vm)))
    freeSpace(state, [{ datastore: vm.datastore, committed: homeBytesOf(allSnapshots(vm)) }])
  }
  const file = moved ? newHome(state, place.datastore.id, vm.name) : vm.file
  const disks = vm.disks.map(disk => {
    const target = targets.get(disk.key)
    if (!target || target.id === disk.datastore) return disk
    const directory = directoryOf(file).replace(/^\[[^\]]*\]/, `[${target.name}]`)
    return moveDisk(state, disk, target, directory)
  })
  inventory.change(vm, {
    parent: place.folder.id,
    datacenter: place.host.datacenter,
    host: place.host.id,
    resourcePool: vm.template ? undefined : place.resourcePool.id,
    file,
    datastore: place.datastore.id,
    disks,
    nics
  })
}

/** The new place: what the wish leaves open is where the machine is, as far as that fits the rest. */
function resolveMove(state: State, vm: VirtualMachine, wish: PlacementWish): Place {
  const { inventory } = state
  const owner = inventory.hosts.get(vm.host)?.parent
  const compute = wish.host !== undefined || wish.cluster !== undefined || wish.resourcePool !== undefined
  const newOwner =
    wish.cluster ??
    (wish.resourcePool === undefined ? undefined : inventory.resourcePools.get(wish.resourcePool)?.owner) ??
    (wish.host === undefined ? undefined : inventory.hosts.get(wish.host)?.parent)
  const stays = !compute || newOwner === owner
  const placement = {
    folder: wish.folder ?? vm.parent,
    resourcePool: wish.resourcePool ?? (stays ? vm.resourcePool : undefined),
    host: wish.host ?? (stays ? vm.host : undefined),
    cluster: wish.cluster,
    datastore: wish.datastore ?? vm.datastore
  }
  return resolvePlace(inventory, placement, vm.host)
}

function diskTargets(
  state: State,
  vm: VirtualMachine,
  wish: RelocateWish,
  place: Place
): Map<string, Datastore> {
  const targets = new Map<string, Datastore>()
  for (const disk of vm.disks) {
    const id = wish.disks?.[disk.key] ?? wish.placement.datastore ?? disk.datastore
    const datastore = datastoreOf(state.inventory, id)
    if (!place.host.datastores.includes(id)) {
      const reason = 'it is not accessible from the host.'
      throw problemError({ kind: 'misfit', field: 'datastore', value: id, reason })
    }
    targets.set(disk.key, datastore)
  }
  for (const key of Object.keys(wish.disks ?? {})) {
    if (!targets.has(key)) throw problemError({ kind: 'missing', what: 'disk', id: key })
  }
  return targets
}

function requireSpace(vm: VirtualMachine, home: Datastore, targets: Map<string, Datastore>): void {
  const needed = new Map<Datastore, number>()
  const homeBytes = homeBytesOf(allSnapshots(vm))
  if (home.id !== vm.datastore && homeBytes > 0) needed.set(home, homeBytes)
  for (const disk of vm.disks) {
    const target = targets.get(disk.key)
    if (!target || target.id === disk.datastore) continue
    needed.set(target, (needed.get(target) ?? 0) + disk.committed)
  }
  for (const [datastore, bytes] of needed) {
    if (!datastore.accessible)
      throw problemError({ kind: 'out of reach', what: 'datastore', id: datastore.id })
    if (bytes > datastore.freeSpace) throw problemError({ kind: 'no space', datastore: datastore.name })
  }
}
