import type { VirtualMachine } from '../inventory/index.ts'
import { isProblem, taskFaultOf } from '../machine/problems.ts'
import type { NewTask, Task } from '../tasks.ts'
import { message, taskFailed, vapiError, type ErrorType } from './errors.ts'
import type { Call } from './operation.ts'
import { asVapiError } from './problems.ts'

/** Work that vCenter does as a task of its own. */
export interface Job<T> {
  /** The method of the VIM API, such as `CloneVM_Task`. */
  name: string
  descriptionId: string
  entity: Task['entity']
  cancelable?: boolean
  /** Happens at the end; what it throws ends the task with an error. */
  effect: () => T
  /** The managed object that was made. */
  made?: (value: T) => Task['result']
  /** Error types that the operation does not have. */
  lacking?: readonly ErrorType[]
}

export interface StartedJob<T> {
  task: Task
  /** Once it has ended well. */
  value: T | undefined
  /** Once it has ended badly, otherwise undefined. */
  readonly error: unknown
}

export function startJob<T>(call: Call<unknown>, job: Job<T>): StartedJob<T> {
  let value: T | undefined
  let thrown: unknown

  function effect(): ReturnType<NewTask['effect']> {
    try {
      value = job.effect()
      const result = job.made?.(value)
      return result ? { result } : {}
    } catch (error) {
      thrown = asVapiError(error, job.lacking)
      return {
        error: isProblem(error)
          ? taskFaultOf(error.problem)
          : { typeName: 'SystemError', message: String(error), fields: { reason: '' } }
      }
    }
  }

  const task = call.state.tasks.start({
    name: job.name,
    descriptionId: job.descriptionId,
    entity: job.entity,
    user: call.session?.user ?? '',
    cancelable: job.cancelable ?? false,
    effect
  })
  return {
    task,
    get value() {
      return value
    },
    get error() {
      return thrown ?? (task.error && taskFailed(task.error))
    }
  }
}

/** Does a job while the caller waits. */
export async function finishJob<T>(started: StartedJob<T>): Promise<T> {
  await started.task.ended
  if (started.error !== undefined) throw started.error
  return started.value as T
}

/** An object does one thing at a time. `type` is RESOURCE_BUSY, where the operation has that. */
export function refuseWhenBusy(
  call: Call<unknown>,
  vm: VirtualMachine,
  type: ErrorType = 'RESOURCE_BUSY'
): void {
  if (!call.state.tasks.busyWith(vm.id)) return
  throw vapiError(
    type,
    message('com.vmware.api.vcenter.vm.resource_busy', 'The VM is performing another operation.', vm.id),
    message(
      'vmsg.TaskInProgress.summary',
      'The operation is not allowed in the current state: another task is already in progress.'
    )
  )
}

/**
 * Runs vCenter's task for an operation on a machine that answers when the task has ended.
 *
 * @throws RESOURCE_BUSY when the machine is doing something else; nothing was started then
 */
export async function perform<T>(
  call: Call<unknown>,
  vm: VirtualMachine,
  task: { name: string; descriptionId: string },
  effect: () => T
): Promise<T> {
  refuseWhenBusy(call, vm)
  const entity = { type: 'VirtualMachine', id: vm.id, name: vm.name }
  return finishJob(startJob(call, { ...task, entity, effect }))
}
