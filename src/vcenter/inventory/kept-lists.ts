import { unlessAborted } from '../transport/abort.ts'
import type { Row } from './filters.ts'

/** Long lists, kept for seconds: whoever walks through their pages asks vCenter once. */
export interface KeptLists {
  /** The list of this key, whether it is there, on its way or has to be read. */
  share(
    key: string,
    read: (signal: AbortSignal) => Promise<readonly Row[]>,
    signal: AbortSignal | undefined
  ): Promise<readonly Row[]>
  /** Whether `share` would not have to read. */
  has(key: string): boolean
  /** Drops all of them; also what is being read now is for those only who wait for it already. */
  forget(): void
}

export const keptMs = 10_000
const mostLists = 4
const mostRows = 100_000

interface Entry {
  rows: Promise<readonly Row[]>
  /** Unset until it has been read. */
  size: number | undefined
  expiry: NodeJS.Timeout | undefined
  waiting: number
  controller: AbortController
}

export function createKeptLists(): KeptLists {
  /** Oldest first. */
  const entries = new Map<string, Entry>()

  function start(key: string, read: (signal: AbortSignal) => Promise<readonly Row[]>): Entry {
    const controller = new AbortController()
    const rows = read(controller.signal)
    const entry: Entry = { rows, size: undefined, expiry: undefined, waiting: 0, controller }
    entries.set(key, entry)
    rows.then(
      list => keep(key, entry, list.length),
      () => drop(key, entry)
    )
    return entry
  }

  async function share(
    key: string,
    read: (signal: AbortSignal) => Promise<readonly Row[]>,
    signal: AbortSignal | undefined
  ): Promise<readonly Row[]> {
    const entry = entries.get(key) ?? start(key, read)
    entry.waiting += 1
    try {
      return await unlessAborted(entry.rows, signal)
    } finally {
      entry.waiting -= 1
      if (entry.waiting === 0 && entry.size === undefined) abandon(key, entry)
    }
  }

  /** Nobody waits for it any more. */
  function abandon(key: string, entry: Entry): void {
    drop(key, entry)
    entry.controller.abort()
  }

  function keep(key: string, entry: Entry, size: number): void {
    entry.size = size
    if (entries.get(key) !== entry) return
    // to the end of the line: its age counts from now
    entries.delete(key)
    entries.set(key, entry)
    entry.expiry = setTimeout(drop, keptMs, key, entry).unref()
    for (const [oldKey, old] of entries) {
      if (!isTooMuch()) return
      if (old.size !== undefined) drop(oldKey, old)
    }
  }

  function isTooMuch(): boolean {
    const sizes = [...entries.values()].map(entry => entry.size).filter(size => size !== undefined)
    return sizes.length > mostLists || sizes.reduce((sum, size) => sum + size, 0) > mostRows
  }

  function drop(key: string, entry: Entry): void {
    clearTimeout(entry.expiry)
    if (entries.get(key) === entry) entries.delete(key)
  }

  function forget(): void {
    for (const entry of entries.values()) clearTimeout(entry.expiry)
    entries.clear()
  }

  return { share, has: key => entries.has(key), forget }
}
