import { isObject } from '../../objects.ts'

/**
 * Takes the boxes off: in slots of any type VI/JSON wraps what is not a structure, as in
 * `{"_typeName":"string","_value":"x"}` or `{"_typeName":"ArrayOfInt","_value":[1]}`. Structures keep their
 * `_typeName`. Works in place: the value was parsed for us, and a whole inventory is large.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */
export function unbox(value: unknown): unknown {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index]
      if (typeof item === 'object') value[index] = unbox(item)
    }
    return value
  }
  if (!isObject(value)) return value
  if (typeof value['_typeName'] === 'string' && '_value' in value) return unbox(value['_value'])
  for (const key of Object.keys(value)) {
    const item = value[key]
    if (typeof item === 'object') value[key] = unbox(item)
  }
  return value
}

/** A reference as a request wants it. */
export function reference(type: string, value: string) {
  return { _typeName: 'ManagedObjectReference', type, value }
}

/** Compares `8.0.3` with `8.0.10` number by number; words behind the numbers do not count. */
export function isAtLeast(version: string, wanted: string): boolean {
  const have = version.split('.').map(part => Number.parseInt(part, 10) || 0)
  for (const [index, part] of wanted.split('.').map(Number).entries()) {
    const difference = (have[index] ?? 0) - part
    if (difference !== 0) return difference > 0
  }
  return true
}
