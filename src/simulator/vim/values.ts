import { isObject } from '../objects.ts'

/** How VI/JSON writes values. https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ */

export interface MoRef {
  _typeName: 'ManagedObjectReference'
  type: string
  value: string
}

export function moRef(type: string, value: string): MoRef {
  return { _typeName: 'ManagedObjectReference', type, value }
}

export function isMoRef(value: unknown): value is MoRef {
  return isObject(value) && typeof value['type'] === 'string' && typeof value['value'] === 'string'
}

/** ISO 8601 with microseconds, in UTC. */
export function dateTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000Z')
}

/** A data object: its type and its fields, without those that are unset. */
export function dataObject(typeName: string, fields: Record<string, unknown>): Record<string, unknown> {
  const object: Record<string, unknown> = { _typeName: typeName }
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) object[name] = value
  }
  return object
}

/**
 * A value for a slot of type Any (`DynamicProperty.val`): arrays, simple values and enumerations are boxed,
 * data objects and references are not, for they carry their `_typeName` already.
 * `type` is as in the schema, with `[]` for arrays.
 */
export function box(value: unknown, type: string): unknown {
  if (type.endsWith('[]')) {
    const item = type.slice(0, -2)
    return { _typeName: `ArrayOf${item.charAt(0).toUpperCase()}${item.slice(1)}`, _value: value }
  }
  return isObject(value) ? value : { _typeName: type, _value: value }
}

/**
 * A name as the VIM API shows it: `%`, `/` and `\` are escaped.
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ ManagedEntity.name
 */
export function escapeName(name: string): string {
  return name.replaceAll('%', '%25').replaceAll('/', '%2f').replaceAll('\\', '%5c')
}

/** The name behind an escaped one. */
export function unescapeName(name: string): string {
  return name.replaceAll(/%(25|2f|5c)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
