import type { VcenterClient } from '../../vcenter/types.ts'
import type { FilterProof } from './filter-proof.ts'

/**
 * The ids of these folders and of all below them. A folder of datacenters holds the four folders of each of them.
 *
 * @throws `CodedError` unsupported when vCenter does not heed the filters by which they are found
 */
export function foldersBelow(
  roots: readonly string[],
  client: VcenterClient,
  proof: FilterProof
): Promise<string[]> {
  return allBelow(roots, async level => {
    const [children, datacenters] = await Promise.all([
      client.listFolders({ parent_folders: level }),
      client.listDatacenters({ folders: level })
    ])
    if (children.length > 0) await proof.require(client, 'listFolders', 'parent_folders')
    if (datacenters.length > 0) await proof.require(client, 'listDatacenters', 'folders')
    const infos = await Promise.all(datacenters.map(({ datacenter }) => client.getDatacenter({ datacenter })))
    return [
      ...children.map(({ folder }) => folder),
      ...infos.flatMap(each => [each.vm_folder, each.host_folder, each.datastore_folder, each.network_folder])
    ]
  })
}

/** The ids of these resource pools and of all below them; throws as `foldersBelow` does. */
export function poolsBelow(
  roots: readonly string[],
  client: VcenterClient,
  proof: FilterProof
): Promise<string[]> {
  return allBelow(roots, async level => {
    const children = await client.listResourcePools({ parent_resource_pools: level })
    if (children.length > 0) await proof.require(client, 'listResourcePools', 'parent_resource_pools')
    return children.map(each => each.resource_pool)
  })
}

/** Level by level, each id once: an answer that leads back up must not go round for ever. */
async function allBelow(
  roots: readonly string[],
  below: (level: string[]) => Promise<string[]>
): Promise<string[]> {
  const all = new Set(roots)
  for (let level = [...all]; level.length > 0;) {
    const found = await below(level)
    level = found.filter(id => !all.has(id))
    for (const id of level) all.add(id)
  }
  return [...all]
}
