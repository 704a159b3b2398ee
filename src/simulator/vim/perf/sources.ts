import type { Entity, Host, Inventory, VirtualMachine } from '../../inventory/index.ts'
import { cpuCapacityOf, hostUsageOf, usageOf, type Usage } from '../../inventory/usage.ts'
import type { State } from '../../state.ts'

/** What a counter says now: the middle of its series, and how far it goes up and down, as a share. */
export interface Source {
  now: number
  swing: number
}

export type Sources = Record<string, Source>

const mebibyte = 1024 ** 2
const usualLatencyMs = 4

/** Every counter that the object has now, by name; empty for what is not measured. */
export function sourcesOf(state: State, entity: Entity): Sources {
  const { inventory } = state
  switch (entity.kind) {
    case 'VirtualMachine': {
      if (entity.powerState !== 'POWERED_ON') return {}
      const usage = usageOf(inventory, entity)
      const { cpuMhz, guestMemoryMib, hostMemoryMib } = usage
      const mhz = inventory.hosts.get(entity.host)?.hardware.cpuMhz ?? 2000
      const capacity = entity.cpu.count * mhz
      return {
        ...compute({ cpuMhz, capacity, memoryMib: hostMemoryMib, sizeMib: entity.memory.sizeMib }),
        ...traffic(cpuMhz, latencyOf(inventory, entity)),
        ...contention([usage]),
        'mem.usage.average': varying((10_000 * guestMemoryMib) / entity.memory.sizeMib, 0.1),
        'mem.active.average': varying(guestMemoryMib * 1024, 0.15),
        'mem.overhead.average': steady(60 * 1024),
        'cpu.demand.average': varying(usage.cpuDemandMhz * 1.05, 0.25),
        'sys.uptime.latest': steady((state.now() - (entity.bootTime ?? state.now())) / 1000)
      }
    }
    case 'HostSystem': {
      if (entity.connectionState !== 'CONNECTED') return {}
      const { cpuMhz, memoryMib, of } = hostUsageOf(inventory, entity)
      const sizeMib = entity.hardware.memoryBytes / mebibyte
      return {
        ...compute({ cpuMhz, capacity: cpuCapacityOf(entity), memoryMib, sizeMib }),
        ...traffic(cpuMhz, latencyOf(inventory, entity)),
        ...contention(of),
        'cpu.totalCapacity.average': steady(cpuCapacityOf(entity)),
        'sys.uptime.latest': steady((state.now() - entity.bootTime) / 1000)
      }
    }
    case 'ClusterComputeResource':
      return clusterSources(state, entity.hosts)
    case 'Datastore': {
      if (!entity.accessible) return {}
      const used = (entity.capacity - entity.freeSpace) / 1024
      return {
        'disk.used.latest': steady(used),
        'disk.capacity.latest': steady(entity.capacity / 1024),
        'disk.provisioned.latest': steady(used * 1.3),
        'datastore.totalReadLatency.average': varying(entity.latencyMs ?? 3, 0.6),
        'datastore.totalWriteLatency.average': varying(entity.latencyMs ?? 5, 0.6)
      }
    }
    default:
      return {}
  }
}

function clusterSources({ inventory }: State, ids: readonly string[]): Sources {
  const hosts = ids.flatMap(id => inventory.hosts.get(id) ?? [])
  const inService = hosts.filter(host => host.connectionState === 'CONNECTED' && !host.inMaintenanceMode)
  const total = { cpuMhz: 0, capacity: 0, memoryMib: 0, sizeMib: 0 }
  for (const host of inService) {
    const usage = hostUsageOf(inventory, host)
    total.cpuMhz += usage.cpuMhz
    total.memoryMib += usage.memoryMib
    total.capacity += cpuCapacityOf(host)
    total.sizeMib += host.hardware.memoryBytes / mebibyte
  }
  if (inService.length === 0) return {}
  return {
    ...compute(total),
    'mem.vmmemctl.average': steady(0),
    'mem.swapped.average': steady(0),
    'clusterServices.effectivecpu.average': steady(total.capacity * 0.97),
    'clusterServices.effectivemem.average': steady(total.sizeMib * 1024 * 0.97)
  }
}

/** Shares are 1/100 percent, memory is kB. */
function compute(given: { cpuMhz: number; capacity: number; memoryMib: number; sizeMib: number }): Sources {
  // what is used fully goes up and down no more
  const swing = 0.02 + 0.25 * Math.max(0, 1 - given.cpuMhz / given.capacity)
  return {
    'cpu.usage.average': varying((10_000 * given.cpuMhz) / given.capacity, swing),
    'cpu.usagemhz.average': varying(given.cpuMhz, swing),
    'mem.usage.average': varying((10_000 * given.memoryMib) / given.sizeMib, 0.05),
    'mem.consumed.average': varying(given.memoryMib * 1024, 0.03)
  }
}

/** Of a machine that has several processors they also wait for each other: a quarter of it, as the simulator has it. */
const coStopShare = 0.25

/**
 * What is held back: time summed up over all processors in the 20 seconds of a sample, memory in kB. Swapped memory is
 * wanted back within ten minutes.
 */
function contention(usages: readonly Usage[]): Sources {
  const sum = (value: (usage: Usage) => number): number =>
    usages.reduce((total, usage) => total + value(usage), 0)
  const waitingMs = waitingMsOf(usages)
  const shared = usages.filter(usage => usage.processors > 1)
  const coStopMs = waitingMsOf(shared) * coStopShare
  const swing = waitingMs > 0 ? 0.15 : 0.8
  return {
    'cpu.ready.summation': varying(40 + waitingMs - coStopMs, swing),
    'cpu.costop.summation': varying(coStopMs, swing),
    'mem.vmmemctl.average': steady(sum(usage => usage.balloonedMib) * 1024),
    'mem.swapped.average': steady(sum(usage => usage.swappedMib) * 1024),
    'mem.compressed.average': steady(sum(usage => usage.compressedMib) * 1024),
    'mem.swapinRate.average': varying((sum(usage => usage.swappedMib) * 1024) / 600, 0.5)
  }
}

function waitingMsOf(usages: readonly Usage[]): number {
  return usages.reduce((total, { waiting, processors }) => total + waiting * processors * 20_000, 0)
}

/** The slowest of the datastores that it uses. */
function latencyOf({ datastores }: Inventory, entity: VirtualMachine | Host): number {
  const ids = entity.kind === 'HostSystem' ? entity.datastores : entity.disks.map(disk => disk.datastore)
  return Math.max(usualLatencyMs, ...ids.map(id => datastores.get(id)?.latencyMs ?? 0))
}

/** A busy machine reads, writes and talks more. */
function traffic(cpuMhz: number, latencyMs: number): Sources {
  return {
    'disk.usage.average': varying(cpuMhz * 0.6, 0.7),
    'disk.read.average': varying(cpuMhz * 0.2, 0.7),
    'disk.write.average': varying(cpuMhz * 0.4, 0.7),
    'disk.maxTotalLatency.latest': varying(latencyMs, latencyMs > usualLatencyMs ? 0.2 : 0.7),
    'net.usage.average': varying(cpuMhz * 0.3, 0.6),
    'net.received.average': varying(cpuMhz * 0.18, 0.6),
    'net.transmitted.average': varying(cpuMhz * 0.12, 0.6)
  }
}

function varying(now: number, swing: number): Source {
  return { now, swing }
}

function steady(now: number): Source {
  return { now, swing: 0 }
}
