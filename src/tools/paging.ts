import { createHash } from 'node:crypto'
import { CodedError } from '../errors.ts'
import { countUpTo, type Named, ordered } from './order.ts'
import { mostItems } from './schemas.ts'

export interface PageRequest {
  limit?: number | undefined
  cursor?: string | undefined
  verbose?: boolean | undefined
}

export interface PageOf<Item> {
  items: Item[]
  returned: number
  total: number
  next_cursor?: string
  hint?: string
}

/** A page must fit into a model's context: a verbose row is about three times as long as a brief one. */
export const pageSizes = {
  brief: { usual: 50, most: mostItems },
  verbose: { usual: 25, most: mostItems / 2 }
}

/** How the objects of a list become the items of a page. */
export interface PageView<Source, Item> {
  idOf: (source: Source) => string
  itemOf: (source: Source) => Item
}

/**
 * Cuts one page out of a whole list, sorted by name. The cursor names the last item of the page before, so that objects
 * that come or go between two pages shift nothing; it is bound to its list and filters.
 */
export async function pageOf<Source extends { name: string }, Item>(
  list: readonly Source[],
  { idOf, itemOf }: PageView<Source, Item>,
  { limit, cursor, verbose = false }: PageRequest,
  filters: { list: string } & Record<string, unknown>
): Promise<PageOf<Item>> {
  const detail = verbose ? 'verbose' : 'brief'
  const after = cursor === undefined ? undefined : openCursor(cursor, filters)
  const entries = await ordered(list, idOf)
  const start = after ? countUpTo(entries, after) : 0
  const end = start + Math.min(limit ?? pageSizes[detail].usual, pageSizes[detail].most)
  const page = entries.slice(start, end)
  const last = page.at(-1)
  const left = Math.max(0, entries.length - end)
  return {
    items: page.map(({ source }) => itemOf(source)),
    returned: page.length,
    total: entries.length,
    ...(left > 0 &&
      last && {
        next_cursor: sealCursor(last, filters),
        hint: `${left} more: pass next_cursor as cursor, or filter.`
      })
  }
}

export function sealCursor(last: Named, filters: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify([digestOf(filters), last.name, last.id])).toString('base64url')
}

export function openCursor(cursor: string, filters: Record<string, unknown>): Named {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    parts = undefined
  }
  if (Array.isArray(parts) && parts.length === 3) {
    const [digest, name, id] = parts as unknown[]
    if (digest === digestOf(filters) && typeof name === 'string' && typeof id === 'string')
      return { name, id }
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
