import { appendFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import type { AuditRecord } from '../../src/audit/record.ts'

/** What somebody did before the task began. */
export interface PastRecord {
  at: Date
  principal: string
  role: string
  tool: string
  risk: string
  arguments: Record<string, unknown>
  outcome: AuditRecord['outcome']
  code?: string
}

/** Appends records to an audit file as the service would have written them, whose host is `vcenter`. */
export function writePast(path: string, vcenter: string, records: readonly PastRecord[]): void {
  const lines = records
    .map(record => fullRecord(vcenter, record))
    .toSorted((one, other) => (one.time < other.time ? -1 : 1))
    .map(record => `${JSON.stringify(record)}\n`)
  appendFileSync(path, lines.join(''))
}

function fullRecord(vcenter: string, { at, ...past }: PastRecord): AuditRecord {
  return {
    log: 'audit',
    v: 1,
    time: at.toISOString(),
    id: randomUUID(),
    request_id: randomUUID(),
    face: 'mcp',
    protocol: '2026-07-28',
    address: '10.1.0.7',
    vcenter,
    duration_ms: 12.5,
    ...past
  }
}
