import { isReference } from './answers.ts'
import type { VimMethod } from './methods/index.ts'
import type { Vim, VimCall, VimInvocation } from './vim-api.ts'

/** Requests of the method table, ready for one session. */

/** Answers the id of the task. */
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

export function typeOf(method: VimMethod): string {
  return method.member.slice(0, method.member.indexOf('.'))
}

export function memberOf(method: VimMethod): string {
  return method.member.slice(method.member.indexOf('.') + 1)
}
