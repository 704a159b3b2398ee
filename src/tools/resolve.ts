import { isNamed, unescapeName } from '../vcenter/names.ts'
import type { VcenterClient, VmSummary } from '../vcenter/types.ts'
import { ambiguous, notFound } from './no-single-match.ts'
import type { Named } from './order.ts'
import { findVmByPath, findVmByUuid, lastName, pathsOf } from './vm-search.ts'

/** What `resolveVm` needs: the list of VMs, and the search by path and UUID. Every role but "No access" has both. */
export const findingVm = ['System.Read', 'System.View'] as const

const uuidPattern = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/**
 * The one VM that an id, exact name, inventory path or instance UUID means. Never the first of several: the same name
 * in two folders is `ambiguous` with the candidates, no match is `not_found` with names that come close. What vCenter
 * answers is held against the question: a filter that got lost on the way must not turn another VM into the one that
 * was meant.
 */
export async function resolveVm(vcenter: VcenterClient, ref: string): Promise<VmSummary> {
  if (/^vm-\d+$/.test(ref)) {
    const byId = await vmOf(vcenter, ref)
    if (byId) return byId
  }
  const named = (await vcenter.listVms({ names: [ref] })).filter(vm => isNamed(vm.name, ref))
  const [only, ...others] = named
  if (only && others.length === 0) return only
  if (only) {
    const candidates = await pathsOf(vcenter, named.map(vmNamed))
    throw ambiguous('VM', ref, candidates, 'Pass the id or the path of the one you mean.')
  }
  const elsewhere = await findElsewhere(vcenter, ref)
  if (elsewhere) return elsewhere
  // where there are more VMs than vCenter lists at once, the answer does without names that come close
  const atHand = (await vcenter.listAtHand('listVms')) ?? []
  throw notFound('VM', ref, atHand.map(vmNamed), 'Find it with list_vms.')
}

/** Names are looked at first: they may look like a UUID or hold slashes, and need no more than a list. */
async function findElsewhere(vcenter: VcenterClient, ref: string): Promise<VmSummary | undefined> {
  if (uuidPattern.test(ref)) {
    const id = await findVmByUuid(vcenter, ref)
    return id === undefined ? undefined : vmOf(vcenter, id)
  }
  if (!ref.includes('/')) return undefined
  const found = new Map<string, VmSummary>()
  for (const id of await findVmByPath(vcenter, ref)) {
    const vm = await vmOf(vcenter, id)
    if (vm && unescapeName(vm.name) === lastName(ref)) found.set(id, vm)
  }
  const matches = [...found.values()]
  const [only, ...others] = matches
  if (others.length === 0) return only
  throw ambiguous('VM', ref, await pathsOf(vcenter, matches.map(vmNamed)), 'Pass the id of the one you mean.')
}

/** `undefined` also for a template, which is not in the list of VMs. */
async function vmOf(vcenter: VcenterClient, id: string): Promise<VmSummary | undefined> {
  return (await vcenter.listVms({ vms: [id] })).find(({ vm }) => vm === id)
}

export type Filterable = 'host' | 'cluster' | 'datacenter' | 'datastore'

/** The id that an id or exact name of a filter means; the same rules as for a VM. */
export async function resolveId(vcenter: VcenterClient, kind: Filterable, ref: string): Promise<string> {
  const { label, idPattern, find, atHand } = kinds[kind]
  if (idPattern.test(ref)) {
    const byId = (await find(vcenter, 'id', ref)).find(each => each.id === ref)
    if (byId) return byId.id
  }
  const matches = (await find(vcenter, 'name', ref)).filter(each => isNamed(each.name, ref))
  const [only, ...others] = matches
  if (only && others.length === 0) return only.id
  if (only) throw ambiguous(label, ref, matches, 'Pass the id of the one you mean.')
  throw notFound(label, ref, await atHand(vcenter), 'Pass an id or an exact name.')
}

interface Kind {
  label: Filterable
  idPattern: RegExp
  find: (vcenter: VcenterClient, by: 'id' | 'name', value: string) => Promise<Named[]>
  atHand: (vcenter: VcenterClient) => Promise<Named[]>
}

const kinds: Record<Filterable, Kind> = {
  host: kindOf('host', /^host-\d+$/, 'listHosts'),
  cluster: kindOf('cluster', /^domain-c\d+$/, 'listClusters'),
  datacenter: kindOf('datacenter', /^datacenter-\d+$/, 'listDatacenters'),
  datastore: kindOf('datastore', /^datastore-\d+$/, 'listDatastores')
}

type Rows = readonly (Record<string, unknown> & { name: string })[]

/** In the Automation API the id of a host is in `host`, and the filter for ids is `hosts`. */
function kindOf(
  label: Filterable,
  idPattern: RegExp,
  list: 'listHosts' | 'listClusters' | 'listDatacenters' | 'listDatastores'
): Kind {
  function named(rows: Rows): Named[] {
    return rows.map(row => ({ id: String(row[label]), name: row.name }))
  }
  return {
    label,
    idPattern,
    find: async (vcenter, by, value) => {
      const filter = { [by === 'id' ? `${label}s` : 'names']: [value] }
      return named(await vcenter[list](filter))
    },
    atHand: async vcenter => named((await vcenter.listAtHand(list)) ?? [])
  }
}

function vmNamed({ vm, name }: VmSummary): Named {
  return { id: vm, name }
}
