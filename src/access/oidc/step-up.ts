import type { ToolCall } from '../../calls/tool-call.ts'
import { CodedError } from '../../errors.ts'
import type { Policy } from '../policy.ts'
import type { Principal } from '../principal.ts'

/**
 * The error of a whole request that another token would allow: its principal has its token from the issuer, and its role
 * was what every one of the calls was refused for. `undefined` when any of them was allowed, or refused for something
 * else: then each call has an answer of its own.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization#scope-challenge-handling
 */
export function stepUpOf(
  principal: Principal,
  calls: readonly ToolCall[],
  policy: Pick<Policy, 'mayUse'>
): CodedError | undefined {
  const [first] = calls
  if (!principal.fromIssuer || first?.outcome?.kind !== 'denied') return undefined
  if (!calls.every(isForRole)) return undefined
  const { code, message, hint } = first.outcome.problem
  return new CodedError(code, message, hint === undefined ? {} : { hint })

  function isForRole({ outcome, name }: ToolCall): boolean {
    return (
      outcome?.kind === 'denied' && outcome.problem.code === 'forbidden' && !policy.mayUse(principal, name)
    )
  }
}
