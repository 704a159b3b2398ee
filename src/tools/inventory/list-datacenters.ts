import type { DatacenterSummary } from '../../vcenter/types.ts'
import { bulk } from '../lists/columns.ts'
import { defineList } from '../lists/define-list.ts'
import { lengthOf } from '../properties.ts'
import { namesInput } from '../schemas.ts'

export const listDatacenters = defineList({
  name: 'list_datacenters',
  title: 'List datacenters',
  description:
    'List datacenters, sorted by name. Their ids and names filter list_vms, list_hosts, list_clusters, ' +
    'list_datastores and list_networks.',
  rest: 'GET /datacenters',
  filters: namesInput,
  columns: {
    datastore_count: bulk('integer', 'datastore', { of: lengthOf }),
    network_count: bulk('integer', 'network', { of: lengthOf })
  },
  type: 'Datacenter',
  idOf: ({ datacenter }: DatacenterSummary) => datacenter,
  read: ({ names }, vcenter) => vcenter.listDatacenters(names ? { names } : {})
})
