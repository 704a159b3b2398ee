import type { State } from '../../state.ts'
import { countersOf, labelOfGroup, labelOfUnit, type Counter } from '../perf/counters.ts'
import { historical } from '../perf/series.ts'
import { dataObject } from '../values.ts'
import type { Properties } from './entity.ts'

export function performanceProperties({ settings }: State): Properties {
  return {
    perfCounter: () => countersOf(settings.seed).map(counterInfo),
    historicalInterval: () =>
      historical.map((samplingPeriod, index) =>
        dataObject('PerfInterval', {
          key: index + 1,
          samplingPeriod,
          name: ['Past day', 'Past week', 'Past month', 'Past year'][index],
          length: [86_400, 604_800, 2_592_000, 31_536_000][index],
          level: 1,
          enabled: true
        })
      )
  }
}

export function counterInfo(counter: Counter): unknown {
  const { key, group, name, unit, rollup, stats, level, label } = counter
  return dataObject('PerfCounterInfo', {
    key,
    nameInfo: described(name, label),
    groupInfo: described(group, labelOfGroup(group)),
    unitInfo: described(unit, labelOfUnit(unit)),
    rollupType: rollup,
    statsType: stats,
    level,
    perDeviceLevel: level
  })
}

function described(key: string, label: string): unknown {
  return dataObject('ElementDescription', { label, summary: label, key })
}
