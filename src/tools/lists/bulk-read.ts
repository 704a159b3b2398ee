import { CodedError } from '../../errors.ts'
import { VcenterUnsupportedError } from '../../vcenter/errors.ts'
import type { ManagedObject, VcenterClient } from '../../vcenter/types.ts'
import { type BulkColumn, briefNames, cellOf, isBulk, type Row, type Table } from './column.ts'

/** Of these columns those that a bulk read brings, by name. */
export function bulkAmong({ columns }: Table, names: Iterable<string>): string[] {
  return [...new Set(names)].filter(name => isBulk(columns[name]))
}

/**
 * Adds columns to rows, in place: one call of vCenter, however many rows there are. A row whose object is gone
 * meanwhile stays as it is. Answers the columns it has added: those that came with the same properties as well.
 */
export async function fillIn(
  table: Table,
  rows: readonly Row[],
  names: Iterable<string>,
  vcenter: VcenterClient
): Promise<string[]> {
  const paths = new Set(bulkAmong(table, names).map(name => (table.columns[name] as BulkColumn).path))
  if (paths.size === 0) return []
  const added = Object.entries(table.columns).filter(
    (entry): entry is [string, BulkColumn] => isBulk(entry[1]) && paths.has(entry[1].path)
  )
  const objects = new Map(
    (await read(table, rows, [...paths], vcenter)).map(each => [each.id, each.properties])
  )
  for (const row of rows) {
    const properties = objects.get(row.id)
    if (!properties) continue
    for (const [name, { kind, path, of }] of added) {
      const property = properties[path]
      const cell = cellOf(kind, of ? of(property) : property)
      if (cell !== undefined) row[name] = cell
    }
  }
  return added.map(([name]) => name)
}

async function read(
  table: Table,
  rows: readonly Row[],
  paths: readonly string[],
  vcenter: VcenterClient
): Promise<ManagedObject[]> {
  const { type, typeOf } = table
  try {
    const objects = rows.map(row => (typeOf ? { type: typeOf(row), value: row.id } : row.id))
    return await vcenter.readObjects(type, objects, paths)
  } catch (error) {
    if (!(error instanceof VcenterUnsupportedError)) throw error
    throw new CodedError('unsupported', `${error.message}.`, {
      hint: `Without it ${table.tool} has these columns: ${['id', 'name', ...briefNames(table)].join(', ')}.`,
      nextTool: table.tool,
      cause: error
    })
  }
}
