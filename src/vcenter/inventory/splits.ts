import { pick, valuesOf, type ListFilter } from './filters.ts'
import type { LookUp, Split } from './kinds.ts'

/** Filters travel in the URL: more ids than this would make it too long for a proxy on the way. */
const batchSize = 80
const folderTypes = ['DATACENTER', 'DATASTORE', 'HOST', 'NETWORK', 'VIRTUAL_MACHINE']

export function batches(ids: readonly string[]): string[][] {
  const parts: string[][] = []
  for (let start = 0; start < ids.length; start += batchSize) parts.push(ids.slice(start, start + batchSize))
  return parts
}

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
