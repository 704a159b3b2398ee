import type { Random } from '../random.ts'
import type { Ids, Site } from './places.ts'
import type { Inventory } from './store.ts'
import type { Allocation, ComputeResource, Host, HostHardware } from './types.ts'

const gibibyte = 1024 ** 3
const oneDay = 24 * 60 * 60 * 1000

const models: [HostHardware, HostHardware, HostHardware] = [
  {
    vendor: 'Dell Inc.',
    model: 'PowerEdge R650',
    cpuModel: 'Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz',
    cpuMhz: 1995,
    packages: 2,
    cores: 64,
    threads: 128,
    memoryBytes: 768 * gibibyte
  },
  {
    vendor: 'HPE',
    model: 'ProLiant DL380 Gen10',
    cpuModel: 'Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz',
    cpuMhz: 2095,
    packages: 2,
    cores: 32,
    threads: 64,
    memoryBytes: 384 * gibibyte
  },
  {
    vendor: 'Lenovo',
    model: 'ThinkSystem SR645',
    cpuModel: 'AMD EPYC 7543 32-Core Processor',
    cpuMhz: 2794,
    packages: 2,
    cores: 64,
    threads: 128,
    memoryBytes: 512 * gibibyte
  }
]

/** A small host that stands alone. */
export const edgeModel: HostHardware = {
  vendor: 'Supermicro',
  model: 'SYS-E300-9D',
  cpuModel: 'Intel(R) Xeon(R) D-2123IT CPU @ 2.20GHz',
  cpuMhz: 2195,
  packages: 1,
  cores: 4,
  threads: 8,
  memoryBytes: 128 * gibibyte
}

/** A cluster with its root pool, without hosts yet. */
export function addCluster(inventory: Inventory, ids: Ids, site: Site, name: string): ComputeResource {
  return addComputeResource(inventory, site, {
    kind: 'ClusterComputeResource',
    id: ids.next('domain-c'),
    name,
    resourcePool: ids.next('resgroup-')
  })
}

/** `count` hosts in a cluster. A fourth or later one may be out of service, see `serviceOf`. */
export function addClusterHosts(
  inventory: Inventory,
  ids: Ids,
  random: Random,
  cluster: ComputeResource,
  plan: { count: number; index: number; now: number }
): void {
  const hardware = models[plan.index % models.length] ?? models[0]
  for (let number = 1; number <= plan.count; number += 1) {
    addHost(inventory, ids, random, cluster, {
      name: `esx-${cluster.name}-${String(number).padStart(2, '0')}.corp.example`,
      hardware,
      now: plan.now,
      ...serviceOf(plan.index, number, plan.count)
    })
  }
}

/** A host outside any cluster, with the compute resource that vCenter makes for it. */
export function addStandaloneHost(
  inventory: Inventory,
  ids: Ids,
  random: Random,
  site: Site,
  now: number
): Host {
  const name = 'esx-edge-01.corp.example'
  const compute = addComputeResource(inventory, site, {
    kind: 'ComputeResource',
    id: ids.next('domain-s'),
    name,
    resourcePool: ids.next('resgroup-')
  })
  return addHost(inventory, ids, random, compute, {
    name,
    hardware: edgeModel,
    now,
    connectionState: 'CONNECTED',
    inMaintenanceMode: false
  })
}

/** A pool below another pool. */
export function addPool(inventory: Inventory, ids: Ids, parent: string, name: string, high: boolean): string {
  const above = inventory.resourcePools.get(parent)
  if (!above) throw new Error(`no pool ${parent}`)
  const id = ids.next('resgroup-')
  const level = high ? 'HIGH' : 'NORMAL'
  const allocation: Allocation = { reservation: 0, limit: -1, level, shares: high ? 8000 : 4000 }
  inventory.add({
    kind: 'ResourcePool',
    id,
    name,
    parent,
    owner: above.owner,
    datacenter: above.datacenter,
    children: [],
    cpu: { ...allocation },
    memory: { ...allocation, shares: high ? 327_680 : 163_840 }
  })
  above.children.push(id)
  return id
}

/** The first cluster's last host is in maintenance, the third's is disconnected, if others remain. */
function serviceOf(
  cluster: number,
  number: number,
  count: number
): Pick<Host, 'connectionState' | 'inMaintenanceMode'> {
  const spare = number === count && count > 2
  return {
    connectionState: spare && cluster === 2 ? 'DISCONNECTED' : 'CONNECTED',
    inMaintenanceMode: spare && cluster === 0
  }
}

/** A cluster, or what holds a standalone host, with its root pool and without hosts. */
export function addComputeResource(
  inventory: Inventory,
  site: Pick<Site, 'datacenter' | 'hostFolder'>,
  given: Pick<ComputeResource, 'kind' | 'id' | 'name' | 'resourcePool'>
): ComputeResource {
  const cluster = given.kind === 'ClusterComputeResource'
  const compute: ComputeResource = {
    ...given,
    parent: site.hostFolder,
    datacenter: site.datacenter,
    hosts: [],
    datastores: [],
    networks: [],
    haEnabled: cluster,
    drsEnabled: cluster && !given.name.startsWith('dev'),
    drsBehavior: given.name === 'dr' ? 'manual' : 'fullyAutomated'
  }
  inventory.add(compute)
  inventory.add({
    kind: 'ResourcePool',
    id: given.resourcePool,
    name: 'Resources',
    parent: given.id,
    owner: given.id,
    datacenter: site.datacenter,
    children: [],
    cpu: { reservation: 0, limit: -1, level: 'NORMAL', shares: 4000 },
    memory: { reservation: 0, limit: -1, level: 'NORMAL', shares: 163_840 }
  })
  return compute
}

function addHost(
  inventory: Inventory,
  ids: Ids,
  random: Random,
  compute: ComputeResource,
  given: Pick<Host, 'name' | 'hardware' | 'connectionState' | 'inMaintenanceMode'> & { now: number }
): Host {
  const host: Host = {
    kind: 'HostSystem',
    id: ids.next('host-'),
    name: given.name,
    parent: compute.id,
    datacenter: compute.datacenter,
    uuid: random.uuid(),
    connectionState: given.connectionState,
    inMaintenanceMode: given.inMaintenanceMode,
    bootTime: given.now - random.integer(3, 200) * oneDay,
    hardware: given.hardware,
    overhead: { cpuMhz: random.integer(180, 400), memoryMib: random.integer(3000, 6000) },
    datastores: [],
    networks: []
  }
  inventory.add(host)
  compute.hosts.push(host.id)
  return host
}
