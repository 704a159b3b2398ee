import { createRandom } from '../../random.ts'

/**
 * Counters by group, name and rollup: https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 * PerformanceManager, "Performance Counters".
 */
export interface Counter {
  key: number
  group: string
  name: string
  rollup: 'average' | 'summation' | 'latest'
  stats: 'absolute' | 'delta' | 'rate'
  unit: 'percent' | 'megaHertz' | 'kiloBytes' | 'kiloBytesPerSecond' | 'millisecond' | 'second' | 'number'
  /** Of the statistics collection: 1 is always kept. */
  level: number
  label: string
}

type Row = Omit<Counter, 'key'>

const labels = {
  percent: 'Percentage',
  megaHertz: 'MHz',
  kiloBytes: 'Kilobytes',
  kiloBytesPerSecond: 'Kilobytes per second',
  millisecond: 'Milliseconds',
  second: 'Second',
  number: 'Number'
} as const

const groups: Record<string, string> = {
  cpu: 'CPU',
  mem: 'Memory',
  disk: 'Disk',
  net: 'Network',
  sys: 'System',
  datastore: 'Datastore',
  clusterServices: 'Cluster services'
}

function row(path: string, unit: Row['unit'], stats: Row['stats'], level: number, label: string): Row {
  const [group = '', name = '', rollup] = path.split('.')
  const kind = rollup === 'summation' || rollup === 'latest' ? rollup : 'average'
  return { group, name, rollup: kind, unit, stats, level, label }
}

const rows: readonly Row[] = [
  row('cpu.usage.average', 'percent', 'rate', 1, 'Usage'),
  row('cpu.usagemhz.average', 'megaHertz', 'rate', 1, 'Usage in MHz'),
  row('cpu.ready.summation', 'millisecond', 'delta', 1, 'Ready'),
  row('cpu.costop.summation', 'millisecond', 'delta', 2, 'Co-stop'),
  row('cpu.demand.average', 'megaHertz', 'absolute', 2, 'Demand'),
  row('cpu.totalCapacity.average', 'megaHertz', 'absolute', 2, 'Total capacity'),
  row('mem.usage.average', 'percent', 'absolute', 1, 'Usage'),
  row('mem.consumed.average', 'kiloBytes', 'absolute', 1, 'Consumed'),
  row('mem.active.average', 'kiloBytes', 'absolute', 2, 'Active'),
  row('mem.vmmemctl.average', 'kiloBytes', 'absolute', 1, 'Balloon'),
  row('mem.swapped.average', 'kiloBytes', 'absolute', 2, 'Swapped'),
  row('mem.compressed.average', 'kiloBytes', 'absolute', 2, 'Compressed'),
  row('mem.swapinRate.average', 'kiloBytesPerSecond', 'rate', 1, 'Swap in rate'),
  row('mem.overhead.average', 'kiloBytes', 'absolute', 1, 'Overhead consumed'),
  row('disk.usage.average', 'kiloBytesPerSecond', 'rate', 1, 'Usage'),
  row('disk.read.average', 'kiloBytesPerSecond', 'rate', 2, 'Read rate'),
  row('disk.write.average', 'kiloBytesPerSecond', 'rate', 2, 'Write rate'),
  row('disk.maxTotalLatency.latest', 'millisecond', 'absolute', 1, 'Highest latency'),
  row('disk.used.latest', 'kiloBytes', 'absolute', 1, 'Space actually used'),
  row('disk.capacity.latest', 'kiloBytes', 'absolute', 1, 'Capacity'),
  row('disk.provisioned.latest', 'kiloBytes', 'absolute', 1, 'Space potentially used'),
  row('net.usage.average', 'kiloBytesPerSecond', 'rate', 1, 'Usage'),
  row('net.received.average', 'kiloBytesPerSecond', 'rate', 2, 'Data receive rate'),
  row('net.transmitted.average', 'kiloBytesPerSecond', 'rate', 2, 'Data transmit rate'),
  row('datastore.totalReadLatency.average', 'millisecond', 'absolute', 1, 'Read latency'),
  row('datastore.totalWriteLatency.average', 'millisecond', 'absolute', 1, 'Write latency'),
  row('sys.uptime.latest', 'second', 'absolute', 1, 'Uptime'),
  row('clusterServices.effectivecpu.average', 'megaHertz', 'rate', 1, 'Effective CPU resources'),
  row('clusterServices.effectivemem.average', 'kiloBytes', 'absolute', 1, 'Effective memory resources')
]

/** A vCenter numbers its counters by itself: no client may know them beforehand. */
export function countersOf(seed: number): Counter[] {
  const random = createRandom(seed ^ 0x0c0_a7e5)
  let last = random.integer(1, 40)
  return rows.map(counter => ({ ...counter, key: (last += random.integer(1, 5)) }))
}

export function nameOf({ group, name, rollup }: Counter): string {
  return `${group}.${name}.${rollup}`
}

export function labelOfGroup(group: string): string {
  return groups[group] ?? group
}

export function labelOfUnit(unit: Counter['unit']): string {
  return labels[unit]
}
