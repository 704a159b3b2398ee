import { sortedInTurns } from '../order.ts'
import type { Cell, Row } from './column.ts'

export interface Ordering {
  column: string
  descending: boolean
}

/** By one column after the other; equal rows stay in the order they came in, rows without a value come last. */
export function orderedBy(rows: readonly Row[], orderings: readonly Ordering[]): Promise<readonly Row[]> {
  return sortedInTurns(rows, (one, other) => {
    for (const { column, descending } of orderings) {
      const difference = compared(one[column], other[column], descending)
      if (difference !== 0) return difference
    }
    return 0
  })
}

function compared(one: Cell | undefined, other: Cell | undefined, descending: boolean): number {
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined)
  const [left, right] = [comparable(one), comparable(other)]
  if (left === right) return 0
  return left < right === descending ? 1 : -1
}

/** By code unit and not by locale: the order must be the same on every machine. */
function comparable(cell: Cell): Cell {
  return typeof cell === 'string' ? cell.toLowerCase() : cell
}
