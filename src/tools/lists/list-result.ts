import { CodedError } from '../../errors.ts'
import type { VcenterClient } from '../../vcenter/types.ts'
import { bulkAmong, fillIn } from './bulk-read.ts'
import { briefNames, type Row, type Table } from './column.ts'

/** Everything one call of a list found, as it was then: what is counted, sorted and asked again later. */
export interface ListResult {
  readonly table: Table
  readonly size: number
  /** By name; made when they are first needed, as most results are never asked again. */
  rows(): readonly Row[]
  /**
   * Reads these columns of all rows, those it has not read yet, and keeps them.
   *
   * @throws `CodedError` invalid_argument when the result is too long for that
   */
  complete(names: Iterable<string>, vcenter: VcenterClient): Promise<void>
  /** Whether a column needs no read any more. */
  has(name: string): boolean
}

/** Objects whose bulk columns are read at once: 10,000 are about 7 MB of JSON. */
const mostInBulk = 10_000

export function createListResult(table: Table, size: number, makeRows: () => readonly Row[]): ListResult {
  const known = new Set(['id', 'name', ...briefNames(table)])
  let made: readonly Row[] | undefined

  function rows(): readonly Row[] {
    return (made ??= makeRows())
  }

  async function complete(names: Iterable<string>, vcenter: VcenterClient): Promise<void> {
    const missing = bulkAmong(table, names).filter(name => !known.has(name))
    if (missing.length === 0) return
    if (size > mostInBulk) throw tooLong(missing)
    for (const name of await fillIn(table, rows(), missing, vcenter)) known.add(name)
  }

  function tooLong(missing: readonly string[]): CodedError {
    const what = `${missing.join(', ')} would have to be read of ${size} objects, and at most ${mostInBulk} are.`
    return new CodedError('invalid_argument', what, {
      hint: `Call ${table.tool} with filters first, or use only: ${['name', ...briefNames(table)].join(', ')}.`,
      nextTool: table.tool
    })
  }

  return { table, size, rows, complete, has: name => known.has(name) }
}
