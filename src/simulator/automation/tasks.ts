import type { FieldValues } from './fields.ts'
import { invalidArgument, isVapiError, message, notFound, vapiError } from './errors.ts'
import { withBody, param, type Call, type Operation } from './operation.ts'
import type { StartedJob } from './jobs.ts'
import type { VapiTask } from './vapi-tasks.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/cis/cis/tasks/ */

const statuses = ['PENDING', 'RUNNING', 'BLOCKED', 'SUCCEEDED', 'FAILED'] as const
const detail = { return_all: 'boolean', exclude_result: 'boolean' } as const
const listFields = {
  filter_spec: {
    fields: {
      tasks: { list: 'text' },
      services: { list: 'text' },
      operations: { list: 'text' },
      status: { list: { oneOf: statuses } },
      targets: { list: { fields: { 'type!': 'text', 'id!': 'text' } } },
      users: { list: 'text' }
    }
  },
  result_spec: { fields: detail }
} as const

/** Makes a started job a task of this API. @returns its id */
export function asVapiTask<T>(
  call: Call<unknown>,
  job: StartedJob<T>,
  given: Pick<VapiTask, 'service' | 'operation' | 'target'>,
  resultOf: (value: T) => unknown
): string {
  const { state, session } = call
  const id = `${state.ids.uuid()}:${given.service}`
  state.vapiTasks.add({
    ...given,
    id,
    user: session?.user ?? '',
    work: job.task,
    get result() {
      return job.value === undefined ? undefined : resultOf(job.value)
    },
    get error() {
      return job.error
    }
  })
  return id
}

export const getTask: Operation = {
  ok: 200,
  nullable: ['parent', 'result', 'error', 'start_time', 'end_time'],
  filterName: 'spec',
  filter: [
    { name: 'return_all', boolean: true },
    { name: 'exclude_result', boolean: true }
  ],
  run: call => describe(call.state, taskOf(call), call.query.get('exclude_result')?.[0] === 'true')
}

/** That a list without `filter_spec` is INVALID_ARGUMENT is inferred from "currently required". */
export const listTasks: Operation = withBody({
  ok: 200,
  maps: [''],
  fields: listFields,
  run: ({ state, body }) => {
    const { filter_spec: filter, result_spec: result } = body
    if (!filter) throw invalidArgument('filter_spec', null)
    const matching = state.vapiTasks.all().filter(task => passes(task, filter))
    const excluded = result?.exclude_result === true
    return Object.fromEntries(matching.map(task => [task.id, describe(state, task, excluded)]))
  }
})

/** That a task which has ended is NOT_ALLOWED_IN_CURRENT_STATE is inferred. */
export const cancelTask: Operation = {
  ok: 204,
  run: call => {
    const { work } = taskOf(call)
    if (work.completeTime !== undefined) {
      throw vapiError(
        'NOT_ALLOWED_IN_CURRENT_STATE',
        message('com.vmware.cis.tasks.completed', 'The task has ended.')
      )
    }
    if (!work.cancelable) {
      throw vapiError(
        'UNSUPPORTED',
        message('com.vmware.cis.tasks.not_cancelable', 'The task cannot be canceled.')
      )
    }
    call.state.tasks.cancel(work)
  }
}

function taskOf(call: Call): VapiTask {
  const id = param(call, 'task')
  const task = call.state.vapiTasks.find(id)
  if (!task) throw notFound('task', id)
  return task
}

type Filter = NonNullable<FieldValues<typeof listFields>['filter_spec']>

/** An absent or empty field lets everything pass. */
function passes(task: VapiTask, filter: Filter): boolean {
  const has = (list: readonly string[] | undefined, value: string): boolean =>
    list === undefined || list.length === 0 || list.includes(value)
  const targets = filter.targets?.map(({ type, id }) => `${type} ${id}`)
  return (
    has(filter.tasks, task.id) &&
    has(filter.services, task.service) &&
    has(filter.operations, task.operation) &&
    has(filter.status, statusOf(task)) &&
    has(targets, `${task.target.type} ${task.target.id}`) &&
    has(filter.users, task.user)
  )
}

function statusOf({ work }: VapiTask): (typeof statuses)[number] {
  return ({ queued: 'PENDING', running: 'RUNNING', success: 'SUCCEEDED', error: 'FAILED' } as const)[
    work.state
  ]
}

function describe(state: Call['state'], task: VapiTask, excludeResult: boolean): Record<string, unknown> {
  const { work, service, operation, target, user } = task
  const done = work.state === 'success' ? 100 : (state.tasks.progressOf(work) ?? 0)
  const { error } = task
  const description = message(`${service}.${operation}`, `${operation} ${target.id}`, target.id)
  return {
    description,
    service,
    operation,
    target,
    status: statusOf(task),
    cancelable: work.cancelable && work.completeTime === undefined,
    progress: { total: 100, completed: done, message: description },
    ...(work.state === 'success' && !excludeResult && task.result !== undefined
      ? { result: task.result }
      : {}),
    ...(isVapiError(error) ? { error: { error_type: error.vapi.type, messages: error.vapi.messages } } : {}),
    ...(work.startTime === undefined ? {} : { start_time: new Date(work.startTime).toISOString() }),
    ...(work.completeTime === undefined ? {} : { end_time: new Date(work.completeTime).toISOString() }),
    user
  }
}
