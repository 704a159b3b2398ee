import { isObject } from '../../../objects.ts'
import { readObjects, type ManagedObject } from '../property-collector.ts'
import type { VimCaller } from '../vim-caller.ts'

/** What vCenter last heard from the host, some 20 seconds old; absent where it knows nothing (powered off). */
export interface VmStatistics {
  vm: string
  /** `poweredOn`, `poweredOff`, `suspended` */
  powerState?: string
  cpuMhz?: number
  cpuDemandMhz?: number
  /** What it may use at most. */
  cpuLimitMhz?: number
  /** Active memory as the host estimates it. */
  guestMemoryMib?: number
  /** What the host has given to it. */
  hostMemoryMib?: number
  memoryMib?: number
  balloonedMib?: number
  swappedMib?: number
  uptimeS?: number
}

export interface HostStatistics {
  host: string
  connectionState?: string
  cpuMhz?: number
  cpuCapacityMhz?: number
  memoryMib?: number
  memoryCapacityMib?: number
  uptimeS?: number
}

export interface StatisticsCalls {
  /** One call, for any number of VMs; those that are gone are left out. */
  getVmStatistics(given: { vms: readonly string[] }): Promise<VmStatistics[]>
  getHostStatistics(given: { hosts: readonly string[] }): Promise<HostStatistics[]>
}

const vmPaths = [
  'summary.quickStats',
  'summary.config.memorySizeMB',
  'runtime.powerState',
  'runtime.maxCpuUsage'
]
const hostPaths = ['summary.quickStats', 'summary.hardware', 'runtime.connectionState']
const mib = 1024 * 1024

/** @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (VirtualMachineQuickStats) */
export function statisticsCalls(vim: VimCaller): StatisticsCalls {
  async function read(type: string, ids: readonly string[], paths: string[]): Promise<ManagedObject[]> {
    return ids.length === 0 ? [] : vim.within(within => readObjects(within, type, ids, paths))
  }

  return {
    getVmStatistics: async ({ vms }) => (await read('VirtualMachine', vms, vmPaths)).map(vmStatistics),
    getHostStatistics: async ({ hosts }) => (await read('HostSystem', hosts, hostPaths)).map(hostStatistics)
  }
}

function vmStatistics({ id, properties }: ManagedObject): VmStatistics {
  const stats = objectIn(properties['summary.quickStats'])
  return {
    vm: id,
    ...text('powerState', properties['runtime.powerState']),
    ...count('cpuMhz', stats['overallCpuUsage']),
    ...count('cpuDemandMhz', stats['overallCpuDemand']),
    ...count('cpuLimitMhz', properties['runtime.maxCpuUsage']),
    ...count('guestMemoryMib', stats['guestMemoryUsage']),
    ...count('hostMemoryMib', stats['hostMemoryUsage']),
    ...count('memoryMib', properties['summary.config.memorySizeMB']),
    ...count('balloonedMib', stats['balloonedMemory']),
    ...count('swappedMib', stats['swappedMemory']),
    ...count('uptimeS', stats['uptimeSeconds'])
  }
}

function hostStatistics({ id, properties }: ManagedObject): HostStatistics {
  const stats = objectIn(properties['summary.quickStats'])
  const { cpuMhz, numCpuCores, memorySize } = objectIn(properties['summary.hardware'])
  return {
    host: id,
    ...text('connectionState', properties['runtime.connectionState']),
    ...count('cpuMhz', stats['overallCpuUsage']),
    ...count('cpuCapacityMhz', Number(cpuMhz) * Number(numCpuCores)),
    ...count('memoryMib', stats['overallMemoryUsage']),
    ...count('memoryCapacityMib', Math.round(Number(memorySize) / mib)),
    ...count('uptimeS', stats['uptime'])
  }
}

function objectIn(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {}
}

function count<Name extends string>(name: Name, value: unknown): { [Key in Name]?: number } {
  return (Number.isFinite(value) ? { [name]: value } : {}) as { [Key in Name]?: number }
}

function text<Name extends string>(name: Name, value: unknown): { [Key in Name]?: string } {
  return (typeof value === 'string' ? { [name]: value } : {}) as { [Key in Name]?: string }
}
