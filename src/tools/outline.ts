import type { TObject } from '@sinclair/typebox'

/**
 * Schemas as tools/list shows them. Every model pays for them with each manifest, so they leave out what no model
 * needs to make a good call or to read an answer. The whole schemas are what execute() checks and OpenAPI shows; all
 * that keeps them keeps their outline.
 */
export interface JsonObjectSchema {
  type: 'object'
  properties: Record<string, object>
  required?: string[]
  [keyword: string]: unknown
}

const boundsLeftOut = new Set(['minLength', 'maxLength', 'minItems', 'maxItems'])

/** Lengths are checked all the same: a call that breaks them is told so. */
export function inputOutline(schema: TObject): JsonObjectSchema {
  return plain(schema, (name, value) => (boundsLeftOut.has(name) ? undefined : value))
}

/**
 * The columns of a list's rows are shown by name and type, unless its input names them already, as what may be chosen;
 * other objects within the answer are only said to be some.
 */
export function outputOutline(schema: TObject, input?: TObject): JsonObjectSchema {
  const whole = plain(schema)
  const isNamed = input?.properties['fields'] !== undefined
  const properties = Object.entries(whole.properties)
    // a sentence that comes with an answer speaks for itself
    .filter(([name]) => name !== 'hint')
    .map(([name, each]) => [name, valueOutline(isNamed ? '' : name, each)])
  return { ...whole, properties: Object.fromEntries(properties) as JsonObjectSchema['properties'] }
}

function valueOutline(name: string, value: object): object {
  const { type, items } = value as { type?: unknown; items?: object }
  if (type === 'object') return { type }
  if (type !== 'array' || !items) return value
  return { type, items: name === 'items' ? rowOutline(items) : valueOutline('', items) }
}

function rowOutline(row: object): object {
  const { properties = {} } = row as { properties?: Record<string, object> }
  const columns = Object.entries(properties).map(([name, { type }]: [string, { type?: unknown }]) => [
    name,
    { type }
  ])
  return { type: 'object', properties: Object.fromEntries(columns) as object }
}

/** TypeBox marks its schemas with symbols; JSON knows none. */
function plain(schema: TObject, keep?: (name: string, value: unknown) => unknown): JsonObjectSchema {
  return JSON.parse(JSON.stringify(schema, keep)) as JsonObjectSchema
}
