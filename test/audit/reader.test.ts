import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import * as fc from 'fast-check'
import type { CallQuery } from '../../src/audit/call-filter.ts'
import { type AuditReader, openAuditReader } from '../../src/audit/reader.ts'
import type { AuditRecord } from '../../src/audit/record.ts'
import { temporaryDirectory } from '../helper.ts'

const start = Date.parse('2026-03-01T00:00:00Z')
const minute = 60_000

/** The record of a call that ended so many minutes after the start. */
function recordAt(minutes: number, more: Partial<AuditRecord> = {}): AuditRecord {
  return {
    log: 'audit',
    v: 1,
    time: new Date(start + minutes * minute).toISOString(),
    id: `call-${minutes}`,
    request_id: 'request',
    face: 'rest',
    protocol: 'http',
    principal: 'ann',
    role: 'admin',
    address: '127.0.0.1',
    tool: 'power_on_vm',
    risk: 'change',
    vcenter: 'vc-1',
    arguments: { vm: 'web-01' },
    outcome: 'ok',
    duration_ms: 1.5,
    ...more
  }
}

const linesOf = (records: readonly object[]) => records.map(each => `${JSON.stringify(each)}\n`).join('')

async function readerOf(t: TestContext, content: string) {
  const path = join(temporaryDirectory(t), 'audit.jsonl')
  writeFileSync(path, content)
  const reader = await openAuditReader(path)
  t.after(() => reader.close())
  return { reader, path }
}

async function idsIn(reader: AuditReader, query: Partial<CallQuery>, mostBytes?: number) {
  const found = await reader.search({ limit: 50, ...query }, mostBytes === undefined ? {} : { mostBytes })
  return { ...found, ids: found.calls.map(({ id }) => id) }
}

test('the newest come first, as many as are asked for, and all that match are counted', async t => {
  const { reader } = await readerOf(t, linesOf(Array.from({ length: 2000 }, (_, index) => recordAt(index))))
  const found = await idsIn(reader, { limit: 3, since: start + 1500 * minute })
  assert.deepEqual(found.ids, ['call-1999', 'call-1998', 'call-1997'])
  assert.equal(found.total, 500)
  assert.equal(found.isWhole, true)
  assert.equal(found.completeSince, new Date(start + 1500 * minute).toISOString())
})

test('what is found is what a look at every record would find, whatever stands between them', async t => {
  const principal = fc.constantFrom('ann', 'bob')
  const tool = fc.constantFrom('list_vms', 'delete_vm', 'power_on_vm')
  const risk = fc.constantFrom('read', 'destructive', 'change', null)
  const outcome = fc.constantFrom('ok' as const, 'denied' as const)
  const vm = fc.constantFrom('web-01', '/Amsterdam/vm/web-01', 'vm-1', 'x'.repeat(70_000))
  const record = fc
    .record({ principal, tool, risk, outcome, vcenter: fc.constantFrom('vc-1', 'VC-2', null), vm })
    .map(({ vm: given, ...each }) => ({ ...each, arguments: { vm: given } }))
  const garbage = fc.constantFrom(
    '',
    '{"log":"aud',
    'null',
    '[]',
    '{"level":30,"msg":"listening"}',
    '\u0000é…'
  )
  const lines = fc.array(fc.oneof({ weight: 5, arbitrary: record }, garbage), { maxLength: 40 })
  const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
  const query = fc.record({
    principal: optional(principal),
    tool: optional(tool),
    changesOnly: fc.boolean(),
    outcome: optional(outcome),
    vcenter: optional(fc.constantFrom('vc-1', 'vc-2')),
    object: optional(fc.constantFrom('web-01', 'WEB-01', 'vm-1', 'web')),
    since: optional(fc.integer({ min: 0, max: 40 }).map(at => start + at * minute)),
    until: optional(fc.integer({ min: 0, max: 40 }).map(at => start + at * minute))
  })
  await fc.assert(
    fc.asyncProperty(lines, query, async (given, asked) => {
      const records = given.map((each, index) => (typeof each === 'string' ? each : recordAt(index, each)))
      const content = records.map(each => (typeof each === 'string' ? each : JSON.stringify(each))).join('\n')
      const { reader } = await readerOf(t, content)
      const wanted = records.filter(each => typeof each !== 'string').filter(each => isWanted(each, asked))
      const found = await idsIn(reader, asked)
      assert.deepEqual(found.ids, wanted.map(({ id }) => id).toReversed())
      assert.equal(found.skipped, records.filter(each => typeof each === 'string' && each !== '').length)
    }),
    { numRuns: 60 }
  )
})

