import { AsyncLocalStorage } from 'node:async_hooks'
import type { Received } from '../http.ts'
import { createRandom } from '../random.ts'
import { isLogin } from './login.ts'
import type { Fault, FaultMatch, FaultOrder } from './types.ts'

export type { Fault, FaultMatch, FaultOrder } from './types.ts'

/** A fault that still waits for requests. */
export interface WaitingFault {
  match: FaultMatch
  fault: Fault
  left: number | 'unlimited'
}

/** A request on its way, as faults see it. */
export interface Affected {
  received: Received
  /** A fault had a hand in the answer. */
  faulty: boolean
  /** The session limit counts as reached. */
  atLimit: boolean
}

/** Faults that wait for their requests, first come, first served. */
export interface Faults {
  add(order: FaultOrder): void
  /** Milliseconds by which the request is late: all delays that match it, together. */
  takeDelay(received: Received): number
  /** What else goes wrong with the request. */
  take(received: Received): Fault | undefined
  /** What goes wrong inside the request that is being worked on; undefined outside of one. */
  takeInside<K extends 'task' | 'busy'>(
    kind: K,
    accepts: (fault: Extract<Fault, Record<K, unknown>>) => boolean
  ): Extract<Fault, Record<K, unknown>> | undefined
  /** Runs the work on a request, so that what happens inside knows for whom. */
  around<T>(affected: Affected, work: () => Promise<T>): Promise<T>
  current(): Affected | undefined
  waiting(): WaitingFault[]
  clear(): void
}

type Entry = WaitingFault & { ends: number }

/** The seed decides which requests a `share` hits, and how long a delay between two bounds is. */
export function createFaults(seed: number): Faults {
  let entries: Entry[] = []
  const random = createRandom(seed)
  const storage = new AsyncLocalStorage<Affected>()

  function add({ match = {}, fault }: FaultOrder): void {
    const isOpen = match.share !== undefined || match.forMs !== undefined
    const left = match.times ?? (isOpen ? 'unlimited' : 1)
    entries.push({ match, fault, left, ends: performance.now() + (match.forMs ?? Infinity) })
  }

  /** Takes one of the faults that are meant for a request, if chance lets it. */
  function takeFirst(received: Received, isMeant: (fault: Fault) => boolean): Fault | undefined {
    const entry = current().find(
      ({ match, fault }) =>
        isMeant(fault) &&
        matches(match, received) &&
        (match.share === undefined || random.chance(match.share))
    )
    if (entry) count(entry)
    return entry?.fault
  }

  function count(entry: Entry): void {
    if (entry.left === 'unlimited') return
    entry.left -= 1
    if (entry.left <= 0) entries = entries.filter(other => other !== entry)
  }

  function current(): Entry[] {
    const now = performance.now()
    entries = entries.filter(({ ends }) => ends > now)
    return entries
  }

  function takeDelay(received: Received): number {
    let total = 0
    for (const entry of current()) {
      const { match, fault } = entry
      if (!('delayMs' in fault) || !matches(match, received)) continue
      if (match.share !== undefined && !random.chance(match.share)) continue
      count(entry)
      const { delayMs } = fault
      total += typeof delayMs === 'number' ? delayMs : random.integer(...delayMs)
    }
    return total
  }

  function take(received: Received): Fault | undefined {
    return takeFirst(received, fault => {
      if ('login' in fault) return isLogin(received)
      return !('delayMs' in fault || 'task' in fault || 'busy' in fault)
    })
  }

  const takeInside: Faults['takeInside'] = (kind, accepts) => {
    const affected = storage.getStore()
    if (!affected) return undefined
    const fault = takeFirst(affected.received, isMeant)
    if (!fault || !isOfKind(fault)) return undefined
    affected.faulty = true
    return fault

    function isOfKind(candidate: Fault): candidate is Extract<Fault, Record<typeof kind, unknown>> {
      return kind in candidate
    }

    function isMeant(candidate: Fault): boolean {
      return isOfKind(candidate) && accepts(candidate)
    }
  }

  return {
    add,
    takeDelay,
    take,
    takeInside,
    around: (affected, work) => storage.run(affected, work),
    current: () => storage.getStore(),
    waiting: () => current().map(({ match, fault, left }) => ({ match, fault, left })),
    clear: () => void (entries = [])
  }
}

function matches(match: FaultMatch, received: Received): boolean {
  if (match.method !== undefined && match.method !== received.method) return false
  if (match.path === undefined) return true
  const whole = received.query === '' ? received.path : `${received.path}?${received.query}`
  if (typeof match.path === 'string') return match.path === (match.path.includes('?') ? whole : received.path)
  match.path.lastIndex = 0
  return match.path.test(whole)
}
