import { type Static, Type } from '@sinclair/typebox'
import { guardOf, optional } from '../../guards.ts'
import { reference as referenceSchema, type ManagedObjectReference } from '../answers.ts'
import { vimMethods } from '../methods/index.ts'
import {
  performanceCounters,
  scaledValue,
  type PerformanceCounter,
  type PerformanceCounters
} from '../performance-counters.ts'
import { refusal } from '../refusal.ts'
import type { Vim } from '../vim-api.ts'
import { managerInvocation } from '../invocations.ts'
import type { VimCaller } from '../vim-caller.ts'
import { reference } from '../vim-values.ts'

const providerSummary = Type.Object({
  /** Whether it has realtime samples: hosts and VMs do. */
  currentSupported: Type.Boolean(),
  /** Whether it has samples of longer intervals. */
  summarySupported: Type.Boolean(),
  /** Seconds between two realtime samples. */
  refreshRate: Type.Optional(Type.Integer())
})
export type PerformanceProvider = Static<typeof providerSummary>
const isProviderSummary = guardOf(providerSummary)

const entityMetric = Type.Object({
  entity: referenceSchema,
  sampleInfo: Type.Optional(Type.Array(Type.Object({ timestamp: Type.String(), interval: Type.Integer() }))),
  value: Type.Optional(
    Type.Array(
      Type.Object({
        id: Type.Object({ counterId: Type.Integer(), instance: Type.Optional(Type.String()) }),
        value: Type.Optional(Type.Array(Type.Number()))
      })
    )
  )
})
const isEntityMetrics = guardOf(Type.Array(entityMetric))

export interface PerformanceQuery {
  /** Hosts and VMs, or clusters, datastores, …: of one type in a query. */
  entities: readonly ManagedObjectReference[]
  /** Names of counters: `cpu.usage.average`. */
  counters: readonly string[]
  /** `realtime` is of the last hour; otherwise seconds, as vCenter keeps them: 300, 1800, 7200 and 86400 by default. */
  interval: 'realtime' | number
  /** The newest ones. */
  maxSamples?: number
  /** ISO 8601. */
  since?: string
  until?: string
  /** `*` for each disk, CPU, …; the whole entity unless set. */
  instance?: string
}

export interface PerformanceSeries {
  entity: ManagedObjectReference
  /** ISO 8601, oldest first; empty when vCenter has no samples, as of a VM that is powered off. */
  times: readonly string[]
  series: readonly {
    counter: string
    unit: string
    instance: string
    /** One for each time; `null` where there is none. */
    values: readonly (number | null)[]
  }[]
}

export interface PerformanceCalls {
  /** Read once, and kept as long as vCenter runs. */
  listPerformanceCounters(): Promise<PerformanceCounters>
  getPerformanceProvider(given: { entity: ManagedObjectReference }): Promise<PerformanceProvider>
  /**
   * @throws `VcenterApiError` that `isInvalid` for a counter this vCenter does not have, of type `NotSupported` when
   * entities of this type have no such samples
   */
  queryPerformance(query: PerformanceQuery): Promise<PerformanceSeries[]>
}

/**
 * vCenter limits the metrics (entities times counters) of a query to its database by the setting
 * `config.vpxd.stats.maxQueryMetrics`. That 64 is its default, and that it counts so, is inferred.
 */
const metricsInQuery = 64

/** @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (PerformanceManager) */
export function performanceCalls(vim: VimCaller): PerformanceCalls {
  return {
    listPerformanceCounters: () => vim.reading('performance counters', performanceCounters),
    getPerformanceProvider: ({ entity }) =>
      vim.reading(`provider ${JSON.stringify(entity)}`, within => readProvider(within, entity)),
    queryPerformance: query =>
      vim.reading(`performance ${JSON.stringify(query)}`, within => queryAll(within, query))
  }
}

function readProvider(vim: Vim, { type, value }: ManagedObjectReference): Promise<PerformanceProvider> {
  const parameters = { entity: reference(type, value) }
  const call = managerInvocation(vim, vimMethods.getPerformanceProvider, parameters, value)
  return vim.invoke(call, isProviderSummary)
}

