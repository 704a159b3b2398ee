import { CodedError, type Problem, strippedFromProblem } from '../../errors.ts'
import type { ResourceChange } from './resource-rules.ts'

export interface ChangeResult extends ResourceChange {
  status: 'changed' | 'unchanged' | 'failed' | 'unknown'
  problem?: Problem
  /** The error behind it, for the service's own log. */
  cause?: unknown
}

export interface Failure {
  problem: Problem
  cause: unknown
}

export function resultOf(change: ResourceChange, failure: Failure | undefined): ChangeResult {
  if (change.from === change.to) return { ...change, status: 'unchanged' }
  if (!failure) return { ...change, status: 'changed' }
  return { ...change, status: failure.problem.code === 'outcome_unknown' ? 'unknown' : 'failed', ...failure }
}

/**
 * `undefined` when all went well; otherwise an error that says what was changed beside what was not: a caller must
 * not take one half for the whole.
 */
export function partlyDone(vm: string, results: readonly ChangeResult[]): CodedError | undefined {
  // what nobody knows weighs more than what is known to have failed
  const worst =
    results.find(each => each.status === 'unknown') ?? results.find(each => each.status === 'failed')
  if (!worst?.problem) return undefined
  const { code, hint } = worst.problem
  return new CodedError(code, `${vm}: ${results.map(sentenceOf).join(' ')}`, {
    ...(hint !== undefined && { hint }),
    cause: worst.cause,
    stripped: results.reduce((sum, { problem }) => sum + (problem?.[strippedFromProblem] ?? 0), 0),
    details: Object.fromEntries(results.map(each => [each.what, detailsOf(each)]))
  })
}

function sentenceOf({ what, from, to, status, problem }: ChangeResult): string {
  switch (status) {
    case 'changed':
      return `${what} was changed from ${from} to ${to}.`
    case 'unchanged':
      return `${what} was ${to} already.`
    default:
      return `${what} ${status === 'failed' ? 'was not changed' : 'may or may not have changed'}: ${problem?.message ?? ''}`
  }
}

function detailsOf({ status, from, to, problem }: ChangeResult) {
  return { status, from, to, ...(problem && { code: problem.code, message: problem.message }) }
}
