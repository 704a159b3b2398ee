import { type Static, Type } from '@sinclair/typebox'
import type { VcenterClient, VmFilter, VmSummary } from '../../vcenter/types.ts'
import { defineTool } from '../define-tool.ts'
import { enrich } from '../enrich.ts'
import { pageOf } from '../paging.ts'
import { text } from '../properties.ts'
import { resolveId } from '../resolve.ts'
import { idOrName, inventoryObject, listOf, pageInput, powerState, verboseInput } from '../schemas.ts'

const row = inventoryObject({
  power_state: Type.String(),
  cpu_count: Type.Optional(Type.Integer()),
  memory_mib: Type.Optional(Type.Integer()),
  host: Type.Optional(Type.String({ description: 'id of the host it runs on' })),
  ip_address: Type.Optional(Type.String()),
  guest_host_name: Type.Optional(Type.String()),
  guest_os: Type.Optional(Type.String())
})

const input = Type.Object({
  names: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 255 }), {
      minItems: 1,
      maxItems: 50,
      description: 'Exact names.'
    })
  ),
  power_states: Type.Optional(Type.Array(powerState, { minItems: 1, maxItems: 3 })),
  host: idOrName('VMs on this host', 'host-12'),
  cluster: idOrName('VMs in this cluster', 'domain-c8'),
  datacenter: idOrName('VMs in this datacenter', 'datacenter-3'),
  ...pageInput,
  ...verboseInput
})

export const listVms = defineTool({
  name: 'list_vms',
  title: 'List VMs',
  toolset: 'inventory',
  description:
    'List virtual machines (no templates) with power state, CPU and memory, sorted by name. Filter by name, ' +
    'power state, host, cluster or datacenter; verbose adds host, IP address and guest system. For everything about ' +
    'one VM use get_vm_details.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /vms',
  privileges: ['System.Read'],
  input,
  output: listOf(row),
  async run({ limit, cursor, verbose, ...filters }, { vcenter }) {
    const vms = await vcenter.listVms(await filterOf(vcenter, filters))
    const request = { limit, cursor, verbose }
    const page = await pageOf(vms, { idOf, itemOf: toRow }, request, { list: 'vms', ...filters })
    return verbose ? { ...page, items: await withGuests(vcenter, page.items) } : page
  }
})

type Filters = Pick<Static<typeof input>, 'names' | 'power_states' | 'host' | 'cluster' | 'datacenter'>

async function filterOf(vcenter: VcenterClient, filters: Filters): Promise<VmFilter> {
  const { names, power_states, host, cluster, datacenter } = filters
  return {
    ...(names && { names }),
    ...(power_states && { power_states }),
    ...(host && { hosts: [await resolveId(vcenter, 'host', host)] }),
    ...(cluster && { clusters: [await resolveId(vcenter, 'cluster', cluster)] }),
    ...(datacenter && { datacenters: [await resolveId(vcenter, 'datacenter', datacenter)] })
  }
}

type Row = Static<typeof row>

function idOf({ vm }: VmSummary): string {
  return vm
}

function toRow(vm: VmSummary): Row {
  return {
    id: vm.vm,
    name: vm.name,
    power_state: vm.power_state,
    ...(vm.cpu_count !== undefined && { cpu_count: vm.cpu_count }),
    ...(vm.memory_size_MiB !== undefined && { memory_mib: vm.memory_size_MiB })
  }
}

function withGuests(vcenter: VcenterClient, rows: readonly Row[]): Promise<Row[]> {
  const paths = ['runtime.host', 'guest.ipAddress', 'guest.hostName', 'config.guestFullName']
  const ids = rows.map(each => each.id)
  return enrich(rows, vcenter.readObjects('VirtualMachine', ids, paths), properties => ({
    ...text('host', properties['runtime.host']),
    ...text('ip_address', properties['guest.ipAddress']),
    ...text('guest_host_name', properties['guest.hostName']),
    ...text('guest_os', properties['config.guestFullName'])
  }))
}
