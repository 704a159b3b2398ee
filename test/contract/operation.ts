import { Type, type TSchema } from '@sinclair/typebox'
import { restForm } from './rest-form.ts'

export type Dialect = 'api' | 'rest'

/** One operation of the Automation API as the contract's files write it down. */
export interface Entry {
  name: string
  /** Method, path and the query that is part of the address: `POST /api/vcenter/vm/{vm}?action=relocate`. */
  api: string
  /** The same in `/rest` where it does not follow from `api` by rule, or why there is none. */
  rest?: string | { none: string }
  /**
   * Names in the query that are the same in both dialects, and those that carry `filter.` in `/rest`.
   * After a name: `[]` repeatable, `!` required, `@9.0` from this release on.
   */
  query?: Readonly<Record<string, TSchema>>
  filter?: Readonly<Record<string, TSchema>>
  /** Where `/rest` has another query than follows. */
  restQuery?: Readonly<Record<string, TSchema>>
  body?: TSchema
  bodyOptional?: boolean
  /** The name of the parameter that `/rest` wraps the body in; `false` where it does not wrap. Usually `spec`. */
  wrap?: string | false
  /** Where `/rest` has another body than follows; `null` for none. */
  restBody?: TSchema | null
  result?: TSchema
  /** Success in `/api`; 204 without a result, otherwise 200. In `/rest` it is always 200. */
  ok?: number
  /** Types of errors, or statuses of `/api` where only these are known, besides 401, 403 and 503. */
  errors?: readonly (string | number)[]
  since?: string
  /** Called without a session. */
  open?: boolean
}

export interface Parameter {
  name: string
  schema: TSchema
  repeatable: boolean
  required: boolean
  since?: string
}

/** One operation in one dialect, ready to be compared with requests. */
export interface Operation {
  name: string
  dialect: Dialect
  method: string
  path: string
  segments: readonly Segment[]
  fixed: Readonly<Record<string, string>>
  parameters: readonly Parameter[]
  body: TSchema | undefined
  bodyOptional: boolean
  result: TSchema | undefined
  ok: number
  errors: readonly (string | number)[]
  since: string | undefined
  open: boolean
}

/** A literal, or what stands before a parameter (`id:`) and the parameter's name. */
export type Segment = { literal: string } | { before: string; parameter: string }

/** Paths whose `/rest` form is that of the older `com.vmware` interfaces. */
const comVmware = /^\/api\/(cis\/tagging|content|vcenter\/ovf)\//

/** `/rest` by rule: the same path, or for the older interfaces `id:` before ids and `~action`. */
export function restAddress(api: string): string {
  const [method = '', address = ''] = api.split(' ')
  if (!comVmware.test(`${address.split('?')[0]}/`)) return `${method} ${address.replace('/api/', '/rest/')}`
  const path = address.replace('/api/', '/rest/com/vmware/')
  return `${method} ${path.replaceAll('/{', '/id:{').replace('?action=', '?~action=')}`
}

/** Both dialects of an entry. */
export function operationsOf(entry: Entry): Operation[] {
  const { name, open = false, errors = [], since, bodyOptional = false, body, result } = entry
  const common = { name, errors, since, open, bodyOptional }
  const api: Operation = {
    ...common,
    dialect: 'api',
    ...addressOf(entry.api),
    parameters: [...parametersOf(entry.query), ...parametersOf(entry.filter)],
    body,
    result,
    ok: entry.ok ?? (result ? 200 : 204)
  }
  const { rest = restAddress(entry.api) } = entry
  if (typeof rest !== 'string') return [api]
  // What came with a later release is in `/api` only.
  const followed = [...parametersOf(entry.query), ...parametersOf(entry.filter, 'filter.')].filter(
    parameter => parameter.since === undefined
  )
  return [
    api,
    {
      ...common,
      dialect: 'rest',
      ...addressOf(rest),
      parameters: entry.restQuery ? parametersOf(entry.restQuery) : followed,
      body: restBodyOf(entry),
      result: result && Type.Object({ value: restForm(result) }, { additionalProperties: false }),
      ok: 200
    }
  ]
}

function restBodyOf({ body, restBody, wrap = 'spec' }: Entry): TSchema | undefined {
  if (restBody !== undefined) return restBody ? restForm(restBody) : undefined
  if (!body) return undefined
  const form = restForm(body)
  return wrap === false ? form : Type.Object({ [wrap]: form }, { additionalProperties: false })
}

function addressOf(address: string): Pick<Operation, 'method' | 'path' | 'segments' | 'fixed'> {
  const parsed = /^(GET|POST|PUT|PATCH|DELETE) (\/[^?]*)(?:\?(.*))?$/.exec(address)
  if (!parsed) throw new Error(`contract: cannot read the address ${address}`)
  const [, method = '', path = '', query = ''] = parsed
  const segments = path.slice(1).split('/').map(segmentOf)
  return { method, path, segments, fixed: Object.fromEntries(new URLSearchParams(query)) }
}

function segmentOf(part: string): Segment {
  const parsed = /^([^{}]*)\{(\w+)\}$/.exec(part)
  if (parsed) return { before: parsed[1] ?? '', parameter: parsed[2] ?? '' }
  if (!/^[\w.-]+$/.test(part)) throw new Error(`contract: cannot read the path segment ${part}`)
  return { literal: part }
}

function parametersOf(query: Readonly<Record<string, TSchema>> = {}, prefix = ''): Parameter[] {
  return Object.entries(query).map(([key, schema]) => {
    const parsed = /^(\w[\w.]*)(\[\])?(!)?(?:@([\d.]+))?$/.exec(key)
    if (!parsed) throw new Error(`contract: cannot read the query name ${key}`)
    const [, name = '', repeatable, required, since] = parsed
    const parameter: Parameter = {
      name: `${prefix}${name}`,
      schema,
      repeatable: repeatable !== undefined,
      required: required !== undefined
    }
    return since === undefined ? parameter : { ...parameter, since }
  })
}
