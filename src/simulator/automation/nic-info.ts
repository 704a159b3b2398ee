import type { Nic, VirtualMachine } from '../inventory/index.ts'
import type { State } from '../state.ts'
import { connection } from './connection.ts'

export function describeNic(state: State, vm: VirtualMachine, nic: Nic) {
  return {
    label: nic.label,
    type: nic.type,
    ...(nic.type === 'VMXNET3' ? { upt_compatibility_enabled: nic.uptCompatible } : {}),
    mac_type: nic.macType,
    mac_address: nic.mac,
    pci_slot_number: nic.pciSlot,
    wake_on_lan_enabled: nic.wakeOnLan,
    backing: nicBacking(state, nic),
    ...connection(vm, nic)
  }
}

function nicBacking(state: State, nic: Nic) {
  const network = state.inventory.networks.get(nic.network)
  const base = { type: network?.type, network: nic.network }
  switch (network?.type) {
    case 'DISTRIBUTED_PORTGROUP':
      return {
        ...base,
        distributed_switch_uuid: network.switchUuid,
        distributed_port: String(Number.parseInt(nic.mac.slice(12).replace(':', ''), 16)),
        connection_cookie: Number.parseInt(nic.mac.slice(9).replaceAll(':', ''), 16)
      }
    case 'OPAQUE_NETWORK':
      return { ...base, opaque_network_type: 'nsx.LogicalSwitch', opaque_network_id: network.opaqueId }
    default:
      return { ...base, network_name: network?.name }
  }
}
