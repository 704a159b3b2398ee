import { distance } from 'fastest-levenshtein'
import { CodedError } from '../errors.ts'
import { VcenterApiError } from '../vcenter/errors.ts'
import type { VcenterClient, VmSummary } from '../vcenter/types.ts'

interface Named {
  id: string
  name: string
}

const mostCandidates = 5

/** vCenter may answer the characters %, / and \\ of a name escaped. */
function sameName(answered: string, ref: string): boolean {
  return answered === ref || answered.replaceAll(/%(2f|5c|25)/gi, code => decodeURIComponent(code)) === ref
}

/**
 * The one VM that an id or exact name means. Never the first of several: the same name in two folders is `ambiguous`
 * with the candidates, no match is `not_found` with names that come close. What vCenter answers is held against the
 * question: a filter that got lost on the way must not turn another VM into the one that was meant.
 */
export async function resolveVm(vcenter: VcenterClient, ref: string): Promise<VmSummary> {
  if (/^vm-\d+$/.test(ref)) {
    const byId = (await vcenter.listVms({ vms: [ref] })).find(vm => vm.vm === ref)
    if (byId) return byId
  }
  const matches = (await vcenter.listVms({ names: [ref] })).filter(vm => sameName(vm.name, ref))
  const [only, ...others] = matches
  if (only && others.length === 0) return only
  if (only) throw ambiguous('VM', ref, matches.map(vmNamed), 'Pass the id of the one you mean.')
  throw notFound('VM', ref, await allVms(vcenter), 'Find it with list_vms.')
}

/** For names that come close only: where there are more VMs than vCenter lists, the answer does without them. */
async function allVms(vcenter: VcenterClient): Promise<Named[]> {
  try {
    return (await vcenter.listVms()).map(vmNamed)
  } catch (error) {
    if (error instanceof VcenterApiError) return []
    throw error
  }
}

export type Filterable = 'host' | 'cluster' | 'datacenter' | 'datastore'

/** The id that an id or exact name of a filter means; the same rules as for a VM. */
export async function resolveId(vcenter: VcenterClient, kind: Filterable, ref: string): Promise<string> {
  const { label, idPattern, list } = kinds[kind]
  const all = await list(vcenter)
  const byId = idPattern.test(ref) ? all.find(each => each.id === ref) : undefined
  if (byId) return byId.id
  const matches = all.filter(each => each.name === ref)
  const [only, ...others] = matches
  if (only && others.length === 0) return only.id
  if (only) throw ambiguous(label, ref, matches, 'Pass the id of the one you mean.')
  throw notFound(label, ref, all, 'Pass an id or an exact name.')
}

const kinds: Record<
  Filterable,
  { label: string; idPattern: RegExp; list: (vcenter: VcenterClient) => Promise<Named[]> }
> = {
  host: {
    label: 'host',
    idPattern: /^host-\d+$/,
    list: async vcenter => (await vcenter.listHosts()).map(each => ({ id: each.host, name: each.name }))
  },
  cluster: {
    label: 'cluster',
    idPattern: /^domain-c\d+$/,
    list: async vcenter => (await vcenter.listClusters()).map(each => ({ id: each.cluster, name: each.name }))
  },
  datacenter: {
    label: 'datacenter',
    idPattern: /^datacenter-\d+$/,
    list: async vcenter =>
      (await vcenter.listDatacenters()).map(each => ({ id: each.datacenter, name: each.name }))
  },
  datastore: {
    label: 'datastore',
    idPattern: /^datastore-\d+$/,
    list: async vcenter =>
      (await vcenter.listDatastores()).map(each => ({ id: each.datastore, name: each.name }))
  }
}

function vmNamed(vm: VmSummary): Named {
  return { id: vm.vm, name: vm.name }
}

export function ambiguous(label: string, ref: string, matches: readonly Named[], hint: string): CodedError {
  const candidates = matches.slice(0, mostCandidates)
  return new CodedError('ambiguous', `'${ref}' is the name of ${matches.length} ${label}s.`, {
    hint,
    details: { candidates }
  })
}

export function notFound(label: string, ref: string, all: readonly Named[], hint: string): CodedError {
  const close = closeMatches(ref, all)
  const names = close.map(each => `'${each.name}' (${each.id})`).join(', ')
  return new CodedError('not_found', `No ${label} has the id or name '${ref}'.`, {
    hint: names ? `Did you mean ${names}? ${hint}` : hint,
    ...(close.length > 0 && { details: { close_matches: close } })
  })
}

/** Names that contain the text, or differ from it by a typing mistake; the closest first. */
function closeMatches(ref: string, all: readonly Named[]): Named[] {
  const wanted = ref.toLowerCase()
  const tolerance = Math.max(1, Math.floor(wanted.length / 3))
  const rated = all.map(each => {
    const name = each.name.toLowerCase()
    return { each, far: name.includes(wanted) ? 0 : distance(wanted, name) }
  })
  const near = rated.filter(({ far }) => far <= tolerance).toSorted((one, other) => one.far - other.far)
  return near.slice(0, mostCandidates).map(({ each }) => ({ id: each.id, name: each.name }))
}
