import { lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'

type Answer = Parameters<LookupFunction>[2]

/**
 * A look-up of host names that connections which ask at the same time share. The system's own occupies one of the four
 * threads of the process until its time-outs are over: the connections of one vCenter whose name server is down would
 * take them all, and no name of another vCenter could be looked up.
 *
 * @see https://nodejs.org/api/dns.html#implementation-considerations
 */
export function createSharedLookup(lookup: LookupFunction = systemLookup): LookupFunction {
  const asked = new Map<string, Answer[]>()

  return function sharedLookup(hostname, options, callback) {
    const question = `${hostname} ${JSON.stringify(options)}`
    const waiting = asked.get(question)
    if (waiting) {
      waiting.push(callback)
      return
    }
    const callbacks = [callback]
    asked.set(question, callbacks)
    lookup(hostname, options, (...answer) => {
      asked.delete(question)
      for (const each of callbacks) each(...answer)
    })
  }
}
