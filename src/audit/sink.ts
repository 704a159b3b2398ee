import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { AuditRecord } from './record.ts'

export interface AuditSink {
  /** Hands one line to the operating system before it returns. Throws when that fails. */
  write(record: AuditRecord): void
  /** The failure of the last write; `undefined` while records get through. */
  readonly failure: Error | undefined
  close(): void
}

/**
 * Appends JSON Lines to a file, or to stdout without a path. Writes are synchronous: a record that `write` took is
 * out of this process, and a kill loses none. Throws when the file cannot be opened.
 */
export function openAuditSink(path?: string): AuditSink {
  if (path === undefined) return sinkOver(stdout, () => undefined)
  const file = openForAppending(path)
  return sinkOver(file, () => closeSync(file))
}

function openForAppending(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true })
    return openSync(path, 'a', 0o600)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`AUDIT_LOG_PATH: ${reason}. Point it to a file that can be written.`, { cause: error })
  }
}

// not process.stdout: it buffers what a slow reader does not take, and a kill loses that
const stdout = 1

/** How long a full pipe may hold the process; after that the sink counts as failed until its reader is back. */
const patienceMs = 1000

function sinkOver(file: number, close: () => void): AuditSink {
  let failure: Error | undefined
  return {
    write(record) {
      try {
        // a line that was cut by the failure before must not run into this one
        writeWhole(file, `${failure ? '\n' : ''}${JSON.stringify(record)}\n`, failure ? 0 : patienceMs)
        failure = undefined
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error))
        throw failure
      }
    },
    get failure() {
      return failure
    },
    close
  }
}

function writeWhole(file: number, line: string, waitMs: number): void {
  const bytes = Buffer.from(line)
  const giveUpAt = performance.now() + waitMs
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(file, bytes, written)
    } catch (error) {
      const isFull = (error as NodeJS.ErrnoException).code === 'EAGAIN'
      if (!isFull || performance.now() >= giveUpAt) throw error
      Atomics.wait(sleeper, 0, 0, 5)
    }
  }
}

const sleeper = new Int32Array(new SharedArrayBuffer(4))
