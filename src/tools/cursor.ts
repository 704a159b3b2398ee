import { createHash } from 'node:crypto'
import { CodedError } from '../errors.ts'

/** Where a page ended: what its last item is ordered by, and its id. */
export type Place<By extends string | number> = readonly [by: By, id: string]

/** What a cursor is for; one of another list, or of other filters, must not be taken for it. */
export type Bound = { list: string } & Record<string, unknown>

/** A cursor names the last item of its page, so that objects that come or go between two pages shift nothing. */
export function sealCursor(place: Place<string | number>, bound: Bound): string {
  return Buffer.from(JSON.stringify([digestOf(bound), ...place])).toString('base64url')
}

/** @throws `CodedError` invalid_argument for one that is made up, or of another list */
export function openCursor<By extends 'string' | 'number'>(
  cursor: string,
  bound: Bound,
  orderedBy: By
): Place<By extends 'string' ? string : number> {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    parts = undefined
  }
  if (Array.isArray(parts) && parts.length === 3) {
    const [digest, by, id] = parts as unknown[]
    if (digest === digestOf(bound) && typeof by === orderedBy && typeof id === 'string') {
      return [by as By extends 'string' ? string : number, id]
    }
  }
  throw new CodedError('invalid_argument', 'cursor does not belong to this list and these filters.', {
    hint: 'Pass next_cursor of the page before unchanged, with the same filters, or start again without cursor.'
  })
}

function digestOf(bound: Bound): string {
  const given = Object.entries(bound).filter(([, value]) => value !== undefined)
  given.sort(([one], [other]) => (one < other ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(given)).digest('base64url').slice(0, 12)
}
