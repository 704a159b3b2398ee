import type { Received } from '../http.ts'
import type { Session } from '../sessions.ts'
import type { Entity } from '../inventory/index.ts'
import type { State } from '../state.ts'
import { invalidRequest, objectNotFound } from './faults.ts'
import type { ManagedObject } from './objects/index.ts'
import { isMoRef, type MoRef } from './values.ts'
import { isObject } from '../objects.ts'

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
  /** Needed on the object; `System.View` unless said otherwise. */
  privilege?: string
  run(call: VimCall): VimResult | Promise<VimResult>
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

export function numberOf(call: VimCall, name: string): number | undefined {
  return wholeNumber(call.parameters[name], `Parameter ${name}`)
}

/** A whole number of 32 bits, as `int` is. */
export function wholeNumber(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31) return value
  throw invalidRequest(`${name} must be an int.`)
}

/** Milliseconds since 1970 of a `dateTime`. */
export function timeOf(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (Number.isNaN(time)) throw invalidRequest(`${name} must be a dateTime.`)
  return time
}

/** A reference that may be left out. */
export function optionalRef(value: unknown, name: string): MoRef | undefined {
  return value === undefined || value === null ? undefined : refParameter(value, name)
}

export function refParameter(value: unknown, name: string): MoRef {
  if (!isMoRef(value)) throw invalidRequest(`Parameter ${name} must be a ManagedObjectReference.`)
  checkFields(value, ['type', 'value', 'serverGuid'], name)
  return value
}

/** A reference to an object of the inventory that a parameter or a field holds. */
export function referred({ state }: { state: State }, value: unknown, name: string): Entity {
  const reference = refParameter(value, name)
  const entity = state.inventory.find(reference.value)
  if (!entity) throw objectNotFound(reference.type, reference.value)
  return entity
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
