import type { VimMethod } from './method.ts'

/**
 * Changes of virtual machines and templates. What a call needs depends on the case: `Resource.HotMigrate` where the VM
 * runs, `DeployTemplate` where a template is cloned. `Config.DiskExtend` and `Config.Annotation` are inferred from the
 * names of the privileges.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */
export const vmMethods = {
  renameVm: {
    does: 'rename VM {id}',
    effect: 'write',
    kind: 'task',
    member: 'VirtualMachine.Rename_Task',
    privileges: ['VirtualMachine.Config.Rename']
  },
  annotateVm: {
    does: 'change notes of VM {id}',
    effect: 'write',
    kind: 'task',
    member: 'VirtualMachine.ReconfigVM_Task',
    privileges: ['VirtualMachine.Config.Annotation']
  },
  getDisks: {
    does: 'read disks of VM {id}',
    effect: 'read',
    kind: 'bulk',
    member: 'VirtualMachine.config.hardware.device',
    privileges: ['System.Read']
  },
  growDisk: {
    does: 'grow disk of VM {id}',
    effect: 'write',
    kind: 'task',
    member: 'VirtualMachine.ReconfigVM_Task',
    privileges: ['VirtualMachine.Config.DiskExtend', 'Datastore.AllocateSpace']
  },
  markAsTemplate: {
    does: 'mark VM {id} as template',
    effect: 'write',
    kind: 'call',
    member: 'VirtualMachine.MarkAsTemplate',
    privileges: ['VirtualMachine.Provisioning.MarkAsTemplate']
  },
  markAsVm: {
    does: 'mark template {id} as VM',
    effect: 'write',
    kind: 'call',
    member: 'VirtualMachine.MarkAsVirtualMachine',
    privileges: ['VirtualMachine.Provisioning.MarkAsVM', 'Resource.AssignVMToPool']
  },
  startRelocation: {
    does: 'relocate VM {id}',
    effect: 'write',
    kind: 'task',
    member: 'VirtualMachine.RelocateVM_Task',
    privileges: [
      'Resource.ColdMigrate',
      'Resource.HotMigrate',
      'Resource.AssignVMToPool',
      'Datastore.AllocateSpace'
    ]
  },
  startClone: {
    does: 'clone VM {id}',
    effect: 'write',
    kind: 'task',
    member: 'VirtualMachine.CloneVM_Task',
    privileges: [
      'VirtualMachine.Provisioning.Clone',
      'VirtualMachine.Provisioning.DeployTemplate',
      'VirtualMachine.Inventory.CreateFromExisting',
      'Resource.AssignVMToPool',
      'Datastore.AllocateSpace'
    ]
  }
} as const satisfies Record<string, VimMethod>
