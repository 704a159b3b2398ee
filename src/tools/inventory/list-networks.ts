import { type Static, Type } from '@sinclair/typebox'
import type { NetworkSummary, VcenterClient } from '../../vcenter/types.ts'
import { defineTool } from '../define-tool.ts'
import { enrich } from '../enrich.ts'
import { pageOf } from '../paging.ts'
import { lengthOf } from '../properties.ts'
import { resolveId } from '../resolve.ts'
import { idOrName, inventoryObject, listOf, pageInput, stringEnum, verboseInput } from '../schemas.ts'

const row = inventoryObject({
  type: Type.String(),
  vm_count: Type.Optional(Type.Integer()),
  host_count: Type.Optional(Type.Integer())
})

export const listNetworks = defineTool({
  name: 'list_networks',
  title: 'List networks',
  toolset: 'inventory',
  description:
    'List networks (standard and distributed port groups, opaque networks), sorted by name. Filter by type or ' +
    'datacenter; verbose counts the VMs and hosts on it. Which network a VM is attached to is in get_vm_details.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /networks',
  privileges: ['System.Read'],
  input: Type.Object({
    types: Type.Optional(
      Type.Array(stringEnum(['STANDARD_PORTGROUP', 'DISTRIBUTED_PORTGROUP', 'OPAQUE_NETWORK']), {
        minItems: 1,
        maxItems: 3
      })
    ),
    datacenter: idOrName('networks of this datacenter', 'datacenter-3'),
    ...pageInput,
    ...verboseInput
  }),
  output: listOf(row),
  async run({ limit, cursor, verbose, ...filters }, { vcenter }) {
    const networks = await vcenter.listNetworks({
      ...(filters.types && { types: filters.types }),
      ...(filters.datacenter && { datacenters: [await resolveId(vcenter, 'datacenter', filters.datacenter)] })
    })
    const request = { limit, cursor, verbose }
    const page = await pageOf(networks, { idOf, itemOf: toRow }, request, { list: 'networks', ...filters })
    return verbose ? { ...page, items: await withUse(vcenter, page.items) } : page
  }
})

type Row = Static<typeof row>

function idOf({ network }: NetworkSummary): string {
  return network
}

function toRow({ network, name, type }: NetworkSummary): Row {
  return { id: network, name, type }
}

/** The bulk read wants each object's own type, which is a subtype of Network. */
const managedTypes = new Map([
  ['DISTRIBUTED_PORTGROUP', 'DistributedVirtualPortgroup'],
  ['OPAQUE_NETWORK', 'OpaqueNetwork']
])

function withUse(vcenter: VcenterClient, rows: readonly Row[]): Promise<Row[]> {
  const references = rows.map(each => ({ type: managedTypes.get(each.type) ?? 'Network', value: each.id }))
  return enrich(rows, vcenter.readObjects('Network', references, ['vm', 'host']), ({ vm, host }) => ({
    vm_count: lengthOf(vm),
    host_count: lengthOf(host)
  }))
}
