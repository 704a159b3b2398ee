import { type Data, type Outcome, problemOf } from '../../src/calls/outcome.ts'
import { type Problem, problem } from '../../src/errors.ts'
import { cleanText } from '../../src/text.ts'

/** Any that names something is shorter. */
const longestUri = 2048

/**
 * Why a request other than `tools/call` was refused. Those have no result that could say so: it becomes an error of
 * JSON-RPC, whose `data` carries the same problem that the other face would answer.
 */
export class Refusal extends Error {
  readonly problem: Problem
  /** The resource that was asked for, as it may be shown. */
  readonly uri: string | undefined

  constructor(refusal: Problem, uri?: string) {
    super(refusal.message)
    this.name = 'Refusal'
    this.problem = refusal
    this.uri = uri === undefined ? undefined : cleanText(uri, { longest: longestUri }).value
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

/**
 * A list that has one page only.
 *
 * @throws `Refusal` for a cursor, which can only be of another server
 * @see https://modelcontextprotocol.io/specification/2025-11-25/server/utilities/pagination#error-handling
 */
export function onlyPage<List>(cursor: string | undefined, list: List): List {
  if (cursor === undefined) return list
  const hint = 'Ask without a cursor: the list has one page.'
  throw new Refusal(problem('invalid_argument', 'This cursor is none of this list.', { hint }))
}
