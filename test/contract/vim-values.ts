import { namedMistakes } from './vim-paths.ts'
import { abstractTypes, enumerations, fieldsOfType, isBelow, type Field, type Slot } from './vim-types.ts'

/**
 * Whether a JSON value is of a VI/JSON type. Types that are not known pass.
 *
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ - every structure of an answer
 * carries `_typeName` (so do the answers of a real vCenter); in a request it may be left out where the type is
 * clear. What stands where any type may is boxed: `{ _typeName: 'string', _value: '…' }`.
 */

interface Side {
  /** Whether it comes from the server. */
  answer: boolean
}

const wholeNumbers = new Set(['int', 'long', 'short', 'byte'])
const realNumbers = new Set(['double', 'float'])
const strings = new Set(['string', 'anyURI', 'base64Binary'])
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
const mostTold = 5

export function slotMistakes(slot: Slot, value: unknown, path: string, side: Side): string[] {
  const { type, array } = slot
  if (!array) return valueMistakes(type, value, path, side)
  if (!Array.isArray(value)) return [`${path}: a list of ${type} expected`]
  return value
    .flatMap((item, position) => valueMistakes(type, item, `${path}[${position}]`, side))
    .slice(0, mostTold)
}

export function valueMistakes(type: string, value: unknown, path: string, side: Side): string[] {
  if (type === 'anyType') return anyMistakes(value, path, side)
  const simple = simpleExpectation(type)
  if (simple) return simple(value) ? [] : [`${path}: ${type} expected`]
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const known = type === 'ManagedObjectReference' || fieldsOfType(type) !== undefined
    return known ? [`${path}: ${type} expected`] : []
  }
  return objectMistakes(type, value as Record<string, unknown>, path, side)
}

/** What a value of a simple type must fulfil; undefined for a structure. */
function simpleExpectation(type: string): ((value: unknown) => boolean) | undefined {
  if (strings.has(type)) return value => typeof value === 'string'
  if (type === 'boolean') return value => typeof value === 'boolean'
  if (wholeNumbers.has(type)) return value => Number.isInteger(value)
  if (realNumbers.has(type)) return value => typeof value === 'number'
  if (type === 'dateTime') return value => typeof value === 'string' && moment.test(value)
  const words = enumerations[type]
  return words && (value => typeof value === 'string' && words.includes(value))
}

function objectMistakes(
  declared: string,
  value: Record<string, unknown>,
  path: string,
  side: Side
): string[] {
  const named = value['_typeName']
  if (named !== undefined && typeof named !== 'string') return [`${path}._typeName: string expected`]
  if (named === undefined && (side.answer || abstractTypes.has(declared)))
    return [`${path}._typeName: missing`]
  const type = named ?? declared
  if (isBelow(type, declared) === false) return [`${path}._typeName: ${type} is no ${declared}`]
  if (type === 'ManagedObjectReference') return referenceMistakes(value, path)
  const fields = fieldsOfType(type)
  if (!fields) return []
  const told = fieldMistakes(fields, value, path, side)
  return told.length > 0 ? told : contentMistakes(value, path)
}

/** Of an object's properties as a PropertyCollector tells them: each must have the type that its path has. */
function contentMistakes({ obj, propSet, changeSet }: Record<string, unknown>, path: string): string[] {
  const told = propSet ?? changeSet
  const type = (obj as { type?: string } | undefined)?.type
  if (!Array.isArray(told) || type === undefined) return []
  const name = propSet ? 'propSet' : 'changeSet'
  return (told as { name: string; val?: unknown }[]).flatMap((property, position) =>
    namedMistakes(type, property.name, property.val, `${path}.${name}[${position}].val`)
  )
}

function referenceMistakes(value: Record<string, unknown>, path: string): string[] {
  const told: string[] = []
  for (const name of ['type', 'value']) {
    if (typeof value[name] !== 'string' || value[name] === '') told.push(`${path}.${name}: string expected`)
  }
  for (const name of Object.keys(value)) {
    if (!['_typeName', 'type', 'value', 'serverGuid'].includes(name))
      told.push(`${path}.${name}: unknown field`)
  }
  return told
}

/** Fields of a structure or parameters of a method. */
export function fieldMistakes(
  fields: readonly Field[],
  value: Record<string, unknown>,
  path: string,
  side: Side
): string[] {
  const told: string[] = []
  for (const field of fields) {
    const inner = value[field.name]
    const place = `${path}.${field.name}`
    if (inner !== undefined) told.push(...slotMistakes(field, inner, place, side))
    else if (!field.optional) told.push(`${place}: missing`)
  }
  for (const name of Object.keys(value)) {
    if (name !== '_typeName' && !fields.some(field => field.name === name))
      told.push(`${path}.${name}: unknown field`)
  }
  return told.slice(0, mostTold)
}

/** A value where any type may stand: a structure that names its type, or something boxed. */
function anyMistakes(value: unknown, path: string, side: Side): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${path}: not boxed (_typeName, _value)`]
  const object = value as Record<string, unknown>
  const type = object['_typeName']
  if (typeof type !== 'string') return [`${path}._typeName: missing`]
  if (!('_value' in object)) {
    return simpleExpectation(type) || type.startsWith('ArrayOf')
      ? [`${path}._value: missing`]
      : objectMistakes(type, object, path, side)
  }
  const content = object['_value']
  const place = `${path}._value`
  if (!type.startsWith('ArrayOf')) {
    const simple = simpleExpectation(type)
    if (simple) return simple(content) ? [] : [`${place}: ${type} expected`]
    return fieldsOfType(type) ? [`${path}: ${type} is a structure and is not boxed`] : []
  }
  return slotMistakes({ type: elementType(type), array: true, optional: false }, content, place, side)
}

/** `ArrayOfString` holds `string`, `ArrayOfManagedObjectReference` what it says. */
function elementType(type: string): string {
  const name = type.slice('ArrayOf'.length)
  const lower = name.charAt(0).toLowerCase() + name.slice(1)
  return simpleExpectation(lower) || lower === 'anyType' ? lower : name
}
