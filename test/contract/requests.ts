import type { TSchema } from '@sinclair/typebox'
import { entries, operations } from './automation/index.ts'
import type { Dialect, Entry, Operation } from './operation.ts'
import { mapValue } from './rest-form.ts'

/** Names under which values of an answer are kept, with the way to each. */
export type Kept = Readonly<Record<string, readonly (string | number)[]>>

/** What the answer must come to say; it is asked for again until it does. */
export interface Awaited {
  at: readonly string[]
  is: unknown
}

/**
 * One request to an operation, written once and sent in both dialects. Bodies are those of `/api`, and a string
 * `$name` stands for what was kept under the name.
 */
export interface Play {
  operation: string
  keep?: Kept
  awaits?: Awaited
  path?: Readonly<Record<string, string>>
  /** By the names of `/api`; those with a dot are for operations that have a query in `/rest` only. */
  query?: Readonly<Record<string, string | readonly string[]>>
  body?: unknown
  /** The type of error that is to come instead of success. */
  fails?: string
}

export interface Request {
  method: string
  path: string
  body: unknown
}

/** The request in a dialect; undefined when the operation is not offered in it. */
export function requestOf(play: Play, dialect: Dialect): Request | undefined {
  const { operation: name, path: ids = {} } = play
  const operation = operations.find(one => one.name === name && one.dialect === dialect)
  const entry = entries.find(one => one.name === name)
  if (!entry) throw new Error(`the contract has no operation ${name}`)
  if (!operation) return undefined
  const parts = operation.segments.map(segment =>
    'literal' in segment ? segment.literal : segment.before + encodeURIComponent(ids[segment.parameter] ?? '')
  )
  const search = queryOf(play, entry, operation).toString()
  const body = operation.body ? play.body : undefined
  return {
    method: operation.method,
    path: `/${parts.join('/')}${search === '' ? '' : `?${search}`}`,
    body: dialect === 'api' || body === undefined ? body : restBodyOf(entry, operation, body)
  }
}

function queryOf({ query = {} }: Play, entry: Entry, { dialect, fixed }: Operation): URLSearchParams {
  const search = new URLSearchParams(fixed)
  for (const [name, value] of Object.entries(query)) {
    if (name.includes('.') && dialect === 'api') continue
    const prefix = dialect === 'rest' && isFilter(entry, name) ? 'filter.' : ''
    for (const one of typeof value === 'string' ? [value] : value) search.append(prefix + name, one)
  }
  return search
}

function isFilter({ filter = {} }: Entry, name: string): boolean {
  return Object.keys(filter).some(key => key.split(/[^\w]/)[0] === name)
}

function restBodyOf(entry: Entry, operation: Operation, body: unknown): unknown {
  if (!operation.body) return undefined
  const form = entry.body ? restValue(entry.body, body) : body
  const { wrap = 'spec' } = entry
  return wrap === false || entry.restBody !== undefined ? form : { [wrap]: form }
}

/** A value of `/api` as `/rest` writes it: maps become lists of `{ key, value }`. */
export function restValue(schema: TSchema, value: unknown): unknown {
  if (Array.isArray(value)) return value.map(item => restValue(schema['items'] as TSchema, item))
  if (typeof value !== 'object' || value === null) return value
  const inMap = mapValue(schema)
  if (inMap) return Object.entries(value).map(([key, item]) => ({ key, value: restValue(inMap, item) }))
  const fields = (schema['properties'] ?? {}) as Record<string, TSchema>
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const field = fields[name]
      return [name, field ? restValue(field, item) : item]
    })
  )
}

/** What was kept of answers. */
export type Keeping = Map<string, string | number>

/** A copy in which every `$name` is what was kept under the name; one that was not kept stays as it is. */
export function filledIn<T>(value: T, kept: Keeping): T {
  if (typeof value === 'string') {
    const whole = kept.get(value.slice(1))
    if (value.startsWith('$') && whole !== undefined) return whole as T
    return value.replaceAll(/\$(\w+)/g, (word, name: string) => String(kept.get(name) ?? word)) as T
  }
  if (Array.isArray(value)) return value.map(item => filledIn(item as unknown, kept)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, filledIn(item as unknown, kept)])
  ) as T
}
