import { setImmediate as nextTurn } from 'node:timers/promises'

/** What a list is ordered by. */
export interface Named {
  id: string
  name: string
}

export interface Entry<Source> extends Named {
  source: Source
  lowerCase: string
}

/** Sorting more than this would hold up everybody else for too long, when rows differ in their tenth column only. */
const sortedInOneTurn = 4_000

/** A list that is kept is cut into many pages, and is ordered once; forgotten with the list itself. */
const orders = new WeakMap<readonly unknown[], Promise<Entry<unknown>[]>>()

/** The list by name, without regard to case, then by id. */
export function ordered<Source extends { name: string }>(
  list: readonly Source[],
  idOf: (source: Source) => string
): Promise<Entry<Source>[]> {
  const known = orders.get(list) as Promise<Entry<Source>[]> | undefined
  if (known) return known
  const entries = list.map(source => entryOf({ id: idOf(source), name: source.name }, source))
  const sorted = sortedInTurns(entries, byNameThenId)
  orders.set(list, sorted)
  return sorted
}

/** How many entries of an order come up to and including this one, whether it is still there or not. */
export function countUpTo(entries: readonly Entry<unknown>[], last: Named): number {
  const wanted = entryOf(last, undefined)
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const entry = entries[middle]
    if (entry && byNameThenId(entry, wanted) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

function entryOf<Source>({ id, name }: Named, source: Source): Entry<Source> {
  return { id, name, source, lowerCase: name.toLowerCase() }
}

/** A stable sort that lets others in between: pieces are sorted, and then merged by twos. */
export async function sortedInTurns<Item>(
  items: readonly Item[],
  compare: (one: Item, other: Item) => number
): Promise<Item[]> {
  let runs: Item[][] = []
  for (let start = 0; start < items.length; start += sortedInOneTurn) {
    if (start > 0) await nextTurn()
    runs.push(items.slice(start, start + sortedInOneTurn).toSorted(compare))
  }
  while (runs.length > 1) {
    const merged: Item[][] = []
    for (let at = 0; at < runs.length; at += 2)
      merged.push(await mergedInTurns(runs[at] ?? [], runs[at + 1] ?? [], compare))
    runs = merged
  }
  return runs[0] ?? []
}

/** Of equals those of the first come first. */
async function mergedInTurns<Item>(
  one: readonly Item[],
  other: readonly Item[],
  compare: (one: Item, other: Item) => number
): Promise<Item[]> {
  const merged: Item[] = []
  for (let [left, right] = [0, 0]; left < one.length || right < other.length;) {
    const isOther =
      left === one.length || (right < other.length && compare(other[right] as Item, one[left] as Item) < 0)
    merged.push((isOther ? other[right++] : one[left++]) as Item)
    if (merged.length % sortedInOneTurn === 0) await nextTurn()
  }
  return merged
}

/** Long enough to get on, and too short for others to notice. */
const turnMs = 10

/**
 * Like `filter`, for tests that may take long: others have their turn in between, and whoever does not wait any more
 * ends it.
 */
export async function filteredInTurns<Item>(
  items: readonly Item[],
  holds: (item: Item) => boolean,
  signal: AbortSignal
): Promise<Item[]> {
  const found: Item[] = []
  let endsAt = performance.now() + turnMs
  for (const item of items) {
    if (performance.now() > endsAt) {
      await nextTurn()
      signal.throwIfAborted()
      endsAt = performance.now() + turnMs
    }
    if (holds(item)) found.push(item)
  }
  return found
}

/** By code unit and not by locale: the order must be the same on every machine. */
function byNameThenId(one: Entry<unknown>, other: Entry<unknown>): number {
  return order(one.lowerCase, other.lowerCase) || order(one.name, other.name) || order(one.id, other.id)
}

function order(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
