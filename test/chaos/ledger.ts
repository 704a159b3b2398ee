import { setTimeout as sleep } from 'node:timers/promises'
import type { Exchange } from '../../src/simulator/index.ts'
import type { Told } from './callers.ts'

/** Everything that was asked and answered in a run, and what was wrong with it. */
export interface Ledger {
  calls: { tool: string; told: Told }[]
  /** Sentences; none when all is well. */
  violations: string[]
  /** Makes one call. A call that ends without an answer, or late, is a violation. */
  watch(tool: string, call: () => Promise<Told>): Promise<Told>
  /** From now on for so long a connection may have ended at any moment, of which the vCenter keeps no record. */
  cutFor(milliseconds: number): void
  wasCutSince(time: number): boolean
}

/** How much later than its deadline an answer may come, on a machine that has other things to do. */
const graceMs = 2000

/** @param deadlineMs when a call must have been answered */
export function createLedger(deadlineMs: number): Ledger {
  const calls: Ledger['calls'] = []
  const violations: string[] = []
  let cutUntil = -Infinity

  async function watch(tool: string, call: () => Promise<Told>): Promise<Told> {
    const told = await call().catch((error: unknown) => {
      violations.push(`${tool} had no answer: ${String(error)}`)
      throw error
    })
    calls.push({ tool, told })
    const sentence = JSON.stringify(told)
    if (told.afterMs > deadlineMs + graceMs) violations.push(`${tool} was answered late: ${sentence}`)
    if (told.code === 'internal') violations.push(`${tool} failed inside the service: ${sentence}`)
    if (told.code && !isOfUse(told)) violations.push(`${tool} does not say what and what to do: ${sentence}`)
    // as any sensible caller
    if (told.code === 'unavailable') await sleep(100)
    return told
  }

  return {
    calls,
    violations,
    watch,
    cutFor: milliseconds => void (cutUntil = Math.max(cutUntil, performance.now() + milliseconds)),
    wasCutSince: time => time < cutUntil
  }
}

/** One sentence of what went wrong and one of what to do. */
function isOfUse({ message = '', hint = '' }: Told): boolean {
  return message.length > 20 && /[.'")}]$|[\w]$/.test(message) && hint.length > 10
}

export interface Evidence {
  what: string
  startedAt: number
  told: Told
  /** Requests for this change that vCenter may have carried out. */
  arrived: readonly Exchange[]
  /** Whether it shows now. */
  happened: boolean
}

/** Holds the answer to a change against what became of it. */
export function judge(ledger: Ledger, { what, startedAt, told, arrived, happened }: Evidence): void {
  const complain = (why: string) =>
    ledger.violations.push(
      `${what} ${why}; answer ${JSON.stringify(told)}, arrived ${JSON.stringify(
        arrived.map(({ method, path, query, status, answerBody, faulty }) => ({
          method,
          path,
          query,
          status,
          answerBody,
          faulty
        }))
      )}`
    )
  if (arrived.length > 1) complain('was sent again although it may have happened')
  if (told.code === undefined) {
    const isOver = (told.data['task'] as { state?: string } | undefined)?.state !== 'running'
    if (isOver && !happened) complain('was answered as done and did not happen')
  } else if (told.code === 'outcome_unknown') {
    if (!arrived.some(({ faulty }) => faulty) && !ledger.wasCutSince(startedAt)) {
      complain('was answered as unknown although vCenter had answered')
    }
  } else if (happened) complain(`was answered as ${told.code} and happened`)
}
