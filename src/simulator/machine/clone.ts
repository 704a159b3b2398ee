import type { Disk, VirtualMachine } from '../inventory/index.ts'
import type { State } from '../state.ts'
import { newHome } from './create.ts'
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
import { powerOn } from './power.ts'
import { problemError } from './problems.ts'

export interface CloneWish {
  name: string
  /** What is left open is the source's. */
  placement: PlacementWish
  /** Device keys of disks to leave out. */
  without?: string[] | undefined
  /** Datastores for single disks, by device key. */
  disks?: Record<string, string> | undefined
  powerOn?: boolean | undefined
  /** Makes the clone a template. */
  template?: boolean | undefined
  annotation?: string | undefined
}

/** Where a clone would go. @throws Problem when it cannot, but for space: that shows when it is copied */
export function checkClone(state: State, source: VirtualMachine, wish: CloneWish): Place {
  const place = placeOfClone(state, source, wish.placement)
  claimName(state.inventory, place.folder.id, wish.name)
  disksToCopy(source, wish)
  for (const nic of source.nics) networkAt(state.inventory, place.host, nic)
  return place
}

/**
 * Copies a machine or template: the same hardware under a new id, new UUIDs and MAC addresses, no snapshots.
 *
 * @throws Problem before anything has changed
 */
export function cloneMachine(state: State, source: VirtualMachine, wish: CloneWish): VirtualMachine {
  const { inventory } = state
  const place = checkClone(state, source, wish)
  const kept = disksToCopy(source, wish)
  const home = newHome(state, place.datastore.id, wish.name)
  const disks = copyDisks(state, kept, wish, place, home)
  const copy: VirtualMachine = {
    ...source,
    id: state.ids.next('vm-'),
    name: wish.name,
    template: wish.template ?? false,
    parent: place.folder.id,
    datacenter: place.host.datacenter,
    host: place.host.id,
    resourcePool: wish.template === true ? undefined : place.resourcePool.id,
    powerState: 'POWERED_OFF',
    cleanPowerOff: false,
    bootTime: undefined,
    created: state.now(),
    annotation: wish.annotation ?? source.annotation,
    biosUuid: `42${state.ids.uuid().slice(2)}`,
    instanceUuid: `50${state.ids.uuid().slice(2)}`,
    cpu: { ...source.cpu },
    memory: { ...source.memory },
    demand: { ...source.demand },
    file: home,
    datastore: place.datastore.id,
    disks,
    nics: source.nics.map(nic => ({
      ...nic,
      network: networkAt(inventory, place.host, nic),
      ...(nic.macType === 'MANUAL' ? {} : { mac: state.ids.mac() }),
      address: nic.address === undefined ? undefined : state.ids.address()
    })),
    guestState: 'notRunning',
    toolsInstallerMounted: false,
    snapshots: [],
    currentSnapshot: undefined
  }
  inventory.add(copy)
  if (wish.powerOn === true) powerOn(state, copy)
  return copy
}

/**
 * Makes a running twin of a running machine that shares its disks' blocks, on the same host.
 *
 * @throws Problem wrong state unless the source is powered on, and as for a clone
 */
export function instantClone(state: State, source: VirtualMachine, wish: CloneWish): VirtualMachine {
  if (source.powerState !== 'POWERED_ON') {
    throw problemError({ kind: 'wrong state', reason: 'The source of an instant clone must be powered on.' })
  }
  const copy = cloneMachine(state, source, { ...wish, placement: { ...wish.placement, host: source.host } })
  powerOn(state, copy)
  // The guest goes on from where the source is, without a boot.
  copy.guestState = source.guestState
  copy.bootTime = source.bootTime
  return copy
}

/** Like the source's, as far as that fits what is wished. */
function placeOfClone(state: State, source: VirtualMachine, wish: PlacementWish): Place {
  const { inventory } = state
  const owner = inventory.hosts.get(source.host)?.parent
  const open = wish.host === undefined && wish.cluster === undefined && wish.resourcePool === undefined
  return resolvePlace(inventory, {
    ...wish,
    folder: wish.folder ?? source.parent,
    datastore: wish.datastore ?? source.datastore,
    ...(open
      ? {
          host: source.host,
          resourcePool:
            source.resourcePool ??
            (owner === undefined ? undefined : inventory.computeResources.get(owner)?.resourcePool)
        }
      : {})
  })
}

function disksToCopy(source: VirtualMachine, wish: CloneWish): Disk[] {
  const known = new Set(source.disks.map(disk => disk.key))
  for (const key of [...(wish.without ?? []), ...Object.keys(wish.disks ?? {})]) {
    if (!known.has(key)) throw problemError({ kind: 'missing', what: 'disk', id: key })
  }
  return source.disks.filter(disk => wish.without?.includes(disk.key) !== true)
}

function copyDisks(state: State, disks: Disk[], wish: CloneWish, place: Place, home: string): Disk[] {
  const copies = disks.map((disk, index) => {
    const datastore = datastoreOf(state.inventory, wish.disks?.[disk.key] ?? place.datastore.id)
    if (!place.host.datastores.includes(datastore.id)) {
      const reason = 'it is not accessible from the host.'
      throw problemError({ kind: 'misfit', field: 'datastore', value: datastore.id, reason })
    }
    const directory = directoryOf(home).replace(/^\[[^\]]*\]/, `[${datastore.name}]`)
    const base = home.slice(home.lastIndexOf('/') + 1, -'.vmx'.length)
    const file = `${directory}${base}${index === 0 ? '' : `_${index}`}.vmdk`
    return { ...disk, datastore: datastore.id, file }
  })
  const needed = new Map<string, number>()
  for (const { datastore, committed } of copies)
    needed.set(datastore, (needed.get(datastore) ?? 0) + committed)
  const targets = [...needed].map(([id, bytes]) => ({ datastore: datastoreOf(state.inventory, id), bytes }))
  for (const { datastore, bytes } of targets) {
    if (bytes > datastore.freeSpace) throw problemError({ kind: 'no space', datastore: datastore.name })
  }
  for (const { datastore, bytes } of targets) takeSpace(datastore, bytes)
  return copies
}
