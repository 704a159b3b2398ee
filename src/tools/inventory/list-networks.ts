import { Type } from '@sinclair/typebox'
import type { NetworkSummary } from '../../vcenter/types.ts'
import { brief, bulk } from '../lists/columns.ts'
import { defineList } from '../lists/define-list.ts'
import { lengthOf } from '../properties.ts'
import { resolveId } from '../resolve.ts'
import { filterBy, stringEnum } from '../schemas.ts'

/** The bulk read wants each object's own type, which is a subtype of Network. */
const managedTypes = new Map<unknown, string>([
  ['DISTRIBUTED_PORTGROUP', 'DistributedVirtualPortgroup'],
  ['OPAQUE_NETWORK', 'OpaqueNetwork']
])

export const listNetworks = defineList({
  name: 'list_networks',
  title: 'List networks',
  description:
    'List networks (standard and distributed port groups, opaque networks), sorted by name. verbose counts the VMs ' +
    'and hosts on each. Which network a VM is attached to is in get_vm_details.',
  rest: 'GET /networks',
  filters: {
    types: Type.Optional(
      Type.Array(stringEnum(['STANDARD_PORTGROUP', 'DISTRIBUTED_PORTGROUP', 'OPAQUE_NETWORK']), {
        minItems: 1,
        maxItems: 3
      })
    ),
    datacenter: filterBy('datacenter-3')
  },
  columns: {
    type: brief('text', 'type', { groups: true }),
    vm_count: bulk('integer', 'vm', { of: lengthOf }),
    host_count: bulk('integer', 'host', { of: lengthOf })
  },
  type: 'Network',
  typeOf: row => managedTypes.get(row['type']) ?? 'Network',
  idOf: ({ network }: NetworkSummary) => network,
  async read({ types, datacenter }, vcenter) {
    return vcenter.listNetworks({
      ...(types && { types }),
      ...(datacenter && { datacenters: [await resolveId(vcenter, 'datacenter', datacenter)] })
    })
  }
})
