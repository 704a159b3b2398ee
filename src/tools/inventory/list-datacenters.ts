import { type Static, Type } from '@sinclair/typebox'
import type { DatacenterSummary, VcenterClient } from '../../vcenter/types.ts'
import { defineTool } from '../define-tool.ts'
import { enrich } from '../enrich.ts'
import { pageOf } from '../paging.ts'
import { lengthOf } from '../properties.ts'
import { inventoryObject, listOf, pageInput, verboseInput } from '../schemas.ts'

const row = inventoryObject({
  datastore_count: Type.Optional(Type.Integer()),
  network_count: Type.Optional(Type.Integer())
})

export const listDatacenters = defineTool({
  name: 'list_datacenters',
  title: 'List datacenters',
  toolset: 'inventory',
  description:
    'List datacenters, sorted by name. Their ids and names filter list_vms, list_hosts, list_datastores and list_networks.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /datacenters',
  privileges: ['System.Read'],
  input: Type.Object({
    names: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 255 }), {
        minItems: 1,
        maxItems: 50,
        description: 'Exact names.'
      })
    ),
    ...pageInput,
    ...verboseInput
  }),
  output: listOf(row),
  async run({ limit, cursor, verbose, ...filters }, { vcenter }) {
    const datacenters = await vcenter.listDatacenters(filters.names ? { names: filters.names } : {})
    const request = { limit, cursor, verbose }
    const page = await pageOf(datacenters, { idOf, itemOf: toRow }, request, {
      list: 'datacenters',
      ...filters
    })
    return verbose ? { ...page, items: await withCounts(vcenter, page.items) } : page
  }
})

type Row = Static<typeof row>

function idOf({ datacenter }: DatacenterSummary): string {
  return datacenter
}

function toRow({ datacenter, name }: DatacenterSummary): Row {
  return { id: datacenter, name }
}

function withCounts(vcenter: VcenterClient, rows: readonly Row[]): Promise<Row[]> {
  const ids = rows.map(each => each.id)
  return enrich(
    rows,
    vcenter.readObjects('Datacenter', ids, ['datastore', 'network']),
    ({ datastore, network }) => ({
      datastore_count: lengthOf(datastore),
      network_count: lengthOf(network)
    })
  )
}
