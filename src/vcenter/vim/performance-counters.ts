import { type Static, Type } from '@sinclair/typebox'
import { guardOf } from '../guards.ts'
import { vimMethods } from './methods/index.ts'
import type { Vim } from './vim-api.ts'
import { propertyOf } from './invocations.ts'
import type { VimService } from './vim-release.ts'

const keyed = Type.Object({ key: Type.String() })
const counterInfo = Type.Object({
  key: Type.Integer(),
  nameInfo: Type.Object({ key: Type.String(), summary: Type.Optional(Type.String()) }),
  groupInfo: keyed,
  unitInfo: keyed,
  rollupType: Type.String(),
  statsType: Type.String(),
  level: Type.Optional(Type.Integer())
})
const isCounterInfos = guardOf(Type.Array(counterInfo))

export interface PerformanceCounter {
  /** Differs from vCenter to vCenter. */
  id: number
  /** Group, name and roll-up: `cpu.usage.average`. */
  name: string
  summary: string
  /** vCenter's word: `megaHertz`, `kiloBytesPerSecond`; `percent` stands for values from 0 to 100 here. */
  unit: string
  /** Of the statistics level that collects it beyond realtime, 1 to 4. */
  level?: number
}

export type PerformanceCounters = ReadonlyMap<string, PerformanceCounter>

/** Some thousand entries that never change while vCenter runs: kept as long as the agreement with it. */
const kept = new WeakMap<VimService, PerformanceCounters>()

/** By name. @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (PerfCounterInfo) */
export async function performanceCounters(vim: Vim): Promise<PerformanceCounters> {
  const known = kept.get(vim.service)
  if (known) return known
  const property = propertyOf(vimMethods.getCounters, vim.service.managerOf('PerformanceManager'))
  const counters = (await vim.get(property, isCounterInfos)).map(counterOf)
  const byName = new Map(counters.map(counter => [counter.name, counter]))
  kept.set(vim.service, byName)
  return byName
}

function counterOf(info: Static<typeof counterInfo>): PerformanceCounter {
  const { key, groupInfo, nameInfo, rollupType, unitInfo, level } = info
  return {
    id: key,
    name: `${groupInfo.key}.${nameInfo.key}.${rollupType}`,
    summary: nameInfo.summary ?? '',
    unit: unitInfo.key,
    ...(level !== undefined && { level })
  }
}

/**
 * A value in the unit of its counter: percentages come in hundredths of a percent. vCenter sends -1 for a sample that
 * it does not have (inferred: no counter of it goes below zero).
 */
export function scaledValue({ unit }: PerformanceCounter, value: number): number | null {
  if (value < 0) return null
  return unit === 'percent' ? value / 100 : value
}
