import { Type } from '@sinclair/typebox'
import { unescapeName } from '../../vcenter/names.ts'
import type { DatastoreSummary, ManagedObject } from '../../vcenter/types.ts'
import { defineTool } from '../define-tool.ts'
import { numberIn, referenceId, referenceIds } from '../properties.ts'
import { resolveId } from '../resolve.ts'
import { idOrName } from '../schemas.ts'
import { share, shareOf } from './share.ts'

const figures = {
  hosts: Type.Object({ total: Type.Integer(), connected: Type.Integer() }),
  vms: Type.Object({
    total: Type.Integer(),
    powered_on: Type.Integer(),
    powered_off: Type.Integer(),
    suspended: Type.Integer()
  }),
  cpu_mhz: share,
  memory_mib: share,
  storage_bytes: share
}

const output = Type.Object({
  all: Type.Object(figures),
  clusters: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), ...figures })),
  standalone_hosts: Type.Integer({ description: 'Hosts outside any cluster; they count in all.' })
})

export const getResourceUtilizationSummary = defineTool({
  name: 'get_resource_utilization_summary',
  title: 'Get resource utilization summary',
  toolset: 'inventory',
  description:
    'CPU, memory and storage used against total, and VM counts by power state, in all and per cluster. A datastore ' +
    'that several clusters share counts once in all and in each of them. Figures are of this moment. For single hosts ' +
    'use list_hosts with verbose, for datastores get_datastore_usage.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /utilization',
  privileges: ['System.Read', 'System.View'],
  input: Type.Object({ cluster: idOrName('this cluster, beside the figures over all', 'domain-c8') }),
  output,
  async run({ cluster }, { vcenter }) {
    const wanted = cluster && (await resolveId(vcenter, 'cluster', cluster))
    const [objects, datastores] = await Promise.all([
      vcenter.readInventory({
        ClusterComputeResource: ['name', 'host', 'datastore'],
        HostSystem: ['runtime.connectionState', 'summary.hardware', 'summary.quickStats'],
        VirtualMachine: ['runtime.powerState', 'runtime.host', 'config.template']
      }),
      vcenter.listDatastores()
    ])
    const inventory = sortOut(objects, datastores)
    const clusters = inventory.clusters.map(each => {
      const hosts = referenceIds(each.properties['host'])
      const states = hosts.flatMap(host => inventory.powerStates.get(host) ?? [])
      const own = figuresOf(inventory, hosts, referenceIds(each.properties['datastore']), states)
      return { id: each.id, name: unescapeName(String(each.properties['name'])), ...own }
    })
    const inClusters = new Set(inventory.clusters.flatMap(each => referenceIds(each.properties['host'])))
    const hosts = [...inventory.hosts.keys()]
    const states = [...inventory.powerStates.values()].flat()
    return {
      all: figuresOf(inventory, hosts, [...inventory.datastores.keys()], states),
      clusters: clusters
        .filter(each => !wanted || each.id === wanted)
        .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
      standalone_hosts: hosts.filter(id => !inClusters.has(id)).length
    }
  }
})

interface Inventory {
  clusters: ManagedObject[]
  hosts: Map<string, ManagedObject>
  /** Power states of the VMs on a host, by the host's id; of VMs without a host under `undefined`. */
  powerStates: Map<string | undefined, string[]>
  datastores: Map<string, DatastoreSummary>
}

function sortOut(objects: readonly ManagedObject[], datastores: readonly DatastoreSummary[]): Inventory {
  const hosts = objects.filter(each => each.type === 'HostSystem')
  const powerStates: Inventory['powerStates'] = new Map()
  for (const { type, properties } of objects) {
    if (type !== 'VirtualMachine' || properties['config.template'] === true) continue
    const host = referenceId(properties['runtime.host'])
    const states = powerStates.get(host) ?? []
    states.push(String(properties['runtime.powerState']))
    powerStates.set(host, states)
  }
  return {
    clusters: objects.filter(each => each.type === 'ClusterComputeResource'),
    hosts: new Map(hosts.map(each => [each.id, each])),
    powerStates,
    datastores: new Map(datastores.map(each => [each.datastore, each]))
  }
}

function figuresOf(
  inventory: Inventory,
  hostIds: readonly string[],
  datastoreIds: readonly string[],
  states: readonly string[]
) {
  const hosts = hostIds.map(id => inventory.hosts.get(id)).filter(host => host !== undefined)
  const connected = hosts.filter(host => host.properties['runtime.connectionState'] === 'connected')
  const stores = datastoreIds.map(id => inventory.datastores.get(id)).filter(store => store !== undefined)
  const capacity = sum(stores, store => store.capacity ?? 0)
  return {
    hosts: { total: hosts.length, connected: connected.length },
    vms: {
      total: states.length,
      powered_on: states.filter(state => state === 'poweredOn').length,
      powered_off: states.filter(state => state === 'poweredOff').length,
      suspended: states.filter(state => state === 'suspended').length
    },
    // a host that is not connected gives and uses nothing now
    cpu_mhz: shareOf(sum(connected, usedMhz), sum(connected, totalMhz)),
    memory_mib: shareOf(sum(connected, usedMib), sum(connected, totalMib)),
    storage_bytes: shareOf(capacity - sum(stores, store => store.free_space ?? 0), capacity)
  }
}

function usedMhz(host: ManagedObject): number {
  return numberIn(host.properties['summary.quickStats'], 'overallCpuUsage')
}

function totalMhz(host: ManagedObject): number {
  const hardware = host.properties['summary.hardware']
  return numberIn(hardware, 'cpuMhz') * numberIn(hardware, 'numCpuCores')
}

function usedMib(host: ManagedObject): number {
  return numberIn(host.properties['summary.quickStats'], 'overallMemoryUsage')
}

function totalMib(host: ManagedObject): number {
  return Math.floor(numberIn(host.properties['summary.hardware'], 'memorySize') / 2 ** 20)
}

function sum<Item>(items: readonly Item[], valueOf: (item: Item) => number): number {
  return items.reduce((total, item) => total + valueOf(item), 0)
}
