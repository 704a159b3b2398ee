import type { Case, CaseName } from './cases.ts'
import type { Measurement } from './load.ts'
import type { StartUp } from './startup.ts'
import { type Spread, median, spreadOf } from './statistics.ts'

/** What every case took in one round. */
export type Round = Record<CaseName, Measurement>

export interface Measured {
  cases: readonly Case[]
  rounds: readonly Round[]
  /** Requests to vCenter for each request to the case. */
  upstreamCalls: Partial<Record<CaseName, number>>
  startUp: StartUp
  memory: { rssBytes: number; peakBytes: number }
}

export interface CaseFigures {
  title: string
  requestsPerCpuSecond: number
  cpuMicroseconds: number
  busy: number
  upstreamCalls: number
}

export interface Verdict {
  title: string
  measured: string
  aim: string
  /** Undefined: nothing is asked of it. */
  met: boolean | undefined
}

/** Ratios of requests per CPU-second; `atLeast` is the aim. */
const ratios: readonly { title: string; of: CaseName; to: CaseName; atLeast?: number }[] = [
  { title: 'REST : bare proxy', of: 'rest', to: 'proxy', atLeast: 0.5 },
  { title: 'REST, equal requests together : one at a time', of: 'rest-shared', to: 'rest' },
  { title: 'MCP 2025-11-25 : REST', of: 'call-2025', to: 'rest', atLeast: 0.2 },
  { title: 'MCP 2026-07-28 : REST', of: 'call-2026', to: 'rest', atLeast: 0.2 },
  { title: 'tools/list 2025-11-25 : bare echo', of: 'list-2025', to: 'echo' },
  { title: 'tools/list 2026-07-28 : bare echo', of: 'list-2026', to: 'echo' }
]
const mostMemory = 200e6
const mostStartUpMs = 1500

/** One line a case: the medians of its rounds. */
export function caseFigures({ cases, rounds, upstreamCalls }: Measured): CaseFigures[] {
  return cases.map(({ name, title }) => {
    const requestsPerCpuSecond = median(rounds.map(round => speedOf(round[name])))
    return {
      title,
      requestsPerCpuSecond,
      cpuMicroseconds: 1e6 / requestsPerCpuSecond,
      busy: median(rounds.map(round => round[name].busy)),
      upstreamCalls: upstreamCalls[name] ?? 0
    }
  })
}

/** What was asked for, and whether it was reached. Ratios are taken within a round, so a machine may drift. */
export function verdicts({ rounds, startUp, memory }: Measured): Verdict[] {
  return [
    ...ratios.map(({ title, of, to, atLeast }) => {
      const ratio = spreadOf(rounds.map(round => speedOf(round[of]) / speedOf(round[to])))
      return {
        title,
        measured: spreadText(ratio),
        aim: atLeast === undefined ? '' : `at least ${atLeast.toFixed(2)}`,
        met: atLeast === undefined ? undefined : ratio.median >= atLeast
      }
    }),
    {
      title: 'Memory of the gateway after the load (RSS)',
      measured: `${megabytes(memory.rssBytes)} (at most ${megabytes(memory.peakBytes)})`,
      aim: `under ${megabytes(mostMemory)}`,
      met: memory.rssBytes < mostMemory
    },
    startUpVerdict('Start to first answer, vCenter up', startUp.vcenterUp),
    startUpVerdict('Start to first answer, vCenter down', startUp.vcenterDown)
  ]
}

function startUpVerdict(title: string, time: Spread): Verdict {
  const aim = `under ${seconds(mostStartUpMs)} s`
  const measured = `${seconds(time.median)} s (${seconds(time.least)} to ${seconds(time.most)})`
  return { title, measured, aim, met: time.median < mostStartUpMs }
}

function speedOf({ requests, cpuMs }: Measurement): number {
  return (requests / cpuMs) * 1000
}

function spreadText({ median: middle, least, most }: Spread): string {
  return `${middle.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2)
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}
