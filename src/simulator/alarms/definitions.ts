import type { Entity, Inventory } from '../inventory/index.ts'
import { cpuCapacityOf, hostUsageOf, usageOf } from '../inventory/usage.ts'

export type Status = 'gray' | 'green' | 'yellow' | 'red'

/**
 * An alarm that vCenter brings along. Names and limits are its defaults:
 * https://techdocs.broadcom.com/ "Preconfigured vSphere Alarms"
 */
export interface AlarmDefinition {
  id: string
  name: string
  systemName: string
  description: string
  /** The type of object it watches. */
  type: 'VirtualMachine' | 'HostSystem' | 'Datastore'
  /** Limits in 1/100 percent of a use, or nothing for an alarm about a state. */
  limits?: { yellow: number; red: number; counter: string }
  /** The property an alarm about a state looks at, and the value that is red. */
  state?: { path: string; red: string }
  statusOf(inventory: Inventory, entity: Entity): Status
}

const mebibyte = 1024 ** 2
const usual = { yellow: 7500, red: 9000 }

export const alarmDefinitions: readonly AlarmDefinition[] = [
  {
    id: 'alarm-1',
    name: 'Host connection and power state',
    systemName: 'alarm.HostConnectionStateAlarm',
    description: 'Default alarm to monitor host connection and power state',
    type: 'HostSystem',
    state: { path: 'runtime.connectionState', red: 'notResponding' },
    // That a host which was disconnected on purpose is red as well is inferred.
    statusOf: (_, entity) =>
      entity.kind === 'HostSystem' && entity.connectionState !== 'CONNECTED' ? 'red' : 'green'
  },
  {
    id: 'alarm-2',
    name: 'Host CPU usage',
    systemName: 'alarm.HostCPUUsageAlarm',
    description: 'Default alarm to monitor host CPU usage',
    type: 'HostSystem',
    limits: { ...usual, counter: 'cpu.usage.average' },
    statusOf: (inventory, entity) => {
      if (entity.kind !== 'HostSystem' || entity.connectionState !== 'CONNECTED') return 'gray'
      return against(usual, hostUsageOf(inventory, entity).cpuMhz / cpuCapacityOf(entity))
    }
  },
  {
    id: 'alarm-3',
    name: 'Host memory usage',
    systemName: 'alarm.HostMemoryUsageAlarm',
    description: 'Default alarm to monitor host memory usage',
    type: 'HostSystem',
    limits: { yellow: 9000, red: 9500, counter: 'mem.usage.average' },
    statusOf: (inventory, entity) => {
      if (entity.kind !== 'HostSystem' || entity.connectionState !== 'CONNECTED') return 'gray'
      const share = hostUsageOf(inventory, entity).memoryMib / (entity.hardware.memoryBytes / mebibyte)
      return against({ yellow: 9000, red: 9500 }, share)
    }
  },
  {
    id: 'alarm-6',
    name: 'Virtual machine CPU usage',
    systemName: 'alarm.VmCPUUsageAlarm',
    description: 'Default alarm to monitor virtual machine CPU usage',
    type: 'VirtualMachine',
    limits: { ...usual, counter: 'cpu.usage.average' },
    statusOf: (inventory, entity) => {
      if (entity.kind !== 'VirtualMachine' || entity.powerState !== 'POWERED_ON') return 'gray'
      const mhz = inventory.hosts.get(entity.host)?.hardware.cpuMhz ?? Infinity
      return against(usual, usageOf(inventory, entity).cpuMhz / (entity.cpu.count * mhz))
    }
  },
  {
    id: 'alarm-7',
    name: 'Datastore usage on disk',
    systemName: 'alarm.DatastoreDiskUsageAlarm',
    description: 'Default alarm to monitor datastore disk usage',
    type: 'Datastore',
    limits: { yellow: 7500, red: 8500, counter: 'disk.used.latest' },
    statusOf: (_, entity) => {
      if (entity.kind !== 'Datastore' || !entity.accessible) return 'gray'
      return against({ yellow: 7500, red: 8500 }, 1 - entity.freeSpace / entity.capacity)
    }
  }
]

function against(limits: { yellow: number; red: number }, share: number): Status {
  if (share * 10_000 > limits.red) return 'red'
  return share * 10_000 > limits.yellow ? 'yellow' : 'green'
}
