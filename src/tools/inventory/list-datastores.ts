import { Type } from '@sinclair/typebox'
import type { DatastoreSummary } from '../../vcenter/types.ts'
import { brief, bulk } from '../lists/columns.ts'
import { defineList } from '../lists/define-list.ts'
import { lengthOf } from '../properties.ts'
import { resolveId } from '../resolve.ts'
import { filterBy, stringEnum } from '../schemas.ts'

export const listDatastores = defineList({
  name: 'list_datastores',
  title: 'List datastores',
  description:
    'List datastores with type, capacity and free space, sorted by name. verbose adds access, maintenance and how ' +
    'many VMs and hosts use it. To find the fullest ones use get_datastore_usage.',
  rest: 'GET /datastores',
  filters: {
    types: Type.Optional(
      Type.Array(stringEnum(['VMFS', 'NFS', 'NFS41', 'CIFS', 'VSAN', 'VFFS', 'VVOL']), {
        minItems: 1,
        maxItems: 7
      })
    ),
    datacenter: filterBy('datacenter-3')
  },
  columns: {
    type: brief('text', 'type', { groups: true }),
    capacity_bytes: brief('integer', 'capacity', {
      description: 'absent while it is not accessible'
    }),
    free_bytes: brief('integer', 'free_space'),
    accessible: bulk('flag', 'summary.accessible', { groups: true }),
    maintenance_mode: bulk('text', 'summary.maintenanceMode', { groups: true }),
    vm_count: bulk('integer', 'vm', { of: lengthOf }),
    host_count: bulk('integer', 'host', { of: lengthOf })
  },
  type: 'Datastore',
  idOf: ({ datastore }: DatastoreSummary) => datastore,
  async read({ types, datacenter }, vcenter) {
    return vcenter.listDatastores({
      ...(types && { types }),
      ...(datacenter && { datacenters: [await resolveId(vcenter, 'datacenter', datacenter)] })
    })
  }
})
