import type { ErrorCode, Problem } from '../errors.ts'
import { type ObjectArgument, objectTools } from '../tools/object-tools.ts'
import type { Outcome } from './outcome.ts'
import type { ToolCall } from './tool-call.ts'

/** `itself`: the same tool, with other arguments or later; the others show the object, or what objects there are. */
type Next = 'itself' | 'reader' | 'lister'

const nextByCode: Partial<Record<ErrorCode, Next>> = {
  invalid_argument: 'itself',
  ambiguous: 'itself',
  not_found: 'lister',
  rate_limited: 'itself',
  confirmation_required: 'itself',
  busy: 'itself',
  unavailable: 'itself',
  timeout: 'itself',
  cancelled: 'itself',
  invalid_state: 'reader',
  conflict: 'reader',
  outcome_unknown: 'reader'
}

/**
 * The outcome with the tool to go on with: the one that whoever refused has named, or what the code suggests. Never one
 * that the caller cannot call.
 */
export function withNextTool(
  call: Pick<ToolCall, 'name' | 'arguments'>,
  outcome: Outcome,
  mayUse: (tool: string) => boolean
): Outcome {
  if (!('problem' in outcome)) return outcome
  const next = nextToolOf(call, outcome.problem)
  const { next_tool: _named, ...problem } = outcome.problem
  const told = next !== undefined && mayUse(next) ? { ...problem, next_tool: next } : problem
  return { ...outcome, problem: told }
}

function nextToolOf(
  { name, arguments: given }: Pick<ToolCall, 'name' | 'arguments'>,
  { code, next_tool: named }: Problem
): string | undefined {
  const next = nextByCode[code]
  if (named !== undefined || next === undefined) return named
  if (next === 'itself') return name
  const about = (Object.keys(objectTools) as ObjectArgument[]).find(argument => argument in given)
  return about && objectTools[about][next]
}