function isWanted(record: AuditRecord, asked: Omit<Partial<CallQuery>, 'limit'>): boolean {
  const at = Date.parse(record.time)
  const vm = String(record.arguments['vm']).toLowerCase()
  const object = asked.object?.toLowerCase()
  return [
    asked.principal === undefined || record.principal === asked.principal,
    asked.tool === undefined || record.tool === asked.tool,
    !asked.changesOnly || ['change', 'destructive'].includes(record.risk ?? ''),
    asked.outcome === undefined || record.outcome === asked.outcome,
    asked.vcenter === undefined || record.vcenter?.toLowerCase() === asked.vcenter,
    object === undefined || vm.split('/').at(-1) === object || vm === object,
    at >= (asked.since ?? 0) && at < (asked.until ?? Infinity)
  ].every(Boolean)
}

test('a line that was cut, also the last one, and one of a megabyte are skipped and counted', async t => {
  const long = JSON.stringify(recordAt(2, { arguments: { vm: 'x'.repeat(1 << 20) } }))
  const half = JSON.stringify(recordAt(4)).slice(0, 100)
  const { reader, path } = await readerOf(t, `${linesOf([recordAt(1)])}${long}\n${half}`)
  const found = await idsIn(reader, {})
  assert.deepEqual([found.ids, found.skipped], [['call-1'], 2])
  // the sink begins a new line after a failure
  appendFileSync(path, `\n${linesOf([recordAt(5)])}`)
  const again = await idsIn(reader, {})
  assert.deepEqual([again.ids, again.skipped], [['call-5', 'call-1'], 2])
})

test('a call that is told of twice counts once, as it was told of last, whatever a later version says of it', async t => {
  const { outcome: _, duration_ms: _ms, ...begun } = recordAt(1)
  const records = [
    { ...begun, v: 2, stage: 'begun', hash: 'abc' },
    { ...recordAt(1), v: 2, hash: { of: 1 } }
  ]
  const { reader } = await readerOf(t, linesOf([...records, { ...begun, id: 'other', v: 'three' }]))
  const { calls, total, skipped } = await idsIn(reader, {})
  assert.deepEqual([total, skipped], [2, 0])
  assert.deepEqual(
    calls.map(({ id, outcome }) => [id, outcome]),
    [
      ['other', undefined],
      ['call-1', 'ok']
    ]
  )
})

test('a file of ten gigabytes is read from its end, a bounded part of it, and others have their turn meanwhile', async t => {
  const { reader, path } = await readerOf(t, '')
  truncateSync(path, 10 * 2 ** 30)
  appendFileSync(path, `\n${linesOf([recordAt(1), recordAt(2)])}`)
  let turns = 0
  let ended = false
  function countTurns(): void {
    turns += 1
    if (!ended) setImmediate(countTurns)
  }
  countTurns()
  const found = await idsIn(reader, { tool: 'power_on_vm' })
  ended = true
  assert.deepEqual(found.ids, ['call-2', 'call-1'])
  assert.equal(found.isWhole, false)
  assert.equal(found.completeSince, '2026-03-01T00:01:00.001Z')
  assert.ok(turns > 100, `${turns}`)
})

test('what is long past is found without reading all that came after it', async t => {
  const { reader } = await readerOf(t, linesOf(Array.from({ length: 20_000 }, (_, index) => recordAt(index))))
  const one = await idsIn(reader, { limit: 1, until: start + 101 * minute }, 1 << 20)
  assert.deepEqual(one.ids, ['call-100'])
  assert.equal(one.total, 101)
  assert.equal(one.isWhole, true)
  // page by page, each by the time where the one before ended
  const seen = new Set<string | undefined>()
  for (let until = Infinity; seen.size < 20_000;) {
    const { calls, completeSince = '' } = await idsIn(reader, { limit: 5000, until }, 1 << 20)
    const before = seen.size
    for (const { id } of calls) seen.add(id)
    assert.ok(seen.size > before, `stuck at ${seen.size}`)
    until = Date.parse(completeSince)
  }
})

test('calls of one millisecond are not torn apart, so that the time of the last leads on', async t => {
  const records = Array.from({ length: 300 }, (_, index) => ({ ...recordAt(0), id: `call-${index}` }))
  const { reader } = await readerOf(t, linesOf([recordAt(-1), ...records.slice(0, 7), recordAt(60)]))
  const { calls } = await idsIn(reader, { limit: 2 })
  assert.equal(calls.length, 8)
  const { ids } = await idsIn(reader, { limit: 2, until: calls.at(-1)?.at })
  assert.deepEqual(ids, ['call--1'])
  const { reader: many } = await readerOf(t, linesOf(records))
  assert.equal((await idsIn(many, { limit: 2 })).calls.length, 102)
})

