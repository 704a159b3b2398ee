import type { VcenterClient } from '../../vcenter/types.ts'
import { type Cell, isBulk, type Referred } from './column.ts'
import type { ListResult } from './list-result.ts'

/** How many rows have one value of a column. */
export interface Group {
  value: string
  /** Of the object that the value is the id of. */
  name?: string
  count: number
}

/** The value of rows that have none. */
export const absent = '(none)'

/** Most rows first. */
export async function groupsOf(result: ListResult, column: string, vcenter: VcenterClient): Promise<Group[]> {
  await result.complete([column], vcenter)
  const counts = new Map<string, number>()
  for (const row of result.rows()) {
    const value = valueOf(row[column])
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const found = result.table.columns[column]
  const names = isBulk(found) && found.refersTo ? await namesIn(found.refersTo, vcenter) : undefined
  return [...counts]
    .map(([value, count]) => {
      const name = names?.get(value)
      return { value, ...(name !== undefined && { name }), count }
    })
    .toSorted((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
}

export function valueOf(cell: Cell | undefined): string {
  return cell === undefined ? absent : String(cell)
}

/** Where one short request brings them; elsewhere the ids must do. */
async function namesIn(list: Referred, vcenter: VcenterClient): Promise<Map<string, string>> {
  const idIn = list === 'listHosts' ? 'host' : 'cluster'
  const rows: readonly (Record<string, unknown> & { name: string })[] = (await vcenter.listAtHand(list)) ?? []
  return new Map(rows.map(row => [String(row[idIn]), row.name]))
}
