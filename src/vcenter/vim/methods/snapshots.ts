import type { VimMethod } from './method.ts'

/**
 * Snapshots of virtual machines. The Automation API has none.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */
export const snapshotMethods = {
  getSnapshots: {
    does: 'list snapshots of VM {id}',
    effect: 'read',
    kind: 'get',
    member: 'VirtualMachine.snapshot',
    privileges: ['System.Read']
  },
  getVmOfSnapshot: {
    does: 'get VM of snapshot {id}',
    effect: 'read',
    kind: 'get',
    member: 'VirtualMachineSnapshot.vm',
    privileges: ['System.Read']
  },
  createSnapshot: {
    does: 'create snapshot of VM {id}',
    effect: 'write',
    kind: 'task',
    member: 'VirtualMachine.CreateSnapshot_Task',
    privileges: ['VirtualMachine.State.CreateSnapshot']
  },
  createQuiescedSnapshot: {
    does: 'create snapshot of VM {id}',
    effect: 'write',
    kind: 'task',
    member: 'VirtualMachine.CreateSnapshotEx_Task',
    privileges: ['VirtualMachine.State.CreateSnapshot']
  },
  removeSnapshot: {
    does: 'delete snapshot {id}',
    effect: 'write',
    kind: 'task',
    member: 'VirtualMachineSnapshot.RemoveSnapshot_Task',
    privileges: ['VirtualMachine.State.RemoveSnapshot']
  },
  revertToSnapshot: {
    does: 'revert to snapshot {id}',
    effect: 'write',
    kind: 'task',
    member: 'VirtualMachineSnapshot.RevertToSnapshot_Task',
    privileges: ['VirtualMachine.State.RevertToSnapshot']
  },
  revertToCurrentSnapshot: {
    does: 'revert VM {id} to its current snapshot',
    effect: 'write',
    kind: 'task',
    member: 'VirtualMachine.RevertToCurrentSnapshot_Task',
    privileges: ['VirtualMachine.State.RevertToSnapshot']
  },
  renameSnapshot: {
    does: 'rename snapshot {id}',
    effect: 'write',
    kind: 'call',
    member: 'VirtualMachineSnapshot.RenameSnapshot',
    privileges: ['VirtualMachine.State.RenameSnapshot']
  },
  removeAllSnapshots: {
    does: 'delete all snapshots of VM {id}',
    effect: 'write',
    kind: 'task',
    member: 'VirtualMachine.RemoveAllSnapshots_Task',
    privileges: ['VirtualMachine.State.RemoveSnapshot']
  },
  consolidateDisks: {
    does: 'consolidate disks of VM {id}',
    effect: 'write',
    kind: 'task',
    member: 'VirtualMachine.ConsolidateVMDisks_Task',
    privileges: ['VirtualMachine.State.RemoveSnapshot']
  }
} as const satisfies Record<string, VimMethod>
