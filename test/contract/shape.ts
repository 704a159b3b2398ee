import { Type, type TObject, type TSchema } from '@sinclair/typebox'

/**
 * Words in which the contract of the Automation API is written. A schema is that of `/api`; what `/rest` makes
 * of it follows by rule (see `restForm`).
 *
 * Facts: https://developer.broadcom.com/xapis/vsphere-automation-api/latest/
 */

export const text = Type.String()
export const filled = Type.String({ minLength: 1 })
export const whole = Type.Integer()
export const real = Type.Number()
export const flag = Type.Boolean()
export const moment = Type.String({
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$'
})
/** What the official description leaves open. */
export const anything = Type.Unknown()

/** A string out of a closed list; a pattern, because that is told better than a union. */
export function choice(words: string): TSchema {
  return Type.String({ pattern: `^(${words.split(' ').join('|')})$` })
}

/** An enumeration that grows with releases. */
export const openChoice = Type.String({ pattern: '^[A-Z][A-Z0-9_]*$' })

export function list(item: TSchema): TSchema {
  return Type.Array(item)
}

/** An object by key in `/api`, a list of `{ key, value }` in `/rest`. */
export function mapOf(value: TSchema): TSchema {
  return Type.Record(Type.String(), value)
}

/** An object without unknown fields; a name that ends in `?` may be missing. */
export function shape(fields: Readonly<Record<string, TSchema>>): TObject {
  const properties: Record<string, TSchema> = {}
  for (const [name, schema] of Object.entries(fields)) {
    if (name.endsWith('?')) properties[name.slice(0, -1)] = Type.Optional(schema)
    else properties[name] = schema
  }
  return Type.Object(properties, { additionalProperties: false })
}

/** Some fields of a shape, each of which may be missing. */
export function optional(fields: Readonly<Record<string, TSchema>>): TObject {
  return shape(Object.fromEntries(Object.entries(fields).map(([name, schema]) => [`${name}?`, schema])))
}

/** `com.vmware.vapi.std.localizable_message`. */
export const message = shape({
  id: text,
  default_message: text,
  args: list(text),
  'params?': mapOf(anything),
  'localized?': text
})

/** `com.vmware.vapi.std.dynamic_ID`: the type and id of any object. */
export const objectId = shape({ type: filled, id: filled })
