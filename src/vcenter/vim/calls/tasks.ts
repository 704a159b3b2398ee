import type { VcenterApiError } from '../../errors.ts'
import { optional } from '../../guards.ts'
import { isReferences, isTaskAnswer, type ManagedObjectReference } from '../answers.ts'
import { vimMethods } from '../methods/index.ts'
import { readObjects } from '../property-collector.ts'
import { taskFailure, taskInfo, type TaskInfo } from '../tasks.ts'
import type { Vim } from '../vim-api.ts'
import { propertyOf, type VimCaller } from '../vim-caller.ts'

export interface TaskCalls {
  getTask(given: { task: string }): Promise<TaskInfo>
  /**
   * Asks vCenter to cancel the task, which takes its time; wait for it. A task that cannot be cancelled, or that has
   * ended, is refused with an error that `isConflict`.
   */
  cancelTask(given: { task: string }): Promise<void>
  /**
   * The tasks of one object, or of all of vCenter, that run or have ended within some minutes; older ones are gone.
   * Tells what has become of a write whose answer was lost.
   */
  listRecentTasks(given?: { object?: ManagedObjectReference }): Promise<TaskInfo[]>
  /** The error that stands for a failed task; `undefined` when it has not failed. */
  taskFailure(task: TaskInfo, operation: string): VcenterApiError | undefined
}

/** @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (Task, TaskManager) */
export function taskCalls(vim: VimCaller, vcenter: string): TaskCalls {
  return {
    getTask: async ({ task }) => taskInfo(await vim.get(vimMethods.getTask, task, isTaskAnswer)),
    cancelTask: ({ task }) => vim.run(vimMethods.cancelTask, task),
    listRecentTasks: ({ object } = {}) => vim.within(within => readRecentTasks(within, object)),
    taskFailure: (task, operation) => taskFailure(task, { vcenter, operation })
  }
}

async function readRecentTasks(vim: Vim, object: ManagedObjectReference | undefined): Promise<TaskInfo[]> {
  const property = object
    ? propertyOf(vimMethods.getRecentTasksOfObject, object.value, object.type)
    : propertyOf(vimMethods.getRecentTasks, vim.service.managerOf('TaskManager'))
  const references = (await vim.get(property, optional(isReferences))) ?? []
  if (references.length === 0) return []
  const tasks = await readObjects(vim, 'Task', references, ['info'])
  return tasks
    .map(({ properties }) => properties['info'])
    .filter(isTaskAnswer)
    .map(taskInfo)
}
