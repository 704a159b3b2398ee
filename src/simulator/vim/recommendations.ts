import type { ComputeResource, Host, Inventory, VirtualMachine } from '../inventory/index.ts'
import { cpuCapacityOf, hostUsageOf, usageOf } from '../inventory/usage.ts'
import type { State } from '../state.ts'
import { dataObject, dateTime, moRef } from './values.ts'

/** A migration that DRS would make, if it were allowed to. */
export interface Recommendation {
  key: string
  time: number
  /** 1 to 5. */
  rating: number
  cluster: string
  vm: VirtualMachine
  source: Host
  destination: Host
}

interface Board {
  last: number
  byCluster: Map<string, Recommendation[]>
}

const boards = new WeakMap<State, Board>()

function boardOf(state: State): Board {
  let board = boards.get(state)
  if (!board) boards.set(state, (board = { last: 0, byCluster: new Map() }))
  return board
}

/** What is recommended for a cluster, worked out at the first look and whenever it is refreshed. */
export function recommendationsOf(state: State, cluster: ComputeResource): Recommendation[] {
  return boardOf(state).byCluster.get(cluster.id) ?? refresh(state, cluster)
}

/** Where DRS is off, or moves machines by itself, nothing is recommended. */
export function refresh(state: State, cluster: ComputeResource): Recommendation[] {
  const board = boardOf(state)
  const open = cluster.drsEnabled && cluster.drsBehavior !== 'fullyAutomated'
  const found = open ? balance(state, cluster) : []
  const numbered = found.map(move => ({ ...move, key: String((board.last += 1)) }))
  board.byCluster.set(cluster.id, numbered)
  return numbered
}

/** False when there is none with that key. */
export function drop(state: State, cluster: ComputeResource, key: string): Recommendation | undefined {
  const all = recommendationsOf(state, cluster)
  const found = all.find(recommendation => recommendation.key === key)
  if (found)
    boardOf(state).byCluster.set(
      cluster.id,
      all.filter(other => other !== found)
    )
  return found
}

/** Hosts of a cluster that take machines. */
export function hostsInService({ inventory }: State, cluster: ComputeResource): Host[] {
  return cluster.hosts
    .flatMap(id => inventory.hosts.get(id) ?? [])
    .filter(host => host.connectionState === 'CONNECTED' && !host.inMaintenanceMode)
}

/** Whether the host has the datastores and networks of a machine. */
export function canRun(host: Host, vm: VirtualMachine): boolean {
  return (
    vm.disks.every(disk => host.datastores.includes(disk.datastore)) &&
    vm.nics.every(nic => host.networks.includes(nic.network))
  )
}

/** From the busiest host to the idlest, what makes them more alike: two machines at most. */
function balance(state: State, cluster: ComputeResource): Omit<Recommendation, 'key'>[] {
  const load = (host: Host): number => hostUsageOf(state.inventory, host).cpuMhz / cpuCapacityOf(host)
  const hosts = hostsInService(state, cluster).toSorted((left, right) => load(right) - load(left))
  const [source, destination] = [hosts[0], hosts.at(-1)]
  if (!source || !destination || source === destination) return []
  const gap = ((load(source) - load(destination)) * cpuCapacityOf(source)) / 2
  const used = (vm: VirtualMachine): number => usageOf(state.inventory, vm).cpuMhz
  return state.inventory
    .vmsOf(source.id)
    .filter(vm => vm.powerState === 'POWERED_ON' && used(vm) <= gap && canRun(destination, vm))
    .toSorted((left, right) => used(right) - used(left))
    .slice(0, 2)
    .map((vm, index) => ({
      time: state.now(),
      rating: 3 - index,
      cluster: cluster.id,
      vm,
      source,
      destination
    }))
}

/** https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ ClusterRecommendation */
export function showRecommendation(inventory: Inventory, recommendation: Recommendation): unknown {
  const { key, rating, vm, source, destination, cluster } = recommendation
  const time = dateTime(recommendation.time)
  const { cpuMhz, hostMemoryMib } = usageOf(inventory, vm)
  return dataObject('ClusterRecommendation', {
    key,
    type: 'V1',
    time,
    rating,
    reason: 'fairnessCpuAvg',
    reasonText: 'Balance average CPU loads',
    target: moRef('ClusterComputeResource', cluster),
    action: [
      dataObject('ClusterMigrationAction', {
        type: 'MigrationV1',
        target: moRef('VirtualMachine', vm.id),
        drsMigration: dataObject('ClusterDrsMigration', {
          key,
          time,
          vm: moRef('VirtualMachine', vm.id),
          cpuLoad: cpuMhz,
          memoryLoad: hostMemoryMib * 1024 * 1024,
          source: moRef('HostSystem', source.id),
          destination: moRef('HostSystem', destination.id)
        })
      })
    ]
  })
}
