import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultOrder, Simulator } from '../../src/simulator/index.ts'
import type { Ledger } from './ledger.ts'

export type Random = () => number

/** Numbers from 0 to 1 that a seed decides. https://github.com/cprosche/mulberry32 */
export function createSeededRandom(seed: number): Random {
  let state = seed >>> 0
  return function next() {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What the changes of this test ask for: few among many reads, so they must be met more often. */
const changes = { path: /\/power|\/hardware\/|Snapshot_Task/, share: 0.5 }
const everything = { times: 'unlimited' } as const
const html = '<html><body>Bad gateway</body></html>'

/** What goes wrong together for a while. */
const weathers: Record<string, FaultOrder[]> = {
  late: [{ match: { share: 0.5 }, fault: { delayMs: [20, 300] } }],
  storm: [{ match: { share: 0.25 }, fault: { status: 503, body: 'no healthy upstream' } }],
  'storm that says when': [
    { match: { share: 0.25 }, fault: { status: 503, retryAfterS: 1, body: 'no healthy upstream' } }
  ],
  'bad gateway after the effect': [
    {
      match: changes,
      fault: { status: 502, body: html, headers: { 'content-type': 'text/html' }, afterEffect: true }
    }
  ],
  'cut before': [
    { match: { share: 0.2 }, fault: { reset: 'before' } },
    { match: changes, fault: { reset: 'before' } }
  ],
  'cut after': [
    { match: { share: 0.2 }, fault: { reset: 'after' } },
    { match: changes, fault: { reset: 'after' } }
  ],
  'sessions end': [{ match: { share: 0.1 }, fault: { sessions: 'expire' } }],
  'wrong password twice': [
    { match: { times: 2 }, fault: { login: 'refused' } },
    { match: { times: 1 }, fault: { sessions: 'expire' } }
  ],
  drip: [{ match: everything, fault: { drip: { bytes: 256, everyMs: 2 } } }],
  'stops half-way': [
    { match: { method: 'GET', share: 0.1 }, fault: { drip: { bytes: 64, everyMs: 2, stallAfterBytes: 100 } } }
  ],
  'half an answer': [{ match: { share: 0.15 }, fault: { answer: 'cut' } }],
  'another answer': [{ match: { share: 0.15 }, fault: { answer: 'wrong-type' } }],
  'page of a proxy': [{ match: { share: 0.15 }, fault: { answer: 'login-page' } }],
  'tasks fail': [{ match: { share: 0.4 }, fault: { task: {} } }],
  busy: [{ match: { share: 0.5 }, fault: { busy: 'any' } }],
  fine: [],
  refused: [{ fault: { refuseConnectionsMs: 500 } }]
}

/** All of them in an order that chance decides. What the service answers by leaving vCenter alone comes last. */
export function weathersInAnyOrder(random: Random): string[] {
  const others = Object.keys(weathers).filter(name => name !== 'refused')
  return [...shuffled(others, random), 'refused']
}

export interface Turn {
  simulator: Simulator
  ledger: Ledger
  turnMs: number
  /** Which weathers, in the order they come. */
  order: readonly string[]
}

/** Lets one weather follow the other; fine when it ends. */
export async function changeWeather({ simulator, ledger, turnMs, order }: Turn): Promise<void> {
  for (const name of order) {
    for (const { match, fault } of weathers[name] ?? []) {
      if ('refuseConnectionsMs' in fault) ledger.cutFor(turnMs)
      simulator.fail(match ?? {}, fault)
    }
    await sleep(turnMs)
    simulator.clearFaults()
  }
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map(item => ({ item, key: random() }))
    .toSorted((one, other) => one.key - other.key)
    .map(({ item }) => item)
}
