import type { Flights } from '../flights.ts'
import type { Guard } from '../guards.ts'
import { isReference } from './answers.ts'
import type { VimMethod } from './methods.ts'
import type { Vim, VimApi, VimCall } from './vim-api.ts'

/** Calls entries of the method table, each in the one session that everybody shares. */
export interface VimCaller {
  /** The value of a property, unboxed. */
  get<T>(method: VimMethod, id: string, isAnswer: Guard<T>): Promise<T>
  /** The result of a method, unboxed. */
  invoke<T>(method: VimMethod, id: string, parameters: object, isAnswer: Guard<T>): Promise<T>
  /** Starts a task and answers its id, such as `task-123`. */
  start(method: VimMethod, id: string, parameters: object): Promise<string>
  /** Reads that belong together; whoever asks with the same key meanwhile shares what they find. */
  reading<T>(key: string, use: (vim: Vim) => Promise<T>): Promise<T>
  /** For calls that belong together, because they need the same session. */
  within<T>(use: (vim: Vim) => Promise<T>): Promise<T>
}

export function createVimCaller(api: VimApi, flights: Flights, signal: AbortSignal | undefined): VimCaller {
  function within<T>(use: (vim: Vim) => Promise<T>): Promise<T> {
    return api.run(use, signal)
  }

  function reading<T>(key: string, use: (vim: Vim) => Promise<T>): Promise<T> {
    return flights.share(`VI/JSON ${key}`, during => api.run(use, during), signal)
  }

  function get<T>(method: VimMethod, id: string, isAnswer: Guard<T>): Promise<T> {
    const { member, ...call } = callOf(method, id)
    return reading(`${method.member} ${id}`, vim => vim.get({ ...call, property: member }, isAnswer))
  }

  function invoke<T>(method: VimMethod, id: string, parameters: object, isAnswer: Guard<T>): Promise<T> {
    const { member, ...call } = callOf(method, id)
    const invocation = { ...call, method: member, effect: method.effect, parameters }
    const use = (vim: Vim) => vim.invoke(invocation, isAnswer)
    if (method.effect === 'write') return within(use)
    return reading(`${method.member} ${id} ${JSON.stringify(parameters)}`, use)
  }

  async function start(method: VimMethod, id: string, parameters: object): Promise<string> {
    return (await invoke(method, id, parameters, isReference)).value
  }

  return { get, invoke, start, reading, within }
}

/** The words, the object and the name of the property or method. */
export function callOf(method: VimMethod, id: string): VimCall & { member: string } {
  const [type = '', member = ''] = method.member.split('.')
  return { operation: method.does.replace('{id}', `'${id}'`), type, id, member }
}
