import type { ClusterSummary } from '../../vcenter/types.ts'
import { brief, bulk } from '../lists/columns.ts'
import { defineList } from '../lists/define-list.ts'
import { field, lengthOf } from '../properties.ts'
import { resolveId } from '../resolve.ts'
import { filterBy, namesInput } from '../schemas.ts'

/** @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/ClusterConfigInfoEx */
export const listClusters = defineList({
  name: 'list_clusters',
  title: 'List clusters',
  description:
    'List clusters with DRS and HA, sorted by name. verbose adds hosts, capacity and DRS mode. What they use is in ' +
    'get_resource_utilization_summary; what is in them: list_hosts, list_vms with cluster.',
  rest: 'GET /clusters',
  filters: { ...namesInput, datacenter: filterBy('datacenter-3') },
  columns: {
    drs_enabled: brief('flag', 'drs_enabled', { groups: true }),
    ha_enabled: brief('flag', 'ha_enabled', { groups: true }),
    host_count: bulk('integer', 'host', { of: lengthOf }),
    cpu_cores: bulk('integer', 'summary', { of: summary => field(summary, 'numCpuCores') }),
    cpu_mhz: bulk('integer', 'summary', { of: summary => field(summary, 'totalCpu') }),
    memory_mib: bulk('integer', 'summary', { of: memoryOf }),
    // the declared type of configurationEx is that of every compute resource: a path into it may not be known
    drs_mode: bulk('text', 'configurationEx', {
      groups: true,
      of: configuration => field(field(configuration, 'drsConfig'), 'defaultVmBehavior'),
      description: 'manual, partiallyAutomated or fullyAutomated'
    })
  },
  type: 'ClusterComputeResource',
  idOf: ({ cluster }: ClusterSummary) => cluster,
  async read({ names, datacenter }, vcenter) {
    return vcenter.listClusters({
      ...(names && { names }),
      ...(datacenter && { datacenters: [await resolveId(vcenter, 'datacenter', datacenter)] })
    })
  }
})

function memoryOf(summary: unknown): number | undefined {
  const bytes = field(summary, 'totalMemory')
  return typeof bytes === 'number' ? bytes / 2 ** 20 : undefined
}
