import type { AnyArguments, CallsOf, Operation } from './operation.ts'
import { operations } from './operations/index.ts'

/** One method for each operation of the table, with its arguments and its answer typed by it. */
export type AutomationCalls = CallsOf<typeof operations>

const entries: [string, Operation][] = Object.entries(operations)

export function automationCalls(
  call: (operation: Operation, given: AnyArguments) => Promise<unknown>
): AutomationCalls {
  const calls: Record<string, unknown> = {}
  for (const [name, operation] of entries) calls[name] = (given: AnyArguments = {}) => call(operation, given)
  return calls as unknown as AutomationCalls
}
