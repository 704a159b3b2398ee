import { type Static, Type } from '@sinclair/typebox'
import type { HostSummary, VcenterClient } from '../../vcenter/types.ts'
import { defineTool } from '../define-tool.ts'
import { enrich } from '../enrich.ts'
import { pageOf } from '../paging.ts'
import { count, field, flag, numberIn, text } from '../properties.ts'
import { resolveId } from '../resolve.ts'
import { idOrName, inventoryObject, listOf, pageInput, stringEnum, verboseInput } from '../schemas.ts'

const row = inventoryObject({
  connection_state: Type.String(),
  power_state: Type.Optional(Type.String()),
  parent: Type.Optional(Type.String({ description: 'id of its cluster, or of its own compute resource' })),
  model: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  cpu_cores: Type.Optional(Type.Integer()),
  cpu_mhz: Type.Optional(Type.Integer({ description: 'capacity over all cores' })),
  cpu_used_mhz: Type.Optional(Type.Integer()),
  memory_mib: Type.Optional(Type.Integer()),
  memory_used_mib: Type.Optional(Type.Integer()),
  in_maintenance_mode: Type.Optional(Type.Boolean())
})

export const listHosts = defineTool({
  name: 'list_hosts',
  title: 'List hosts',
  toolset: 'inventory',
  description:
    'List ESXi hosts with connection and power state, sorted by name. Filter by cluster, datacenter or connection ' +
    'state; verbose adds model, version, and CPU and memory used against capacity. For totals per cluster use ' +
    'get_resource_utilization_summary.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /hosts',
  privileges: ['System.Read'],
  input: Type.Object({
    connection_states: Type.Optional(
      Type.Array(stringEnum(['CONNECTED', 'DISCONNECTED', 'NOT_RESPONDING']), { minItems: 1, maxItems: 3 })
    ),
    cluster: idOrName('hosts of this cluster', 'domain-c8'),
    datacenter: idOrName('hosts of this datacenter', 'datacenter-3'),
    ...pageInput,
    ...verboseInput
  }),
  output: listOf(row),
  async run({ limit, cursor, verbose, ...filters }, { vcenter }) {
    const { connection_states, cluster, datacenter } = filters
    const hosts = await vcenter.listHosts({
      ...(connection_states && { connection_states }),
      ...(cluster && { clusters: [await resolveId(vcenter, 'cluster', cluster)] }),
      ...(datacenter && { datacenters: [await resolveId(vcenter, 'datacenter', datacenter)] })
    })
    const request = { limit, cursor, verbose }
    const page = await pageOf(hosts, { idOf, itemOf: toRow }, request, { list: 'hosts', ...filters })
    return verbose ? { ...page, items: await withHardware(vcenter, page.items) } : page
  }
})

type Row = Static<typeof row>

function idOf({ host }: HostSummary): string {
  return host
}

function toRow(host: HostSummary): Row {
  return {
    id: host.host,
    name: host.name,
    connection_state: host.connection_state,
    ...(host.power_state !== undefined && { power_state: host.power_state })
  }
}

function withHardware(vcenter: VcenterClient, rows: readonly Row[]): Promise<Row[]> {
  const paths = [
    'parent',
    'summary.hardware',
    'summary.quickStats',
    'summary.config.product.fullName',
    'runtime.inMaintenanceMode'
  ]
  const ids = rows.map(each => each.id)
  return enrich(rows, vcenter.readObjects('HostSystem', ids, paths), hardwareOf)
}

function hardwareOf(properties: Record<string, unknown>): Partial<Row> {
  const hardware = properties['summary.hardware']
  const usage = properties['summary.quickStats']
  return {
    ...text('parent', properties['parent']),
    ...text('version', properties['summary.config.product.fullName']),
    ...flag('in_maintenance_mode', properties['runtime.inMaintenanceMode']),
    ...(hardware !== undefined && {
      ...text('model', field(hardware, 'model')),
      ...count('cpu_cores', field(hardware, 'numCpuCores')),
      cpu_mhz: numberIn(hardware, 'cpuMhz') * numberIn(hardware, 'numCpuCores'),
      memory_mib: Math.floor(numberIn(hardware, 'memorySize') / 2 ** 20)
    }),
    ...(usage !== undefined && {
      ...count('cpu_used_mhz', field(usage, 'overallCpuUsage')),
      ...count('memory_used_mib', field(usage, 'overallMemoryUsage'))
    })
  }
}
