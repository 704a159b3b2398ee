import type { Static, TSchema } from '@sinclair/typebox'
import type { Method } from '../transport/http.ts'

/** A request line with `{names}` for the ids in its path: `POST /api/vcenter/vm/{vm}/power?action=start`. */
export type Route = `${Method} /${string}`

/** A `list` is repeated (`?names=a&names=b`), everything else is given once. */
export type QueryKind = 'list' | 'text' | 'flag'

/** The body of a request; `Of` is its type. */
export interface Body<Of> {
  /** Name of the parameter in which /rest wraps it; unset where /rest takes it as it is. */
  readonly rest: string | undefined
  /** Paths of the maps in it, which /rest wants as lists of keys and values. */
  readonly maps: readonly string[]
  /** Never set. */
  readonly of?: Of
}

/** One operation of the Automation API, in both dialects. */
export interface Operation {
  /** Words for errors and for the documentation: `get disk {disk} of VM {vm}`. */
  readonly does: string
  readonly effect: 'read' | 'write'
  readonly api: Route
  /** Unset: the operation came after /rest was deprecated (7.0 U2), and exists below /api only. */
  readonly rest?: Route
  readonly query?: Readonly<Record<string, QueryKind>>
  /** What /rest puts before the names of the query; unset: `filter.` where they filter a list. */
  readonly restPrefix?: string
  readonly body?: Body<unknown>
  /** The query of /rest where it has another one than /api. */
  readonly restQuery?: Readonly<Record<string, QueryKind>>
  /** The few operations whose arguments travel elsewhere in /rest than in /api. */
  readonly restArguments?: (given: AnyArguments) => AnyArguments
  /** Unset: a success has no body. */
  readonly answer?: TSchema
  /** Paths of the maps in the answer, which /rest sends as lists of keys and values; `''` is all of it. */
  readonly maps?: readonly string[]
  readonly privileges: readonly string[]
  /** First release that has it; unset: as old as its dialect. */
  readonly since?: string
}

/** Arguments as they come: ids of the path and parameters of the query by name, and the body. */
export type AnyArguments = Readonly<Record<string, unknown>>

type PathName<Line extends string> = Line extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathName<Rest>
  : never
type QueryValue<Kind> = Kind extends 'list' ? readonly string[] : Kind extends 'flag' ? boolean : string
type InQuery<Each> = Each extends { query: infer Query }
  ? { readonly [Name in keyof Query]?: QueryValue<Query[Name]> | undefined }
  : unknown
type InBody<Each> = Each extends { body: Body<infer Of> } ? { readonly body: Of } : unknown

/** What an operation is called with, from its table entry. */
export type ArgumentsOf<Each extends Operation> = {
  readonly [Name in PathName<Each['api']>]: string
} & InQuery<Each> &
  InBody<Each>

/** What it answers. */
export type AnswerOf<Each extends Operation> = Each extends { answer: infer Schema extends TSchema }
  ? Static<Schema>
  : void

/** One method for every operation of a table; arguments may be left out where none is needed. */
export type CallsOf<Table extends Readonly<Record<string, Operation>>> = {
  readonly [Name in keyof Table]: object extends ArgumentsOf<Table[Name]>
    ? (given?: ArgumentsOf<Table[Name]>) => Promise<AnswerOf<Table[Name]>>
    : (given: ArgumentsOf<Table[Name]>) => Promise<AnswerOf<Table[Name]>>
}

/** A body that /rest wraps in `spec`, as most operations have it. */
export function spec<Of>(...maps: string[]): Body<Of> {
  return { rest: 'spec', maps }
}

/** A body that /rest wraps in another parameter. */
export function wrappedIn<Of>(rest: string): Body<Of> {
  return { rest, maps: [] }
}

/** A body whose fields are the parameters themselves, in both dialects. */
export function parameters<Of>(...maps: string[]): Body<Of> {
  return { rest: undefined, maps }
}

/** Filters of a list. */
export function lists<const Names extends readonly string[]>(...names: Names): Record<Names[number], 'list'> {
  return Object.fromEntries(names.map(name => [name, 'list'])) as Record<Names[number], 'list'>
}