test('a clock that was wrong for a moment hides nothing', async t => {
  const records = Array.from({ length: 500 }, (_, index) => recordAt(index))
  records[300] = { ...recordAt(300), time: '1970-01-01T00:00:00.000Z' }
  const { reader } = await readerOf(t, linesOf(records))
  assert.equal((await idsIn(reader, { since: start })).total, 499)
})

test('a file that is cut short, or moved away and written on, does no harm', async t => {
  const { reader, path } = await readerOf(t, linesOf(Array.from({ length: 3000 }, (_, at) => recordAt(at))))
  const searching = idsIn(reader, { limit: 100 })
  truncateSync(path, 0)
  appendFileSync(path, linesOf([recordAt(5000)]))
  assert.ok((await searching).ids.length <= 100)
  assert.deepEqual((await idsIn(reader, {})).ids, ['call-5000'])
  renameSync(path, `${path}.1`)
  writeFileSync(path, linesOf([recordAt(7000)]))
  appendFileSync(`${path}.1`, linesOf([recordAt(6000)]))
  assert.deepEqual((await idsIn(reader, {})).ids, ['call-6000', 'call-5000'])
})

test('an empty file has nothing, and says nothing of how far back that holds', async t => {
  const { reader } = await readerOf(t, '')
  const expected = { calls: [], ids: [], total: 0, isWhole: true, skipped: 0, source: 'file' }
  assert.deepEqual(await idsIn(reader, {}), expected)
})

test('a search that nobody waits for any more ends', async t => {
  const { reader } = await readerOf(t, linesOf([recordAt(1)]))
  const signal = AbortSignal.abort(new Error('gone'))
  await assert.rejects(reader.search({ limit: 1 }, { signal }), /gone/)
  assert.deepEqual((await idsIn(reader, {})).ids, ['call-1'])
})

test('many searches at once are answered, one after the other', async t => {
  const { reader } = await readerOf(t, linesOf(Array.from({ length: 300 }, (_, at) => recordAt(at))))
  const answers = await Promise.all(Array.from({ length: 20 }, () => idsIn(reader, { limit: 1 })))
  for (const { ids } of answers) assert.deepEqual(ids, ['call-299'])
})

for (const [name, pathIn] of [
  ['without a file', () => undefined],
  ['with a file that cannot be read back', (directory: string) => directory]
] as const) {
  test(`${name} the last records of this process are known, and since when`, async t => {
    const directory = join(temporaryDirectory(t), 'audit.jsonl')
    mkdirSync(directory)
    const before = Date.now()
    const reader = await openAuditReader(pathIn(directory))
    t.after(() => reader.close())
    for (let at = 0; at < 10; at += 1) reader.remember(recordAt(at))
    const found = await idsIn(reader, { limit: 2 })
    assert.deepEqual([found.ids, found.total, found.source], [['call-9', 'call-8'], 10, 'memory'])
    assert.ok(Date.parse(found.completeSince ?? '') >= before)
    for (let at = 10; at < 1500; at += 1) reader.remember(recordAt(at))
    const later = await idsIn(reader, { limit: 2 })
    assert.equal(later.total, 1000)
    assert.equal(later.completeSince, new Date(start + 499 * minute + 1).toISOString())
  })
}

test('what is remembered is bounded in size too', async () => {
  const reader = await openAuditReader()
  const large = { arguments: { vm: 'x'.repeat(200_000) } }
  for (let at = 0; at < 100; at += 1) reader.remember(recordAt(at, large))
  const { total } = await reader.search({ limit: 100 })
  assert.ok(total > 10 && total < 25, `${total}`)
})

test('who waits for the searches of others stops when its own time is over', async t => {
  const records = Array.from({ length: 20_000 }, (_, index) => recordAt(index))
  const { reader } = await readerOf(t, linesOf(records))
  const before = Array.from({ length: 5 }, () => reader.search({ limit: 1, principal: 'nobody' }))
  const leaving = new AbortController()
  const late = reader.search({ limit: 1 }, { signal: leaving.signal })
  leaving.abort(new Error('over'))
  let ended = 0
  for (const each of before) void each.then(() => (ended += 1))
  await assert.rejects(late, /over/)
  assert.equal(ended, 0)
  await Promise.all(before)
  assert.equal((await reader.search({ limit: 1 })).calls.length, 1)
})
