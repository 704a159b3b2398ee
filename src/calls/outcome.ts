import { type ErrorCode, type Problem, catalogue, strippedFromProblem } from '../errors.ts'

/** How a call ended. Each face maps it once: routes/problem.ts for REST, routes/mcp/result.ts for MCP. */
export type Outcome =
  | { kind: 'ok'; data: Data; stripped?: number }
  | { kind: 'failed'; problem: Problem }
  | { kind: 'denied'; problem: Problem }
  | { kind: 'needs_confirmation'; problem: Problem; plan: Plan; stripped?: number }
  /** The change was accepted and goes on in vCenter; `data` says what is known so far. */
  | { kind: 'running'; task: TaskReference; data: Data; stripped?: number }
  /** A change was cut off after it had been sent: it may or may not have happened. */
  | { kind: 'unknown'; problem: Problem }

export type Data = Record<string, unknown>

/** What a call would do to which objects, said before it is done. */
export interface Plan {
  /** One sentence: "Delete VM 'web-01' (vm-1001) and its 2 disks (80 GiB)." */
  summary: string
  objects: { type: string; id: string; name: string }[]
  changes: { what: string; from?: string | number | boolean; to?: string | number | boolean }[]
  /** What may surprise: snapshots that go too, a guest that loses unsaved work. */
  warnings: string[]
}

/** A task of vCenter that was still going on when the call had to answer. */
export interface TaskReference {
  id: string
  state: string
  /** percent */
  progress?: number
}

export function problemOf(outcome: Outcome): Problem | undefined {
  return 'problem' in outcome ? outcome.problem : undefined
}

/** How many characters were stripped from the texts of an answer. */
export function strippedFrom(outcome: Outcome): number {
  const ofData = 'stripped' in outcome ? (outcome.stripped ?? 0) : 0
  return ofData + (problemOf(outcome)?.[strippedFromProblem] ?? 0)
}

/** The HTTP status of an outcome on the REST face. */
export function statusOf(outcome: Outcome): number {
  const refusal = problemOf(outcome)
  if (refusal) return catalogue[refusal.code].status
  return outcome.kind === 'running' ? 202 : 200
}

export function codeOf(outcome: Outcome): ErrorCode | undefined {
  return problemOf(outcome)?.code
}
