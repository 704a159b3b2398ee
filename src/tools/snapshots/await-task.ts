import { codeOfErrorType, hintOf } from '../../calls/failure.ts'
import { CodedError } from '../../errors.ts'
import type { TaskInfo } from '../../vcenter/types.ts'
import { type Running, type ToolContext, stillRunning } from '../define-tool.ts'
import { answerReserveMs } from '../task-time.ts'

/**
 * Waits for a task of vCenter and tells its progress. Success answers `done(task)`; a task that outlives the call
 * answers `pending` as still running, with how to go on; a failed one throws with vCenter's own words.
 */
export async function awaitTask<Output extends object>(
  taskId: string,
  context: ToolContext,
  what: string,
  answers: { done(task: TaskInfo): Output | Promise<Output>; pending: Output }
): Promise<Output | Running<Output & { hint?: string }>> {
  context.log('info', `${what}: vCenter has begun it as task ${taskId}.`)
  const task = await context.vcenter.waitForTask(taskId, {
    timeoutMs: Math.max(0, context.remainingMs() - answerReserveMs),
    onProgress: percent => context.progress(percent, 100, what)
  })
  if (task.state === 'success') return answers.done(task)
  const failure = context.vcenter.taskFailure(task, what)
  // also when it could not be read: it has begun, and whoever thinks that it failed would begin another
  if (!failure) {
    const progress = task.progress === undefined ? {} : { progress: task.progress }
    const hint = context.mayUse('get_task') && {
      hint: `vCenter goes on with it: get_task with ${taskId} and wait_s tells when it has ended.`
    }
    return stillRunning({ id: taskId, state: task.state, ...progress }, { ...answers.pending, ...hint })
  }
  const { errorType, messages } = failure
  const code = codeOfErrorType(errorType)
  const where = `on vCenter '${context.vcenter.name}'`
  throw new CodedError(code, `${what} ${where} failed: ${messages.join(' ')}`, {
    hint: hintOf(code, errorType),
    details: { task: taskId, ...(errorType !== undefined && { fault: errorType }) }
  })
}
