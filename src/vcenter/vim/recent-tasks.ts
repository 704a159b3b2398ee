import { Type } from '@sinclair/typebox'
import { guardOf, optional } from '../guards.ts'
import { isReferences, isTaskAnswer, type ManagedObjectReference } from './answers.ts'
import { invocationOf, propertyOf } from './invocations.ts'
import { vimMethods } from './methods/index.ts'
import { readObjects } from './property-collector.ts'
import { taskInfo, type TaskInfo } from './tasks.ts'
import type { Vim } from './vim-api.ts'

/** The tasks of an object, or of all of vCenter, that run or have ended within some minutes. */
export async function readRecentTasks(
  vim: Vim,
  object: ManagedObjectReference | undefined
): Promise<TaskInfo[]> {
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

const isTime = guardOf(Type.String())

/** What vCenter's own clock says, in ISO 8601. */
export function readTime(vim: Vim): Promise<string> {
  return vim.invoke(invocationOf(vimMethods.getTime, 'ServiceInstance'), isTime)
}

/** A change whose answer was lost. */
export interface LostWrite {
  /** What the task is about; for a snapshot its VM. */
  object: ManagedObjectReference
  /** The method that vCenter's task is named after: `CreateSnapshot_Task`. */
  method: string
  /** `performance.now()` just before it was sent. */
  sentAt: number
}

/**
 * The task that a lost write has started: of the same method and object, not older than the write by vCenter's own
 * clock, and not one that is known to be somebody else's. `undefined` when there is none, or more than one, because then
 * nobody can tell which it is.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/TaskInfo
 */
export async function findLostTask(
  vim: Vim,
  lost: LostWrite,
  isKnown: (id: string) => boolean
): Promise<TaskInfo | undefined> {
  // how long ago is measured after the answer, so that the time on the way makes the window larger, never smaller
  const earliest = Date.parse(await readTime(vim)) - (performance.now() - lost.sentAt)
  const tasks = await readRecentTasks(vim, lost.object)
  const candidates = tasks.filter(
    ({ key, name, queueTime = '' }) =>
      plainName(name) === plainName(lost.method) && Date.parse(queueTime) >= earliest && !isKnown(key)
  )
  return candidates.length === 1 ? candidates[0] : undefined
}

/** The task of `CreateSnapshotEx_Task` may have the name of the older form. */
function plainName(method: string | undefined): string | undefined {
  return method?.replace(/(Ex)?_Task$/, '')
}
