import type { VimMethod } from './method.ts'

/**
 * Current use, and series of performance counters.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */
export const performanceMethods = {
  getVmStatistics: {
    does: 'read quick statistics of VMs',
    effect: 'read',
    kind: 'bulk',
    member: 'VirtualMachine.summary.quickStats',
    privileges: ['System.Read']
  },
  getHostStatistics: {
    does: 'read quick statistics of hosts',
    effect: 'read',
    kind: 'bulk',
    member: 'HostSystem.summary.quickStats',
    privileges: ['System.Read']
  },
  getCounters: {
    does: 'list performance counters',
    effect: 'read',
    kind: 'get',
    member: 'PerformanceManager.perfCounter',
    privileges: ['System.View']
  },
  getPerformanceProvider: {
    does: 'get performance provider',
    effect: 'read',
    kind: 'call',
    member: 'PerformanceManager.QueryPerfProviderSummary',
    privileges: ['System.View']
  },
  queryPerformance: {
    does: 'query performance',
    effect: 'read',
    kind: 'call',
    member: 'PerformanceManager.QueryPerf',
    privileges: ['System.Read']
  }
} as const satisfies Record<string, VimMethod>
