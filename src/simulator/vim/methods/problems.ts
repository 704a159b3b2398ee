import { isProblem, taskFaultOf } from '../../machine/problems.ts'
import type { Effect } from '../../tasks.ts'
import { isVimFault, vimFault } from '../faults.ts'

/** Does the work of a task: a fault or a problem on the way is the task's, anything else a mistake. */
export function attempt(effect: () => Effect): Effect {
  try {
    return effect()
  } catch (error) {
    if (isVimFault(error)) return { error: error.fault }
    if (isProblem(error)) return { error: taskFaultOf(error.problem) }
    throw error
  }
}

/** The same for a method without a task: its problem is the fault of the call. */
export function now<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!isProblem(error)) throw error
    const { typeName, message, fields } = taskFaultOf(error.problem)
    throw vimFault(typeName, message, fields)
  }
}
