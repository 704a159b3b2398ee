import type { ToolContext } from '../define-tool.ts'
import { filteredInTurns } from '../order.ts'
import { fillIn } from './bulk-read.ts'
import { briefNames, columnNames, picked, type Row } from './column.ts'
import type { ListResult } from './list-result.ts'
import { requireColumn } from './named-columns.ts'
import { type Ordering, orderedBy } from './ordering.ts'
import { conditionOf } from './where.ts'

export interface Query {
  where: readonly string[]
  select?: readonly string[] | undefined
  order: readonly string[]
  limit: number
}

export interface QueryAnswer {
  /** The first of them, with the columns that were asked for. */
  rows: Row[]
  /** How many rows meet all conditions. */
  total: number
}

/**
 * Rows of a result that meet all conditions. Columns that a condition or the order needs are read for the whole result,
 * and kept with it; columns that are only shown are read for the rows that are.
 */
export async function ask(
  result: ListResult,
  query: Query,
  { vcenter, signal }: Pick<ToolContext, 'vcenter' | 'signal'>
): Promise<QueryAnswer> {
  const { table } = result
  const conditions = query.where.map(text => conditionOf(text, table))
  const orderings = query.order.map(text => orderingOf(text, result))
  for (const column of query.select ?? []) requireColumn('select', column, table)
  const named = [...conditions, ...orderings].map(({ column }) => column)
  await result.complete(named, vcenter)
  const matching = await filteredInTurns(
    result.rows(),
    row => conditions.every(({ holds }) => holds(row)),
    signal
  )
  const sorted = orderings.length === 0 ? matching : await orderedBy(matching, orderings)
  const wanted = new Set(query.select ?? [...briefNames(table), ...named])
  const shown = columnNames(table.columns).filter(name => wanted.has(name))
  // copies: what is read for these rows only must not pass for a column of the whole result
  const rows = sorted.slice(0, query.limit).map(row => ({ ...row }))
  await fillIn(
    table,
    rows,
    shown.filter(name => !result.has(name)),
    vcenter
  )
  return { rows: rows.map(row => picked(row, shown)), total: matching.length }
}

function orderingOf(text: string, { table }: ListResult): Ordering {
  const descending = text.startsWith('-')
  const column = descending ? text.slice(1) : text
  requireColumn('order', column, table)
  return { column, descending }
}
