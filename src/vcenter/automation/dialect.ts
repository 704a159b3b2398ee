import type { Method } from '../transport/http.ts'
import type { Body as AnswerBody } from '../transport/json.ts'
import { isObject } from '../../objects.ts'
import { listsToMaps, mapsToLists } from './maps.ts'
import { encodeText, pathSegment } from '../transport/encoding.ts'
import type { AnyArguments, Operation, QueryKind, Route } from './operation.ts'

/** A request of the Automation API, ready for the wire. */
export interface EncodedRequest {
  method: Method
  /** With its action, without filters. */
  path: string
  /** With its `?` or `&`; empty when there is none. */
  query: string
  body: unknown
}

/** How operations are spelled on the wire. */
export interface Dialect {
  readonly name: 'api' | 'rest'
  encode(operation: Operation, given: AnyArguments): EncodedRequest
  /** The answer in the one form that callers know; `undefined` when it has no body. */
  decode(operation: Operation, body: AnswerBody): unknown
}

/**
 * Since vCenter 7.0 U2: bare values, maps as objects, actions in the query.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/
 */
export const apiDialect: Dialect = {
  name: 'api',
  encode: ({ api, query, body }, given) =>
    encode(api, { query, prefix: '', body: body && given['body'] }, given),
  decode: (_operation, body) => (body.kind === 'json' ? body.value : undefined)
}

/**
 * Before it, deprecated since: answers in `value`, bodies in a parameter, maps as lists of keys and values, `filter.`
 * before the names of filters. What exists below /api only is asked there; a session is good for both.
 *
 * @see https://core.vmware.com/blog/vsphere-7-update-2-rest-api-modernization
 */
export const restDialect: Dialect = {
  name: 'rest',
  encode(operation, given) {
    const { rest, restArguments, restQuery, body } = operation
    if (rest === undefined) return apiDialect.encode(operation, given)
    const moved = restArguments ? restArguments(given) : given
    const query = restQuery ?? operation.query
    const prefix = prefixOf(operation)
    return encode(rest, { query, prefix, body: body && wrapped(body, moved['body']) }, moved)
  },
  decode(operation, body) {
    if (operation.rest === undefined) return apiDialect.decode(operation, body)
    const outer = body.kind === 'json' ? body.value : undefined
    if (operation.answer === undefined) return outer
    const value = isObject(outer) ? outer['value'] : undefined
    return operation.maps ? listsToMaps(value, operation.maps) : value
  }
}

/** The filters of a list are one structure in /rest; single parameters have their plain name. */
function prefixOf({ restPrefix, query }: Operation): string {
  return restPrefix ?? (Object.values(query ?? {}).includes('list') ? 'filter.' : '')
}

function wrapped({ rest, maps }: NonNullable<Operation['body']>, body: unknown): unknown {
  const value = maps.length > 0 ? mapsToLists(body, maps) : body
  return rest === undefined ? value : { [rest]: value }
}

interface Parts {
  query: Operation['query']
  prefix: string
  body: unknown
}

function encode(route: Route, parts: Parts, given: AnyArguments): EncodedRequest {
  const [method = '', line = ''] = route.split(' ')
  const path = line.replaceAll(/\{(\w+)\}/g, (_match, name: string) => pathSegment(textOf(given[name])))
  const pairs = Object.entries(parts.query ?? {}).flatMap(([name, kind]) =>
    valuesOf(kind, given[name]).map(value => `${parts.prefix}${name}=${encodeText(value)}`)
  )
  const mark = line.includes('?') ? '&' : '?'
  const query = pairs.length === 0 ? '' : mark + pairs.join('&')
  return { method: method as Method, path, query, body: parts.body }
}

function valuesOf(kind: QueryKind, value: unknown): string[] {
  if (value === undefined) return []
  return kind === 'list' && Array.isArray(value) ? value.map(textOf) : [textOf(value)]
}

/** Ids, names and flags are all there is in paths and queries. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : ''
}
