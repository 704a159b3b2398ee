import type { Cdrom, Disk, PlainAdapter, ScsiAdapter, VirtualMachine } from '../inventory/index.ts'
import type { State } from '../state.ts'
import { connection } from './connection.ts'
import { hardwareVersionName } from './guest-systems.ts'
import { describeNic } from './nic-info.ts'

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

/** Some of what not every machine has. */
export const optionalFields = [
  'hardware.upgrade_version',
  'hardware.upgrade_error',
  'boot.efi_legacy_boot',
  'boot.network_protocol',
  'boot_devices.nic',
  'boot_devices.disks',
  'memory.hot_add_increment_size_MiB',
  'memory.hot_add_limit_MiB',
  'disks.*.ide',
  'disks.*.sata',
  'disks.*.nvme',
  'nics.*.upt_compatibility_enabled',
  'nics.*.backing.network_name',
  'nics.*.backing.host_device',
  'nics.*.backing.distributed_port',
  'cdroms.*.backing.iso_file'
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
    hardware: describeHardware(vm),
    boot: describeBoot(vm),
    boot_devices: vm.bootDevices,
    cpu: describeCpu(vm),
    memory: describeMemory(vm),
    disks: keyed(vm.disks, describeDisk),
    nics: keyed(vm.nics, nic => describeNic(state, vm, nic)),
    cdroms: keyed(vm.cdroms, cdrom => describeCdrom(vm, cdrom)),
    floppies: {},
    parallel_ports: {},
    serial_ports: {},
    sata_adapters: keyed(vm.sataAdapters, describeSata),
    scsi_adapters: keyed(vm.scsiAdapters, describeScsi),
    nvme_adapters: keyed(vm.nvmeAdapters, describeNvme)
  }
}

export function describeHardware({ hardwareVersion, upgrade }: VirtualMachine) {
  return {
    version: hardwareVersionName(hardwareVersion),
    upgrade_policy: upgrade.policy,
    ...(upgrade.version === undefined ? {} : { upgrade_version: hardwareVersionName(upgrade.version) }),
    upgrade_status: upgrade.status
  }
}

/** The two in the middle are settings of EFI. */
export function describeBoot({ firmware, boot }: VirtualMachine) {
  return {
    type: firmware,
    ...(firmware === 'EFI'
      ? { efi_legacy_boot: boot.efiLegacyBoot, network_protocol: boot.networkProtocol }
      : {}),
    delay: boot.delay,
    retry: boot.retry,
    retry_delay: boot.retryDelay,
    enter_setup_mode: boot.enterSetupMode
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
    type: disk.adapter,
    ...addressOf(disk),
    backing: { type: 'VMDK_FILE', vmdk_file: disk.file },
    capacity: disk.capacity
  }
}

export function describeCdrom(vm: VirtualMachine, cdrom: Cdrom) {
  const { backing } = cdrom
  return {
    type: cdrom.adapter,
    label: cdrom.label,
    ...addressOf(cdrom),
    backing: {
      type: backing.type,
      ...(backing.isoFile === undefined ? {} : { iso_file: backing.isoFile }),
      ...(backing.type === 'HOST_DEVICE' ? { auto_detect: backing.hostDevice === undefined } : {}),
      ...(backing.hostDevice === undefined ? {} : { host_device: backing.hostDevice }),
      ...(backing.access === undefined ? {} : { device_access_type: backing.access })
    },
    ...connection(vm, cdrom)
  }
}

export function describeScsi({ label, type, bus, pciSlot, sharing }: ScsiAdapter) {
  return { label, type, scsi: { bus, unit: 7 }, pci_slot_number: pciSlot, sharing }
}

export function describeSata({ label, bus, pciSlot }: PlainAdapter) {
  return { label, type: 'AHCI', bus, pci_slot_number: pciSlot }
}

export function describeNvme({ label, bus, pciSlot }: PlainAdapter) {
  return { label, bus, pci_slot_number: pciSlot }
}

function addressOf({ adapter, bus, unit }: Pick<Disk, 'adapter' | 'bus' | 'unit'>) {
  if (adapter === 'IDE') return { ide: { primary: bus === 0, master: unit === 0 } }
  return { [adapter.toLowerCase()]: { bus, unit } }
}

function keyed<T extends { key: string }, V>(
  list: readonly T[],
  describe: (item: T) => V
): Record<string, V> {
  return Object.fromEntries(list.map(item => [item.key, describe(item)]))
}
