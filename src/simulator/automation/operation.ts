import type { Received } from '../http.ts'
import type { Session } from '../sessions.ts'
import type { State } from '../state.ts'

/** A query parameter: values may repeat when `many`, `values` lists what an enumeration allows. */
export interface Parameter {
  name: string
  many?: boolean
  boolean?: boolean
  values?: readonly string[]
}

/** A field of a request body; all of them are optional unless `required`. */
export interface Field {
  name: string
  type: 'integer' | 'boolean' | 'strings'
  required?: boolean
}

/** One call, already decoded, whatever the dialect. */
export interface Call {
  state: State
  received: Received
  params: Record<string, string>
  query: Map<string, string[]>
  body: Record<string, unknown>
  /** Undefined in operations that need none. */
  session: Session | undefined
}

/**
 * An operation of the Automation API, free of HTTP dialects: `/api` and the older `/rest` differ in paths,
 * wrapping, statuses and maps only.
 */
export interface Operation {
  /** Status in `/api`: 200 with a value, 201 with the new id, 204 without a body. */
  ok: 200 | 201 | 204
  parameters?: readonly Parameter[]
  fields?: readonly Field[]
  anonymous?: boolean
  run(call: Call): unknown
}

/** The value of a path parameter. */
export function param(call: Call, name: string): string {
  return call.params[name] ?? ''
}
