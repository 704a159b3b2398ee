import { pauseFor } from './retry.ts'
import { isObject } from './json.ts'
import type { TaskInfo } from './types.ts'

export interface TaskWait {
  timeoutMs: number
  onProgress?: (percent: number) => void
}

const growth = 1.5
const longestPoll = 6

/** What the service reads of `TaskInfo`, with a word for every error. */
export function taskInfo({ key, state, ...rest }: { key: string; state: string }): TaskInfo {
  const { progress, result, error }: Record<string, unknown> = rest
  return {
    key,
    state,
    ...(typeof progress === 'number' ? { progress } : {}),
    ...(result === undefined || result === null ? {} : { result }),
    ...(isObject(error) ? { error: taskError(error) } : {})
  }
}

function taskError({ fault, localizedMessage }: Record<string, unknown>): NonNullable<TaskInfo['error']> {
  const typeName =
    isObject(fault) && typeof fault['_typeName'] === 'string' ? fault['_typeName'] : 'MethodFault'
  return {
    fault: { ...(isObject(fault) ? fault : {}), _typeName: typeName },
    localizedMessage: typeof localizedMessage === 'string' ? localizedMessage : ''
  }
}

export function hasEnded(task: TaskInfo): boolean {
  return task.state === 'success' || task.state === 'error'
}

/**
 * Polls with growing pauses: `pollMs`, then half as much again up to 6 times `pollMs` (0.5 s to 3 s by default).
 * Ends early, with the task as last seen, when the time is over or the caller has gone.
 */
export async function waitForTask(
  task: string,
  read: (signal: AbortSignal) => Promise<TaskInfo>,
  options: TaskWait & { pollMs: number; signal?: AbortSignal | undefined }
): Promise<TaskInfo> {
  const timeout = AbortSignal.timeout(options.timeoutMs)
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout
  let last: TaskInfo = { key: task, state: 'queued' }
  let pause = options.pollMs
  try {
    for (;;) {
      const seen = await read(signal)
      if (seen.progress !== undefined && seen.progress !== last.progress) options.onProgress?.(seen.progress)
      last = seen
      if (hasEnded(seen)) return seen
      await pauseFor(pause, signal)
      pause = Math.min(pause * growth, options.pollMs * longestPoll)
    }
  } catch (error) {
    if (signal.aborted) return last
    throw error
  }
}
