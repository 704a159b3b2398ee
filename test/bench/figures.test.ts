import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withFigures } from '../../bench/document.ts'
import { type Measured, type Round, caseFigures, verdicts } from '../../bench/figures.ts'
import type { Measurement } from '../../bench/load.ts'
import { median, spreadOf } from '../../bench/statistics.ts'
import { tablesOf } from '../../bench/table.ts'

const slow: Measurement = { requests: 100, cpuMs: 1000, busy: 1 }
const round: Round = {
  echo: { ...slow, requests: 1000 },
  proxy: { ...slow, requests: 400 },
  rest: { ...slow, requests: 300 },
  'rest-shared': { ...slow, requests: 900 },
  'call-2025': { ...slow, requests: 60 },
  'call-2026': { ...slow, requests: 30 },
  'list-2025': slow,
  'list-2026': slow
}
const measured: Measured = {
  cases: [],
  rounds: [round],
  upstreamCalls: {},
  startUp: { vcenterUp: spreadOf([900]), vcenterDown: spreadOf([1500, 1600, 1800]) },
  memory: { rssBytes: 150e6, peakBytes: 160e6 }
}

function metOf(title: string, of: Measured = measured): boolean | undefined {
  return verdicts(of).find(verdict => verdict.title === title)?.met
}

test('a median is the middle value, or lies between the two middle ones', () => {
  assert.equal(median([3, 1, 2]), 2)
  assert.equal(median([4, 1, 2, 3]), 2.5)
  assert.throws(() => median([]), RangeError)
})

test('each aim is judged on its own', () => {
  assert.equal(metOf('REST : bare proxy'), true)
  assert.equal(metOf('MCP 2025-11-25 : REST'), true)
  assert.equal(metOf('MCP 2026-07-28 : REST'), false)
  assert.equal(metOf('Start to first answer, vCenter up'), true)
  assert.equal(metOf('Start to first answer, vCenter down'), false)
  assert.equal(metOf('tools/list 2025-11-25 : bare echo'), undefined)
})

test('a ratio is taken within a round, so that a machine that halves its speed changes nothing', () => {
  const halved = Object.fromEntries(
    Object.entries(round).map(([name, { requests }]) => [name, { ...slow, requests: requests / 2 }])
  ) as Round
  const rounds = [round, halved, halved]
  const ratio = verdicts({ ...measured, rounds }).find(verdict => verdict.title === 'REST : bare proxy')
  assert.equal(ratio?.measured, '0.75 (0.75 to 0.75)')
})

test('the tables are Markdown with columns of one width', () => {
  const text = tablesOf(caseFigures(measured), verdicts(measured))
  const [aims = ''] = text.split('\n\n')
  const widths = new Set(aims.split('\n').map(line => line.length))
  assert.equal(widths.size, 1)
  assert.match(aims, /\| REST : bare proxy +\| +0\.75 \(0\.75 to 0\.75\) \| at least 0\.50 \| +ok \|/)
  assert.match(aims, /vCenter down +\| +1\.60 s \(1\.50 to 1\.80\) \| +under 1\.50 s \| missed \|/)
})

test('only what stands between the markers of the page is replaced', () => {
  const page = 'before\n<!-- generated:bench -->\nold\n<!-- /generated:bench -->\nafter\n'
  assert.equal(
    withFigures(page, 'new'),
    'before\n<!-- generated:bench -->\n\nnew\n\n<!-- /generated:bench -->\nafter\n'
  )
  assert.throws(() => withFigures('no markers', 'new'), /markers/)
})
