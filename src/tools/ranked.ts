import { createHash } from 'node:crypto'
import { CodedError } from '../errors.ts'
import type { PageOf } from './paging.ts'

/** Where an item stands in a list that is ordered by a number: the lowest first, then by id. */
export type Rank = readonly [number, string]

export interface RankedRequest {
  limit: number
  cursor?: string | undefined
}

/**
 * Cuts one page out of a whole list that is not ordered by name. As of other lists, the cursor names the last item of the
 * page before and is bound to its list and filters.
 */
export function rankedPage<Item>(
  list: readonly Item[],
  rankOf: (item: Item) => Rank,
  { limit, cursor }: RankedRequest,
  filters: { list: string } & Record<string, unknown>
): PageOf<Item> {
  const digest = digestOf(filters)
  const after = cursor === undefined ? undefined : openCursor(cursor, digest)
  const ranked = list.map(item => ({ item, rank: rankOf(item) }))
  const sorted = ranked.toSorted((one, other) => compare(one.rank, other.rank))
  const rest = after ? sorted.filter(({ rank }) => compare(rank, after) > 0) : sorted
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  const left = rest.length - page.length
  return {
    items: page.map(({ item }) => item),
    returned: page.length,
    total: list.length,
    ...(left > 0 &&
      last && {
        next_cursor: Buffer.from(JSON.stringify([digest, ...last.rank])).toString('base64url'),
        hint: `${left} more: pass next_cursor as cursor, or filter.`
      })
  }
}

function compare(one: Rank, other: Rank): number {
  return one[0] - other[0] || (one[1] === other[1] ? 0 : one[1] < other[1] ? -1 : 1)
}

function openCursor(cursor: string, wanted: string): Rank {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    parts = undefined
  }
  if (Array.isArray(parts) && parts.length === 3) {
    const [digest, rank, id] = parts as unknown[]
    if (digest === wanted && typeof rank === 'number' && typeof id === 'string') return [rank, id]
  }
  throw new CodedError('invalid_argument', 'cursor does not belong to this list and these filters.', {
    hint: 'Pass next_cursor of the page before unchanged, with the same filters, or start again without cursor.'
  })
}

function digestOf(filters: Record<string, unknown>): string {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined)
  given.sort(([one], [other]) => (one < other ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(given)).digest('base64url').slice(0, 12)
}
