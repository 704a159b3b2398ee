import { Type } from '@sinclair/typebox'
import type { VmSummary } from '../../vcenter/types.ts'
import { brief, bulk } from '../lists/columns.ts'
import { defineList } from '../lists/define-list.ts'
import { resolveId } from '../resolve.ts'
import { filterBy, namesInput, powerState } from '../schemas.ts'

export const listVms = defineList({
  name: 'list_vms',
  title: 'List VMs',
  description:
    'List VMs (no templates), sorted by name. verbose adds host, IP address and guest. For one VM use get_vm_details.',
  rest: 'GET /vms',
  filters: {
    ...namesInput,
    power_states: Type.Optional(Type.Array(powerState, { minItems: 1, maxItems: 3 })),
    host: filterBy('host-12'),
    cluster: filterBy('domain-c8'),
    datacenter: filterBy('datacenter-3')
  },
  columns: {
    power_state: brief('text', 'power_state', { groups: true }),
    cpu_count: brief('integer', 'cpu_count'),
    memory_mib: brief('integer', 'memory_size_MiB'),
    host: bulk('text', 'runtime.host', {
      groups: true,
      refersTo: 'listHosts',
      description: 'id of the host it runs on'
    }),
    ip_address: bulk('text', 'guest.ipAddress'),
    guest_host_name: bulk('text', 'guest.hostName'),
    guest_os: bulk('text', 'config.guestFullName', { groups: true })
  },
  type: 'VirtualMachine',
  idOf: ({ vm }: VmSummary) => vm,
  async read({ names, power_states, host, cluster, datacenter }, vcenter) {
    return vcenter.listVms({
      ...(names && { names }),
      ...(power_states && { power_states }),
      ...(host && { hosts: [await resolveId(vcenter, 'host', host)] }),
      ...(cluster && { clusters: [await resolveId(vcenter, 'cluster', cluster)] }),
      ...(datacenter && { datacenters: [await resolveId(vcenter, 'datacenter', datacenter)] })
    })
  }
})
