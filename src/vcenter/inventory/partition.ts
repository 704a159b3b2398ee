import { VcenterApiError } from '../errors.ts'
import { matching, valuesOf, type ListFilter, type Row } from './filters.ts'
import { batches } from '../automation/filter-batches.ts'
import type { ListKind } from './kinds.ts'
import type { LookUp } from './splits.ts'

/** Asks for one list; refused when it is too long. */
export type Get = (kind: ListKind, filter: ListFilter) => Promise<readonly Row[]>

/**
 * A list longer than its cap is refused, never cut. The same type elsewhere means that resources or licences are short.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/api/vcenter/vm/get/
 */
export function isBeyondCap(error: unknown): error is VcenterApiError {
  return error instanceof VcenterApiError && error.errorType === 'UNABLE_TO_ALLOCATE_RESOURCE'
}

/**
 * The whole of a list that vCenter refuses, put together from lists that it answers: filters divide it until each part
 * is short enough. What moves from one part to another meanwhile is there once, as it was seen last; a VM that moves
 * from a host that was not asked yet to one that was is missed until the next time.
 *
 * @throws `VcenterApiError` when a part is refused that no filter divides
 */
export async function readInParts(
  kind: ListKind,
  refused: ListFilter,
  get: Get,
  look: LookUp
): Promise<readonly Row[]> {
  let failed = false

  async function ask(filter: ListFilter): Promise<Row[]> {
    if (failed) return []
    try {
      return [...(await get(kind, filter))]
    } catch (error) {
      if (isBeyondCap(error)) return divide(filter, error)
      failed = true
      throw error
    }
  }

  async function divide(filter: ListFilter, refusal?: VcenterApiError): Promise<Row[]> {
    const parts = await partsOf(kind, filter, look)
    if (parts) return askAll(parts)
    const root = await kind.walk?.root(filter, look)
    if (root !== undefined) return walk(filter, root)
    if (!refusal) return ask(filter)
    failed = true
    throw refusal.withMessage(
      `The smallest part of it is too long as well (${wordsOf(filter)}): filter by name.`
    )
  }

  /** Not spread into a call: there may be more rows than a call may have arguments. */
  async function askAll(parts: readonly ListFilter[]): Promise<Row[]> {
    return (await Promise.all(parts.map(ask))).flat()
  }

  async function walk(filter: ListFilter, root: string): Promise<Row[]> {
    const parents = kind.walk?.parents ?? ''
    const ids = Object.entries(kind.fields).find(([, field]) => field === kind.id)?.[0] ?? ''
    const found = await ask({ [ids]: [root] })
    let level = [root]
    while (level.length > 0) {
      const children = await askAll(batches(level).map(part => ({ [parents]: part })))
      for (const child of children) found.push(child)
      level = children.map(child => String(child[kind.id]))
    }
    return [...matching(found, filter, kind.fields)]
  }

  return withoutDoubles(await divide(refused), kind.id)
}

/** First what divides best, then values that are given together, then what is left. */
async function partsOf(
  { splits: [first, ...others], walk }: ListKind,
  filter: ListFilter,
  look: LookUp
): Promise<ListFilter[] | undefined> {
  const isStep = walk !== undefined && walk.parents in filter
  const parts = (isStep ? undefined : await first?.(filter, look)) ?? halves(filter)
  if (parts || isStep) return parts
  for (const split of others) {
    const divided = await split(filter, look)
    if (divided) return divided
  }
  return undefined
}

function halves(filter: ListFilter): ListFilter[] | undefined {
  for (const name of Object.keys(filter)) {
    const values = valuesOf(filter, name)
    if (values.length < 2) continue
    const middle = Math.ceil(values.length / 2)
    return [values.slice(0, middle), values.slice(middle)].map(half => ({ ...filter, [name]: half }))
  }
  return undefined
}

function wordsOf(filter: ListFilter): string {
  return Object.entries(filter)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')
}

function withoutDoubles(rows: readonly Row[], id: string): Row[] {
  return [...new Map(rows.map(row => [row[id], row])).values()]
}
