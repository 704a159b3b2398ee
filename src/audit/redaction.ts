import type { TObject } from '@sinclair/typebox'

const mask = '***'
const longest = 256
const deepest = 4
const mostEntries = 50

/**
 * What the audit may keep of a call's arguments. Masking goes by the tool's schema, not by guessing from names: a
 * property the schema does not know, or marks `secret: true`, keeps its name and loses its value. Long texts are cut.
 */
export function maskArguments(
  given: Record<string, unknown>,
  schema: TObject | undefined
): Record<string, unknown> {
  const masked: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(given).slice(0, mostEntries)) {
    const known = schema && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined
    masked[cut(name)] = known && known['secret'] !== true ? shorten(value, 0) : mask
  }
  return masked
}

function shorten(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cut(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest) return '…'
  if (Array.isArray(value)) return value.slice(0, mostEntries).map(each => shorten(each, depth + 1))
  const entries = Object.entries(value).slice(0, mostEntries)
  return Object.fromEntries(entries.map(([name, each]) => [cut(name), shorten(each, depth + 1)]))
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
