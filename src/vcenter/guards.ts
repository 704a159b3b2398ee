import type { Static, TSchema } from '@sinclair/typebox'
import { Ajv2020 as Ajv, type ValidateFunction } from 'ajv/dist/2020.js'

/** Tells whether an answer has the form its schema promises. Unknown fields are not looked at: vCenter adds some. */
export type Guard<T> = (value: unknown) => value is T

/** Words of the error for an answer that no guard accepts. */
export const unexpectedForm = 'The answer has an unexpected form.'

const ajv = new Ajv({ strict: false, strictNumbers: true })

/** Compiled at its first use: most operations are never called in the life of a process. */
export function guardOf<Schema extends TSchema>(schema: Schema): Guard<Static<Schema>> {
  let validate: ValidateFunction | undefined
  return function hasForm(value): value is Static<Schema> {
    validate ??= ajv.compile(schema)
    return validate(value)
  }
}

/** A property that may be unset. */
export function optional<T>(isValue: Guard<T>): Guard<T | undefined> {
  return function isOptional(value): value is T | undefined {
    return value === undefined || isValue(value)
  }
}

export function isAnything(_value: unknown): _value is unknown {
  return true
}

/** The answer of what answers nothing. */
export function isNothing(value: unknown): value is void {
  return value === undefined
}
