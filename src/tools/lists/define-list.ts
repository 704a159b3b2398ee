import { type Static, type TObject, type TProperties, Type } from '@sinclair/typebox'
import { matchesGlob } from '../../access/glob.ts'
import { cleanText } from '../../text.ts'
import type { VcenterClient } from '../../vcenter/types.ts'
import type { ToolDefinition } from '../define-tool.ts'
import { type Entry, filteredInTurns, ordered } from '../order.ts'
import { field } from '../properties.ts'
import { listOf } from '../schemas.ts'
import { type ListArguments, listInput, refuseContradictions } from './arguments.ts'
import {
  type BriefColumn,
  type CellKind,
  cellOf,
  type Column,
  type Columns,
  isBulk,
  type Row,
  type Table
} from './column.ts'
import { type Found, grouped, paged, topped } from './answers.ts'
import { createListResult } from './list-result.ts'

export interface ListDefinition<Source extends { name: string }, Filters extends TProperties> {
  readonly name: `list_${string}`
  readonly title: string
  /** What it does; when to use it rather than its neighbour; what next. */
  readonly description: string
  readonly rest: `GET /${string}`
  readonly filters: Filters
  readonly columns: Columns<Extract<keyof Source, string>>
  /** Of the objects it lists. */
  readonly type: Table['type']
  readonly typeOf?: Table['typeOf']
  idOf(source: Source): string
  /** The objects that the filters leave. */
  read(filters: Static<TObject<Filters>>, vcenter: VcenterClient): Promise<readonly Source[]>
}

/**
 * A tool that lists one kind of object: its arguments, its answer and all it does follow from its columns, its filters
 * and how it is read.
 */
export function defineList<Source extends { name: string }, Filters extends TProperties>(
  definition: ListDefinition<Source, Filters>
): ToolDefinition {
  const { name, title, description, rest, filters, columns, type, typeOf } = definition
  const table: Table = { tool: name, columns, type, typeOf }
  const briefColumns = Object.entries<Column>(columns).filter(
    (entry): entry is [string, BriefColumn] => !isBulk(entry[1])
  )

  function rowOf({ id, name: shown, source }: Entry<unknown>): Row {
    const row: Row = { id, name: shown }
    for (const [column, each] of briefColumns) {
      const cell = cellOf(each.kind, field(source, each.field))
      if (cell !== undefined) row[column] = cell
    }
    return row
  }

  return {
    name,
    title,
    toolset: 'inventory',
    description,
    risk: 'read',
    idempotent: true,
    rest,
    privileges: ['System.Read'],
    input: Type.Object<TProperties>({ ...filters, ...listInput(table.columns) }),
    output: outputOf(table.columns),
    async run(input, context) {
      const { limit, cursor, verbose, fields, count_only, group_by, top, match, ...own } =
        input as ListArguments
      const given = { limit, cursor, verbose, fields, count_only, group_by, top } as ListArguments
      refuseContradictions(given)
      const read = await definition.read(own as Static<TObject<Filters>>, context.vcenter)
      const isMeant =
        match === undefined ? undefined : matching<Source>(match, source => definition.idOf(source))
      const sources = isMeant ? await filteredInTurns(read, isMeant, context.signal) : read
      if (count_only === true) return { items: [], returned: 0, total: sources.length }
      const entries = await ordered(sources, source => definition.idOf(source))
      const result = createListResult(table, entries.length, () => entries.map(rowOf))
      const bound = { list: name.slice('list_'.length), match, ...own }
      const found: Found = { result, bound, given, context, entries, rowOf }
      if (group_by !== undefined) return grouped(found, group_by)
      return top === undefined ? paged(found) : topped(found, top)
    }
  }
}

/** Names as they are shown, in any case. */
function matching<Source extends { name: string }>(pattern: string, idOf: (source: Source) => string) {
  const wanted = pattern.toLowerCase()
  return (source: Source) =>
    matchesGlob(wanted, cleanText(source.name).value.toLowerCase()) || matchesGlob(wanted, idOf(source))
}

const schemas: Record<CellKind, (options: object) => ReturnType<typeof Type.String | typeof Type.Integer>> = {
  text: options => Type.String(options),
  integer: options => Type.Integer(options),
  flag: options => Type.Boolean(options) as never
}

function outputOf(columns: Columns): TObject {
  const cells = Object.entries(columns).map(([name, { kind, description }]) => [
    name,
    Type.Optional(schemas[kind](description === undefined ? {} : { description }))
  ])
  const row = Type.Object({
    id: Type.String(),
    name: Type.String(),
    ...(Object.fromEntries(cells) as TProperties)
  })
  const group = Type.Object({
    value: Type.String(),
    name: Type.Optional(Type.String()),
    count: Type.Integer()
  })
  return Type.Object<TProperties>({
    ...listOf(row).properties,
    groups: Type.Optional(Type.Array(group)),
    result_id: Type.Optional(Type.String())
  })
}
