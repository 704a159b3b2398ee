import { chainOf } from '../../events/of-tasks.ts'
import type { Task } from '../../tasks.ts'
import { objectOf, textsOf, type VimCall } from '../call.ts'
import { invalidRequest } from '../faults.ts'
import { taskInfo } from '../objects/task.ts'
import type { Item } from './collector.ts'
import { readEntityTest, readTexts, readTimes, readUserTest } from './filter.ts'
import { isObject } from '../../objects.ts'

const filterFields = [
  'entity',
  'time',
  'userName',
  'activationId',
  'state',
  'alarm',
  'scheduledTask',
  'eventChainId',
  'tag',
  'parentTaskKey',
  'rootTaskKey'
]

/** Reads a `TaskFilterSpec`; what fits it, oldest first, of the tasks that can still be read. */
export function readTaskQuery(call: VimCall): () => Item[] {
  const { tasks, inventory } = call.state
  const spec = objectOf(call.parameters['filter'], 'TaskFilterSpec', filterFields)
  const inEntity = readEntityTest(call, spec['entity'], 'TaskFilterSpecByEntity')
  const byUser = readUserTest(spec['userName'], 'TaskFilterSpecByUsername')
  const states = readTexts(spec['state'], 'state')
  const inTime = readTimeTest(spec['time'])
  const chains = Array.isArray(spec['eventChainId']) ? new Set<unknown>(spec['eventChainId']) : undefined
  // What the simulator's tasks never have: an alarm, a schedule, a tag or another task that started them.
  const impossible = ['alarm', 'scheduledTask'].some(name => isObject(spec[name]))
  const tagged = ['activationId', 'tag', 'parentTaskKey', 'rootTaskKey'].some(
    name => textsOf(spec[name], name).length > 0
  )

  function fits(task: Task): boolean {
    return (
      !impossible &&
      !tagged &&
      (!states || states.has(task.state)) &&
      (!byUser || byUser(task.user)) &&
      (!chains || chains.has(chainOf(task))) &&
      inTime(task) &&
      (!inEntity || inEntity([task.entity.id, inventory.rootFolder]))
    )
  }

  return () =>
    tasks
      .all()
      .filter(fits)
      .map(task => ({ key: chainOf(task), show: () => taskInfo(call.state, task) }))
}

function readTimeTest(value: unknown): (task: Task) => boolean {
  if (value === undefined || value === null) return () => true
  const spec = objectOf(value, 'TaskFilterSpecByTime', ['timeType', 'beginTime', 'endTime'])
  const { begin, end } = readTimes(spec)
  const times: Record<string, (task: Task) => number | undefined> = {
    queuedTime: task => task.queueTime,
    startedTime: task => task.startTime,
    completedTime: task => task.completeTime
  }
  const read = typeof spec['timeType'] === 'string' ? times[spec['timeType']] : undefined
  if (!read) throw invalidRequest('timeType must be queuedTime, startedTime or completedTime.')
  return task => {
    const time = read(task)
    return time !== undefined && time >= begin && time <= end
  }
}
