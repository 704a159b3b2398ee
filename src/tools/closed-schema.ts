/** What of JSON Schema matters for which properties a value may have. */
export interface SchemaNode {
  type?: unknown
  enum?: unknown
  const?: unknown
  properties?: object
  patternProperties?: object
  additionalProperties?: unknown
  items?: unknown
  prefixItems?: unknown
  anyOf?: unknown
  oneOf?: unknown
  allOf?: unknown
}

/**
 * Where a schema lets unknown properties through, or `undefined`: an object without `additionalProperties: false`, at
 * any depth, or a place that takes any value and so any object. What passes there is checked by nobody.
 */
export function openPlaceIn(schema: SchemaNode, path = ''): string | undefined {
  const inside = subschemasOf(schema)
  const isObject = [schema.type].flat().includes('object') || schema.properties !== undefined
  const takesAnything =
    schema.type === undefined &&
    schema.enum === undefined &&
    schema.const === undefined &&
    inside.length === 0
  if (takesAnything || (isObject && schema.additionalProperties !== false)) return path || 'the input itself'
  for (const [name, each] of inside) {
    const found = openPlaceIn(each, path === '' ? name : `${path}.${name}`)
    if (found !== undefined) return found
  }
  return undefined
}

function subschemasOf(schema: SchemaNode): [string, SchemaNode][] {
  const { properties, patternProperties, items, prefixItems, anyOf, oneOf, allOf } = schema
  const branches = [anyOf, oneOf, allOf, prefixItems].flatMap(list => (Array.isArray(list) ? list : []))
  const isList = [schema.type].flat().includes('array')
  return [
    ...(Object.entries({ ...patternProperties, ...properties }) as [string, SchemaNode][]),
    // a list without `items` takes entries of any kind
    ...(isList || items !== undefined ? [['[]', items ?? {}] as [string, SchemaNode]] : []),
    ...branches.map((branch: unknown): [string, SchemaNode] => ['|', branch as SchemaNode])
  ]
}

export interface UnknownProperty {
  /** As it was sent. */
  name: string
  /** Of the object it stands in: `''` for the outermost, `disks.0` within. */
  path: string
  /** What that object may have. */
  known: string[]
}

/** The first property of a value, at any depth, that its schema does not know. */
export function unknownPropertyIn(
  value: unknown,
  schema: SchemaNode | undefined,
  path = ''
): UnknownProperty | undefined {
  if (typeof value !== 'object' || value === null || schema === undefined) return undefined
  const { patternProperties, items } = schema
  const properties = (schema.properties ?? {}) as Record<string, SchemaNode>
  const isList = Array.isArray(value)
  if (!isList && schema.properties && !patternProperties) {
    const name = Object.keys(value).find(each => !Object.hasOwn(properties, each))
    if (name !== undefined) return { name, path, known: Object.keys(properties) }
  }
  for (const name of Object.keys(value)) {
    const inner = isList ? items : Object.hasOwn(properties, name) ? properties[name] : undefined
    if (!holdsObjects(inner)) continue
    const each = (value as Record<string, unknown>)[name]
    const found = unknownPropertyIn(each, inner, path === '' ? name : `${path}.${name}`)
    if (found) return found
  }
  return undefined
}

/** Lists of texts may be long, and hold nothing to look for. */
function holdsObjects(schema: unknown): schema is SchemaNode {
  const { properties, items } = (schema ?? {}) as SchemaNode
  return properties !== undefined || (items !== undefined && holdsObjects(items))
}
