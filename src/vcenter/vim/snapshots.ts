import { optional } from '../guards.ts'
import { isSnapshotInfo, type SnapshotInfo } from './answers.ts'
import { vimMethods } from './methods.ts'
import type { VimCaller } from './vim-caller.ts'

export interface SnapshotSpec {
  name: string
  description: string
  /** Also the memory of a running VM; quiescing is ignored then. */
  memory: boolean
  quiesce: boolean
}

export interface SnapshotCalls {
  /** `undefined` when the VM has no snapshots. */
  getSnapshots(vm: string): Promise<SnapshotInfo | undefined>
  /** Starts the task and answers its id (`task-123`); wait for it with `waitForTask`. */
  createSnapshot(vm: string, spec: SnapshotSpec): Promise<string>
  removeSnapshot(snapshot: string, options: { removeChildren: boolean }): Promise<string>
}

/** @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (VirtualMachineSnapshot) */
export function snapshotCalls(vim: VimCaller): SnapshotCalls {
  return {
    getSnapshots: vm => vim.get(vimMethods.getSnapshots, vm, optional(isSnapshotInfo)),
    /** The boolean form: `CreateSnapshotEx_Task` adds only a time limit for quiescing, and both are served up to 9.1. */
    createSnapshot: (vm, { name, description, memory, quiesce }) =>
      vim.start(vimMethods.createSnapshot, vm, { name, description, memory, quiesce }),
    removeSnapshot: (snapshot, { removeChildren }) =>
      vim.start(vimMethods.removeSnapshot, snapshot, { removeChildren, consolidate: true })
  }
}
