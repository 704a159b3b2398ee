import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFlights } from '../../../src/vcenter/flights.ts'
import { createKeptLists, keptMs } from '../../../src/vcenter/inventory/kept-lists.ts'

function rowsOf(length: number) {
  return () => Promise.resolve(Array.from({ length }, (_, index) => ({ vm: `vm-${index}` })))
}

test('a list is kept for ten seconds after it was read', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const kept = createKeptLists(createFlights())
  await kept.share('one', rowsOf(3), undefined)
  t.mock.timers.tick(keptMs - 1)
  assert.ok(kept.has('one'))
  t.mock.timers.tick(1)
  assert.ok(!kept.has('one'))
})

test('at most four lists are kept, the latest ones', async () => {
  const kept = createKeptLists(createFlights())
  const keys = ['one', 'two', 'three', 'four', 'five']
  for (const key of keys) await kept.share(key, rowsOf(1), undefined)
  assert.deepEqual(
    keys.filter(key => kept.has(key)),
    ['two', 'three', 'four', 'five']
  )
  kept.forget()
})

test('at most 100,000 rows are kept, and a longer list not at all', async () => {
  const kept = createKeptLists(createFlights())
  await kept.share('one', rowsOf(60_000), undefined)
  await kept.share('two', rowsOf(60_000), undefined)
  assert.deepEqual([kept.has('one'), kept.has('two')], [false, true])
  assert.equal((await kept.share('three', rowsOf(100_001), undefined)).length, 100_001)
  assert.deepEqual([kept.has('two'), kept.has('three')], [false, false])
})

test('what was being read when it was forgotten is answered, but not kept', async () => {
  const flights = createFlights()
  const kept = createKeptLists(flights)
  const answer = Promise.withResolvers<{ vm: string }[]>()
  const reading = kept.share('one', () => answer.promise, undefined)
  flights.renew()
  kept.forget()
  let reads = 0
  const anew = kept.share('one', () => Promise.resolve([{ read: (reads += 1) }]), undefined)
  answer.resolve([{ vm: 'vm-1' }])
  assert.deepEqual(await reading, [{ vm: 'vm-1' }])
  assert.deepEqual(await anew, [{ read: 1 }])
  assert.deepEqual(await kept.share('one', rowsOf(9), undefined), [{ read: 1 }])
  kept.forget()
})

test('a failure is told to everybody who waits, and is not kept', async () => {
  const kept = createKeptLists(createFlights())
  const failing = () => Promise.reject(new Error('down'))
  const both = [kept.share('one', failing, undefined), kept.share('one', failing, undefined)]
  for (const each of both) await assert.rejects(each, { message: 'down' })
  assert.ok(!kept.has('one'))
})
