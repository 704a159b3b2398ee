import type { VcenterApiError } from '../../errors.ts'
import { isTaskAnswer, type ManagedObjectReference } from '../answers.ts'
import { vimMethods } from '../methods/index.ts'
import { readRecentTasks, readTime } from '../recent-tasks.ts'
import { taskFailure, taskInfo, type TaskInfo } from '../tasks.ts'
import type { VimCaller } from '../vim-caller.ts'

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
  /** What vCenter's own clock says, in ISO 8601: the times of its tasks follow it. */
  getTime(): Promise<string>
  /** The error that stands for a failed task; `undefined` when it has not failed. */
  taskFailure(task: TaskInfo, operation: string): VcenterApiError | undefined
}

/** @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (Task, TaskManager) */
export function taskCalls(vim: VimCaller, vcenter: string): TaskCalls {
  return {
    getTask: async ({ task }) => taskInfo(await vim.get(vimMethods.getTask, task, isTaskAnswer)),
    cancelTask: ({ task }) => vim.run(vimMethods.cancelTask, task),
    listRecentTasks: ({ object } = {}) =>
      vim.reading(`tasks ${JSON.stringify(object)}`, within => readRecentTasks(within, object)),
    getTime: () => vim.within(readTime),
    taskFailure: (task, operation) => taskFailure(task, { vcenter, operation })
  }
}
