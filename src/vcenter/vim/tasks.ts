import { withDeadline } from '../../abort.ts'
import { VcenterApiError, VcenterUnavailableError, VcenterUnsupportedError } from '../errors.ts'
import { faultDetails } from '../transport/fault-words.ts'
import { isObject } from '../../objects.ts'
import { isReference, type ManagedObjectReference } from './answers.ts'
import { shorten } from '../transport/json.ts'
import { pauseFor } from '../transport/retry.ts'

export interface TaskWait {
  timeoutMs: number
  onProgress?: (percent: number) => void
}

export interface TaskInfo {
  key: string
  /** `queued`, `running`, `success`, `error`; `unknown` says this service of a task that it could not read. */
  state: string
  progress?: number
  result?: unknown
  error?: { fault: { _typeName: string }; localizedMessage: string }
  /** Its kind: `VirtualMachine.createSnapshot`. */
  descriptionId?: string
  /** The method that has started it: `CreateSnapshot_Task`. */
  name?: string
  entity?: ManagedObjectReference
  entityName?: string
  cancelable?: boolean
  cancelled?: boolean
  /** Who started it. */
  user?: string
  /** ISO 8601, as are the next two. */
  queueTime?: string
  startTime?: string
  completeTime?: string
}

const growth = 1.5
const longestPoll = 6

/** What the service reads of `TaskInfo`, with a word for every error. */
export function taskInfo({ key, state, ...rest }: { key: string; state: string }): TaskInfo {
  const { progress, result, error, entity, reason }: Record<string, unknown> = rest
  const user = isObject(reason) ? reason['userName'] : undefined
  return {
    key,
    state,
    ...(typeof progress === 'number' ? { progress } : {}),
    ...(result === undefined || result === null ? {} : { result }),
    ...(isObject(error) ? { error: taskError(error) } : {}),
    ...(isReference(entity) ? { entity } : {}),
    ...(typeof user === 'string' ? { user } : {}),
    ...fieldsOf(
      rest,
      'string',
      'descriptionId',
      'name',
      'entityName',
      'queueTime',
      'startTime',
      'completeTime'
    ),
    ...fieldsOf(rest, 'boolean', 'cancelable', 'cancelled')
  }
}

function fieldsOf(info: Record<string, unknown>, type: 'string' | 'boolean', ...names: string[]): object {
  return Object.fromEntries(names.filter(name => typeof info[name] === type).map(name => [name, info[name]]))
}

function taskError({ fault, localizedMessage }: Record<string, unknown>): NonNullable<TaskInfo['error']> {
  const typeName =
    isObject(fault) && typeof fault['_typeName'] === 'string' ? fault['_typeName'] : 'MethodFault'
  return {
    fault: { ...(isObject(fault) ? fault : {}), _typeName: typeName },
    localizedMessage: typeof localizedMessage === 'string' ? localizedMessage : ''
  }
}

/**
 * A failed task as the error that a call would have failed with, if vCenter had known at once: with the fault's type,
 * what its fields say and vCenter's own words. `undefined` when the task has not failed.
 */
export function taskFailure(
  task: TaskInfo,
  { vcenter, operation }: { vcenter: string; operation: string }
): VcenterApiError | undefined {
  if (task.state !== 'error') return undefined
  const fault: { _typeName: string } & Record<string, unknown> = {
    _typeName: 'MethodFault',
    ...task.error?.fault
  }
  const words = task.error?.localizedMessage ?? ''
  return new VcenterApiError({
    vcenter,
    operation,
    status: 500,
    path: `/Task/${task.key}/info`,
    context: `task '${task.key}'`,
    errorType: fault._typeName,
    messages: [
      words === '' ? 'vCenter gave no reason.' : shorten(words),
      ...faultDetails(fault._typeName, fault)
    ]
  })
}

function hasEnded(task: TaskInfo): boolean {
  return task.state === 'success' || task.state === 'error'
}

/**
 * Polls with growing pauses: `pollMs`, then half as much again up to 6 times `pollMs` (0.5 s to 3 s by default).
 * Ends early, with the task as last seen, when the time is over or the caller has gone. The task runs in vCenter
 * whether it can be read or not: an error of vCenter ends a poll, never the task.
 */
export function waitForTask(
  task: string,
  read: (signal: AbortSignal) => Promise<TaskInfo>,
  options: TaskWait & { pollMs: number; signal?: AbortSignal | undefined }
): Promise<TaskInfo> {
  return withDeadline(options.timeoutMs, options.signal, signal => poll(task, read, options, signal))
}

async function poll(
  task: string,
  read: (signal: AbortSignal) => Promise<TaskInfo>,
  { pollMs, onProgress }: TaskWait & { pollMs: number },
  signal: AbortSignal
): Promise<TaskInfo> {
  const unknown: TaskInfo = { key: task, state: 'unknown' }
  let last = unknown
  let pause = pollMs
  try {
    for (;;) {
      const seen = await readOrFailure(read, signal)
      if (isForgotten(seen)) return unknown
      if (isHopeless(seen)) return last
      if (!(seen instanceof Error)) {
        if (seen.progress !== undefined && seen.progress !== last.progress) onProgress?.(seen.progress)
        last = seen
        if (hasEnded(seen)) return seen
      }
      await pauseFor(Math.max(pause, retryAfterMs(seen)), signal)
      pause = Math.min(pause * growth, pollMs * longestPoll)
    }
  } catch (error) {
    if (signal.aborted) return last
    throw error
  }
}

type Failure = VcenterApiError | VcenterUnavailableError | VcenterUnsupportedError

/** Errors that are not about vCenter are thrown. */
async function readOrFailure(
  read: (signal: AbortSignal) => Promise<TaskInfo>,
  signal: AbortSignal
): Promise<TaskInfo | Failure> {
  try {
    return await read(signal)
  } catch (error) {
    if (error instanceof VcenterApiError || error instanceof VcenterUnavailableError) return error
    if (error instanceof VcenterUnsupportedError) return error
    throw error
  }
}

/** vCenter keeps a task for minutes after its end, and forgets all of them when it is restarted. */
function isForgotten(seen: TaskInfo | Failure): boolean {
  return seen instanceof VcenterApiError && seen.isNotFound
}

/** Asking again would bring the same answer, or lock the account. */
function isHopeless(seen: TaskInfo | Failure): boolean {
  if (seen instanceof VcenterApiError) return seen.isForbidden || seen.isLoginFailure
  return (
    seen instanceof VcenterUnsupportedError ||
    (seen instanceof VcenterUnavailableError && seen.obstacle === 'credential')
  )
}

function retryAfterMs(seen: TaskInfo | Failure): number {
  const isLimited = seen instanceof VcenterApiError || seen instanceof VcenterUnavailableError
  return isLimited ? (seen.retryAfterS ?? 0) * 1000 : 0
}
