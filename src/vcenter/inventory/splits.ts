import { batches } from '../automation/filter-batches.ts'
import { pick, valuesOf, type ListFilter } from './filters.ts'

type PlaceList = 'listHosts' | 'listClusters' | 'listDatacenters' | 'listFolders'

/** Finds ids to split a list by, also when there are more of them than one list may hold. */
export interface LookUp {
  ids(list: PlaceList, filter: ListFilter): Promise<string[]>
  /** The folder at the top of a datacenter, of a type of folders. */
  rootFolder(datacenter: string, type: string): Promise<string | undefined>
  rootPool(cluster: string): Promise<string>
}

/** Filters that divide what one filter matches; `undefined` when it cannot be divided in this way any further. */
export type Split = (filter: ListFilter, look: LookUp) => Promise<ListFilter[] | undefined>

const folderTypes = ['DATACENTER', 'DATASTORE', 'HOST', 'NETWORK', 'VIRTUAL_MACHINE']

/** The values of an enumeration, one by one. */
export function byValues(name: string, values: readonly string[]): Split {
  return async filter => (name in filter ? undefined : values.map(value => ({ ...filter, [name]: [value] })))
}

/** Every VM is on a host, also one whose host does not answer. */
export async function byHost(filter: ListFilter, look: LookUp): Promise<ListFilter[] | undefined> {
  if ('hosts' in filter) return undefined
  return by('hosts', filter, await look.ids('listHosts', pick(filter, 'datacenters', 'clusters')))
}

export async function byDatacenter(filter: ListFilter, look: LookUp): Promise<ListFilter[] | undefined> {
  if ('datacenters' in filter) return undefined
  return by('datacenters', filter, await look.ids('listDatacenters', {}))
}

/** By the folder that holds it; of clusters within their datacenters. */
export function byFolder(type: string): Split {
  return async (filter, look) => {
    if ('folders' in filter) return undefined
    const place = pick(filter, 'datacenters')
    return by('folders', filter, await look.ids('listFolders', { ...place, type }))
  }
}

/** Hosts of clusters, and those that are in none. */
export async function byClusterOrStandalone(
  filter: ListFilter,
  look: LookUp
): Promise<ListFilter[] | undefined> {
  if ('clusters' in filter || 'standalone' in filter) return undefined
  const clusters = await look.ids('listClusters', pick(filter, 'datacenters'))
  return [...by('clusters', filter, clusters), { ...filter, standalone: true }]
}

/** Pools belong to a cluster, or to a host that is in none. */
export async function byClusterOrStandaloneHost(
  filter: ListFilter,
  look: LookUp
): Promise<ListFilter[] | undefined> {
  if ('clusters' in filter || 'hosts' in filter) return undefined
  const place = pick(filter, 'datacenters')
  const [clusters, hosts] = await Promise.all([
    look.ids('listClusters', place),
    look.ids('listHosts', { ...place, standalone: true })
  ])
  return [...by('clusters', filter, clusters), ...by('hosts', filter, hosts)]
}

/** The one filter that takes a single value. */
export async function byFolderType(filter: ListFilter): Promise<ListFilter[] | undefined> {
  return 'type' in filter ? undefined : folderTypes.map(type => ({ ...filter, type }))
}

/** Folders of datacenters are in none. */
export async function byDatacenterOfFolder(
  filter: ListFilter,
  look: LookUp
): Promise<ListFilter[] | undefined> {
  return filter['type'] === 'DATACENTER' ? undefined : byDatacenter(filter, look)
}

export async function rootOfFolders(filter: ListFilter, look: LookUp): Promise<string | undefined> {
  const [datacenter, ...others] = valuesOf(filter, 'datacenters')
  const [type] = valuesOf(filter, 'type')
  if (datacenter === undefined || others.length > 0 || type === undefined) return undefined
  return look.rootFolder(datacenter, type)
}

export async function rootOfPools(filter: ListFilter, look: LookUp): Promise<string | undefined> {
  const [cluster, ...others] = valuesOf(filter, 'clusters')
  return cluster === undefined || others.length > 0 ? undefined : look.rootPool(cluster)
}

function by(name: string, filter: ListFilter, ids: readonly string[]): ListFilter[] {
  return batches(ids).map(part => ({ ...filter, [name]: part }))
}
