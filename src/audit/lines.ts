import type { FileHandle } from 'node:fs/promises'
import { pastCallIn } from './past-call.ts'

/** Lines of one piece of the audit, the newest first; `undefined` stands for one that is too long to be a record. */
export interface Batch {
  lines: (string | undefined)[]
  bytes: number
}

/** Parsing so much takes about half a millisecond: others have their turn after each. */
const chunkBytes = 64 << 10
const longestLine = 256 << 10
const lineFeed = 0x0a

/**
 * The lines of a file before `end`, from there to its beginning. A file that is cut short meanwhile ends the reading, and
 * whatever its lines are, at most one of them and one chunk is in memory.
 */
export async function* linesBefore(file: FileHandle, end: number): AsyncGenerator<Batch> {
  const line = createLineEnd()
  for (let left = end; left > 0;) {
    const start = Math.max(0, left - chunkBytes)
    const chunk = await readAt(file, start, left - start)
    if (chunk.length < left - start) return
    const lines: (string | undefined)[] = []
    let to = chunk.length
    for (let at = lineFeedBefore(chunk, to); at >= 0; at = lineFeedBefore(chunk, to)) {
      line.grow(chunk.subarray(at + 1, to))
      line.end(lines)
      to = at
    }
    line.grow(chunk.subarray(0, to))
    if (start === 0) line.end(lines)
    yield { lines, bytes: chunk.length }
    left = start
  }
}

/** Negative positions count from the end of a buffer: at its beginning nothing is left to look at. */
function lineFeedBefore(chunk: Buffer, to: number): number {
  return to === 0 ? -1 : chunk.lastIndexOf(lineFeed, to - 1)
}

/** A line of which the end is known already, and of which more of the beginning comes with each chunk. */
function createLineEnd() {
  let pieces: Buffer[] = []
  let bytes = 0
  return {
    grow(piece: Buffer): void {
      bytes += piece.length
      if (bytes > longestLine) pieces = []
      else pieces.unshift(piece)
    },
    /** Empty lines are none. */
    end(lines: (string | undefined)[]): void {
      if (bytes > longestLine) lines.push(undefined)
      else if (bytes > 0) lines.push(Buffer.concat(pieces).toString())
      pieces = []
      bytes = 0
    }
  }
}

/** Less than `length` only where the file ends. */
async function readAt(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, start + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}

/** Clocks are set back, and several processes may write to one file: lines are in order of time only about. */
export const disorderMs = 10_000

/**
 * Where to begin to read backwards for what was before `until`: found by halving, so that a day of last month costs no
 * more than one of today. Where nothing can be told it is further back in the file than need be, never too early.
 */
export async function endFor(file: FileHandle, until: number): Promise<number> {
  let high = (await file.stat()).size
  let low = 0
  while (high - low > 8 * chunkBytes) {
    const middle = low + Math.floor((high - low) / 2)
    const found = await firstRecordAfter(file, middle)
    if (!found || found.start >= high) break
    if (found.at > until + disorderMs) high = found.start
    else low = middle
  }
  return high
}

async function firstRecordAfter(file: FileHandle, position: number) {
  const chunk = await readAt(file, position, chunkBytes)
  let start = chunk.indexOf(lineFeed) + 1
  for (
    let end = chunk.indexOf(lineFeed, start);
    start > 0 && end >= 0;
    end = chunk.indexOf(lineFeed, start)
  ) {
    const call = pastCallIn(chunk.toString('utf8', start, end))
    if (call) return { at: call.at, start: position + start }
    start = end + 1
  }
  return undefined
}
