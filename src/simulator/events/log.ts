import type { Task } from '../tasks.ts'

/** An object an event is about, with the name it had then. */
export interface Named {
  type: string
  id: string
  name: string
  /** Of virtual machines: whether it was a template. */
  template?: boolean
}

/** What an event is about: as much as is known of where it happened. */
export interface Subject {
  datacenter?: Named | undefined
  computeResource?: Named | undefined
  host?: Named | undefined
  vm?: Named | undefined
  ds?: Named | undefined
  net?: Named | undefined
}

export type Category = 'info' | 'warning' | 'error' | 'user'

/** An event as it is to be recorded; times are milliseconds since 1970. */
export interface NewEvent {
  /** The VIM type, such as `VmPoweredOnEvent`. */
  type: string
  /** Empty for what the system did by itself. */
  user: string
  category: Category
  message: string
  subject: Subject
  /** What only this type of event has. */
  fields?: Record<string, unknown>
  /** Of a TaskEvent. */
  task?: Task
  /** Events with one number belong together; an event's own key by default. */
  chainId?: number
}

export interface EventRecord extends NewEvent {
  key: number
  chainId: number
  time: number
}

/** What happened, oldest first; only the newest are kept. */
export interface EventLog {
  record(event: NewEvent, time?: number): EventRecord
  all(): readonly EventRecord[]
  /** The newest event, if any. */
  latest(): EventRecord | undefined
}

const mostKept = 5000

/** An empty log; `clock` gives the time of an event that comes without one. */
export function createEventLog(clock: () => number): EventLog {
  const events: EventRecord[] = []
  let last = 1000

  function record(event: NewEvent, time = clock()): EventRecord {
    last += 1
    const recorded = { ...event, key: last, chainId: event.chainId ?? last, time }
    events.push(recorded)
    if (events.length > mostKept * 1.1) events.splice(0, events.length - mostKept)
    return recorded
  }

  return { record, all: () => events, latest: () => events.at(-1) }
}
