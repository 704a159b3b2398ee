import { createShelf } from '../shelf.ts'

/** Something that has its place in an order: the key counts up. */
export interface Item {
  key: number
  /** As a data object. */
  show(): unknown
}

/**
 * A window on what happened. The client moves through it: it starts at the oldest item.
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ HistoryCollector
 */
export interface HistoryCollector {
  type: 'EventHistoryCollector' | 'TaskHistoryCollector'
  /** As the client gave it. */
  filter: unknown
  /** What fits, oldest first, looked up anew each time. */
  items(): Item[]
  pageSize: number
  /** Items with this key and above are ahead, the others behind. */
  position: number
}

export const histories = createShelf<HistoryCollector>()

/** What `maxCollector` of both managers says: so many may a session have of each. */
export const mostCollectors = 32

export const usualPage = 10

/** The newest first: the order is documented as none, but govmomi relies on this one. */
export function latestPage(collector: HistoryCollector): Item[] {
  return collector.items().slice(-collector.pageSize).toReversed()
}

/** The next newer items, oldest first. */
export function readNext(collector: HistoryCollector, most: number): Item[] {
  const page = collector
    .items()
    .filter(item => item.key >= collector.position)
    .slice(0, most)
  const last = page.at(-1)
  if (last) collector.position = last.key + 1
  return page
}

/** The next older items, newest first. */
export function readPrevious(collector: HistoryCollector, most: number): Item[] {
  const page = collector
    .items()
    .filter(item => item.key < collector.position)
    .slice(-most)
    .toReversed()
  const last = page.at(-1)
  if (last) collector.position = last.key
  return page
}

/** To just before the latest page. */
export function reset(collector: HistoryCollector): void {
  collector.position = latestPage(collector).at(-1)?.key ?? 0
}

export function rewind(collector: HistoryCollector): void {
  collector.position = 0
}
