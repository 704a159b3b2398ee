import { isNothing, optional } from '../../guards.ts'
import { isReference, isSnapshotInfo, type SnapshotInfo } from '../answers.ts'
import { vimMethods, type VimMethod } from '../methods/index.ts'
import { refusal } from '../refusal.ts'
import type { Vim } from '../vim-api.ts'
import { invocationOf, propertyOf, startTask } from '../invocations.ts'
import type { VimCaller } from '../vim-caller.ts'

export interface SnapshotSpec {
  name: string
  description: string
  /** Also the memory of a running VM; quiescing is ignored then. */
  memory: boolean
  quiesce: boolean
  /** Longest time for quiescing, in minutes; vCenter's own (15) unless set. */
  quiesceTimeoutMinutes?: number
}

interface OneSnapshot {
  vm: string
  snapshot: string
}

/**
 * Snapshots. The methods that start a task answer its id (`task-123`); wait for it with `waitForTask`. vCenter takes
 * the id of a snapshot of whatever VM, so every call that names one names its VM too, and is refused with an error
 * that `isNotFound` when the snapshot is another VM's.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (VirtualMachineSnapshot)
 */
export interface SnapshotCalls {
  /** `undefined` when the VM has no snapshots. */
  getSnapshots(given: { vm: string }): Promise<SnapshotInfo | undefined>
  createSnapshot(given: { vm: string } & SnapshotSpec): Promise<string>
  removeSnapshot(given: OneSnapshot & { removeChildren: boolean }): Promise<string>
  /** The VM runs again if it did when the snapshot with its memory was taken, unless that is suppressed. */
  revertToSnapshot(given: OneSnapshot & { suppressPowerOn?: boolean }): Promise<string>
  /** Does nothing when the VM has no snapshot. */
  revertToCurrentSnapshot(given: { vm: string; suppressPowerOn?: boolean }): Promise<string>
  /** No task. At least one of both must be given. */
  renameSnapshot(given: OneSnapshot & { name?: string; description?: string }): Promise<void>
  removeAllSnapshots(given: { vm: string }): Promise<string>
  /** Merges what removed snapshots have left over, as `runtime.consolidationNeeded` asks for. */
  consolidateDisks(given: { vm: string }): Promise<string>
}

export function snapshotCalls(vim: VimCaller): SnapshotCalls {
  return {
    getSnapshots: ({ vm }) => vim.get(vimMethods.getSnapshots, vm, optional(isSnapshotInfo)),
    createSnapshot: given => vim.start(creationOf(given), given.vm, creationParameters(given)),
    removeSnapshot: ({ removeChildren, ...one }) =>
      startOn(vim, vimMethods.removeSnapshot, one, { removeChildren, consolidate: true }),
    revertToSnapshot: ({ suppressPowerOn, ...one }) =>
      startOn(vim, vimMethods.revertToSnapshot, one, powerOn(suppressPowerOn)),
    revertToCurrentSnapshot: ({ vm, suppressPowerOn }) =>
      vim.start(vimMethods.revertToCurrentSnapshot, vm, powerOn(suppressPowerOn)),
    renameSnapshot: ({ vm, snapshot, ...change }) =>
      vim.within(async within => {
        await checkOwner(within, vimMethods.renameSnapshot, { vm, snapshot })
        return within.invoke(invocationOf(vimMethods.renameSnapshot, snapshot, change), isNothing)
      }),
    // its `spec` is newer than the oldest release, and is not sent
    removeAllSnapshots: ({ vm }) => vim.start(vimMethods.removeAllSnapshots, vm, { consolidate: true }),
    consolidateDisks: ({ vm }) => vim.start(vimMethods.consolidateDisks, vm)
  }
}

/** The boolean form does, and the other one adds only the time limit; both are served up to 9.1. */
function creationOf({ quiesce, quiesceTimeoutMinutes }: SnapshotSpec): VimMethod {
  const hasLimit = quiesce && quiesceTimeoutMinutes !== undefined
  return hasLimit ? vimMethods.createQuiescedSnapshot : vimMethods.createSnapshot
}

function creationParameters(spec: SnapshotSpec): object {
  const { name, description, memory, quiesce, quiesceTimeoutMinutes: timeout } = spec
  if (creationOf(spec) === vimMethods.createSnapshot) return { name, description, memory, quiesce }
  const quiesceSpec = { _typeName: 'VirtualMachineGuestQuiesceSpec', timeout }
  return { name, description, memory, quiesceSpec }
}

function powerOn(suppressPowerOn: boolean | undefined): object {
  return suppressPowerOn === undefined ? {} : { suppressPowerOn }
}

function startOn(vim: VimCaller, method: VimMethod, one: OneSnapshot, parameters: object): Promise<string> {
  const object = { type: 'VirtualMachine', value: one.vm }
  return vim.starting(method, object, async within => {
    await checkOwner(within, method, one)
    return startTask(within, method, one.snapshot, parameters)
  })
}

async function checkOwner(within: Vim, method: VimMethod, { vm, snapshot }: OneSnapshot): Promise<void> {
  const owner = await within.get(propertyOf(vimMethods.getVmOfSnapshot, snapshot), isReference)
  if (owner.value === vm) return
  const message = `It is no snapshot of VM '${vm}'.`
  throw refusal(within, method, snapshot, { errorType: 'ManagedObjectNotFound', message })
}
