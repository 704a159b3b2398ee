import { VcenterOutcomeUnknownError } from '../errors.ts'
import type { Flights } from '../flights.ts'
import { isNothing, type Guard } from '../guards.ts'
import { lookAfter, type Patience, type Sighting } from '../look-after.ts'
import type { ManagedObjectReference } from './answers.ts'
import { invocationOf, managerInvocation, memberOf, propertyOf, startTask, typeOf } from './invocations.ts'
import type { VimMethod } from './methods/index.ts'
import { findLostTask, type LostWrite } from './recent-tasks.ts'
import type { StartedTasks } from './started-tasks.ts'
import type { Vim, VimApi } from './vim-api.ts'

/** Calls entries of the method table, each in the one session that everybody shares. */
export interface VimCaller {
  /** The value of a property, unboxed. */
  get<T>(method: VimMethod, id: string, isAnswer: Guard<T>): Promise<T>
  /** A method that answers nothing. Without parameters it has no body. */
  run(method: VimMethod, id: string, parameters?: object): Promise<void>
  /** Starts a task and answers its id, such as `task-123`. */
  start(method: VimMethod, id: string, parameters?: object): Promise<string>
  /**
   * The same where more than one request is needed to start it. When the answer with the id was lost, the task is
   * looked for among those of `object`.
   */
  starting(
    method: VimMethod,
    object: ManagedObjectReference,
    use: (vim: Vim) => Promise<string>
  ): Promise<string>
  /** The task that a lost write has started. Throws `unknown`, with what was seen, when there is none to be found. */
  findTask(lost: LostWrite, unknown: VcenterOutcomeUnknownError): Promise<string>
  /** The result of a method of one of vCenter's managers, of which there is one each; unboxed. */
  ask<T>(method: VimMethod, parameters: object, isAnswer: Guard<T>, about?: string): Promise<T>
  /** Reads that belong together; whoever asks with the same key meanwhile shares what they find. */
  reading<T>(key: string, use: (vim: Vim) => Promise<T>): Promise<T>
  /** For calls that belong together, because they need the same session. */
  within<T>(use: (vim: Vim) => Promise<T>): Promise<T>
}

export interface VimCallerOptions extends Patience {
  api: VimApi
  flights: Flights
  started: StartedTasks
}

export function createVimCaller(options: VimCallerOptions): VimCaller {
  const { api, flights, started, signal } = options

  function within<T>(use: (vim: Vim) => Promise<T>): Promise<T> {
    return api.run(use, signal)
  }

  function reading<T>(key: string, use: (vim: Vim) => Promise<T>): Promise<T> {
    return flights.share(`VI/JSON ${key}`, during => api.run(use, during), signal)
  }

  function get<T>(method: VimMethod, id: string, isAnswer: Guard<T>): Promise<T> {
    return reading(`${method.member} ${id}`, vim => vim.get(propertyOf(method, id), isAnswer))
  }

  function run(method: VimMethod, id: string, parameters?: object): Promise<void> {
    return within(vim => vim.invoke(invocationOf(method, id, parameters), isNothing))
  }

  function start(method: VimMethod, id: string, parameters?: object): Promise<string> {
    const object = { type: typeOf(method), value: id }
    return starting(method, object, vim => startTask(vim, method, id, parameters))
  }

  async function starting(
    method: VimMethod,
    object: ManagedObjectReference,
    use: (vim: Vim) => Promise<string>
  ): Promise<string> {
    const write = { object, method: memberOf(method), sentAt: performance.now() }
    const attempt = started.begin(write)
    let task: string | undefined
    try {
      task = await within(use)
    } catch (error) {
      if (!(error instanceof VcenterOutcomeUnknownError)) throw error
      task = await findTask(write, error)
    } finally {
      attempt.end(task)
    }
    return task
  }

  function findTask(lost: LostWrite, unknown: VcenterOutcomeUnknownError): Promise<string> {
    return lookAfter(unknown, () => lookForTask(lost), options)
  }

  async function lookForTask(lost: LostWrite): Promise<Sighting<string>> {
    // also before: whoever has begun and ended while this was looking is known afterwards
    if (!started.isAlone(lost)) return { happened: false }
    const task = await within(vim => findLostTask(vim, lost, id => started.isKnown(id)))
    const isOurs = task && started.isAlone(lost) && !started.isKnown(task.key)
    return isOurs ? { happened: true, result: task.key } : { happened: false }
  }

  function ask<T>(method: VimMethod, parameters: object, isAnswer: Guard<T>, about = ''): Promise<T> {
    const use = (vim: Vim) => vim.invoke(managerInvocation(vim, method, parameters, about), isAnswer)
    if (method.effect === 'write') return within(use)
    return reading(`${method.member} ${JSON.stringify(parameters)}`, use)
  }

  return { get, run, start, starting, findTask, ask, reading, within }
}
