import { type Static, Type } from '@sinclair/typebox'
import type { PerformanceSeries } from '../../vcenter/types.ts'

const measure = Type.Object({ average: Type.Number(), maximum: Type.Number() })

export type Measure = Static<typeof measure>

/** Of the time that was asked for; absent where this vCenter does not measure it. */
export const measures = Type.Object({
  cpu_usage_percent: Type.Optional(measure),
  cpu_usage_mhz: Type.Optional(measure),
  cpu_ready_percent: Type.Optional(measure),
  cpu_costop_percent: Type.Optional(measure),
  memory_active_mib: Type.Optional(measure),
  memory_ballooned_mib: Type.Optional(measure),
  memory_swapped_mib: Type.Optional(measure),
  memory_compressed_mib: Type.Optional(measure),
  memory_swap_in_kib_per_s: Type.Optional(measure),
  disk_latency_ms: Type.Optional(measure),
  disk_kib_per_s: Type.Optional(measure),
  network_kib_per_s: Type.Optional(measure)
})

export type Measures = Static<typeof measures>

/** Seconds between two real-time samples. */
export const sampleS = 20

type Scale = (value: number, cpuCount: number) => number

/**
 * Ready and co-stop are sums over all virtual CPUs and the whole interval of a sample, in milliseconds; a share of the
 * time of one CPU is what thresholds are about.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-web-services-api/8.0U3/cpu_counters.html
 * @see https://kb.vmware.com/s/article/2002181 (from summation to percent)
 */
const shareOfTime: Scale = (ms, cpuCount) => (ms / (sampleS * 1000 * Math.max(1, cpuCount))) * 100
const mebibytes: Scale = kib => kib / 1024
const asItIs: Scale = value => value

/** Counters of a VM that real-time statistics have; memory in KiB, rates in KiB/s. */
const sources: readonly (readonly [name: keyof Measures, counter: string, scale: Scale])[] = [
  ['cpu_usage_percent', 'cpu.usage.average', asItIs],
  ['cpu_usage_mhz', 'cpu.usagemhz.average', asItIs],
  ['cpu_ready_percent', 'cpu.ready.summation', shareOfTime],
  ['cpu_costop_percent', 'cpu.costop.summation', shareOfTime],
  ['memory_active_mib', 'mem.active.average', mebibytes],
  ['memory_ballooned_mib', 'mem.vmmemctl.average', mebibytes],
  ['memory_swapped_mib', 'mem.swapped.average', mebibytes],
  ['memory_compressed_mib', 'mem.compressed.average', mebibytes],
  ['memory_swap_in_kib_per_s', 'mem.swapinRate.average', asItIs],
  ['disk_latency_ms', 'disk.maxTotalLatency.latest', asItIs],
  ['disk_kib_per_s', 'disk.usage.average', asItIs],
  ['network_kib_per_s', 'net.usage.average', asItIs]
]

export const vmCounters: readonly string[] = sources.map(([, counter]) => counter)

export function measuresOf({ series }: Pick<PerformanceSeries, 'series'>, cpuCount: number): Measures {
  const byCounter = new Map(series.map(({ counter, values }) => [counter, values]))
  const found: Measures = {}
  for (const [name, counter, scale] of sources) {
    const values = (byCounter.get(counter) ?? []).filter(value => value !== null)
    if (values.length === 0) continue
    const scaled = values.map(value => scale(value, cpuCount))
    const average = scaled.reduce((sum, value) => sum + value, 0) / scaled.length
    found[name] = { average: rounded(average), maximum: rounded(Math.max(...scaled)) }
  }
  return found
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
