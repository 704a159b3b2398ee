import type { VcenterClient } from '../../vcenter/types.ts'
import type { FilterProof } from './filter-proof.ts'

/**
 * The ids of these folders and of all below them. A folder of datacenters holds the four folders of each of them.
 *
 * @throws `CodedError` unsupported when vCenter does not heed the filters by which they are found
 */
export async function foldersBelow(
  roots: readonly string[],
  client: VcenterClient,
  proof: FilterProof
): Promise<string[]> {
  const all = new Set(roots)
  for (let level = [...all]; level.length > 0;) {
    const [children, datacenters] = await Promise.all([
      client.listFolders({ parent_folders: level }),
      client.listDatacenters({ folders: level })
    ])
    if (children.length > 0) await proof.require(client, 'listFolders', 'parent_folders')
    if (datacenters.length > 0) await proof.require(client, 'listDatacenters', 'folders')
    const infos = await Promise.all(datacenters.map(({ datacenter }) => client.getDatacenter({ datacenter })))
    const below = [
      ...children.map(({ folder }) => folder),
      ...infos.flatMap(each => [each.vm_folder, each.host_folder, each.datastore_folder, each.network_folder])
    ]
    level = below.filter(id => !all.has(id))
    for (const id of level) all.add(id)
  }
  return [...all]
}

/** The ids of these resource pools and of all below them; throws as `foldersBelow` does. */
export async function poolsBelow(
  roots: readonly string[],
  client: VcenterClient,
  proof: FilterProof
): Promise<string[]> {
  const all = new Set(roots)
  for (let level = [...all]; level.length > 0;) {
    const children = await client.listResourcePools({ parent_resource_pools: level })
    if (children.length > 0) await proof.require(client, 'listResourcePools', 'parent_resource_pools')
    level = children.map(each => each.resource_pool).filter(id => !all.has(id))
    for (const id of level) all.add(id)
  }
  return [...all]
}
