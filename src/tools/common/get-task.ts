import { type Static, Type } from '@sinclair/typebox'
import { codeOfErrorType } from '../../calls/failure.ts'
import { CodedError } from '../../errors.ts'
import { quoted } from '../../text.ts'
import { VcenterApiError } from '../../vcenter/errors.ts'
import { unescapeName } from '../../vcenter/names.ts'
import type { TaskInfo } from '../../vcenter/types.ts'
import { type ToolContext, defineTool } from '../define-tool.ts'
import { count, referenceId, text } from '../properties.ts'
import { longText, stringEnum } from '../schemas.ts'
import { answerReserveMs } from '../task-time.ts'

const output = Type.Object({
  id: Type.String(),
  state: stringEnum(['queued', 'running', 'success', 'error']),
  progress: Type.Optional(Type.Number({ description: 'percent' })),
  what: Type.String({ description: "vCenter's name of the operation" }),
  object: Type.Optional(
    Type.Object({ type: Type.String(), id: Type.String(), name: Type.Optional(Type.String()) })
  ),
  queued: Type.Optional(Type.String()),
  started: Type.Optional(Type.String({ description: 'ISO 8601' })),
  finished: Type.Optional(Type.String()),
  result: Type.Optional(Type.String({ description: 'id of what it made' })),
  error: Type.Optional(
    Type.Object({
      code: Type.String(),
      message: Type.String(longText),
      fault: Type.Optional(Type.String())
    })
  )
})

type Answer = Static<typeof output>

/** @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/TaskInfo */
export const getTask = defineTool({
  name: 'get_task',
  title: 'Get a task',
  toolset: 'common',
  description:
    'What a task of vCenter is doing: state, progress, object, times, and how it ended. For the task id that a change ' +
    'answered because it goes on; wait_s waits for its end. A failed task is an answer with state error. vCenter ' +
    'forgets tasks some minutes after their end: then read the object.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /tasks/:task',
  privileges: ['System.View'],
  input: Type.Object({
    task: Type.String({
      pattern: '^task-\\d+$',
      maxLength: 64,
      description: 'Its id, such as task-123.'
    }),
    wait_s: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 50, default: 0, description: 'Seconds to wait for its end.' })
    )
  }),
  output,
  async run({ task: id, wait_s }, context) {
    const first = await read(id, context)
    const timeoutMs = Math.min((wait_s ?? 0) * 1000, context.remainingMs() - answerReserveMs)
    if (hasEnded(first) || timeoutMs <= 0) return answerOf(first, context)
    const last = await context.vcenter.waitForTask(id, {
      timeoutMs,
      onProgress: percent => context.progress(percent, 100, `Task ${id}`)
    })
    // one that can no longer be read was there a moment ago
    return answerOf(isTold(last) ? last : first, context)
  }
})

async function read(id: string, { vcenter }: ToolContext): Promise<TaskInfo> {
  try {
    return await vcenter.getTask({ task: id })
  } catch (error) {
    const isGone = error instanceof VcenterApiError ? error.isNotFound : isCodedNotFound(error)
    if (!isGone) throw error
    throw new CodedError('not_found', `vCenter knows no task ${quoted(id)}.`, {
      hint: 'vCenter forgets a task some minutes after its end: read the object to see what became of it.',
      cause: error
    })
  }
}

function isCodedNotFound(error: unknown): boolean {
  return error instanceof CodedError && error.code === 'not_found'
}

function hasEnded({ state }: TaskInfo): boolean {
  return state === 'success' || state === 'error'
}

function isTold({ state }: TaskInfo): boolean {
  return state !== 'unknown'
}

function answerOf(task: TaskInfo, { vcenter }: ToolContext): Answer {
  const { entity, entityName } = task
  const failure = vcenter.taskFailure(task, task.descriptionId ?? 'task')
  return {
    id: task.key,
    state: task.state as Answer['state'],
    ...count('progress', task.progress),
    what: task.descriptionId ?? task.name ?? '',
    ...(entity && {
      object: {
        type: entity.type,
        id: entity.value,
        ...(entityName !== undefined && { name: unescapeName(entityName) })
      }
    }),
    ...text('queued', task.queueTime),
    ...text('started', task.startTime),
    ...text('finished', task.completeTime),
    ...text('result', referenceId(task.result)),
    ...(failure && {
      error: {
        code: codeOfErrorType(failure.errorType),
        message: failure.messages.join(' '),
        ...text('fault', failure.errorType)
      }
    })
  }
}
