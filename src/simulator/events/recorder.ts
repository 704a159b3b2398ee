import type { Inventory } from '../inventory/index.ts'
import type { Session } from '../sessions.ts'
import type { Task } from '../tasks.ts'
import type { EventLog, Subject } from './log.ts'
import { endOf, startOf } from './of-tasks.ts'
import { subjectOf } from './subject.ts'

/** Writes down what sessions and tasks do. */
export interface Recorder {
  taskStarted: (task: Task) => void
  taskEnded: (task: Task) => void
  loggedIn: (session: Session) => void
  loggedOut: (session: Session) => void
}

export function createRecorder(inventory: Inventory, log: EventLog): Recorder {
  /** Where the objects of unfinished tasks are: when a task ends, its object may be gone. */
  const subjects = new Map<string, Subject>()

  function taskStarted(task: Task): void {
    const subject = subjectOf(inventory, task.entity.id)
    subjects.set(task.id, subject)
    log.record(startOf(task, subject))
  }

  function taskEnded(task: Task): void {
    const before = subjects.get(task.id) ?? {}
    subjects.delete(task.id)
    const made = task.result?.type === 'VirtualMachine' ? task.result.id : task.entity.id
    const event = endOf(task, before, subjectOf(inventory, made))
    if (event) log.record(event)
  }

  function loggedIn({ user, remoteAddress, userAgent, key }: Session): void {
    log.record({
      type: 'UserLoginSessionEvent',
      user,
      category: 'info',
      message: `User ${user}@${remoteAddress} logged in as ${userAgent}`,
      subject: {},
      fields: { ipAddress: remoteAddress, userAgent, locale: 'en', sessionId: key }
    })
  }

  function loggedOut(session: Session): void {
    const { user, remoteAddress, userAgent, created, key } = session
    const loginTime = new Date(created).toISOString().replace('Z', '000Z')
    log.record({
      type: 'UserLogoutSessionEvent',
      user,
      category: 'info',
      message: `User ${user}@${remoteAddress} logged out (login time: ${loginTime}, calls: ${session.calls})`,
      subject: {},
      fields: { ipAddress: remoteAddress, userAgent, callCount: session.calls, sessionId: key, loginTime }
    })
  }

  return { taskStarted, taskEnded, loggedIn, loggedOut }
}
