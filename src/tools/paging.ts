import { createHash } from 'node:crypto'
import { CodedError } from '../errors.ts'
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
const pageSizes = { brief: { usual: 50, most: mostItems }, verbose: { usual: 25, most: mostItems / 2 } }

/**
 * Cuts one page out of a list that vCenter answers whole, sorted by name. The cursor names the last item of
 * the page before, so that objects that come or go between two pages shift nothing; it is bound to its list and filters.
 */
export function pageOf<Item extends { id: string; name: string }>(
  items: readonly Item[],
  { limit, cursor, verbose = false }: PageRequest,
  filters: { list: string } & Record<string, unknown>
): PageOf<Item> {
  const detail = verbose ? 'verbose' : 'brief'
  const sorted = items.toSorted(byNameThenId)
  const after = cursor === undefined ? undefined : openCursor(cursor, filters)
  const start = after ? sorted.findIndex(item => byNameThenId(item, after) > 0) : 0
  const rest = start < 0 ? [] : sorted.slice(start)
  const page = rest.slice(0, Math.min(limit ?? pageSizes[detail].usual, pageSizes[detail].most))
  const last = page.at(-1)
  const left = rest.length - page.length
  return {
    items: page,
    returned: page.length,
    total: sorted.length,
    ...(left > 0 &&
      last && {
        next_cursor: sealCursor(last, filters),
        hint: `${left} more: pass next_cursor as cursor, or filter.`
      })
  }
}

/** Without regard to case, but by code unit and not by locale: the order must be the same on every machine. */
function byNameThenId(one: Named, other: Named): number {
  return (
    order(one.name.toLowerCase(), other.name.toLowerCase()) ||
    order(one.name, other.name) ||
    order(one.id, other.id)
  )
}

function order(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

interface Named {
  id: string
  name: string
}

function sealCursor(last: Named, filters: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify([digestOf(filters), last.name, last.id])).toString('base64url')
}

function openCursor(cursor: string, filters: Record<string, unknown>): Named {
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
