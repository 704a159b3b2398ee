import type { AuditRecord } from '../../src/audit/record.ts'
import type { Change, Facts } from './facts.ts'
import type { MeteredCall } from './meter.ts'

/** What the person was asked, and what had been changed by then. */
export interface Question {
  text: string
  changes: Change[]
}

/** What a checker may know of an attempt: the truth, and not what was said of it. */
export interface Seen {
  before: Facts
  after: Facts
  /** Of the second vCenter, where there is one. */
  second?: { before: Facts; after: Facts }
  /** In all vCenters. */
  changes: Change[]
  questions: Question[]
  calls: readonly MeteredCall[]
  /** The audit: what was done before the task began, and the calls of the attempt. */
  records: AuditRecord[]
  now: Date
}
