import type { TSchema } from '@sinclair/typebox'
import { choice, filled, flag, list, openChoice, optional, shape, text, whole } from '../shape.ts'

/** Devices of a VM: https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/hardware/ */

/** How a device looks (`info`), is made (`create`) and is changed (`update`). */
interface Device {
  info: TSchema
  create: TSchema
  update: TSchema
}

const state = choice('CONNECTED RECOVERABLE_ERROR UNRECOVERABLE_ERROR NOT_CONNECTED UNKNOWN')
const connectSpec = { 'start_connected?': flag, 'allow_guest_control?': flag }
const connectInfo = { state, start_connected: flag, allow_guest_control: flag }
const ide = shape({ primary: flag, master: flag })
const ideSpec = optional({ primary: flag, master: flag })
const unit = shape({ bus: whole, unit: whole })
const unitSpec = shape({ bus: whole, 'unit?': whole })

const diskType = choice('IDE SCSI SATA NVME')
const vmdk = shape({ type: choice('VMDK_FILE'), 'vmdk_file?': text })

export const disk: Device = {
  info: shape({
    label: text,
    type: diskType,
    'ide?': ide,
    'scsi?': unit,
    'sata?': unit,
    'nvme?': unit,
    backing: vmdk,
    'capacity?': whole
  }),
  create: shape({
    'type?': diskType,
    'ide?': ideSpec,
    'scsi?': unitSpec,
    'sata?': unitSpec,
    'nvme?': unitSpec,
    'backing?': vmdk,
    'new_vmdk?': shape({ 'name?': text, 'capacity?': whole, 'storage_policy?': shape({ policy: filled }) })
  }),
  update: optional({ backing: vmdk })
}

const nicType = choice('E1000 E1000E PCNET32 VMXNET VMXNET2 VMXNET3')
const macType = choice('MANUAL GENERATED ASSIGNED')
const nicBackingType = choice('STANDARD_PORTGROUP HOST_DEVICE DISTRIBUTED_PORTGROUP OPAQUE_NETWORK')
const nicSpec = {
  'upt_compatibility_enabled?': flag,
  'upt_v2_compatibility_enabled?': flag,
  'mac_type?': macType,
  'mac_address?': text,
  'wake_on_lan_enabled?': flag,
  'backing?': shape({ type: nicBackingType, 'network?': filled, 'distributed_port?': filled }),
  ...connectSpec
}

export const nic: Device = {
  info: shape({
    label: text,
    type: nicType,
    'upt_compatibility_enabled?': flag,
    'upt_v2_compatibility_enabled?': flag,
    mac_type: macType,
    'mac_address?': text,
    'pci_slot_number?': whole,
    wake_on_lan_enabled: flag,
    backing: shape({
      type: nicBackingType,
      'network?': filled,
      'network_name?': text,
      'host_device?': text,
      'distributed_switch_uuid?': text,
      'distributed_port?': text,
      'connection_cookie?': whole,
      'opaque_network_type?': text,
      'opaque_network_id?': text
    }),
    ...connectInfo
  }),
  create: shape({ 'type?': nicType, 'pci_slot_number?': whole, ...nicSpec }),
  update: shape(nicSpec)
}

const cdromType = choice('IDE SATA')
const cdromBackingType = choice('ISO_FILE HOST_DEVICE CLIENT_DEVICE')
const accessType = choice('EMULATION PASSTHRU PASSTHRU_EXCLUSIVE')
const cdromBacking = {
  type: cdromBackingType,
  'iso_file?': text,
  'host_device?': text,
  'device_access_type?': accessType
}
const cdromSpec = { 'backing?': shape(cdromBacking), ...connectSpec }

export const cdrom: Device = {
  info: shape({
    type: cdromType,
    label: text,
    'ide?': ide,
    'sata?': unit,
    backing: shape({ ...cdromBacking, 'auto_detect?': flag }),
    ...connectInfo
  }),
  create: shape({ 'type?': cdromType, 'ide?': ideSpec, 'sata?': unitSpec, ...cdromSpec }),
  update: shape(cdromSpec)
}

/** Floppies and ports: a backing, and whether they are connected. */
function plain(backing: Record<string, TSchema>, spec: Record<string, TSchema> = {}): Device {
  const info = Object.fromEntries(
    Object.entries(spec).map(([name, schema]) => [name.replace('?', ''), schema])
  )
  const made = shape({ ...spec, 'backing?': shape(backing), ...connectSpec })
  return {
    info: shape({
      label: text,
      ...info,
      backing: shape({ ...backing, 'auto_detect?': flag }),
      ...connectInfo
    }),
    create: made,
    update: made
  }
}

export const floppy = plain({
  type: choice('IMAGE_FILE HOST_DEVICE CLIENT_DEVICE'),
  'image_file?': text,
  'host_device?': text
})

export const parallel = plain({ type: choice('FILE HOST_DEVICE'), 'file?': text, 'host_device?': text })

export const serial = plain(
  {
    type: choice('FILE HOST_DEVICE PIPE_SERVER PIPE_CLIENT NETWORK_SERVER NETWORK_CLIENT'),
    'file?': text,
    'host_device?': text,
    'pipe?': text,
    'no_rx_loss?': flag,
    'network_location?': text,
    'proxy?': text
  },
  { 'yield_on_poll?': flag }
)

const scsiType = choice('BUSLOGIC LSILOGIC LSILOGICSAS PVSCSI')
const sharing = choice('NONE VIRTUAL PHYSICAL')
const slot = { 'pci_slot_number?': whole }

export const scsi: Device = {
  info: shape({ label: text, type: scsiType, scsi: unit, sharing, ...slot }),
  create: shape({ 'type?': scsiType, 'bus?': whole, 'sharing?': sharing, ...slot }),
  update: optional({ sharing })
}

export const sata = {
  info: shape({ label: text, type: choice('AHCI'), bus: whole, ...slot }),
  create: shape({ 'type?': choice('AHCI'), 'bus?': whole, ...slot })
}

export const nvme = {
  info: shape({ label: text, bus: whole, ...slot }),
  create: shape({ 'bus?': whole, ...slot })
}

export const guestOs = openChoice
export const hardwareVersion = choice('VMX_\\d\\d')

const bootFields = {
  type: choice('BIOS EFI'),
  delay: whole,
  retry: flag,
  retry_delay: whole,
  enter_setup_mode: flag
}
const bootOptions = { 'efi_legacy_boot?': flag, 'network_protocol?': choice('IPV4 IPV6') }
export const boot = shape({ ...bootFields, ...bootOptions })
export const bootSpec = optional({
  ...bootFields,
  efi_legacy_boot: flag,
  network_protocol: choice('IPV4 IPV6')
})

const bootDeviceType = choice('CDROM DISK ETHERNET FLOPPY')
export const bootDevice = shape({ type: bootDeviceType, 'nic?': filled, 'disks?': list(filled) })
export const bootDeviceSpec = shape({ type: bootDeviceType })

const cpuFields = { count: whole, cores_per_socket: whole, hot_add_enabled: flag, hot_remove_enabled: flag }
export const cpu = shape(cpuFields)
export const cpuSpec = optional(cpuFields)

export const memory = shape({
  size_MiB: whole,
  hot_add_enabled: flag,
  'hot_add_increment_size_MiB?': whole,
  'hot_add_limit_MiB?': whole
})
export const memorySpec = optional({ size_MiB: whole, hot_add_enabled: flag })
