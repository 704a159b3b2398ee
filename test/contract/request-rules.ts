import type { TSchema } from '@sinclair/typebox'
import { mistakes, parsed } from './mistakes.ts'
import type { Dialect, Operation, Parameter } from './operation.ts'
import { atLeast } from './release.ts'
import { withoutNulls } from './rest-form.ts'
import type { RequestRecord } from '../../src/simulator/index.ts'

type Found = { operation: Operation } | { operation: undefined; reason: string }

/** The operation a request is for, by method, path and the part of the query that belongs to the address. */
export function findOperation(all: readonly Operation[], dialect: Dialect, request: RequestRecord): Found {
  const { method, path, query } = request
  const candidates = all.filter(one => one.dialect === dialect && fitsPath(one, path))
  const sameMethod = candidates.filter(one => one.method === method)
  const names = new URLSearchParams(query)
  const fitting = sameMethod.filter(one => fitsFixed(one, names))
  const [best] = fitting.toSorted((a, b) => rank(b) - rank(a))
  if (best) return { operation: best }
  if (sameMethod.length > 0) return { operation: undefined, reason: `no action ${query} at ${path}` }
  const reason = candidates.length > 0 ? `no ${method} at ${path}` : `no operation at ${path}`
  return { operation: undefined, reason }
}

/** Literal segments count more than the action, which counts more than nothing. */
function rank({ segments, fixed }: Operation): number {
  return segments.filter(segment => 'literal' in segment).length * 10 + Object.keys(fixed).length
}

function fitsPath({ segments }: Operation, path: string): boolean {
  const parts = path.slice(1).split('/')
  return (
    parts.length === segments.length &&
    segments.every((segment, position) => {
      const part = parts[position] ?? ''
      if ('literal' in segment) return part === segment.literal
      return part.startsWith(segment.before) && readable(part.slice(segment.before.length))
    })
  )
}

function readable(part: string): boolean {
  try {
    return decodeURIComponent(part) !== ''
  } catch {
    return false
  }
}

function fitsFixed({ fixed }: Operation, names: URLSearchParams): boolean {
  return Object.entries(fixed).every(([name, value]) => names.getAll(name).join() === value)
}

/** Why the server must refuse a request to this operation; empty when it must not. */
export function requestMistakes(operation: Operation, request: RequestRecord, release: string): string[] {
  return [
    ...sessionMistakes(operation, request),
    ...queryMistakes(operation, request.query, release),
    ...bodyMistakes(operation, request.body, release)
  ]
}

function sessionMistakes({ name, open }: Operation, { headers }: RequestRecord): string[] {
  if (name === 'session create')
    return /^Basic [\w+/=]+$/.test(headers.authorization ?? '') ? [] : ['no session: login without Basic']
  return open || headers['vmware-api-session-id'] ? [] : ['no session header']
}

function queryMistakes({ parameters, fixed }: Operation, query: string, release: string): string[] {
  const told: string[] = []
  const names = new URLSearchParams(query)
  const offered = parameters.filter(({ since }) => since === undefined || atLeast(release, since))
  for (const name of new Set(names.keys())) {
    if (name in fixed) continue
    const parameter = offered.find(one => one.name === name)
    if (parameter) told.push(...valueMistakes(parameter, names.getAll(name)))
    else told.push(`query ${name}: unknown name`)
  }
  for (const { name, required } of offered) {
    if (required && !names.has(name)) told.push(`query ${name}: missing`)
  }
  return told
}

function valueMistakes({ name, repeatable, schema }: Parameter, values: string[]): string[] {
  if (!repeatable && values.length > 1) return [`query ${name}: repeated`]
  return values.flatMap(value =>
    mistakes(schema, fromQuery(schema, value)).map(text => `query ${name}: ${text.replace(/^\$: /, '')}`)
  )
}

function fromQuery(schema: TSchema, value: string): unknown {
  if (schema['type'] === 'boolean') return value === 'true' ? true : value === 'false' ? false : value
  return value
}

function bodyMistakes({ body, bodyOptional, dialect }: Operation, text: string, release: string): string[] {
  if (text === '') return body && !bodyOptional ? ['request body missing'] : []
  const read = parsed(text)
  if (!read) return ['request body is no JSON']
  if (!body) return text.trim() === '{}' ? [] : ['request body where there is none']
  const nullable = dialect === 'api' && atLeast(release, '9.0')
  const value = nullable ? withoutNulls(body, read.value) : read.value
  return mistakes(body, value).map(mistake => `request ${mistake}`)
}

/** What a well-behaved client keeps to, whatever the server would take. */
export function hygieneMistakes({ headers, body }: RequestRecord, isLogin: boolean): string[] {
  const told: string[] = []
  const type = headers['content-type']
  if (body !== '' && !/^application\/json(; ?charset=utf-8)?$/i.test(type ?? ''))
    told.push(`request content-type ${type ?? 'missing'} with a body`)
  if (body === '' && type !== undefined) told.push(`request content-type ${type} without a body`)
  if (headers.cookie !== undefined) told.push('request with a cookie')
  if (!isLogin && headers.authorization !== undefined) told.push('request with an Authorization header')
  if (isLogin && body !== '') told.push('login with a body')
  return told
}
