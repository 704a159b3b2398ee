import { Type } from '@sinclair/typebox'
import { spec, type Operation } from '../operation.ts'
import type { CdromChange, CdromSpec, DiskChange, DiskSpec, NicChange, NicSpec } from '../vm-specs.ts'
import { cdrom, disk, nic } from './vm-schemas.ts'

const read = { effect: 'read', privileges: ['System.Read'] } as const
const addDevice = ['VirtualMachine.Config.AddRemoveDevice'] as const
const editDevice = ['VirtualMachine.Config.EditDevice'] as const
const connectDevice = ['VirtualMachine.Interact.DeviceConnection'] as const

/**
 * Disks, network cards and CD drives. A disk that is removed is detached, its file stays; growing a disk is not in
 * this API.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/hardware/
 */
export const deviceOperations = {
  listDisks: {
    ...read,
    does: 'list disks of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/hardware/disk',
    rest: 'GET /rest/vcenter/vm/{vm}/hardware/disk',
    answer: Type.Array(Type.Object({ disk: Type.String() }))
  },
  getDisk: {
    ...read,
    does: 'get disk {disk} of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/hardware/disk/{disk}',
    rest: 'GET /rest/vcenter/vm/{vm}/hardware/disk/{disk}',
    answer: disk
  },
  addDisk: {
    does: 'add disk to VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/hardware/disk',
    rest: 'POST /rest/vcenter/vm/{vm}/hardware/disk',
    body: spec<DiskSpec>(),
    answer: Type.String(),
    privileges: ['VirtualMachine.Config.AddNewDisk', 'Datastore.AllocateSpace']
  },
  updateDisk: {
    does: 'update disk {disk} of VM {vm}',
    effect: 'write',
    api: 'PATCH /api/vcenter/vm/{vm}/hardware/disk/{disk}',
    rest: 'PATCH /rest/vcenter/vm/{vm}/hardware/disk/{disk}',
    body: spec<DiskChange>(),
    privileges: editDevice
  },
  removeDisk: {
    does: 'remove disk {disk} of VM {vm}',
    effect: 'write',
    api: 'DELETE /api/vcenter/vm/{vm}/hardware/disk/{disk}',
    rest: 'DELETE /rest/vcenter/vm/{vm}/hardware/disk/{disk}',
    privileges: ['VirtualMachine.Config.RemoveDisk']
  },
  listNics: {
    ...read,
    does: 'list network cards of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/hardware/ethernet',
    rest: 'GET /rest/vcenter/vm/{vm}/hardware/ethernet',
    answer: Type.Array(Type.Object({ nic: Type.String() }))
  },
  getNic: {
    ...read,
    does: 'get network card {nic} of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/hardware/ethernet/{nic}',
    rest: 'GET /rest/vcenter/vm/{vm}/hardware/ethernet/{nic}',
    answer: nic
  },
  addNic: {
    does: 'add network card to VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/hardware/ethernet',
    rest: 'POST /rest/vcenter/vm/{vm}/hardware/ethernet',
    body: spec<NicSpec>(),
    answer: Type.String(),
    privileges: [...addDevice, 'Network.Assign']
  },
  updateNic: {
    does: 'update network card {nic} of VM {vm}',
    effect: 'write',
    api: 'PATCH /api/vcenter/vm/{vm}/hardware/ethernet/{nic}',
    rest: 'PATCH /rest/vcenter/vm/{vm}/hardware/ethernet/{nic}',
    body: spec<NicChange>(),
    privileges: [...editDevice, 'Network.Assign']
  },
  removeNic: {
    does: 'remove network card {nic} of VM {vm}',
    effect: 'write',
    api: 'DELETE /api/vcenter/vm/{vm}/hardware/ethernet/{nic}',
    rest: 'DELETE /rest/vcenter/vm/{vm}/hardware/ethernet/{nic}',
    privileges: addDevice
  },
  connectNic: {
    does: 'connect network card {nic} of VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/hardware/ethernet/{nic}?action=connect',
    rest: 'POST /rest/vcenter/vm/{vm}/hardware/ethernet/{nic}/connect',
    privileges: connectDevice
  },
  disconnectNic: {
    does: 'disconnect network card {nic} of VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/hardware/ethernet/{nic}?action=disconnect',
    rest: 'POST /rest/vcenter/vm/{vm}/hardware/ethernet/{nic}/disconnect',
    privileges: connectDevice
  },
  listCdroms: {
    ...read,
    does: 'list CD drives of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/hardware/cdrom',
    rest: 'GET /rest/vcenter/vm/{vm}/hardware/cdrom',
    answer: Type.Array(Type.Object({ cdrom: Type.String() }))
  },
  getCdrom: {
    ...read,
    does: 'get CD drive {cdrom} of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/hardware/cdrom/{cdrom}',
    rest: 'GET /rest/vcenter/vm/{vm}/hardware/cdrom/{cdrom}',
    answer: cdrom
  },
  addCdrom: {
    does: 'add CD drive to VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/hardware/cdrom',
    rest: 'POST /rest/vcenter/vm/{vm}/hardware/cdrom',
    body: spec<CdromSpec>(),
    answer: Type.String(),
    privileges: addDevice
  },
  updateCdrom: {
    does: 'update CD drive {cdrom} of VM {vm}',
    effect: 'write',
    api: 'PATCH /api/vcenter/vm/{vm}/hardware/cdrom/{cdrom}',
    rest: 'PATCH /rest/vcenter/vm/{vm}/hardware/cdrom/{cdrom}',
    body: spec<CdromChange>(),
    privileges: [...editDevice, 'VirtualMachine.Interact.SetCDMedia']
  },
  removeCdrom: {
    does: 'remove CD drive {cdrom} of VM {vm}',
    effect: 'write',
    api: 'DELETE /api/vcenter/vm/{vm}/hardware/cdrom/{cdrom}',
    rest: 'DELETE /rest/vcenter/vm/{vm}/hardware/cdrom/{cdrom}',
    privileges: addDevice
  },
  connectCdrom: {
    does: 'connect CD drive {cdrom} of VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=connect',
    rest: 'POST /rest/vcenter/vm/{vm}/hardware/cdrom/{cdrom}/connect',
    privileges: connectDevice
  },
  disconnectCdrom: {
    does: 'disconnect CD drive {cdrom} of VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=disconnect',
    rest: 'POST /rest/vcenter/vm/{vm}/hardware/cdrom/{cdrom}/disconnect',
    privileges: connectDevice
  }
} as const satisfies Record<string, Operation>
