import type { Flights } from '../flights.ts'
import { isNothing, type Guard } from '../guards.ts'
import { isReference } from './answers.ts'
import type { VimMethod } from './methods/index.ts'
import type { Vim, VimApi, VimCall, VimInvocation } from './vim-api.ts'

/** Calls entries of the method table, each in the one session that everybody shares. */
export interface VimCaller {
  /** The value of a property, unboxed. */
  get<T>(method: VimMethod, id: string, isAnswer: Guard<T>): Promise<T>
  /** A method that answers nothing. Without parameters it has no body. */
  run(method: VimMethod, id: string, parameters?: object): Promise<void>
  /** Starts a task and answers its id, such as `task-123`. */
  start(method: VimMethod, id: string, parameters?: object): Promise<string>
  /** The result of a method of one of vCenter's managers, of which there is one each; unboxed. */
  ask<T>(method: VimMethod, parameters: object, isAnswer: Guard<T>, about?: string): Promise<T>
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
    return reading(`${method.member} ${id}`, vim => vim.get(propertyOf(method, id), isAnswer))
  }

  function run(method: VimMethod, id: string, parameters?: object): Promise<void> {
    return within(vim => vim.invoke(invocationOf(method, id, parameters), isNothing))
  }

  function start(method: VimMethod, id: string, parameters?: object): Promise<string> {
    return within(vim => startTask(vim, method, id, parameters))
  }

  function ask<T>(method: VimMethod, parameters: object, isAnswer: Guard<T>, about = ''): Promise<T> {
    const use = (vim: Vim) => vim.invoke(managerInvocation(vim, method, parameters, about), isAnswer)
    if (method.effect === 'write') return within(use)
    return reading(`${method.member} ${JSON.stringify(parameters)}`, use)
  }

  return { get, run, start, ask, reading, within }
}

export async function startTask(
  vim: Vim,
  method: VimMethod,
  id: string,
  parameters?: object
): Promise<string> {
  const call = { ...invocationOf(method, id, parameters), startsTask: true }
  return (await vim.invoke(call, isReference)).value
}

/** `type` replaces the one of the table, for properties that every object has. */
export function propertyOf(
  method: VimMethod,
  id: string,
  type = typeOf(method)
): VimCall & { property: string } {
  return { operation: wordsOf(method, id), type, id, property: memberOf(method) }
}

export function invocationOf(method: VimMethod, id: string, parameters?: object): VimInvocation {
  return {
    operation: wordsOf(method, id),
    type: typeOf(method),
    id,
    method: memberOf(method),
    effect: method.effect,
    ...(parameters && { parameters })
  }
}

/** The words are about another object than the manager itself. */
export function managerInvocation(
  vim: Vim,
  method: VimMethod,
  parameters: object,
  about: string
): VimInvocation {
  const id = vim.service.managerOf(typeOf(method))
  return { ...invocationOf(method, id, parameters), operation: wordsOf(method, about) }
}

export function wordsOf(method: VimMethod, id: string): string {
  return method.does.replace('{id}', `'${id}'`)
}

function typeOf(method: VimMethod): string {
  return method.member.slice(0, method.member.indexOf('.'))
}

function memberOf(method: VimMethod): string {
  return method.member.slice(method.member.indexOf('.') + 1)
}
