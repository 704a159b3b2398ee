import type { AuditRecord } from './record.ts'

const mostRecords = 1000
const mostCharacters = 4 << 20

/** The last records of this process, for where there is no file to read them from. */
export interface RecentRecords {
  add(record: AuditRecord): void
  /** The newest first. */
  lines(): string[]
  /** From when on, in milliseconds since 1970, it has all of them. */
  readonly completeSince: number
}

export function createRecentRecords(): RecentRecords {
  const kept: { line: string; at: number }[] = []
  let characters = 0
  let completeSince = Date.now()
  return {
    add(record) {
      const line = JSON.stringify(record)
      kept.push({ line, at: Date.parse(record.time) })
      characters += line.length
      while (kept.length > mostRecords || characters > mostCharacters) {
        const dropped = kept.shift()
        if (!dropped) break
        characters -= dropped.line.length
        completeSince = dropped.at + 1
      }
    },
    lines: () => kept.map(({ line }) => line).toReversed(),
    get completeSince() {
      return completeSince
    }
  }
}
