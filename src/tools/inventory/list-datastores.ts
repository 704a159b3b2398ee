import { type Static, Type } from '@sinclair/typebox'
import type { DatastoreSummary, VcenterClient } from '../../vcenter/types.ts'
import { defineTool } from '../define-tool.ts'
import { enrich } from '../enrich.ts'
import { pageOf } from '../paging.ts'
import { flag, lengthOf, text } from '../properties.ts'
import { resolveId } from '../resolve.ts'
import { idOrName, inventoryObject, listOf, pageInput, stringEnum, verboseInput } from '../schemas.ts'

const row = inventoryObject({
  type: Type.String(),
  capacity_bytes: Type.Optional(Type.Integer({ description: 'absent while it is not accessible' })),
  free_bytes: Type.Optional(Type.Integer()),
  accessible: Type.Optional(Type.Boolean()),
  maintenance_mode: Type.Optional(Type.String()),
  vm_count: Type.Optional(Type.Integer()),
  host_count: Type.Optional(Type.Integer())
})

export const listDatastores = defineTool({
  name: 'list_datastores',
  title: 'List datastores',
  toolset: 'inventory',
  description:
    'List datastores with type, capacity and free space, sorted by name. Filter by type or datacenter; verbose adds access, maintenance and how many VMs and hosts use it. To find the ' +
    'fullest ones use get_datastore_usage.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /datastores',
  privileges: ['System.Read'],
  input: Type.Object({
    types: Type.Optional(
      Type.Array(stringEnum(['VMFS', 'NFS', 'NFS41', 'CIFS', 'VSAN', 'VFFS', 'VVOL']), {
        minItems: 1,
        maxItems: 7
      })
    ),
    datacenter: idOrName('datastores of this datacenter', 'datacenter-3'),
    ...pageInput,
    ...verboseInput
  }),
  output: listOf(row),
  async run({ limit, cursor, verbose, ...filters }, { vcenter }) {
    const datastores = await vcenter.listDatastores({
      ...(filters.types && { types: filters.types }),
      ...(filters.datacenter && { datacenters: [await resolveId(vcenter, 'datacenter', filters.datacenter)] })
    })
    const request = { limit, cursor, verbose }
    const page = await pageOf(datastores, { idOf, itemOf: toRow }, request, {
      list: 'datastores',
      ...filters
    })
    return verbose ? { ...page, items: await withUse(vcenter, page.items) } : page
  }
})

type Row = Static<typeof row>

function idOf({ datastore }: DatastoreSummary): string {
  return datastore
}

function toRow({ datastore, name, type, capacity, free_space }: DatastoreSummary): Row {
  return {
    id: datastore,
    name,
    type,
    ...(capacity !== undefined && { capacity_bytes: capacity }),
    ...(free_space !== undefined && { free_bytes: free_space })
  }
}

function withUse(vcenter: VcenterClient, rows: readonly Row[]): Promise<Row[]> {
  const paths = ['summary.accessible', 'summary.maintenanceMode', 'vm', 'host']
  const ids = rows.map(each => each.id)
  return enrich(rows, vcenter.readObjects('Datastore', ids, paths), properties => ({
    ...flag('accessible', properties['summary.accessible']),
    ...text('maintenance_mode', properties['summary.maintenanceMode']),
    vm_count: lengthOf(properties['vm']),
    host_count: lengthOf(properties['host'])
  }))
}
