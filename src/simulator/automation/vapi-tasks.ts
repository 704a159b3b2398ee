import type { Task } from '../tasks.ts'

/** A task of the Automation API: what `vmw-task=true` starts. A task of vCenter does the work. */
export interface VapiTask {
  /** Such as `52c1e6…:com.vmware.vcenter.VM`; the form is inferred, clients must not look into it. */
  id: string
  /** Such as `com.vmware.vcenter.VM`. */
  service: string
  /** Such as `clone`, with the task form's suffix as vCenter has it. */
  operation: string
  target: { type: string; id: string }
  user: string
  work: Task
  /** What the operation gives back when it ends well, and why it did not. */
  readonly result: unknown
  readonly error: unknown
}

/** The last thousand: a list shows no more either. */
export interface VapiTasks {
  add(task: VapiTask): void
  find(id: string): VapiTask | undefined
  all(): VapiTask[]
}

const mostKept = 1000

export function createVapiTasks(): VapiTasks {
  const tasks = new Map<string, VapiTask>()

  function add(task: VapiTask): void {
    tasks.set(task.id, task)
    const [oldest] = tasks.keys()
    if (tasks.size > mostKept && oldest !== undefined) tasks.delete(oldest)
  }

  return { add, find: id => tasks.get(id), all: () => [...tasks.values()] }
}
