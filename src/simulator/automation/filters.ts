import { tooMany } from './errors.ts'
import type { Call, Parameter } from './operation.ts'

/** A filter field that takes any number of values. */
export function many(name: string, values?: readonly string[]): Parameter {
  return values ? { name, many: true, values } : { name, many: true }
}

/**
 * Whether a value passes a filter field: a field that is absent lets everything pass, the values of one field
 * are alternatives, and all fields must pass. Names compare exactly. An unknown id matches nothing
 * (inferred from "must match the filter"; it is no error).
 */
export function passes(call: Call, name: string, value: string | undefined): boolean {
  const wanted = call.query.get(name)
  return wanted === undefined || (value !== undefined && wanted.includes(value))
}

/** The list, or the error for one that is too long. */
export function capped<T>(list: T[], most: number, what: string): T[] {
  if (list.length > most) throw tooMany(what, most)
  return list
}
