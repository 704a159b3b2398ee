import { randomBytes } from 'node:crypto'
import type { Policy } from '../access/policy.ts'
import type { Principal } from '../access/principal.ts'

/** Anything that is kept for later questions, and how many rows it holds. */
export interface Sized {
  readonly size: number
}

/** The results of one caller with one vCenter. */
export interface Results<Result extends Sized> {
  /** The id it is found by; `undefined` for a result that is too long to be kept. */
  keep(tool: string, result: Result): string | undefined
  /** `undefined` for what has expired, and for what is somebody else's: nobody can tell which. */
  find(id: string): Result | undefined
  /** The other vCenter that a result of the same caller is of. */
  vcenterOf(id: string): string | undefined
}

export interface ResultStore<Result extends Sized> {
  of(principal: Principal, vcenter: string): Results<Result>
}

export interface ResultStoreOptions {
  policy: Pick<Policy, 'limitsOf' | 'vcentersOf'>
  /** How long a result is kept after its last use. */
  idleMs?: number
  mostOfPrincipal?: number
  mostResults?: number
  /** Over all results, and so of one. */
  mostRows?: number
}

interface Entry<Result> {
  result: Result
  principal: string
  vcenter: string
  owner: string
  expiry: NodeJS.Timeout
}

/**
 * Results of calls that may be asked again: in memory, for minutes, and only for the caller that made them. Its role and
 * what that is limited to are part of who it is: after a change of either nothing is found. Who is least recently used
 * goes first.
 */
export function createResultStore<Result extends Sized>({
  policy,
  idleMs = 10 * 60_000,
  mostOfPrincipal = 10,
  mostResults = 500,
  mostRows = 200_000
}: ResultStoreOptions): ResultStore<Result> {
  /** Least recently used first. */
  const entries = new Map<string, Entry<Result>>()
  let rows = 0

  function ownerOf(principal: Principal, vcenter: string): string {
    return JSON.stringify([
      principal.name,
      principal.role,
      vcenter,
      policy.limitsOf(principal, vcenter) ?? null
    ])
  }

  function drop(id: string): void {
    const entry = entries.get(id)
    if (!entry) return
    clearTimeout(entry.expiry)
    entries.delete(id)
    rows -= entry.result.size
  }

  function makeRoom(principal: string): void {
    const own = [...entries].filter(([, entry]) => entry.principal === principal).map(([id]) => id)
    for (const id of own.slice(0, Math.max(0, own.length - mostOfPrincipal))) drop(id)
    for (const id of entries.keys()) {
      if (entries.size <= mostResults && rows <= mostRows) return
      drop(id)
    }
  }

  return {
    of(principal, vcenter) {
      return {
        keep(tool, result) {
          if (result.size > mostRows) return undefined
          const id = `${tool}.${randomBytes(16).toString('base64url')}`
          const expiry = setTimeout(drop, idleMs, id).unref()
          const owner = ownerOf(principal, vcenter)
          entries.set(id, { result, principal: principal.name, vcenter, owner, expiry })
          rows += result.size
          makeRoom(principal.name)
          return id
        },
        find(id) {
          const entry = entries.get(id)
          if (!entry || entry.owner !== ownerOf(principal, vcenter)) return undefined
          entries.delete(id)
          entries.set(id, entry)
          entry.expiry.refresh()
          return entry.result
        },
        vcenterOf(id) {
          const entry = entries.get(id)
          if (!entry || entry.owner !== ownerOf(principal, entry.vcenter)) return undefined
          return policy.vcentersOf(principal).includes(entry.vcenter) ? entry.vcenter : undefined
        }
      }
    }
  }
}
