import type { Policy } from '../access/policy.ts'
import type { Principal } from '../access/principal.ts'
import type { CallQuery } from './call-filter.ts'
import type { PastCall } from './past-call.ts'
import type { AuditReader, CallsFound } from './reader.ts'

/** Whose calls a principal may know of: everybody's, those to its vCenters, or its own ones. */
export type View = 'all' | 'its vcenters' | 'own'

/** The calls that a principal may know of. Whether it may ask is the policy's affair. */
export interface CallHistory {
  readonly view: View
  search(query: CallQuery, signal?: AbortSignal): Promise<CallsFound>
}

export interface CallHistories {
  of(principal: Principal): CallHistory
  /** The last calls of a principal itself, reads included, the newest first; far back in the file they are not found. */
  ownCalls(principal: Principal, limit: number): Promise<CallsFound>
}

export interface CallHistoriesOptions {
  reader: AuditReader
  policy: Pick<Policy, 'vcentersOf' | 'limitsOf'>
  /** Names of all configured vCenters. */
  vcenters: readonly string[]
}

/** Anybody may ask for its own calls, and as often as it may call anything: less is read for them. */
const mostBytesForOwn = 2 << 20

/** Decides which records of the audit exist for a principal; in doubt none. */
export function createCallHistories({ reader, policy, vcenters }: CallHistoriesOptions): CallHistories {
  /** Searches follow one another, and no rate limits these: of each principal one waits, however often it asks. */
  const ownSearches = new Map<string, Promise<CallsFound>>()

  /**
   * Arguments name objects, and nobody can tell of which scope they were when the call was made: who is limited to some
   * objects learns nothing from the calls of others.
   */
  function viewOf(principal: Principal, known: readonly string[]): View {
    if (known.some(vcenter => policy.limitsOf(principal, vcenter) !== undefined)) return 'own'
    return known.length === vcenters.length ? 'all' : 'its vcenters'
  }

  /** A record without a vCenter may tell of any of them. */
  function visibleTo(principal: Principal, view: View, known: readonly string[]) {
    return (call: PastCall): boolean => {
      if (view === 'all') return true
      if (call.vcenter !== undefined && !known.includes(call.vcenter)) return false
      return isOwn(call, principal) || (view === 'its vcenters' && call.vcenter !== undefined)
    }
  }

  function of(principal: Principal): CallHistory {
    const known = policy.vcentersOf(principal)
    const view = viewOf(principal, known)
    const isVisible = visibleTo(principal, view, known)
    return { view, search: (query, signal) => reader.search(query, { isVisible, signal }) }
  }

  function ownCalls(principal: Principal, limit: number): Promise<CallsFound> {
    const known = policy.vcentersOf(principal)
    const key = JSON.stringify([principal.name, principal.role, known, limit])
    const waiting = ownSearches.get(key)
    if (waiting) return waiting
    const isVisible = visibleTo(principal, 'own', known)
    const search = reader.search({ limit }, { isVisible, mostBytes: mostBytesForOwn })
    const found = search.finally(() => ownSearches.delete(key))
    ownSearches.set(key, found)
    return found
  }

  return { of, ownCalls }
}

/** What it did in another role, with other objects, is not for this one. */
function isOwn({ principal, role }: PastCall, caller: Principal): boolean {
  return principal === caller.name && role === caller.role
}
