import { type Static, Type } from '@sinclair/typebox'
import { unescapeName } from '../../vcenter/names.ts'
import type { ManagedObject, VcenterClient } from '../../vcenter/types.ts'
import { CodedError } from '../../errors.ts'
import { quoted } from '../../text.ts'
import { defineTool } from '../define-tool.ts'
import { alarmRow, alarmRowOf } from '../performance/alarm-row.ts'
import {
  constant,
  count,
  field,
  flag,
  lengthOf,
  numberIn,
  referenceId,
  referenceIds,
  text
} from '../properties.ts'
import { resolveId } from '../resolve.ts'
import { inventoryObject } from '../schemas.ts'
import { share, shareOf } from './share.ts'

const user = inventoryObject({
  cpu_mhz: Type.Integer(),
  memory_mib: Type.Integer({ description: 'what the host has given to it' })
})

const output = inventoryObject({
  connection_state: Type.String(),
  power_state: Type.Optional(Type.String()),
  in_maintenance_mode: Type.Optional(Type.Boolean()),
  version: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  cpu_cores: Type.Optional(Type.Integer()),
  cpu_mhz: Type.Optional(share),
  memory_mib: Type.Optional(share),
  uptime_s: Type.Optional(Type.Integer()),
  cluster: Type.Optional(inventoryObject({})),
  datastores: Type.Array(inventoryObject({})),
  vms: Type.Object({ total: Type.Integer(), powered_on: Type.Integer() }),
  most_cpu: Type.Array(user),
  most_memory: Type.Array(user),
  alarms: Type.Array(alarmRow)
})

/** So many VMs are shown for what they use. */
const mostUsers = 10

export const getHostDetails = defineTool({
  name: 'get_host_details',
  title: 'Get host details',
  toolset: 'inventory',
  description:
    'Everything about one ESXi host: state, version, capacity and use, uptime, cluster, datastores, triggered alarms, ' +
    'how many VMs it runs and which of them use most CPU and memory. To find a host use list_hosts. Why a VM on it is ' +
    'slow: get_vm_performance.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /hosts/:host',
  privileges: ['System.Read', 'System.View'],
  input: Type.Object({
    host: Type.String({ minLength: 1, maxLength: 255, description: 'Its id (host-12) or exact name.' })
  }),
  output,
  async run({ host: ref }, { vcenter }) {
    const id = await resolveId(vcenter, 'host', ref)
    const [host] = await vcenter.readObjects('HostSystem', [id], hostPaths)
    if (!host) throw new CodedError('not_found', `There is no host ${quoted(ref)} any more.`)
    const { properties } = host
    const [vms, datastores, cluster, alarms] = await Promise.all([
      vcenter.readObjects('VirtualMachine', referenceIds(properties['vm']), vmPaths),
      namesOfDatastores(vcenter, referenceIds(properties['datastore'])),
      clusterOf(vcenter, properties['parent']),
      lengthOf(properties['triggeredAlarmState']) > 0
        ? vcenter.listTriggeredAlarms({ object: { type: 'HostSystem', value: id } })
        : []
    ])
    const guests = vms.filter(vm => vm.properties['config.template'] !== true)
    const running = guests.filter(vm => vm.properties['runtime.powerState'] === 'poweredOn').map(userOf)
    return {
      id,
      name: unescapeName(String(properties['name'])),
      ...stateOf(properties['runtime']),
      ...capacityOf(properties),
      ...(cluster && { cluster }),
      datastores,
      vms: { total: guests.length, powered_on: running.length },
      most_cpu: topBy(running, each => each.cpu_mhz),
      most_memory: topBy(running, each => each.memory_mib),
      // those of its VMs among them
      alarms: alarms.map(alarm => alarmRowOf(alarm, new Map([host, ...vms].map(nameEntry))))
    }
  }
})

const hostPaths = [
  'name',
  'parent',
  'runtime',
  'summary.hardware',
  'summary.quickStats',
  'summary.config.product.fullName',
  'datastore',
  'vm',
  'triggeredAlarmState'
]
const vmPaths = ['name', 'runtime.powerState', 'config.template', 'summary.quickStats']

function nameEntry({ id, properties }: ManagedObject): [string, string] {
  return [id, unescapeName(String(properties['name']))]
}

type User = Static<typeof user>

function userOf({ id, properties }: ManagedObject): User {
  const use = properties['summary.quickStats']
  return {
    id,
    name: unescapeName(String(properties['name'])),
    cpu_mhz: numberIn(use, 'overallCpuUsage'),
    memory_mib: numberIn(use, 'hostMemoryUsage')
  }
}

function topBy(users: readonly User[], valueOf: (user: User) => number): User[] {
  return users
    .toSorted((one, other) => valueOf(other) - valueOf(one) || (one.id < other.id ? -1 : 1))
    .slice(0, mostUsers)
}

function stateOf(runtime: unknown) {
  const powerState = field(runtime, 'powerState')
  return {
    connection_state: constant(String(field(runtime, 'connectionState'))),
    ...(typeof powerState === 'string' && { power_state: constant(powerState) }),
    ...flag('in_maintenance_mode', field(runtime, 'inMaintenanceMode'))
  }
}

/** What a host uses that is not connected nobody knows. */
function capacityOf(properties: Record<string, unknown>) {
  const hardware = properties['summary.hardware']
  const use = properties['summary.quickStats']
  const isMeasured = field(use, 'overallCpuUsage') !== undefined
  const mhz = numberIn(hardware, 'cpuMhz') * numberIn(hardware, 'numCpuCores')
  const mib = Math.floor(numberIn(hardware, 'memorySize') / 2 ** 20)
  return {
    ...text('version', properties['summary.config.product.fullName']),
    ...text('model', field(hardware, 'model')),
    ...count('cpu_cores', field(hardware, 'numCpuCores')),
    ...(isMeasured && {
      cpu_mhz: shareOf(numberIn(use, 'overallCpuUsage'), mhz),
      memory_mib: shareOf(numberIn(use, 'overallMemoryUsage'), mib)
    }),
    ...count('uptime_s', field(use, 'uptime'))
  }
}

async function namesOfDatastores(vcenter: VcenterClient, ids: readonly string[]) {
  if (ids.length === 0) return []
  const datastores = await vcenter.listDatastores({ datastores: [...ids] })
  return datastores
    .map(({ datastore, name }) => ({ id: datastore, name }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

/** A standalone host is below a compute resource of its own, which is no cluster. */
async function clusterOf(vcenter: VcenterClient, parent: unknown) {
  const id = referenceId(parent)
  if (id === undefined || field(parent, 'type') !== 'ClusterComputeResource') return undefined
  const [found] = await vcenter.listClusters({ clusters: [id] })
  return found && { id, name: found.name }
}
