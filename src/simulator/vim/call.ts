import type { Received } from '../http.ts'
import type { Session } from '../sessions.ts'
import type { State } from '../state.ts'
import { invalidRequest } from './faults.ts'
import type { ManagedObject } from './objects/index.ts'
import { isMoRef, isObject, type MoRef } from './values.ts'

/** One method call on one object, its parameters checked for their names. */
export interface VimCall {
  state: State
  received: Received
  /** Undefined in methods that may be called without. */
  session: Session | undefined
  target: ManagedObject
  parameters: Record<string, unknown>
}

/** What a method gives back: a value, nothing (204), or a value with response headers. */
export type VimResult = { value?: unknown; headers?: Record<string, string> }

export interface Method {
  /** `!` marks parameters that must be there. */
  parameters: readonly string[]
  anonymous?: boolean
  run(call: VimCall): VimResult
}

/** The session of a method that cannot be called without one. */
export function sessionOf(call: VimCall): Session {
  if (!call.session) throw invalidRequest('The method needs a session.')
  return call.session
}

/*
 * That a wrong type, a missing parameter or an unknown one is the fault InvalidRequest is inferred from SOAP,
 * where vCenter answers so.
 */

export function textOf(call: VimCall, name: string): string | undefined {
  const value = call.parameters[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw invalidRequest(`Parameter ${name} must be a string.`)
  return value
}

export function flagOf(call: VimCall, name: string): boolean {
  const value = call.parameters[name] ?? false
  if (typeof value !== 'boolean') throw invalidRequest(`Parameter ${name} must be a boolean.`)
  return value
}

export function refParameter(value: unknown, name: string): MoRef {
  if (!isMoRef(value)) throw invalidRequest(`Parameter ${name} must be a ManagedObjectReference.`)
  checkFields(value, ['type', 'value', 'serverGuid'], name)
  return value
}

/** A data object of a known type; `_typeName` is needed only where derived types exist. */
export function objectOf(
  value: unknown,
  typeName: string,
  fields: readonly string[]
): Record<string, unknown> {
  if (!isObject(value)) throw invalidRequest(`Expected a ${typeName}.`)
  if (value['_typeName'] !== undefined && value['_typeName'] !== typeName) {
    throw invalidRequest(`Expected a ${typeName}, not a ${JSON.stringify(value['_typeName'])}.`)
  }
  checkFields(value, fields, typeName)
  return value
}

export function listOf(value: unknown, name: string): unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw invalidRequest(`${name} must be an array.`)
  return value
}

export function textsOf(value: unknown, name: string): string[] {
  return listOf(value, name).map(item => {
    if (typeof item !== 'string') throw invalidRequest(`${name} must be an array of strings.`)
    return item
  })
}

export function checkFields(value: object, fields: readonly string[], where: string): void {
  for (const name of Object.keys(value)) {
    if (name !== '_typeName' && !fields.includes(name)) throw invalidRequest(`${where} has no field ${name}.`)
  }
}
