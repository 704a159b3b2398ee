import type { State } from '../state.ts'
import type { Task, TaskFault, Tasks } from '../tasks.ts'
import type { Faults } from './index.ts'

const injected = 'A general system error occurred: fault injected'

/** The same state, where sessions and tasks let faults happen. */
export function disturbed(state: State, faults: Faults): State {
  const { tasks, sessions } = state

  /** A task that is to fail runs as long as any, and then does nothing. */
  const start: Tasks['start'] = given => {
    const error = failureOf(given.name)
    return tasks.start(error ? { ...given, effect: () => ({ error }) } : given)
  }

  function failureOf(taskName: string): TaskFault | undefined {
    const fault = faults.takeInside('task', ({ task }) => task.name === undefined || task.name === taskName)
    if (!fault) return undefined
    const { typeName = 'SystemError', message = injected, fields } = fault.task
    return { typeName, message, fields: fields ?? (typeName === 'SystemError' ? { reason: injected } : {}) }
  }

  function busyWith(entity: string): Task | undefined {
    const running = tasks.busyWith(entity)
    if (running) return running
    const fault = faults.takeInside('busy', ({ busy }) => busy === 'any' || busy === entity)
    return fault && otherTask(state, entity)
  }

  return {
    ...state,
    tasks: { ...tasks, start, busyWith },
    sessions: {
      ...sessions,
      open: (...login) => (faults.current()?.atLimit ? undefined : sessions.open(...login))
    }
  }
}

/** What a busy object is said to be busy with; it is on no list of tasks. */
function otherTask(state: State, entity: string): Task {
  const now = state.now()
  return {
    id: 'task-1',
    name: 'ReconfigVM_Task',
    descriptionId: 'VirtualMachine.reconfigure',
    entity: { type: 'VirtualMachine', id: entity, name: '' },
    user: '',
    cancelable: false,
    cancelled: false,
    state: 'running',
    queueTime: now,
    startTime: now,
    completeTime: undefined,
    result: undefined,
    error: undefined,
    ended: Promise.resolve()
  }
}
