import { isNamed, segmentsOf } from '../../vcenter/names.ts'
import type { VcenterClient } from '../../vcenter/types.ts'
import { foldersBelow, poolsBelow } from './below.ts'
import type { FilterProof } from './filter-proof.ts'
import { type Container, type LimitName, containerIds } from './limits.ts'

/**
 * The ids that the entries of a limit stand for in one vCenter, containers within them included. Kept for ten seconds:
 * what is moved into or out of a container counts at once, a container that is made or renamed after that time.
 */
export interface Places {
  /** Of `tags` the objects that carry one of them, of the others the containers. */
  idsOf(
    limit: Exclude<LimitName, 'vm_names'>,
    entries: readonly string[],
    client: VcenterClient
  ): Promise<ReadonlySet<string>>
}

export interface PlacesOptions {
  /** Told once of each entry that names nothing. */
  onUnknown: (limit: LimitName, entry: string) => void
  proof: FilterProof
  keepMs?: number
  /** Milliseconds. */
  clock?: () => number
}

const keepMsUsually = 10_000

/** What may stand at the path of an entry. */
const typesAt = {
  datacenters: ['Datacenter'],
  clusters: ['ClusterComputeResource'],
  folders: ['Folder', 'StoragePod'],
  resource_pools: ['ResourcePool', 'VirtualApp']
} as const

export function createPlaces({
  onUnknown,
  proof,
  keepMs = keepMsUsually,
  clock = () => performance.now()
}: PlacesOptions): Places {
  const kept = new Map<string, { ids: ReadonlySet<string>; until: number }>()

  async function idsOf(
    limit: Exclude<LimitName, 'vm_names'>,
    entries: readonly string[],
    client: VcenterClient
  ): Promise<ReadonlySet<string>> {
    const key = JSON.stringify([limit, entries])
    const known = kept.get(key)
    if (known && known.until > clock()) return known.ids
    const ids = new Set(
      limit === 'tags' ? await tagged(entries, client) : await contained(limit, entries, client)
    )
    kept.set(key, { ids, until: clock() + keepMs })
    return ids
  }

  async function contained(limit: Container, entries: readonly string[], client: VcenterClient) {
    const found = (await Promise.all(entries.map(entry => containers(limit, entry, client)))).flat()
    if (limit === 'folders') return foldersBelow(found, client, proof)
    return limit === 'resource_pools' ? poolsBelow(found, client, proof) : found
  }

  async function containers(limit: Container, entry: string, client: VcenterClient): Promise<string[]> {
    if (containerIds[limit].test(entry)) return [entry]
    const ids = entry.startsWith('/') ? await atPath(limit, entry, client) : await named(limit, entry, client)
    if (ids.length === 0) onUnknown(limit, entry)
    return ids
  }

  async function tagged(entries: readonly string[], client: VcenterClient): Promise<string[]> {
    const tags = await tagIds(entries, client)
    if (tags.length === 0) return []
    const attached = await client.listAttachedObjectsOnTags({ body: { tag_ids: tags } })
    const asked = attached.filter(({ tag_id }) => tags.includes(tag_id))
    return asked.flatMap(({ object_ids }) => object_ids.map(({ id }) => id))
  }

  async function tagIds(entries: readonly string[], client: VcenterClient): Promise<string[]> {
    const ids = entries.filter(entry => entry.startsWith('urn:'))
    const names = entries.filter(entry => !entry.startsWith('urn:'))
    if (names.length === 0) return ids
    const categories = await Promise.all(
      (await client.listCategories({})).map(category => client.getCategory({ category }))
    )
    for (const entry of names) {
      const [category = '', tag = ''] = entry.split(/\/(.*)/s)
      const owners = categories.filter(({ name }) => name === category)
      const found = (await Promise.all(owners.map(({ id }) => tagsNamed(id, tag, client)))).flat()
      if (found.length === 0) onUnknown('tags', entry)
      ids.push(...found)
    }
    return ids
  }

  return { idsOf }
}

/** @throws `VcenterUnsupportedError` before vCenter 8.0 U1 */
async function atPath(limit: Container, path: string, client: VcenterClient): Promise<string[]> {
  const segments = segmentsOf(path)
  // vCenter may take no name at all for its root folder, which holds everything
  if (segments.length === 0) return []
  const found = await client.findByPath({ path: segments.join('/') })
  const types: readonly string[] = typesAt[limit]
  return found && types.includes(found.type) ? [found.value] : []
}

/** All that have the name: which of them is meant only an id or a path can say. Folders have no name of their own. */
async function named(limit: Container, name: string, client: VcenterClient): Promise<string[]> {
  const names = { names: [name] }
  if (limit === 'datacenters')
    return idsIn(await client.listDatacenters(names), name, ({ datacenter }) => datacenter)
  if (limit === 'clusters') return idsIn(await client.listClusters(names), name, ({ cluster }) => cluster)
  if (limit === 'resource_pools')
    return idsIn(await client.listResourcePools(names), name, each => each.resource_pool)
  return []
}

/** Held against the question: a filter that got lost on the way must not let everything through. */
function idsIn<Row extends { name: string }>(
  rows: readonly Row[],
  name: string,
  idOf: (row: Row) => string
): string[] {
  return rows.filter(row => isNamed(row.name, name)).map(idOf)
}

async function tagsNamed(category: string, name: string, client: VcenterClient): Promise<string[]> {
  const ids = await client.listTagsOfCategory({ body: { category_id: category } })
  const tags = await Promise.all(ids.map(tag => client.getTag({ tag })))
  return tags.filter(tag => tag.name === name && tag.category_id === category).map(({ id }) => id)
}
