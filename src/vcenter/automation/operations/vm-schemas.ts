import { Type } from '@sinclair/typebox'

/**
 * `Vcenter.VM.Info` and its parts, as far as the service relies on them: enums are open, because they grow with
 * releases, and what is not named here passes unseen. Sizes in bytes unless the name says otherwise; device maps are
 * keyed by device key.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/data-structures/VM/Info/
 */

export const vmSummary = Type.Object({
  vm: Type.String(),
  name: Type.String(),
  power_state: Type.String(),
  cpu_count: Type.Optional(Type.Number()),
  memory_size_MiB: Type.Optional(Type.Number())
})

export const hardware = Type.Object({
  version: Type.String(),
  upgrade_policy: Type.String(),
  upgrade_version: Type.Optional(Type.String()),
  upgrade_status: Type.String()
})

export const cpu = Type.Object({
  count: Type.Number(),
  cores_per_socket: Type.Number(),
  hot_add_enabled: Type.Boolean(),
  hot_remove_enabled: Type.Boolean()
})

export const memory = Type.Object({
  size_MiB: Type.Number(),
  hot_add_enabled: Type.Boolean(),
  hot_add_increment_size_MiB: Type.Optional(Type.Number()),
  hot_add_limit_MiB: Type.Optional(Type.Number())
})

export const boot = Type.Object({
  type: Type.String(),
  efi_legacy_boot: Type.Optional(Type.Boolean()),
  network_protocol: Type.Optional(Type.String()),
  delay: Type.Number({ description: 'milliseconds' }),
  retry: Type.Boolean(),
  retry_delay: Type.Number({ description: 'milliseconds' }),
  enter_setup_mode: Type.Boolean()
})

export const bootDevice = Type.Object({
  type: Type.String(),
  nic: Type.Optional(Type.String()),
  disks: Type.Optional(Type.Array(Type.String()))
})

const unitAddress = Type.Object({ bus: Type.Number(), unit: Type.Number() })
const ideAddress = Type.Object({ primary: Type.Boolean(), master: Type.Boolean() })

export const disk = Type.Object({
  label: Type.String(),
  type: Type.String(),
  ide: Type.Optional(ideAddress),
  scsi: Type.Optional(unitAddress),
  sata: Type.Optional(unitAddress),
  nvme: Type.Optional(unitAddress),
  backing: Type.Object({ type: Type.String(), vmdk_file: Type.Optional(Type.String()) }),
  capacity: Type.Optional(Type.Number())
})

const connection = {
  state: Type.String(),
  start_connected: Type.Boolean(),
  allow_guest_control: Type.Optional(Type.Boolean())
}

export const nic = Type.Object({
  label: Type.String(),
  type: Type.String(),
  mac_type: Type.String(),
  mac_address: Type.Optional(Type.String()),
  wake_on_lan_enabled: Type.Optional(Type.Boolean()),
  backing: Type.Object({
    type: Type.String(),
    network: Type.Optional(Type.String()),
    network_name: Type.Optional(Type.String())
  }),
  ...connection
})

export const cdrom = Type.Object({
  label: Type.String(),
  type: Type.String(),
  backing: Type.Object({
    type: Type.String(),
    iso_file: Type.Optional(Type.String()),
    host_device: Type.Optional(Type.String())
  }),
  ...connection
})

export const scsiAdapter = Type.Object({
  label: Type.String(),
  type: Type.String(),
  scsi: unitAddress,
  sharing: Type.String()
})
export const sataAdapter = Type.Object({ label: Type.String(), type: Type.String(), bus: Type.Number() })
export const nvmeAdapter = Type.Object({ label: Type.String(), bus: Type.Number() })

export const vmInfo = Type.Object({
  guest_OS: Type.String(),
  name: Type.String(),
  identity: Type.Optional(
    Type.Object({ name: Type.String(), bios_uuid: Type.String(), instance_uuid: Type.String() })
  ),
  power_state: Type.String(),
  hardware,
  boot: Type.Pick(boot, ['type']),
  cpu,
  memory,
  disks: Type.Record(Type.String(), disk),
  nics: Type.Record(Type.String(), nic),
  cdroms: Type.Optional(Type.Record(Type.String(), cdrom))
})

/** All maps of it; /rest sends each as a list. */
export const vmInfoMaps = [
  'disks',
  'nics',
  'cdroms',
  'floppies',
  'parallel_ports',
  'serial_ports',
  'sata_adapters',
  'scsi_adapters',
  'nvme_adapters'
] as const
