import type { Received } from './http.ts'

/** Which requests a fault is for. A text must equal the path, or path and query if it holds a `?`. */
export interface FaultMatch {
  method?: string
  /** An expression is tried on path and query together. */
  path: string | RegExp
  /** How many requests it hits, once by default. */
  times?: number
}

/**
 * What happens to a request: an answer of your own (instead of the real work, or after it with
 * `afterEffect`), a cut connection before or after the work, or a delay before it.
 */
export type Fault =
  | { status: number; body?: unknown; headers?: Record<string, string>; afterEffect?: boolean }
  | { reset: 'before' | 'after' }
  | { delayMs: number }

/** Faults that wait for their requests, first come, first served. */
export interface Faults {
  add(match: FaultMatch, fault: Fault): void
  take(received: Received): Fault | undefined
}

export function createFaults(): Faults {
  const waiting: { match: FaultMatch; fault: Fault; left: number }[] = []

  function take(received: Received): Fault | undefined {
    const index = waiting.findIndex(entry => matches(entry.match, received))
    const entry = waiting[index]
    if (!entry) return undefined
    entry.left -= 1
    if (entry.left <= 0) waiting.splice(index, 1)
    return entry.fault
  }

  return {
    add: (match, fault) => void waiting.push({ match, fault, left: match.times ?? 1 }),
    take
  }
}

function matches(match: FaultMatch, received: Received): boolean {
  if (match.method !== undefined && match.method !== received.method) return false
  const whole = received.query === '' ? received.path : `${received.path}?${received.query}`
  if (typeof match.path === 'string') return match.path === (match.path.includes('?') ? whole : received.path)
  match.path.lastIndex = 0
  return match.path.test(whole)
}
