import { Type, type TSchema } from '@sinclair/typebox'

const known = new WeakMap<TSchema, TSchema>()

/**
 * A schema of `/api` as `/rest` writes it: maps are lists of `{ key, value }`, in requests and in answers.
 *
 * https://knowledge.broadcom.com/external/article/320077
 */
export function restForm(schema: TSchema): TSchema {
  let form = known.get(schema)
  if (form) return form
  form = derived(schema)
  known.set(schema, form)
  return form
}

function derived(schema: TSchema): TSchema {
  const pairs = mapValue(schema)
  if (pairs)
    return Type.Array(
      Type.Object({ key: Type.String(), value: restForm(pairs) }, { additionalProperties: false })
    )
  if (schema['type'] === 'array') return { ...schema, items: restForm(schema['items'] as TSchema) }
  const fields = schema['properties'] as Record<string, TSchema> | undefined
  if (!fields) return schema
  const properties = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, restForm(field)])
  )
  return { ...schema, properties }
}

/** What a map holds; undefined for what is no map. */
export function mapValue(schema: TSchema): TSchema | undefined {
  const patterns = schema['patternProperties'] as Record<string, TSchema> | undefined
  return patterns && Object.values(patterns)[0]
}

/**
 * A copy without the optional fields that are `null`: from 9.0 on an absent value may be written so.
 * Everything else stays, so that a required field or an unknown one that is `null` is still told.
 */
export function withoutNulls(schema: TSchema, value: unknown): unknown {
  if (Array.isArray(value)) {
    const item = schema['items'] as TSchema | undefined
    return item ? value.map(entry => withoutNulls(item, entry)) : value
  }
  if (typeof value !== 'object' || value === null) return value
  const inMap = mapValue(schema)
  const fields = schema['properties'] as Record<string, TSchema> | undefined
  const required = (schema['required'] ?? []) as string[]
  const copy: Record<string, unknown> = {}
  for (const [name, entry] of Object.entries(value)) {
    const field = inMap ?? fields?.[name]
    if (entry === null && fields?.[name] && !required.includes(name)) continue
    copy[name] = field ? withoutNulls(field, entry) : entry
  }
  return copy
}
