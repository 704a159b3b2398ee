import { invalidArgument, invalidRequest, missingField, unexpectedFields } from './errors.ts'
import type { Fields, FieldType } from './fields.ts'
import { isObject } from '../objects.ts'

/** How maps are written: as objects in `/api`, as lists of `{key, value}` in `/rest`. */
export type MapStyle = 'object' | 'list'

/** The body as an object; an empty one and `null`, which govmomi sends for none, count as `{}`. */
export function parseBody(body: string, contentType: string | undefined): Record<string, unknown> {
  if (body.trim() === '') return {}
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? '')) {
    throw invalidRequest(
      'unsupportedMediaType',
      'The content type must be application/json.',
      contentType ?? ''
    )
  }
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw invalidRequest('invalidJson', 'The request body is not valid JSON.')
  }
  if (value === null) return {}
  if (isObject(value)) return value
  throw invalidRequest('invalidBody', 'The request body must be a JSON object.')
}

/**
 * An object whose fields are known, of the right type and there if they must be; those that are null are left
 * out. That unknown fields give UNEXPECTED_INPUT, wrong types INVALID_ARGUMENT and missing ones INVALID_REQUEST
 * is inferred from vAPI's runtime.
 */
export function decodeFields(
  object: Record<string, unknown>,
  fields: Fields,
  maps: MapStyle,
  path = ''
): Record<string, unknown> {
  const types = new Map(Object.entries(fields).map(([name, type]) => [name.replace('!', ''), type]))
  const unknown = Object.keys(object).filter(name => !types.has(name))
  if (unknown.length > 0) throw unexpectedFields(unknown.map(name => path + name))
  const decoded: Record<string, unknown> = {}
  for (const [name, type] of types) {
    const value = object[name]
    if (value !== undefined && value !== null) decoded[name] = decodeValue(value, type, maps, path + name)
    else if (Object.hasOwn(fields, `${name}!`)) throw missingField(path + name)
  }
  return decoded
}

function decodeValue(value: unknown, type: FieldType, maps: MapStyle, path: string): unknown {
  if (typeof type === 'string') {
    if (checks[type](value)) return value
  } else if ('oneOf' in type) {
    if (typeof value === 'string' && type.oneOf.includes(value)) return value
  } else if ('list' in type) {
    if (Array.isArray(value)) return value.map(item => decodeValue(item, type.list, maps, path))
  } else if ('map' in type) {
    const entries = entriesOf(value, maps)
    if (entries)
      return Object.fromEntries(
        entries.map(([key, item]) => [key, decodeValue(item, type.map, maps, `${path}.${key}`)])
      )
  } else if (isObject(value)) {
    return decodeFields(value, type.fields, maps, `${path}.`)
  }
  throw invalidArgument(path, value)
}

/** Undefined when it is no map of that style, or a key comes twice. */
function entriesOf(value: unknown, maps: MapStyle): [string, unknown][] | undefined {
  if (maps === 'object') return isObject(value) ? Object.entries(value) : undefined
  if (!Array.isArray(value)) return undefined
  const entries: [string, unknown][] = []
  for (const entry of value as unknown[]) {
    if (!isObject(entry) || Object.keys(entry).some(name => name !== 'key' && name !== 'value'))
      return undefined
    const { key } = entry
    if (typeof key !== 'string' || entry['value'] === undefined) return undefined
    entries.push([key, entry['value']])
  }
  return new Set(entries.map(([key]) => key)).size === entries.length ? entries : undefined
}

const checks: Record<Extract<FieldType, string>, (value: unknown) => boolean> = {
  text: value => typeof value === 'string',
  // The names of all known constants have this form.
  constant: value => typeof value === 'string' && /^[A-Z][A-Z0-9_]*$/i.test(value),
  integer: value => Number.isSafeInteger(value),
  number: value => typeof value === 'number',
  boolean: value => typeof value === 'boolean',
  any: () => true
}