async function queryAll(vim: Vim, query: PerformanceQuery): Promise<PerformanceSeries[]> {
  const [first] = query.entities
  if (first === undefined || query.counters.length === 0) return []
  const counters = await countersOf(vim, query)
  const intervalId = await intervalOf(vim, query.interval, first)
  const wanted = { ...query, counters, intervalId }
  const atOnce = Math.max(1, Math.floor(metricsInQuery / counters.length))
  const all: PerformanceSeries[] = []
  for (let start = 0; start < query.entities.length; start += atOnce) {
    all.push(...(await queryEntities(vim, query.entities.slice(start, start + atOnce), wanted)))
  }
  return all
}

async function countersOf(vim: Vim, { counters }: PerformanceQuery): Promise<PerformanceCounter[]> {
  const known = await performanceCounters(vim)
  return counters.map(name => {
    const counter = known.get(name)
    if (counter) return counter
    const message = `This vCenter has no counter '${name}'.`
    throw refusal(vim, vimMethods.queryPerformance, '', { errorType: 'InvalidArgument', message })
  })
}

/** One entity stands for all: it depends on their type. */
async function intervalOf(
  vim: Vim,
  interval: PerformanceQuery['interval'],
  entity: ManagedObjectReference
): Promise<number> {
  const provider = await readProvider(vim, entity)
  const isSupported = interval === 'realtime' ? provider.currentSupported : provider.summarySupported
  if (isSupported) return interval === 'realtime' ? (provider.refreshRate ?? 20) : interval
  const message =
    interval === 'realtime'
      ? `A ${entity.type} has no realtime samples: ask for an interval of 300 seconds or more.`
      : `A ${entity.type} has realtime samples only.`
  throw refusal(vim, vimMethods.queryPerformance, '', { errorType: 'NotSupported', message })
}

type Wanted = Omit<PerformanceQuery, 'counters'> & { counters: PerformanceCounter[]; intervalId: number }

async function queryEntities(
  vim: Vim,
  entities: readonly ManagedObjectReference[],
  wanted: Wanted
): Promise<PerformanceSeries[]> {
  const querySpec = entities.map(entity => querySpecOf(entity, wanted))
  const call = managerInvocation(vim, vimMethods.queryPerformance, { querySpec }, '')
  const metrics = (await vim.invoke(call, optional(isEntityMetrics))) ?? []
  return metrics.map(metric => seriesOf(metric, wanted))
}

function querySpecOf(entity: ManagedObjectReference, wanted: Wanted): object {
  const { counters, intervalId, maxSamples, since, until, instance = '' } = wanted
  return {
    _typeName: 'PerfQuerySpec',
    entity: reference(entity.type, entity.value),
    metricId: counters.map(({ id }) => ({ _typeName: 'PerfMetricId', counterId: id, instance })),
    intervalId,
    format: 'normal',
    ...(maxSamples !== undefined && { maxSample: maxSamples }),
    ...(since !== undefined && { startTime: since }),
    ...(until !== undefined && { endTime: until })
  }
}

/** `maxSample` counts for realtime samples only, so older ones are cut off here. */
function seriesOf(metric: Static<typeof entityMetric>, wanted: Wanted): PerformanceSeries {
  const { entity, sampleInfo = [], value: found = [] } = metric
  const from = Math.max(0, sampleInfo.length - (wanted.maxSamples ?? Infinity))
  const byId = new Map(wanted.counters.map(counter => [counter.id, counter]))
  const series = found.flatMap(({ id, value = [] }) => {
    const counter = byId.get(id.counterId)
    if (counter === undefined) return []
    const values = value.slice(from).map(each => scaledValue(counter, each))
    return [{ counter: counter.name, unit: counter.unit, instance: id.instance ?? '', values }]
  })
  return { entity, times: sampleInfo.slice(from).map(({ timestamp }) => timestamp), series }
}
