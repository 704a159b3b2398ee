import type { Flights } from '../flights.ts'
import type { Row } from './filters.ts'

/** Long lists, kept for seconds: whoever walks through their pages asks vCenter once. */
export interface KeptLists {
  /** The list of this key, whether it is there, on its way or has to be read. */
  share(
    key: string,
    read: (signal: AbortSignal) => Promise<readonly Row[]>,
    signal: AbortSignal | undefined
  ): Promise<readonly Row[]>
  has(key: string): boolean
  /** Drops all of them; what is being read now is not kept. */
  forget(): void
}

export const keptMs = 10_000
const mostLists = 4
const mostRows = 100_000

interface Entry {
  rows: readonly Row[]
  expiry: NodeJS.Timeout
}

export function createKeptLists(flights: Flights): KeptLists {
  /** Oldest first. */
  const entries = new Map<string, Entry>()
  /** Counts what is forgotten, so that a read that began before is told from one that began after. */
  let epoch = 0

  async function share(
    key: string,
    read: (signal: AbortSignal) => Promise<readonly Row[]>,
    signal: AbortSignal | undefined
  ): Promise<readonly Row[]> {
    const entry = entries.get(key)
    return entry ? entry.rows : flights.share(`kept ${key}`, during => readAndKeep(key, read, during), signal)
  }

  async function readAndKeep(
    key: string,
    read: (signal: AbortSignal) => Promise<readonly Row[]>,
    signal: AbortSignal
  ): Promise<readonly Row[]> {
    const begunIn = epoch
    const rows = await read(signal)
    if (epoch === begunIn) keep(key, rows)
    return rows
  }

  function keep(key: string, rows: readonly Row[]): void {
    drop(key)
    entries.set(key, { rows, expiry: setTimeout(drop, keptMs, key).unref() })
    for (const oldKey of entries.keys()) {
      if (!isTooMuch()) return
      drop(oldKey)
    }
  }

  function isTooMuch(): boolean {
    const rows = [...entries.values()].reduce((sum, entry) => sum + entry.rows.length, 0)
    return entries.size > mostLists || rows > mostRows
  }

  function drop(key: string): void {
    clearTimeout(entries.get(key)?.expiry)
    entries.delete(key)
  }

  function forget(): void {
    epoch += 1
    for (const key of entries.keys()) drop(key)
  }

  return { share, has: key => entries.has(key), forget }
}
