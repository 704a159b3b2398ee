import { isObject } from '../objects.ts'

/** Tells whether an answer has the form its type promises. Unknown fields are not looked at: vCenter adds some. */
export type Guard<T> = (value: unknown) => value is T

/** Words of the error for an answer that no guard accepts. */
export const unexpectedForm = 'The answer has an unexpected form.'

type RequiredKey<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T]
type Check<V> = V extends string
  ? 'string'
  : V extends number
    ? 'number'
    : V extends boolean
      ? 'boolean'
      : Guard<V>
/** Every required key of `T` with what its value is; the compiler keeps the two together. */
type Shape<T> = { readonly [K in RequiredKey<T>]: Check<T[K]> }
/** Keys of `T` that may be unset, as far as somebody relies on their form. */
type OptionalShape<T> = { readonly [K in Exclude<keyof T, RequiredKey<T>>]?: Check<Exclude<T[K], undefined>> }

type AnyCheck = 'string' | 'number' | 'boolean' | Guard<unknown>

/** A guard for a structure: what each key must be, and what it must be if it is set. */
export function structure<T>(required: Shape<T>, unsettable: OptionalShape<T> = {}): Guard<T> {
  const needed = Object.entries<AnyCheck>(required)
  const possible = Object.entries<AnyCheck | undefined>(unsettable)
  return function isStructure(value): value is T {
    return (
      isObject(value) &&
      needed.every(([key, check]) => holds(check, value[key])) &&
      possible.every(([key, check]) => !check || value[key] === undefined || holds(check, value[key]))
    )
  }
}

function holds(check: AnyCheck, value: unknown): boolean {
  if (typeof check === 'function') return check(value)
  // 1e999 of JSON is Infinity
  return check === 'number' ? Number.isFinite(value) : typeof value === check
}

export function listOf<T>(isItem: Guard<T>): Guard<T[]> {
  return function isList(value): value is T[] {
    return Array.isArray(value) && value.every(isItem)
  }
}

export function mapOf<T>(isItem: Guard<T>): Guard<Record<string, T>> {
  return function isMap(value): value is Record<string, T> {
    return isObject(value) && Object.values(value).every(isItem)
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
