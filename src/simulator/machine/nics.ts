import type { Host, Inventory, MacType, Network, Nic, NicType, VirtualMachine } from '../inventory/index.ts'
import type { State } from '../state.ts'
import { freeKey } from './buses.ts'
import { problemError } from './problems.ts'

/** A network adapter to add; what is left open is chosen. */
export interface NicWish {
  /** VMXNET3 by default. */
  type?: NicType | undefined
  /** Id; a standard port group of the host by default. */
  network?: string | undefined
  macType?: MacType | undefined
  mac?: string | undefined
  wakeOnLan?: boolean | undefined
  uptCompatible?: boolean | undefined
  startConnected?: boolean | undefined
  allowGuestControl?: boolean | undefined
}

/** https://configmax.broadcom.com - adapters in a virtual machine. */
const mostNics = 10

/**
 * Adds a network adapter to a machine, registered or still being made.
 *
 * @throws Problem before anything has changed
 */
export function addNic(state: State, vm: VirtualMachine, wish: NicWish): Nic {
  if (vm.powerState === 'SUSPENDED') {
    throw problemError({ kind: 'wrong state', reason: 'The VM is suspended.' })
  }
  if (vm.nics.length >= mostNics) throw problemError({ kind: 'no room', what: 'network adapter slot' })
  const network = networkFor(state, vm, wish.network)
  const key = freeKey(vm.nics, 4000)
  const startConnected = wish.startConnected ?? false
  const nic: Nic = {
    key: String(key),
    label: `Network adapter ${key - 3999}`,
    type: wish.type ?? 'VMXNET3',
    ...macFor(state, wish),
    network: network.id,
    address: vm.tools ? state.ids.address() : undefined,
    pciSlot: 192 + 32 * (key - 4000),
    wakeOnLan: wish.wakeOnLan ?? false,
    uptCompatible: wish.uptCompatible ?? false,
    connected: startConnected,
    startConnected,
    allowGuestControl: wish.allowGuestControl ?? false
  }
  state.inventory.change(vm, { nics: [...vm.nics, nic] })
  return nic
}

export function removeNic(state: State, vm: VirtualMachine, nic: Nic): void {
  state.inventory.change(vm, { nics: vm.nics.filter(other => other !== nic) })
}

/** Changes what the wish names; a type cannot be changed. @throws Problem misfit, missing */
export function changeNic(state: State, vm: VirtualMachine, nic: Nic, wish: NicWish): void {
  const changed: Nic = {
    ...nic,
    ...(wish.macType === undefined && wish.mac === undefined ? {} : macFor(state, wish, nic)),
    network: wish.network === undefined ? nic.network : networkFor(state, vm, wish.network).id,
    wakeOnLan: wish.wakeOnLan ?? nic.wakeOnLan,
    uptCompatible: wish.uptCompatible ?? nic.uptCompatible,
    startConnected: wish.startConnected ?? nic.startConnected,
    allowGuestControl: wish.allowGuestControl ?? nic.allowGuestControl
  }
  state.inventory.change(vm, { nics: vm.nics.map(other => (other === nic ? changed : other)) })
}

/** Plugs or unplugs the cable of an adapter. */
export function connectNic(state: State, vm: VirtualMachine, nic: Nic, connected: boolean): void {
  const nics = vm.nics.map(other => (other === nic ? { ...nic, connected } : other))
  state.inventory.change(vm, { nics })
}

/** The network, if the machine's host has it. @throws Problem missing, misfit, no room */
export function networkFor(state: State, vm: Pick<VirtualMachine, 'host'>, id: string | undefined): Network {
  const { inventory } = state
  const host = inventory.hosts.get(vm.host)
  if (id === undefined) {
    const candidates = host?.networks.flatMap(network => inventory.networks.get(network) ?? []) ?? []
    const standard = candidates.find(network => network.type === 'STANDARD_PORTGROUP')
    if (!standard) throw problemError({ kind: 'no room', what: 'network' })
    return standard
  }
  const network = inventory.networks.get(id)
  if (!network) throw problemError({ kind: 'missing', what: 'network', id })
  if (!network.hosts.includes(vm.host)) {
    const reason = 'the host has no such network.'
    throw problemError({ kind: 'misfit', field: 'backing.network', value: id, reason })
  }
  return network
}

/**
 * The network that an adapter has on another host: the same, or one of the same name.
 *
 * @throws Problem misfit when there is neither
 */
export function networkAt(inventory: Inventory, host: Host, nic: Nic): string {
  if (host.networks.includes(nic.network)) return nic.network
  const name = inventory.networks.get(nic.network)?.name
  const namesake = host.networks.find(id => inventory.networks.get(id)?.name === name)
  if (namesake !== undefined) return namesake
  const reason = `it has no network '${name}' for ${nic.label}.`
  throw problemError({ kind: 'misfit', field: 'host', value: host.id, reason })
}

/** An address goes with MANUAL and with nothing else. */
function macFor(state: State, wish: NicWish, nic?: Nic): Pick<Nic, 'mac' | 'macType'> {
  const macType = wish.macType ?? nic?.macType ?? 'ASSIGNED'
  if ((macType === 'MANUAL') !== (wish.mac !== undefined)) {
    const reason = 'an address goes with mac_type MANUAL only, and must be given then.'
    throw problemError({ kind: 'misfit', field: 'mac_address', value: wish.mac ?? '', reason })
  }
  if (wish.mac === undefined) return { macType, mac: nic?.macType === macType ? nic.mac : state.ids.mac() }
  if (!/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(wish.mac)) {
    const reason = 'it is not a MAC address.'
    throw problemError({ kind: 'misfit', field: 'mac_address', value: wish.mac, reason })
  }
  return { macType, mac: wish.mac.toLowerCase() }
}
