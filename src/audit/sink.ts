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
  return path === undefined ? sinkOver(writeToStdout, () => undefined) : fileSink(path)
}

function fileSink(path: string): AuditSink {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'a', 0o600)
  return sinkOver(
    line => writeWhole(file, line),
    () => closeSync(file)
  )
}

function sinkOver(writeLine: (line: string) => void, close: () => void): AuditSink {
  let failure: Error | undefined
  return {
    write(record) {
      try {
        // a line that was cut by the failure before must not run into this one
        writeLine(`${failure ? '\n' : ''}${JSON.stringify(record)}\n`)
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

function writeWhole(file: number, line: string): void {
  const bytes = Buffer.from(line)
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
}

/** Node writes to a file, a pipe or a terminal on stdout synchronously: https://nodejs.org/api/process.html#a-note-on-process-io */
function writeToStdout(line: string): void {
  process.stdout.write(line)
}
