import type { Entity } from '../../inventory/index.ts'
import type { State } from '../../state.ts'
import { listOf, objectOf, referred, timeOf, wholeNumber } from '../call.ts'
import { invalidArgument, invalidRequest } from '../faults.ts'
import { refOf } from '../objects/entity.ts'
import { dataObject, dateTime } from '../values.ts'
import { countersOf, nameOf, type Counter } from './counters.ts'
import { historical, keyOf, realTime, samplesOf, valueAt, type Samples } from './series.ts'
import { sourcesOf, type Sources } from './sources.ts'

const specFields = ['entity', 'startTime', 'endTime', 'maxSample', 'metricId', 'intervalId', 'format']

/** Only what runs on a host, and hosts, are measured in real time; the rest every five minutes. */
export function hasRealTime(entity: Entity): boolean {
  return entity.kind === 'VirtualMachine' || entity.kind === 'HostSystem'
}

/**
 * One `PerfQuerySpec` answered, or nothing when there is no sample.
 *
 * @throws InvalidArgument `querySpec.interval` for an interval that the object has no samples of
 */
export function answerQuery(state: State, value: unknown): unknown {
  const spec = objectOf(value, 'PerfQuerySpec', specFields)
  const entity = referred({ state }, spec['entity'], 'entity')
  const format = spec['format'] ?? 'normal'
  if (format !== 'normal' && format !== 'csv') throw invalidArgument('querySpec.format')
  const interval = wholeNumber(spec['intervalId'], 'intervalId') ?? (hasRealTime(entity) ? realTime : 300)
  checkInterval(entity, interval)
  const most = wholeNumber(spec['maxSample'], 'maxSample')
  if (most !== undefined && most <= 0) throw invalidArgument('querySpec.maxSample')
  const samples = samplesOf(interval, state.now(), {
    start: timeOf(spec['startTime'], 'startTime') ?? -Infinity,
    end: timeOf(spec['endTime'], 'endTime') ?? Infinity,
    // "ignored for historical statistics"
    most: interval === realTime ? (most ?? Infinity) : Infinity
  })
  const sources = sourcesOf(state, entity)
  const counters = countersOf(state.settings.seed)
  const wanted = wantedMetrics(spec['metricId'], entity, counters, sources)
  if (wanted.length === 0 || samples.times.length === 0) return undefined
  const series = wanted.map(({ counter, instance }) => ({
    id: metricId(counter.key, instance),
    values: valuesOf(entity, counter, instance, sources, samples)
  }))
  return format === 'csv' ? asCsv(entity, samples, series) : asNormal(entity, samples, series)
}

export function checkInterval(entity: Entity, interval: number): void {
  const known = historical.includes(interval) || (interval === realTime && hasRealTime(entity))
  if (!known) throw invalidArgument('querySpec.interval')
}

export function metricId(counterId: number, instance: string): unknown {
  return dataObject('PerfMetricId', { counterId, instance })
}

/** Instances of a counter: the whole object, and single processors or adapters of what has some. */
export function instancesOf(entity: Entity, counter: Counter): string[] {
  const count =
    entity.kind === 'VirtualMachine'
      ? entity.cpu.count
      : entity.kind === 'HostSystem'
        ? entity.hardware.cores
        : 0
  if (counter.group === 'cpu' && (counter.name === 'ready' || counter.name === 'usage')) {
    return ['', ...Array.from({ length: count }, (_, index) => String(index))]
  }
  if (counter.group === 'net' && entity.kind === 'VirtualMachine') {
    return ['', ...entity.nics.map(nic => nic.key)]
  }
  return ['']
}

interface Metric {
  counter: Counter
  instance: string
}

/** Without `metricId` it is everything; `*` as an instance is all of them. */
function wantedMetrics(value: unknown, entity: Entity, counters: Counter[], sources: Sources): Metric[] {
  const asked = listOf(value, 'metricId').flatMap(item => {
    const id = objectOf(item, 'PerfMetricId', ['counterId', 'instance'])
    const counterId = wholeNumber(id['counterId'], 'counterId')
    const { instance } = id
    if (counterId === undefined || typeof instance !== 'string') {
      throw invalidRequest('A PerfMetricId needs counterId and instance.')
    }
    const counter = counters.find(candidate => candidate.key === counterId)
    if (!counter) throw invalidArgument('querySpec.metricId')
    const instances = instance === '*' ? instancesOf(entity, counter) : [instance]
    return instances.map(one => ({ counter, instance: one }))
  })
  const all = asked.length > 0 ? asked : counters.map(counter => ({ counter, instance: '' }))
  return all.filter(({ counter }) => Object.hasOwn(sources, nameOf(counter)))
}

function valuesOf(
  entity: Entity,
  counter: Counter,
  instance: string,
  sources: Sources,
  samples: Samples
): number[] {
  const source = sources[nameOf(counter)] ?? { now: 0, swing: 0 }
  const key = keyOf(`${entity.id} ${nameOf(counter)} ${instance}`)
  if (counter.name === 'uptime') {
    const last = samples.times.at(-1) ?? 0
    return samples.times.map(time => Math.max(0, Math.round(source.now - (last - time) / 1000)))
  }
  return samples.times.map(time => valueAt(source, key, time, counter.unit === 'percent'))
}

type Series = { id: unknown; values: number[] }[]

function asNormal(entity: Entity, { interval, times }: Samples, series: Series): unknown {
  return dataObject('PerfEntityMetric', {
    entity: refOf(entity),
    sampleInfo: times.map(time => dataObject('PerfSampleInfo', { timestamp: dateTime(time), interval })),
    value: series.map(({ id, values }) => dataObject('PerfMetricIntSeries', { id, value: values }))
  })
}

function asCsv(entity: Entity, { interval, times }: Samples, series: Series): unknown {
  return dataObject('PerfEntityMetricCSV', {
    entity: refOf(entity),
    sampleInfoCSV: times
      .map(time => `${interval},${new Date(time).toISOString().replace('.000Z', 'Z')}`)
      .join(','),
    value: series.map(({ id, values }) => dataObject('PerfMetricSeriesCSV', { id, value: values.join(',') }))
  })
}
