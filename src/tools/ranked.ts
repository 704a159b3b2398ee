import { type Bound, type Place, openCursor, sealCursor } from './cursor.ts'
import { fitting, tokenBudgets } from './lists/fit.ts'

/** Where an item stands in a list that is ordered by a number: the lowest first, then by id. */
export type Rank = Place<number>

export interface RankedRequest {
  limit?: number | undefined
  /** The limit of those who ask for none. */
  usual: number
  cursor?: string | undefined
}

export interface RankedPage<Item> {
  items: Item[]
  returned: number
  total: number
  next_cursor?: string
  hint?: string
}

/** Cuts one page out of a whole list that is not ordered by name. */
export function rankedPage<Item>(
  list: readonly Item[],
  rankOf: (item: Item) => Rank,
  { limit, usual, cursor }: RankedRequest,
  bound: Bound
): RankedPage<Item> {
  const after = cursor === undefined ? undefined : openCursor(cursor, bound, 'number')
  const ranked = list.map(item => ({ item, rank: rankOf(item) }))
  const sorted = ranked.toSorted((one, other) => compare(one.rank, other.rank))
  const rest = after ? sorted.filter(({ rank }) => compare(rank, after) > 0) : sorted
  const size = limit ?? usual
  const items = fitting(
    rest.slice(0, size).map(({ item }) => item),
    size > usual ? tokenBudgets.most : tokenBudgets.usual
  )
  const last = rest[items.length - 1]
  const left = rest.length - items.length
  return {
    items,
    returned: items.length,
    total: list.length,
    ...(left > 0 &&
      last && {
        next_cursor: sealCursor(last.rank, bound),
        hint: `${left} more: pass next_cursor as cursor, or filter.`
      })
  }
}

function compare(one: Rank, other: Rank): number {
  return one[0] - other[0] || (one[1] === other[1] ? 0 : one[1] < other[1] ? -1 : 1)
}
