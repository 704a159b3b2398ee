/** A method or property of the VIM API: `VirtualMachine.CreateSnapshot_Task`, `VirtualMachine.snapshot`. */
export type Member = `${string}.${string}`

/** What the service asks of VI/JSON, with the words for errors and for the documentation. */
export interface VimMethod {
  /** `{id}` stands for the object it is asked of. */
  readonly does: string
  readonly effect: 'read' | 'write'
  readonly member: Member
  /** `get` reads a property, `call` calls a method, `task` starts one that answers a task. */
  readonly kind: 'get' | 'call' | 'task'
  readonly privileges: readonly string[]
}

/**
 * Snapshots and their tasks.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */
const snapshotMethods = {
  getSnapshots: {
    does: 'list snapshots of VM {id}',
    effect: 'read',
    kind: 'get',
    member: 'VirtualMachine.snapshot',
    privileges: ['System.Read']
  },
  createSnapshot: {
    does: 'create snapshot of VM {id}',
    effect: 'write',
    kind: 'task',
    member: 'VirtualMachine.CreateSnapshot_Task',
    privileges: ['VirtualMachine.State.CreateSnapshot']
  },
  removeSnapshot: {
    does: 'delete snapshot {id}',
    effect: 'write',
    kind: 'task',
    member: 'VirtualMachineSnapshot.RemoveSnapshot_Task',
    privileges: ['VirtualMachine.State.RemoveSnapshot']
  }
} as const satisfies Record<string, VimMethod>

const taskMethods = {
  getTask: {
    does: 'get task {id}',
    effect: 'read',
    kind: 'get',
    member: 'Task.info',
    privileges: ['System.View']
  }
} as const satisfies Record<string, VimMethod>

/** By subject, as docs/vcenter.md shows them. */
export const vimMethodsBySubject = { Snapshots: snapshotMethods, Tasks: taskMethods } as const

export const vimMethods = { ...snapshotMethods, ...taskMethods } as const
