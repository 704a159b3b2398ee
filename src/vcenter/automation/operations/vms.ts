import { Type } from '@sinclair/typebox'
import { lists, spec, type Operation } from '../operation.ts'
import type { CloneSpec, InstantCloneSpec, RegisterSpec, RelocateSpec, VmSpec } from '../vm-specs.ts'
import { vmInfo, vmInfoMaps, vmSummary } from './vm-schemas.ts'

const clonePrivileges = [
  'VirtualMachine.Provisioning.Clone',
  'VirtualMachine.Inventory.CreateFromExisting',
  'Resource.AssignVMToPool',
  'Datastore.AllocateSpace'
] as const
const relocatePrivileges = ['Resource.ColdMigrate', 'Resource.HotMigrate', 'Resource.AssignVMToPool'] as const

/**
 * The life of a VM. Cloning and moving hold the request open until they are done, for minutes, unless they are asked
 * for as a task: then they answer its id at once, to be followed with `getTask`.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/
 */
export const vmOperations = {
  listVms: {
    does: 'list VMs',
    effect: 'read',
    api: 'GET /api/vcenter/vm',
    rest: 'GET /rest/vcenter/vm',
    query: lists(
      'vms',
      'names',
      'folders',
      'datacenters',
      'hosts',
      'clusters',
      'resource_pools',
      'power_states'
    ),
    answer: Type.Array(vmSummary),
    privileges: ['System.Read']
  },
  getVm: {
    does: 'get VM {vm}',
    effect: 'read',
    api: 'GET /api/vcenter/vm/{vm}',
    rest: 'GET /rest/vcenter/vm/{vm}',
    answer: vmInfo,
    maps: vmInfoMaps,
    privileges: ['System.Read']
  },
  createVm: {
    does: 'create VM',
    effect: 'write',
    api: 'POST /api/vcenter/vm',
    rest: 'POST /rest/vcenter/vm',
    body: spec<VmSpec>(),
    answer: Type.String(),
    privileges: [
      'VirtualMachine.Inventory.Create',
      'Resource.AssignVMToPool',
      'Datastore.AllocateSpace',
      'Network.Assign'
    ]
  },
  cloneVm: {
    does: 'clone VM',
    effect: 'write',
    api: 'POST /api/vcenter/vm?action=clone&vmw-task=true',
    rest: 'POST /rest/vcenter/vm?action=clone&vmw-task=true',
    body: spec<CloneSpec>('disks_to_update'),
    answer: Type.String(),
    privileges: clonePrivileges
  },
  instantCloneVm: {
    does: 'clone VM instantly',
    effect: 'write',
    api: 'POST /api/vcenter/vm?action=instant-clone',
    rest: 'POST /rest/vcenter/vm?action=instant-clone',
    body: spec<InstantCloneSpec>('nics_to_update'),
    answer: Type.String(),
    privileges: [...clonePrivileges, 'VirtualMachine.Interact.PowerOn', 'Network.Assign']
  },
  relocateVm: {
    does: 'relocate VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}?action=relocate&vmw-task=true',
    rest: 'POST /rest/vcenter/vm/{vm}?action=relocate&vmw-task=true',
    body: spec<RelocateSpec>('disks'),
    answer: Type.String(),
    privileges: relocatePrivileges
  },
  registerVm: {
    does: 'register VM',
    effect: 'write',
    api: 'POST /api/vcenter/vm?action=register',
    rest: 'POST /rest/vcenter/vm?action=register',
    body: spec<RegisterSpec>(),
    answer: Type.String(),
    privileges: ['VirtualMachine.Inventory.Register', 'Resource.AssignVMToPool', 'System.Read']
  },
  unregisterVm: {
    does: 'unregister VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}?action=unregister',
    rest: 'POST /rest/vcenter/vm/{vm}?action=unregister',
    privileges: ['VirtualMachine.Inventory.Unregister']
  },
  deleteVm: {
    does: 'delete VM {vm}',
    effect: 'write',
    api: 'DELETE /api/vcenter/vm/{vm}',
    rest: 'DELETE /rest/vcenter/vm/{vm}',
    privileges: ['VirtualMachine.Inventory.Delete']
  },
  getStoragePolicy: {
    does: 'get storage policies of VM {vm}',
    effect: 'read',
    api: 'GET /api/vcenter/vm/{vm}/storage/policy',
    rest: 'GET /rest/vcenter/vm/{vm}/storage/policy',
    answer: Type.Object({
      vm_home: Type.Optional(Type.String()),
      disks: Type.Record(Type.String(), Type.String())
    }),
    maps: ['disks'],
    privileges: ['System.Read']
  }
} as const satisfies Record<string, Operation>
