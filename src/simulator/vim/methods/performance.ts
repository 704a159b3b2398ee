import { listOf, numberOf, referred, wholeNumber, type Method } from '../call.ts'
import { invalidArgument, invalidRequest } from '../faults.ts'
import { counterInfo } from '../objects/performance.ts'
import { countersOf, nameOf } from '../perf/counters.ts'
import { answerQuery, checkInterval, hasRealTime, instancesOf, metricId } from '../perf/query.ts'
import { realTime } from '../perf/series.ts'
import { sourcesOf } from '../perf/sources.ts'
import { refOf } from '../objects/entity.ts'
import { dataObject } from '../values.ts'

/** https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ PerformanceManager */

const queryPerf: Method = {
  parameters: ['querySpec!'],
  run: call => {
    const specs = listOf(call.parameters['querySpec'], 'querySpec')
    if (specs.length === 0) throw invalidRequest('querySpec must not be empty.')
    return { value: specs.flatMap(spec => answerQuery(call.state, spec) ?? []) }
  }
}

/** What kind of statistics the object has, whether or not it is running. */
const queryPerfProviderSummary: Method = {
  parameters: ['entity!'],
  run: call => {
    const entity = referred(call, call.parameters['entity'], 'entity')
    const current = hasRealTime(entity)
    const value = dataObject('PerfProviderSummary', {
      entity: refOf(entity),
      currentSupported: current,
      summarySupported: true,
      refreshRate: current ? realTime : undefined
    })
    return { value }
  }
}

const queryAvailablePerfMetric: Method = {
  parameters: ['entity!', 'beginTime', 'endTime', 'intervalId'],
  run: call => {
    const { state } = call
    const entity = referred(call, call.parameters['entity'], 'entity')
    const interval = numberOf(call, 'intervalId')
    if (interval !== undefined) checkInterval(entity, interval)
    const sources = sourcesOf(state, entity)
    const value = countersOf(state.settings.seed)
      .filter(counter => Object.hasOwn(sources, nameOf(counter)))
      .flatMap(counter => instancesOf(entity, counter).map(instance => metricId(counter.key, instance)))
    return { value }
  }
}

const queryPerfCounter: Method = {
  parameters: ['counterId!'],
  run: call => {
    const counters = countersOf(call.state.settings.seed)
    const value = listOf(call.parameters['counterId'], 'counterId').map(item => {
      const key = wholeNumber(item, 'counterId')
      const counter = counters.find(candidate => candidate.key === key)
      if (!counter) throw invalidArgument('counterId')
      return counterInfo(counter)
    })
    return { value }
  }
}

export const performanceMethods: Record<string, Method> = {
  QueryPerf: queryPerf,
  QueryPerfProviderSummary: queryPerfProviderSummary,
  QueryAvailablePerfMetric: queryAvailablePerfMetric,
  QueryPerfCounter: queryPerfCounter
}
