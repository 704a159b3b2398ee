import { Type } from '@sinclair/typebox'
import type { HostSummary } from '../../vcenter/types.ts'
import { brief, bulk } from '../lists/columns.ts'
import { defineList } from '../lists/define-list.ts'
import { field, numberIn } from '../properties.ts'
import { resolveId } from '../resolve.ts'
import { filterBy, stringEnum } from '../schemas.ts'

export const listHosts = defineList({
  name: 'list_hosts',
  title: 'List hosts',
  description:
    'List ESXi hosts by name. verbose adds hardware, version, use. Totals per cluster: ' +
    'get_resource_utilization_summary.',
  rest: 'GET /hosts',
  filters: {
    connection_states: Type.Optional(
      Type.Array(stringEnum(['CONNECTED', 'DISCONNECTED', 'NOT_RESPONDING']), { minItems: 1, maxItems: 3 })
    ),
    cluster: filterBy('domain-c8'),
    datacenter: filterBy('datacenter-3')
  },
  columns: {
    connection_state: brief('text', 'connection_state', { groups: true }),
    power_state: brief('text', 'power_state', { groups: true }),
    parent: bulk('text', 'parent', {
      groups: true,
      refersTo: 'listClusters',
      description: 'id of its cluster, or of its own compute resource'
    }),
    model: bulk('text', 'summary.hardware', { groups: true, of: hardware => field(hardware, 'model') }),
    version: bulk('text', 'summary.config.product.fullName', { groups: true }),
    cpu_cores: bulk('integer', 'summary.hardware', { of: hardware => field(hardware, 'numCpuCores') }),
    cpu_mhz: bulk('integer', 'summary.hardware', { of: cpuOf, description: 'capacity over all cores' }),
    cpu_used_mhz: bulk('integer', 'summary.quickStats', { of: usage => field(usage, 'overallCpuUsage') }),
    memory_mib: bulk('integer', 'summary.hardware', { of: memoryOf }),
    memory_used_mib: bulk('integer', 'summary.quickStats', {
      of: usage => field(usage, 'overallMemoryUsage')
    }),
    in_maintenance_mode: bulk('flag', 'runtime.inMaintenanceMode', { groups: true })
  },
  type: 'HostSystem',
  idOf: ({ host }: HostSummary) => host,
  async read({ connection_states, cluster, datacenter }, vcenter) {
    return vcenter.listHosts({
      ...(connection_states && { connection_states }),
      ...(cluster && { clusters: [await resolveId(vcenter, 'cluster', cluster)] }),
      ...(datacenter && { datacenters: [await resolveId(vcenter, 'datacenter', datacenter)] })
    })
  }
})

function cpuOf(hardware: unknown): number | undefined {
  return hardware === undefined ? undefined : numberIn(hardware, 'cpuMhz') * numberIn(hardware, 'numCpuCores')
}

function memoryOf(hardware: unknown): number | undefined {
  return hardware === undefined ? undefined : numberIn(hardware, 'memorySize') / 2 ** 20
}
