import { unescapeName } from '../../vcenter/names.ts'
import { isReferences } from '../../vcenter/vim/answers.ts'
import type { VcenterClient } from '../../vcenter/types.ts'
import { matchesGlob } from '../glob.ts'
import type { FilterProof } from './filter-proof.ts'
import { type KindName, type ScopedKind, scopedKinds } from './kinds.ts'
import { type LimitName, type Limits, objectLimits } from './limits.ts'
import type { Places } from './places.ts'

export type Filter = Readonly<Record<string, unknown>>
export type Row = Readonly<Record<string, unknown> & { name: string }>

/** The rows of a list that a scope lets through, of those that a caller's filter leaves. */
export type VisibleRows = (kind: KindName, filter: Filter) => Promise<readonly Row[]>

export interface VisibleOptions {
  client: VcenterClient
  /** Any of them is enough. */
  limits: readonly Limits[]
  places: Places
  proof: FilterProof
}

/** More ids than this are compared here instead of being sent as a filter, which takes many requests. */
export const mostIdsInFilter = 400

/**
 * Containers become filters of the list, so that vCenter itself leaves out what lies elsewhere and a page still costs
 * one request; ids, names and tags are compared here.
 */
export function createVisibleRows({ client, limits, places, proof }: VisibleOptions): VisibleRows {
  return async function visibleRows(name, filter) {
    const kind: ScopedKind = scopedKinds[name]
    const [only, ...others] = limits
    // its rows as they are: of a list that is kept, the order is known
    if (only && others.length === 0) return within(kind, only, filter)
    const parts = await Promise.all(limits.map(each => within(kind, each, filter)))
    return [...new Map(parts.flat().map(row => [row[kind.id], row])).values()]
  }

  async function within(kind: ScopedKind, limit: Limits, given: Filter): Promise<readonly Row[]> {
    const filter: Record<string, unknown> = { ...given }
    const tests: ((row: Row) => boolean)[] = []
    const reliedOn: string[] = []
    for (const [name, entries] of entriesOf(limit)) {
      if (name === 'vm_names') {
        if (kind !== scopedKinds.vm) return []
        tests.push(row => entries.some(pattern => matchesGlob(pattern, unescapeName(row.name))))
        continue
      }
      const parameter = name === 'tags' ? kind.ids : kind.filters[name]
      if (parameter === undefined) return []
      const ids = await idsFor(name, parameter, entries)
      const left = common(filter[parameter], ids)
      if (left.length === 0) return []
      if (parameter === kind.ids) tests.push(row => ids.has(String(row[kind.id])))
      else reliedOn.push(parameter)
      if (parameter !== kind.ids || left.length <= mostIdsInFilter) filter[parameter] = left
    }
    const rows = await listed(kind, filter)
    if (rows.length > 0) {
      await Promise.all(reliedOn.map(parameter => proof.require(client, kind.list, parameter)))
    }
    return tests.length === 0 ? rows : rows.filter(row => tests.every(test => test(row)))
  }

  async function idsFor(
    name: Exclude<LimitName, 'vm_names'>,
    parameter: string,
    entries: readonly string[]
  ): Promise<ReadonlySet<string>> {
    const ids = await places.idsOf(name, entries, client)
    // what the hosts of a cluster use is in no container of it
    if (name !== 'clusters' || !(parameter === 'datastores' || parameter === 'networks')) return ids
    const property = parameter === 'datastores' ? 'datastore' : 'network'
    const clusters = await client.readObjects('ClusterComputeResource', [...ids], [property])
    return new Set(clusters.flatMap(({ properties }) => idsIn(properties[property])))
  }

  function listed(kind: ScopedKind, filter: Filter): Promise<readonly Row[]> {
    const list = client[kind.list] as unknown as (filter: Filter) => Promise<readonly Row[]>
    return list(filter)
  }
}

function entriesOf(limits: Limits): [LimitName, readonly string[]][] {
  return objectLimits.flatMap((name): [LimitName, readonly string[]][] => {
    const entries = limits[name]
    return entries ? [[name, entries]] : []
  })
}

/** What a caller asks for and may see; all that it may see when it asks for nothing in particular. */
function common(asked: unknown, ids: ReadonlySet<string>): string[] {
  return Array.isArray(asked) && asked.length > 0
    ? asked.filter((id): id is string => typeof id === 'string' && ids.has(id))
    : [...ids]
}

function idsIn(references: unknown): string[] {
  return isReferences(references) ? references.map(({ value }) => value) : []
}
