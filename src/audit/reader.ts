import { unlessAborted } from '../abort.ts'
import { type FileHandle, open } from 'node:fs/promises'
import { type CallQuery, createCallFilter } from './call-filter.ts'
import { type Batch, disorderMs, endFor, linesBefore } from './lines.ts'
import { type PastCall, pastCallIn } from './past-call.ts'
import { createRecentRecords } from './recent.ts'
import type { AuditRecord } from './record.ts'

/** What a search found. */
export interface CallsFound {
  /** The newest first. */
  calls: PastCall[]
  /** How many match; more may, where the search did not end. */
  total: number
  /** It reached `since`, or the beginning of all there is. */
  isWhole: boolean
  /** From when on every record was looked at; unset where there is none at all. */
  completeSince?: string
  /** Lines that are no records. */
  skipped: number
  /** `memory`: there is no file to read, and this process knows only what it wrote itself. */
  source: 'file' | 'memory'
}

export interface SearchOptions {
  /** Calls that it does not hold for do not exist. */
  isVisible?: (call: PastCall) => boolean
  /** How much of the file is read at most. */
  mostBytes?: number
  signal?: AbortSignal | undefined
}

export interface AuditReader {
  /** Told of every record that is written. */
  remember(record: AuditRecord): void
  search(query: CallQuery, options?: SearchOptions): Promise<CallsFound>
  close(): Promise<void>
}

interface Source {
  kind: CallsFound['source']
  remember(record: AuditRecord): void
  /** Batches of lines, the newest first: all that was before `until`, and some that was not. */
  batches(until: number): AsyncIterable<Batch> | Iterable<Batch>
  /** From when on all is there; unset where its oldest record says that. */
  readonly completeSince?: number
  close(): Promise<void>
}

const mostBytesUsually = 32 << 20
const mostCounted = 1000
const mostBeyondLimit = 100
/** So many lines in a row that are too old end a search: a clock that was wrong for a moment must not. */
const tooOldInARow = 1000

/**
 * Searches what the audit has written, from its end. One search is carried out at a time, in pieces between which others
 * have their turn: neither the size of the file nor the number of callers holds up the service or fills its memory.
 * `path`: AUDIT_LOG_PATH. What cannot be read, such as a pipe, is replaced by the last records of this process.
 */
export async function openAuditReader(path?: string): Promise<AuditReader> {
  const source = sourceOf(path === undefined ? undefined : await openForReading(path))
  let lane: Promise<unknown> = Promise.resolve()

  return {
    remember: record => source.remember(record),
    search(query, options = {}) {
      const found = lane.then(() => searchIn(source, query, options))
      lane = found.catch(() => undefined)
      // in the lane as well: its caller may have gone before its turn
      return unlessAborted(found, options.signal)
    },
    close: () => source.close()
  }
}

/** Kept open: a file that is moved away is written on, and so it is read on. */
async function openForReading(path: string): Promise<FileHandle | undefined> {
  const file = await open(path, 'r').catch(() => undefined)
  if (!file || (await file.stat()).isFile()) return file
  await file.close()
  return undefined
}

function sourceOf(file: FileHandle | undefined): Source {
  if (file) {
    return {
      kind: 'file',
      remember: () => undefined,
      async *batches(until) {
        yield* linesBefore(file, await endFor(file, until))
      },
      close: () => file.close()
    }
  }
  const recent = createRecentRecords()
  return {
    kind: 'memory',
    remember: record => recent.add(record),
    batches: () => [{ lines: recent.lines(), bytes: 0 }],
    get completeSince() {
      return recent.completeSince
    },
    close: () => Promise.resolve()
  }
}

async function searchIn(
  source: Source,
  query: CallQuery,
  { isVisible = () => true, mostBytes = mostBytesUsually, signal }: SearchOptions
): Promise<CallsFound> {
  const tally = createTally(query, isVisible)
  signal?.throwIfAborted()
  let bytes = 0
  let isWhole = true
  for await (const batch of source.batches(query.until ?? Infinity)) {
    signal?.throwIfAborted()
    isWhole = bytes < mostBytes && tally.total < mostCounted
    if (!isWhole) break
    for (const line of batch.lines) tally.take(line)
    bytes += batch.bytes
    if (tally.isPastSince) break
  }
  const { calls, total, skipped, reached } = tally
  isWhole ||= reached !== undefined && reached < (query.since ?? -Infinity) - disorderMs
  // more of the same millisecond may stand before what was read
  const back = isWhole ? (source.completeSince ?? reached) : reached === undefined ? undefined : reached + 1
  const completeSince = tally.isPastSince ? query.since : latest(back, query.since)
  return {
    calls,
    total,
    isWhole,
    ...(completeSince !== undefined && { completeSince: new Date(completeSince).toISOString() }),
    skipped,
    source: source.kind
  }
}

function latest(back: number | undefined, since: number | undefined): number | undefined {
  return back === undefined || since === undefined ? back : Math.max(back, since)
}

/** Counts lines, and keeps the first matches up to the limit. */
function createTally(query: CallQuery, isVisible: (call: PastCall) => boolean) {
  const { since = -Infinity, limit } = query
  const matches = createCallFilter(query)
  const ids = new Set<string>()
  const calls: PastCall[] = []
  const tally = { calls, total: 0, skipped: 0, reached: undefined as number | undefined, isPastSince: false }
  let tooOld = 0

  function take(line: string | undefined): void {
    const call = line === undefined ? undefined : pastCallIn(line)
    if (!call) {
      tally.skipped += 1
      return
    }
    tally.reached = call.at
    tooOld = call.at < since - disorderMs ? tooOld + 1 : 0
    tally.isPastSince ||= tooOld >= tooOldInARow
    if (matches(call) && isVisible(call)) count(call)
  }

  /** Of a call that is told of more than once the last record counts, which is met first. */
  function count(call: PastCall): void {
    if (call.id !== undefined && ids.size === ids.add(call.id).size) return
    tally.total += 1
    const isOfLast = call.at === calls.at(-1)?.at && calls.length < limit + mostBeyondLimit
    if (calls.length < limit || isOfLast) calls.push(call)
  }

  return Object.assign(tally, { take })
}
