import { dataTypes } from './data-types.ts'
import type { Fields } from './fields.ts'
import { managedTypes } from './managed-types.ts'

/**
 * The part of the VIM API's types that the simulator knows: it decides which property paths exist and how
 * their values are boxed.
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */

export function isManagedType(name: string): boolean {
  return Object.hasOwn(managedTypes, name)
}

/** Whether `type` is `base` or derived from it. */
export function isKindOf(type: string, base: string): boolean {
  for (let name: string | undefined = type; name !== undefined; name = managedTypes[name]?.base) {
    if (name === base) return true
  }
  return false
}

/** All properties of a managed type, inherited ones included. */
export function propertiesOf(type: string): Fields {
  const cached = allProperties.get(type)
  if (cached) return cached
  const known = Object.hasOwn(managedTypes, type) ? managedTypes[type] : undefined
  if (!known) return {}
  const inherited = known.base === undefined ? {} : propertiesOf(known.base)
  const properties = { ...inherited, ...known.properties }
  allProperties.set(type, properties)
  return properties
}

const allProperties = new Map<string, Fields>()

/** The type at the end of a property path such as `summary.quickStats`, or undefined if there is none. */
export function typeOfPath(type: string, path: readonly string[]): string | undefined {
  const [first = '', ...rest] = path
  let current = fieldOf(propertiesOf(type), first)
  for (const name of rest) {
    if (current === undefined || !Object.hasOwn(dataTypes, current)) return undefined
    current = fieldOf(dataTypes[current] ?? {}, name)
  }
  return current
}

function fieldOf(fields: Fields, name: string): string | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}
