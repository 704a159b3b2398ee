/** Which requests a fault is for: all of them where nothing is said. */
export interface FaultMatch {
  method?: string
  /** A text must equal the path, or path and query if it holds a `?`; an expression is tried on both together. */
  path?: string | RegExp
  /** How many it hits: one by default, no end of them by default where `share` or `forMs` is given. */
  times?: number | 'unlimited'
  /** Which part of the matching ones it hits, above 0 and up to 1, as the simulator's seed decides. */
  share?: number
  /** Milliseconds after which it ends, however many it hit. */
  forMs?: number
}

/**
 * What goes wrong. Some need no explanation by `match` and say so.
 *
 * - `status`: an answer of your own, instead of the work or, with `afterEffect`, after it. A `body` that is a
 *   text goes out as text/plain unless `headers` say otherwise, anything else as JSON.
 * - `reset`: the connection is cut, before the work or after it took effect.
 * - `delayMs`: the work begins late, by a fixed time or one between two. Delays add to whatever else goes wrong.
 * - `drip`: the body comes in pieces of so many bytes, one every so often, and for ever stops after
 *   `stallAfterBytes`.
 * - `answer`: `cut` is JSON that ends half-way, `wrong-type` JSON with a list for an object or the other way
 *   round, both after the work; `login-page` is HTML with status 200 instead of the work.
 * - `login`: right credentials are `refused`, or the session `limit` is reached. Hits logins only.
 * - `sessions`: all of them have expired when the request comes.
 * - `task`: the next task ends in error and does nothing, of that name (such as `PowerOnVM_Task`) if one is
 *   given. `typeName` and `fields` are the fault's, SystemError if not given.
 * - `busy`: the object of that id, or `any`, is busy with something else. Hits what asks for it to be idle.
 * - `refuseConnectionsMs`: at once, whatever the match, all connections end and no new ones are accepted.
 */
export type Fault =
  | {
      status: number
      body?: unknown
      headers?: Record<string, string>
      /** Seconds, for the header Retry-After. */
      retryAfterS?: number
      afterEffect?: boolean
    }
  | { reset: 'before' | 'after' }
  | { delayMs: number | readonly [least: number, most: number] }
  | { drip: { bytes: number; everyMs: number; stallAfterBytes?: number } }
  | { answer: 'cut' | 'wrong-type' | 'login-page' }
  | { login: 'refused' | 'limit' }
  | { sessions: 'expire' }
  | { task: { name?: string; typeName?: string; message?: string; fields?: Record<string, unknown> } }
  | { busy: string }
  | { refuseConnectionsMs: number }

/** A fault and which requests it is for; in JSON, `match.pattern` is the text of an expression for `path`. */
export interface FaultOrder {
  match?: FaultMatch
  fault: Fault
}
