import type { TSchema } from '@sinclair/typebox'
import { entries, operations } from './automation/index.ts'
import type { Dialect, Entry, Operation } from './operation.ts'
import { mapValue } from './rest-form.ts'

/** One request to an operation, written once and sent in both dialects. Bodies are those of `/api`. */
export interface Play {
  operation: string
  /** The parameters of the path, by the names of `/api`, in any order. */
  path?: Readonly<Record<string, string>>
  /** By the names of `/api`. */
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
  const { operation: name, path: ids = {}, body } = play
  const operation = operations.find(one => one.name === name && one.dialect === dialect)
  const entry = entries.find(one => one.name === name)
  if (!entry) throw new Error(`the contract has no operation ${name}`)
  if (!operation) return undefined
  const values = Object.values(ids)
  const parts = operation.segments.map(segment =>
    'literal' in segment
      ? segment.literal
      : segment.before + encodeURIComponent(ids[segment.parameter] ?? values[0] ?? '')
  )
  const search = queryOf(play, entry, operation).toString()
  return {
    method: operation.method,
    path: `/${parts.join('/')}${search === '' ? '' : `?${search}`}`,
    body: dialect === 'api' || body === undefined ? body : restBodyOf(entry, operation, body)
  }
}

function queryOf({ query = {} }: Play, entry: Entry, { dialect, fixed }: Operation): URLSearchParams {
  const search = new URLSearchParams(fixed)
  for (const [name, value] of Object.entries(query)) {
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
