import type { AnyArguments, CallsOf, Operation } from './operation.ts'
import { operations } from './operations/index.ts'

/** One method for each operation of the table, with its arguments and its answer typed by it. */
export type AutomationCalls = CallsOf<typeof operations>
export type OperationName = keyof AutomationCalls

type Call = (name: OperationName, operation: Operation, given: AnyArguments) => Promise<unknown>

/**
 * Makes a method when it is asked for: a client lives as long as one call of a tool, and asks for a few of a hundred.
 */
const prototype = Object.create(null) as object
for (const [name, operation] of Object.entries(operations)) {
  Object.defineProperty(prototype, name, {
    get(this: { call: Call }) {
      return (given: AnyArguments = {}) => this.call(name as OperationName, operation, given)
    }
  })
}

export function automationCalls(call: Call): AutomationCalls {
  return Object.create(prototype, { call: { value: call } }) as AutomationCalls
}
