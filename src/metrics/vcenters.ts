import { Counter, Gauge, type Registry } from 'prom-client'
import type { VcenterGauges } from '../vcenter/gauges.ts'
import type { VcenterPool } from '../vcenter/pool.ts'

interface Metric {
  kind: typeof Counter | typeof Gauge
  help: string
  /** The label beside `vcenter`; unset: one value for each vCenter. */
  label?: string
  read: (gauges: VcenterGauges) => number | Record<string, number>
}

const breakerStates = ['closed', 'half_open', 'open'] as const

/** Names and units as Prometheus has them, https://prometheus.io/docs/practices/naming/ */
const metrics: Record<string, Metric> = {
  sessions: { kind: Gauge, help: 'Open sessions.', label: 'api', read: each => each.sessions },
  logins_total: { kind: Counter, help: 'Log-ins that succeeded.', read: each => each.logins_total },
  failed_logins_total: {
    kind: Counter,
    help: 'Log-ins that were refused or failed.',
    read: each => each.failed_logins_total
  },
  login_pause_seconds: {
    kind: Gauge,
    help: 'Until the next log-in is tried; 0 when it may be at once.',
    read: each => each.login_pause_seconds
  },
  breaker: {
    kind: Gauge,
    help: '1 for the state the breaker is in.',
    label: 'state',
    read: each =>
      Object.fromEntries(breakerStates.map(state => [state, Number(each.breaker_state === state)]))
  },
  requests_in_flight: {
    kind: Gauge,
    help: 'Requests that vCenter works on.',
    label: 'effect',
    read: each => each.requests_in_flight
  },
  requests_waiting: {
    kind: Gauge,
    help: 'Requests that wait for a place.',
    label: 'effect',
    read: each => each.requests_waiting
  },
  requests_total: {
    kind: Counter,
    help: 'Requests sent, repetitions included.',
    label: 'outcome',
    read: each => each.requests_total
  },
  request_seconds_total: {
    kind: Counter,
    help: 'Time that answered requests took together.',
    label: 'effect',
    read: each => valuesOf(each.request_duration_seconds, ({ sum }) => sum)
  },
  timed_requests_total: {
    kind: Counter,
    help: 'How many requests request_seconds_total is the time of.',
    label: 'effect',
    read: each => valuesOf(each.request_duration_seconds, ({ count }) => count)
  },
  retries_total: { kind: Counter, help: 'Repetitions.', read: each => each.retries_total },
  retry_budget: {
    kind: Gauge,
    help: 'Repetitions that are allowed right now.',
    read: each => each.retry_budget
  },
  coalesced_reads_total: {
    kind: Counter,
    help: 'Reads that were answered by the request of another caller.',
    read: each => each.coalesced_reads_total
  }
}

/** What goes on with every configured vCenter, read anew for each scrape: `vsphere_mcp_vcenter_…{vcenter="…"}`. */
export function registerVcenterMetrics(registry: Registry, pool: VcenterPool): void {
  for (const [name, { kind: Kind, help, label, read }] of Object.entries(metrics)) {
    const metric = new Kind({
      name: `vsphere_mcp_vcenter_${name}`,
      help,
      labelNames: label === undefined ? ['vcenter'] : ['vcenter', label],
      registers: [registry],
      collect
    })

    function collect(): void {
      metric.reset()
      for (const vcenter of pool.names) {
        const gauges = pool.get(vcenter)?.gauges()
        const value = gauges && read(gauges)
        if (typeof value === 'number') metric.inc({ vcenter }, value)
        else if (value && label !== undefined) {
          for (const [key, each] of Object.entries(value)) metric.inc({ vcenter, [label]: key }, each)
        }
      }
    }
  }
}

function valuesOf<Item>(items: Readonly<Record<string, Item>>, valueOf: (item: Item) => number) {
  return Object.fromEntries(Object.entries(items).map(([key, item]) => [key, valueOf(item)]))
}
