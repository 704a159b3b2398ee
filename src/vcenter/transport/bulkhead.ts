import { createGate, type Gate } from './gate.ts'
import type { Effect } from './retry.ts'

/**
 * Places by what a call does to vCenter: writes hold theirs for minutes and must not keep anybody from reading, and
 * neither may keep a log-in waiting, without which nothing passes.
 */
export type Bulkhead = Readonly<Record<Effect, Gate>>

/** Far below what vCenter takes (its proxy ends at 2048 connections, its API at 550), and enough for one client. */
const places = { read: 16, write: 8, login: 4 }
const longestLine = 512

/** A connection for every place, so that nothing ever waits for one where it is neither seen nor bounded. */
export const connections = places.read + places.write + places.login

export function createBulkhead(vcenter: string, waitMs: number): Bulkhead {
  const common = { vcenter, line: longestLine, waitMs }
  return {
    read: createGate({ ...common, what: 'reads', places: places.read }),
    write: createGate({ ...common, what: 'writes', places: places.write }),
    login: createGate({ ...common, what: 'log-ins', places: places.login })
  }
}
