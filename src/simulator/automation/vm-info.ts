import type { Disk, Nic, VirtualMachine } from '../inventory/index.ts'
import type { State } from '../state.ts'

/** The devices of `VM.Info`, which are maps. */
export const deviceMaps = [
  'disks',
  'nics',
  'cdroms',
  'floppies',
  'parallel_ports',
  'serial_ports',
  'sata_adapters',
  'scsi_adapters',
  'nvme_adapters'
]

/**
 * `VM.Info`: hardware and boot settings, with devices in objects keyed by device key.
 * No host, folder, datastore, address, annotation or snapshot is in it, on a real vCenter neither.
 */
export function describeVm(state: State, vm: VirtualMachine) {
  return {
    guest_OS: vm.system.name,
    name: vm.name,
    identity: { name: vm.name, bios_uuid: vm.biosUuid, instance_uuid: vm.instanceUuid },
    power_state: vm.powerState,
    instant_clone_frozen: false,
    hardware: {
      version: `VMX_${vm.hardwareVersion}`,
      upgrade_policy: 'NEVER',
      upgrade_status: 'NONE'
    },
    boot: {
      type: vm.firmware,
      ...(vm.firmware === 'EFI' ? { efi_legacy_boot: false, network_protocol: 'IPV4' } : {}),
      delay: 0,
      retry: false,
      retry_delay: 10_000,
      enter_setup_mode: false
    },
    boot_devices: [],
    cpu: describeCpu(vm),
    memory: describeMemory(vm),
    disks: keyed(vm.disks, describeDisk),
    nics: keyed(vm.nics, nic => describeNic(state, vm, nic)),
    cdroms: {
      16000: {
        type: 'SATA',
        label: 'CD/DVD drive 1',
        sata: { bus: 0, unit: 0 },
        backing: { type: 'CLIENT_DEVICE', device_access_type: 'PASSTHRU' },
        state: 'NOT_CONNECTED',
        start_connected: false,
        allow_guest_control: true
      }
    },
    floppies: {},
    parallel_ports: {},
    serial_ports: {},
    sata_adapters: { 15000: { label: 'SATA controller 0', type: 'AHCI', bus: 0, pci_slot_number: 33 } },
    scsi_adapters: {
      1000: {
        label: 'SCSI controller 0',
        type: vm.system.family === 'WINDOWS' ? 'LSILOGICSAS' : 'PVSCSI',
        scsi: { bus: 0, unit: 7 },
        pci_slot_number: 160,
        sharing: 'NONE'
      }
    },
    nvme_adapters: {}
  }
}

export function describeCpu(vm: VirtualMachine) {
  return {
    count: vm.cpu.count,
    cores_per_socket: vm.cpu.coresPerSocket,
    hot_add_enabled: vm.cpu.hotAdd,
    hot_remove_enabled: vm.cpu.hotRemove
  }
}

/** Increment and limit are there only while a machine that allows hot-add is running. */
export function describeMemory(vm: VirtualMachine) {
  const hot = vm.memory.hotAdd && vm.powerState === 'POWERED_ON'
  return {
    size_MiB: vm.memory.sizeMib,
    hot_add_enabled: vm.memory.hotAdd,
    ...(hot ? { hot_add_increment_size_MiB: 128, hot_add_limit_MiB: hotAddLimitMib(vm) } : {})
  }
}

/** Sixteen times the configured size, at most 1 TiB: the ratio is inferred from running systems. */
export function hotAddLimitMib(vm: VirtualMachine): number {
  return Math.min(vm.memory.sizeMib * 16, 1_048_576)
}

export function describeDisk(disk: Disk) {
  return {
    label: disk.label,
    type: 'SCSI',
    scsi: { bus: 0, unit: disk.unit },
    backing: { type: 'VMDK_FILE', vmdk_file: disk.file },
    capacity: disk.capacity
  }
}

export function describeNic(state: State, vm: VirtualMachine, nic: Nic) {
  return {
    label: nic.label,
    type: nic.type,
    ...(nic.type === 'VMXNET3' ? { upt_compatibility_enabled: false } : {}),
    mac_type: 'ASSIGNED',
    mac_address: nic.mac,
    pci_slot_number: 192 + 32 * (Number(nic.key) - 4000),
    wake_on_lan_enabled: true,
    backing: nicBacking(state, nic),
    state: vm.powerState === 'POWERED_ON' ? 'CONNECTED' : 'NOT_CONNECTED',
    start_connected: nic.startConnected,
    allow_guest_control: true
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

function keyed<T extends { key: string }, V>(
  list: readonly T[],
  describe: (item: T) => V
): Record<string, V> {
  return Object.fromEntries(list.map(item => [item.key, describe(item)]))
}
