import { vimMethods } from '../methods/index.ts'
import { escapeName } from '../../names.ts'
import type { VimCaller } from '../vim-caller.ts'
import { optionalReference, reference } from '../vim-values.ts'
import { growDisk } from './disks.ts'

/** Where a VM goes. What is left out stays as it is; another cluster needs its resource pool. */
export interface RelocationTarget {
  host?: string
  resourcePool?: string
  datastore?: string
  folder?: string
  /** Disks by their key (`2000`) that go to another datastore than the rest. */
  disks?: readonly { disk: string; datastore: string }[]
}

/** The methods that start a task answer its id (`task-123`); wait for it with `waitForTask`. */
export interface VmCalls {
  /** Any characters: what the VIM API wants escaped is. */
  renameVm(given: { vm: string; name: string }): Promise<string>
  /** Replaces its notes. */
  annotateVm(given: { vm: string; annotation: string }): Promise<string>
  /**
   * Makes a disk larger, in bytes (rounded up to KiB).
   *
   * @throws `VcenterApiError` that `isInvalid` when the disk is as large or larger, `isNotFound` when there is none
   */
  growDisk(given: { vm: string; disk: string; capacityBytes: number }): Promise<string>
  /** No task. The VM must be powered off. */
  markAsTemplate(given: { vm: string }): Promise<void>
  /** No task. */
  markAsVm(given: { vm: string; resourcePool: string; host?: string }): Promise<void>
  startRelocation(
    given: { vm: string; priority?: 'lowPriority' | 'defaultPriority' | 'highPriority' } & RelocationTarget
  ): Promise<string>
  /** Of a VM or a template; the latter belongs to no resource pool, so one must be given for a VM to come of it. */
  startClone(
    given: { vm: string; name: string; powerOn?: boolean; template?: boolean } & RelocationTarget & {
        folder: string
      }
  ): Promise<string>
}

/** @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (VirtualMachine) */
export function vmCalls(vim: VimCaller): VmCalls {
  return {
    renameVm: ({ vm, name }) => vim.start(vimMethods.renameVm, vm, { newName: escapeName(name) }),
    annotateVm: ({ vm, annotation }) =>
      vim.start(vimMethods.annotateVm, vm, { spec: { _typeName: 'VirtualMachineConfigSpec', annotation } }),
    growDisk: given => growDisk(vim, given),
    markAsTemplate: ({ vm }) => vim.run(vimMethods.markAsTemplate, vm),
    markAsVm: ({ vm, resourcePool, host }) =>
      vim.run(vimMethods.markAsVm, vm, {
        pool: reference('ResourcePool', resourcePool),
        ...optionalReference('host', 'HostSystem', host)
      }),
    startRelocation: ({ vm, priority, ...target }) =>
      vim.start(vimMethods.startRelocation, vm, {
        spec: relocateSpec(target),
        priority: priority ?? 'defaultPriority'
      }),
    startClone: ({ vm, name, folder, powerOn, template, ...location }) =>
      vim.start(vimMethods.startClone, vm, {
        folder: reference('Folder', folder),
        name: escapeName(name),
        spec: {
          _typeName: 'VirtualMachineCloneSpec',
          location: relocateSpec(location),
          powerOn: powerOn ?? false,
          template: template ?? false
        }
      })
  }
}

function relocateSpec({ host, resourcePool, datastore, folder, disks }: RelocationTarget): object {
  const disk = disks?.map(each => ({
    _typeName: 'VirtualMachineRelocateSpecDiskLocator',
    diskId: Number(each.disk),
    datastore: reference('Datastore', each.datastore)
  }))
  return {
    _typeName: 'VirtualMachineRelocateSpec',
    ...optionalReference('host', 'HostSystem', host),
    ...optionalReference('pool', 'ResourcePool', resourcePool),
    ...optionalReference('datastore', 'Datastore', datastore),
    ...optionalReference('folder', 'Folder', folder),
    ...(disk && { disk })
  }
}
