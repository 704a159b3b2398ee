import type { Received } from '../http.ts'
import type { Session } from '../sessions.ts'
import type { State } from '../state.ts'
import type { Fields, FieldValues, Parameter } from './fields.ts'

export type { Parameter } from './fields.ts'

/** One call, already decoded, whatever the dialect. */
export interface Call<Body = Record<string, unknown>> {
  state: State
  received: Received
  params: Record<string, string>
  /** Filters and parameters by their plain names, without the prefix that `/rest` gives to filters. */
  query: Map<string, string[]>
  /** Checked against `fields`; `null` counts as absent, maps are objects. */
  body: Body
  /** Undefined in operations that need none. */
  session: Session | undefined
}

/**
 * An operation of the Automation API, free of HTTP dialects: it is written once and routes.ts says how it is
 * spelled in `/api` and in the older `/rest`. What the dialects make of it:
 *
 * - `ok` is the status in `/api`: 200 with a value, 201 with the id of what was made, 202 with a task id, 204
 *   without a body. `/rest` always answers 200, with `{"value": …}` or with nothing.
 * - `filter` are the fields of a filter in the query: `names=` in `/api`, `filter.names=` in `/rest`, where the
 *   prefix is `filterName` if that is given. `parameters` are spelled alike in both.
 * - `fields` is the body. With `wrapper` it is one structure, bare in `/api` and `{"<wrapper>": {…}}` in
 *   `/rest`; without, the names are those of the operation's parameters and both dialects are alike. On a GET,
 *   `/rest` has them in the query with dotted names, such as `filter_spec.tasks`; one that the path of a
 *   spelling names, as `{category_id}`, is taken from there.
 * - `maps` names the maps in the value, which `/rest` writes as lists of `{key, value}`: `disks`, `a.b` for one
 *   inside a structure or inside each item of a list, `a.*.b` inside each value of a map, `''` for the value.
 * - `nullable` names fields that may be absent, with the same paths: from 9.0 on `/api` writes them as `null`.
 * - `runAsTask` exists where `vmw-task=true` may be asked for; it gives the id of the task it started.
 * - `since` is the first release that has it; on older ones its path does not exist.
 * - What `run` throws is a `vapiError`; anything else is a mistake of the simulator.
 */
export interface Operation<Body = Record<string, unknown>> {
  ok: 200 | 201 | 202 | 204
  filter?: readonly Parameter[]
  filterName?: string
  parameters?: readonly Parameter[]
  fields?: Fields
  wrapper?: string
  /** Whether the wrapper may be left out in `/rest`, with all its fields. */
  wrapperOptional?: boolean
  maps?: readonly string[]
  nullable?: readonly string[]
  since?: string
  anonymous?: boolean
  run(call: Call<Body>): unknown
  runAsTask?(call: Call<Body>): string | Promise<string>
}

/** An operation whose `call.body` is typed by its fields. */
export function withBody<const F extends Fields>(
  operation: Omit<Operation<FieldValues<F>>, 'fields'> & { fields: F }
): Operation {
  // Decoding checks the body against exactly these fields before `run` sees it.
  return operation
}

/** The value of a path parameter. */
export function param(call: Pick<Call, 'params'>, name: string): string {
  return call.params[name] ?? ''
}
