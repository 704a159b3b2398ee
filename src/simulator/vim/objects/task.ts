import type { State } from '../../state.ts'
import type { Task } from '../../tasks.ts'
import { localizedFault } from '../faults.ts'
import { dataObject, dateTime, escapeName, moRef } from '../values.ts'
import type { Properties } from './entity.ts'

export function taskProperties(state: State, task: Task): Properties {
  return { info: () => taskInfo(state, task) }
}

export function taskInfo(state: State, task: Task): Record<string, unknown> {
  return dataObject('TaskInfo', {
    key: task.id,
    task: moRef('Task', task.id),
    name: task.name,
    descriptionId: task.descriptionId,
    entity: moRef(task.entity.type, task.entity.id),
    entityName: escapeName(task.entity.name),
    state: task.state,
    cancelled: task.cancelled,
    cancelable: task.cancelable,
    error: task.error && localizedFault(task.error),
    result: task.result && moRef(task.result.type, task.result.id),
    progress: state.tasks.progressOf(task),
    reason: dataObject('TaskReasonUser', { userName: task.user }),
    queueTime: dateTime(task.queueTime),
    startTime: task.startTime === undefined ? undefined : dateTime(task.startTime),
    completeTime: task.completeTime === undefined ? undefined : dateTime(task.completeTime),
    eventChainId: Number(task.id.slice('task-'.length))
  })
}
