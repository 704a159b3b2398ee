import type { ToolContext } from '../define-tool.ts'
import { countUpTo, type Entry } from '../order.ts'
import { type Bound, openCursor, sealCursor } from '../cursor.ts'
import { mostItems } from '../schemas.ts'
import type { ListArguments } from './arguments.ts'
import { fillIn } from './bulk-read.ts'
import { briefNames, columnNames, picked, type Row } from './column.ts'
import { fitting, tokenBudgets } from './fit.ts'
import { type Group, groupsOf } from './groups.ts'
import type { ListResult } from './list-result.ts'
import { orderedBy } from './ordering.ts'

/** What one call of a list has found, before it is decided what of it is shown. */
export interface Found {
  readonly result: ListResult
  /** Which list and filters a cursor is for. */
  readonly bound: Bound
  readonly given: ListArguments
  readonly context: ToolContext
  /** Sorted by name; rows are made of those that are shown. */
  readonly entries: readonly Entry<unknown>[]
  rowOf(entry: Entry<unknown>): Row
}

/** The envelope of every list. */
export type ListAnswer = {
  items: Row[]
  returned: number
  total: number
  next_cursor?: string
  hint?: string
  groups?: Group[]
  result_id?: string
}

/** A page must fit into a model's context: a verbose row is about three times as long as a brief one. */
const pageSizes = {
  brief: { usual: 50, most: mostItems },
  verbose: { usual: 25, most: mostItems / 2 }
}

function placeAt(cursor: string, bound: Bound) {
  const [name, id] = openCursor(cursor, bound, 'string')
  return { name, id }
}

/** One page in the order of names, from the cursor on. */
export async function paged(found: Found): Promise<ListAnswer> {
  const { given, entries, bound, context, result } = found
  const start = given.cursor === undefined ? 0 : countUpTo(entries, placeAt(given.cursor, bound))
  const wanted = entries.slice(start, start + sizeOf(found))
  const rows = wanted.map(entry => found.rowOf(entry))
  const columns = columnsOf(found)
  await fillIn(result.table, rows, columns, context.vcenter)
  const items = fitting(
    rows.map(row => picked(row, columns)),
    budgetOf(found)
  )
  const left = entries.length - start - items.length
  const last = wanted[items.length - 1]
  const answer = { items, returned: items.length, total: entries.length }
  if (left <= 0 || !last) return answer
  const spilt = given.cursor === undefined ? kept(found) : {}
  return {
    ...answer,
    next_cursor: sealCursor([last.name, last.id], bound),
    hint: hintOf(left, items.length < wanted.length && given.limit !== undefined, 'result_id' in spilt),
    ...spilt
  }
}

/** The rows with the largest values of a column. */
export async function topped(found: Found, column: string): Promise<ListAnswer> {
  const { result, context } = found
  await result.complete([column], context.vcenter)
  const sorted = await orderedBy(result.rows(), [{ column, descending: true }])
  const columns = [...new Set([...columnsOf(found), column])]
  // copies: what is read for these rows only must not pass for a column of the whole result
  const rows = sorted.slice(0, sizeOf(found)).map(row => ({ ...row }))
  const missing = columns.filter(name => !result.has(name))
  await fillIn(result.table, rows, missing, context.vcenter)
  const items = fitting(
    rows.map(row => picked(row, columns)),
    budgetOf(found)
  )
  const answer = { items, returned: items.length, total: result.size }
  if (items.length === result.size) return answer
  const isCut = items.length < rows.length
  return {
    ...answer,
    hint: isCut
      ? 'No more rows fit into one answer: name fewer fields.'
      : 'Raise limit for more of them, or filter.',
    ...kept(found)
  }
}

/** How many rows have which value of a column. */
export async function grouped(found: Found, column: string): Promise<ListAnswer> {
  const { result, given, context } = found
  const all = await groupsOf(result, column, context.vcenter)
  const groups = fitting(all.slice(0, given.limit), budgetOf(found))
  const left = all.length - groups.length
  return {
    items: [],
    returned: 0,
    total: result.size,
    groups,
    ...(left > 0 && { hint: `${left} more values, with fewer rows each: raise limit, or filter.` }),
    ...(result.size > 0 && kept(found))
  }
}

/** Somebody who may ask for more of a result than was shown is given its id. */
function kept({ result, context }: Found): { result_id?: string } {
  if (!context.mayUse('query_result')) return {}
  const id = context.results.keep(result.table.tool, result)
  return id === undefined ? {} : { result_id: id }
}

function hintOf(left: number, isCut: boolean, isKept: boolean): string {
  const fewer = isCut ? 'No more rows fit into one answer. ' : ''
  const ask = isKept ? 'ask query_result with result_id, ' : ''
  return `${fewer}${left} more: filter, ${ask}or pass next_cursor as cursor.`
}

function columnsOf({ result: { table }, given }: Found): string[] {
  if (given.fields) return columnNames(table.columns).filter(name => given.fields?.includes(name))
  return given.verbose === true ? columnNames(table.columns) : briefNames(table)
}

function sizeOf(found: Found): number {
  const isLong = found.given.fields === undefined && found.given.verbose === true
  const { usual, most } = pageSizes[isLong ? 'verbose' : 'brief']
  return Math.min(found.given.limit ?? usual, most)
}

function budgetOf({ given }: Found): number {
  return given.limit === undefined ? tokenBudgets.usual : tokenBudgets.most
}
