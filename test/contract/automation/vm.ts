import type { Entry } from '../operation.ts'
import { anything, choice, filled, flag, list, mapOf, optional, shape, text } from '../shape.ts'
import * as device from './devices.ts'
import { powerState } from './inventory.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/ */
const failures = ['ERROR', 'RESOURCE_INACCESSIBLE', 'UNABLE_TO_ALLOCATE_RESOURCE']

export const hardware = shape({
  version: device.hardwareVersion,
  upgrade_policy: choice('NEVER AFTER_CLEAN_SHUTDOWN ALWAYS'),
  'upgrade_version?': device.hardwareVersion,
  upgrade_status: choice('NONE PENDING SUCCESS FAILED'),
  'upgrade_error?': anything
})

const info = shape({
  guest_OS: device.guestOs,
  name: text,
  'identity?': shape({ name: text, bios_uuid: text, instance_uuid: text }),
  power_state: powerState,
  'instant_clone_frozen?': flag,
  hardware,
  boot: device.boot,
  boot_devices: list(device.bootDevice),
  cpu: device.cpu,
  memory: device.memory,
  disks: mapOf(device.disk.info),
  nics: mapOf(device.nic.info),
  cdroms: mapOf(device.cdrom.info),
  floppies: mapOf(device.floppy.info),
  parallel_ports: mapOf(device.parallel.info),
  serial_ports: mapOf(device.serial.info),
  sata_adapters: mapOf(device.sata.info),
  scsi_adapters: mapOf(device.scsi.info),
  'nvme_adapters?': mapOf(device.nvme.info)
})

const compute = { folder: filled, resource_pool: filled, host: filled, cluster: filled }
const placement = optional({ ...compute, datastore: filled })

const create = shape({
  guest_OS: device.guestOs,
  'name?': filled,
  'placement?': placement,
  'hardware_version?': device.hardwareVersion,
  'boot?': device.bootSpec,
  'boot_devices?': list(device.bootDeviceSpec),
  'cpu?': device.cpuSpec,
  'memory?': device.memorySpec,
  'disks?': list(device.disk.create),
  'nics?': list(device.nic.create),
  'cdroms?': list(device.cdrom.create),
  'floppies?': list(device.floppy.create),
  'parallel_ports?': list(device.parallel.create),
  'serial_ports?': list(device.serial.create),
  'sata_adapters?': list(device.sata.create),
  'scsi_adapters?': list(device.scsi.create),
  'nvme_adapters?': list(device.nvme.create),
  'storage_policy?': shape({ policy: filled })
})

const clone = shape({
  source: filled,
  name: filled,
  'placement?': placement,
  'disks_to_remove?': list(filled),
  'disks_to_update?': mapOf(optional({ datastore: filled })),
  'power_on?': flag,
  'guest_customization_spec?': optional({ name: filled })
})

const instantClone = shape({
  source: filled,
  name: filled,
  'placement?': optional({ folder: filled, resource_pool: filled, datastore: filled }),
  'nics_to_update?': mapOf(device.nic.update),
  'disconnect_all_nics?': flag,
  'parallel_ports_to_update?': mapOf(device.parallel.update),
  'serial_ports_to_update?': mapOf(device.serial.update),
  'bios_uuid?': text
})

const relocate = shape({ 'placement?': placement, 'disks?': mapOf(optional({ datastore: filled })) })

const register = optional({
  datastore: filled,
  path: filled,
  datastore_path: filled,
  name: filled,
  placement: optional(compute)
})

const cloneErrors = ['ALREADY_EXISTS', 'INVALID_ARGUMENT', 'NOT_FOUND', ...failures]
const relocateErrors = ['INVALID_ARGUMENT', 'NOT_FOUND', 'ERROR', 'RESOURCE_INACCESSIBLE']

export const vmEntries: Entry[] = [
  {
    name: 'vm get',
    api: 'GET /api/vcenter/vm/{vm}',
    result: info,
    errors: ['NOT_FOUND', 'ERROR', 'RESOURCE_INACCESSIBLE']
  },
  {
    name: 'vm create',
    api: 'POST /api/vcenter/vm',
    body: create,
    result: filled,
    ok: 201,
    errors: [...cloneErrors, 'RESOURCE_IN_USE', 'UNSUPPORTED']
  },
  {
    name: 'vm clone',
    api: 'POST /api/vcenter/vm?action=clone',
    body: clone,
    result: filled,
    errors: cloneErrors
  },
  {
    name: 'vm clone task',
    api: 'POST /api/vcenter/vm?action=clone&vmw-task=true',
    body: clone,
    result: filled,
    ok: 202,
    errors: cloneErrors
  },
  {
    name: 'vm instant clone',
    api: 'POST /api/vcenter/vm?action=instant-clone',
    body: instantClone,
    result: filled,
    errors: cloneErrors
  },
  {
    name: 'vm register',
    api: 'POST /api/vcenter/vm?action=register',
    body: register,
    result: filled,
    errors: cloneErrors
  },
  {
    name: 'vm relocate',
    api: 'POST /api/vcenter/vm/{vm}?action=relocate',
    body: relocate,
    errors: relocateErrors
  },
  {
    name: 'vm relocate task',
    api: 'POST /api/vcenter/vm/{vm}?action=relocate&vmw-task=true',
    body: relocate,
    result: filled,
    ok: 202,
    errors: relocateErrors
  },
  {
    name: 'vm unregister',
    api: 'POST /api/vcenter/vm/{vm}?action=unregister',
    errors: ['NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND', 'RESOURCE_BUSY']
  },
  {
    name: 'vm delete',
    api: 'DELETE /api/vcenter/vm/{vm}',
    errors: ['NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND', 'ERROR', 'RESOURCE_BUSY', 'RESOURCE_INACCESSIBLE']
  }
]
