import { isObject } from '../../objects.ts'

/**
 * Takes the boxes off: in slots of any type VI/JSON wraps what is not a structure, as in
 * `{"_typeName":"string","_value":"x"}` or `{"_typeName":"ArrayOfInt","_value":[1]}`. Structures keep their
 * `_typeName`. A box without a value is an empty list or an unset value: a `null` in it is dropped when it is parsed.
 * Works in place: the value was parsed for us, and a whole inventory is large.
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
  const typeName = value['_typeName']
  if (typeof typeName === 'string') {
    if ('_value' in value) return unbox(value['_value']) ?? emptyOf(typeName)
    if (isBoxOnly(typeName)) return emptyOf(typeName)
  }
  for (const key of Object.keys(value)) {
    const item = value[key]
    if (typeof item === 'object') value[key] = unbox(item)
  }
  return value
}

/** Lists and what XML Schema calls simple types (`string`, `dateTime`) never come without a box in such a slot. */
function isBoxOnly(typeName: string): boolean {
  return typeName.startsWith('ArrayOf') || /^[a-z]/.test(typeName)
}

function emptyOf(typeName: string): [] | undefined {
  return typeName.startsWith('ArrayOf') ? [] : undefined
}

/** A reference as a request wants it. */
export function reference(type: string, value: string) {
  return { _typeName: 'ManagedObjectReference', type, value }
}

/** A reference that may be left out. */
export function optionalReference<Name extends string>(name: Name, type: string, value: string | undefined) {
  return (value === undefined ? {} : { [name]: reference(type, value) }) as {
    [Key in Name]?: ReturnType<typeof reference>
  }
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
