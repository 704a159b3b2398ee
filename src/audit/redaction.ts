import type { TObject } from '@sinclair/typebox'
import { cleanText, fromEntries } from '../text.ts'

const mask = '***'
const mostEntries = 50

/** What of a tool's input schema decides on masking. */
interface MaskingSchema {
  secret?: unknown
  properties?: Readonly<Record<string, MaskingSchema>>
  items?: MaskingSchema
}

/**
 * What the audit may keep of a call's arguments. Masking goes by the tool's schema, not by guessing from names: what the
 * schema does not know, or marks `secret: true`, keeps its name and loses its value, at any depth. Texts are cleaned and
 * cut.
 */
export function maskArguments(
  given: Record<string, unknown>,
  schema: TObject | undefined
): Record<string, unknown> {
  return entriesOf(given, (schema ?? {}) as MaskingSchema)
}

function entriesOf(value: object, { properties = {} }: MaskingSchema) {
  const entries = Object.entries(value).slice(0, mostEntries)
  return fromEntries(
    entries.map(([name, each]) => {
      const known = Object.hasOwn(properties, name) ? properties[name] : undefined
      return [fit(name), shown(each, known)] as const
    })
  )
}

/** Ends where the schema does. */
function shown(value: unknown, schema: MaskingSchema | undefined): unknown {
  if (schema === undefined || schema.secret === true) return mask
  if (typeof value === 'string') return fit(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.slice(0, mostEntries).map(each => shown(each, schema.items))
  return entriesOf(value, schema)
}

function fit(text: string): string {
  return cleanText(text).value
}
