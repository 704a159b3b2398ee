import type { TObject } from '@sinclair/typebox'
import { cleanText, fromEntries } from '../text.ts'

const mask = '***'
const deepest = 4
const mostEntries = 50

/**
 * What the audit may keep of a call's arguments. Masking goes by the tool's schema, not by guessing from names: a
 * property the schema does not know, or marks `secret: true`, keeps its name and loses its value. Texts are cleaned and cut.
 */
export function maskArguments(
  given: Record<string, unknown>,
  schema: TObject | undefined
): Record<string, unknown> {
  const entries = Object.entries(given).slice(0, mostEntries)
  return fromEntries(
    entries.map(([name, value]) => {
      const known = schema && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined
      return [fit(name), known && known['secret'] !== true ? shorten(value, 0) : mask] as const
    })
  )
}

function shorten(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return fit(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest) return '…'
  if (Array.isArray(value)) return value.slice(0, mostEntries).map(each => shorten(each, depth + 1))
  const entries = Object.entries(value).slice(0, mostEntries)
  return fromEntries(entries.map(([name, each]) => [fit(name), shorten(each, depth + 1)] as const))
}

function fit(text: string): string {
  return cleanText(text).value
}
