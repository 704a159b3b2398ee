import { type Data, type Outcome, problemOf } from '../../src/calls/outcome.ts'
import type { Problem } from '../../src/errors.ts'

/**
 * Why a request other than `tools/call` was refused. Those have no result that could say so: it becomes an error of
 * JSON-RPC, whose `data` carries the same problem that the other face would answer.
 */
export class Refusal extends Error {
  readonly problem: Problem
  /** The resource that was asked for. */
  readonly uri: string | undefined

  constructor(problem: Problem, uri?: string) {
    super(problem.message)
    this.name = 'Refusal'
    this.problem = problem
    this.uri = uri
  }

  get data(): Record<string, unknown> {
    return { ...this.problem, ...(this.uri !== undefined && { uri: this.uri }) }
  }

  /** `missing`: what the era answers when there is no such resource. */
  codeWhere({ missing }: { missing: number }): number {
    if (this.problem.code === 'not_found' && this.uri !== undefined) return missing
    return this.problem.code === 'invalid_argument' || this.problem.code === 'not_found' ? -32_602 : -32_000
  }
}

/** @throws `Refusal` for an outcome that has none */
export function dataOf(outcome: Outcome, uri?: string): Data {
  const refusal = problemOf(outcome)
  if (refusal) throw new Refusal(refusal, uri)
  return 'data' in outcome ? outcome.data : {}
}
