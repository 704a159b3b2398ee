import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFlights } from '../../src/vcenter/flights.ts'
import { remainingMs, setRemaining } from '../../src/abort.ts'

/** Work that ends when the test says so, and the signals it was given. */
function controlled() {
  const started: { signal: AbortSignal; end: (value: string) => void; fail: (error: Error) => void }[] = []
  function work(signal: AbortSignal): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    started.push({ signal, end: resolve, fail: reject })
    return promise
  }
  function latest() {
    const flight = started.at(-1)
    assert.ok(flight)
    return flight
  }
  return { started, work, latest }
}

function hundred<T>(call: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: 100 }, call))
}

test('a hundred callers with one key share one answer, the next one asks anew', async () => {
  const flights = createFlights()
  const { started, work, latest } = controlled()
  const answers = hundred(() => flights.share('list', work))
  assert.equal(flights.underWay(), 1)
  latest().end('a')
  assert.deepEqual(new Set(await answers), new Set(['a']))
  assert.deepEqual([started.length, flights.coalesced(), flights.underWay()], [1, 99, 0])
  const again = flights.share('list', work)
  latest().end('b')
  assert.equal(await again, 'b')
})

test('an error is shared too, also one that is thrown at once, and is not remembered', async () => {
  const flights = createFlights()
  const { work, latest } = controlled()
  const both = [flights.share('x', work), flights.share('x', work)]
  const error = new Error('gone')
  latest().fail(error)
  for (const result of both) await assert.rejects(result, error)
  const throws = () => {
    throw error
  }
  await assert.rejects(flights.share('y', throws), error)
  assert.equal(flights.underWay(), 0)
})

test('other keys are other work', async () => {
  const flights = createFlights()
  const results = [flights.share('a', () => Promise.resolve(1)), flights.share('b', () => Promise.resolve(2))]
  assert.deepEqual(await Promise.all(results), [1, 2])
})

test('who leaves is rejected at once with their own reason, the others still get the answer', async () => {
  const flights = createFlights()
  const { work, latest } = controlled()
  const leaving = new AbortController()
  const reason = new Error('client gone')
  const first = flights.share('x', work, leaving.signal)
  const second = flights.share('x', work, new AbortController().signal)
  leaving.abort(reason)
  await assert.rejects(first, reason)
  assert.equal(latest().signal.aborted, false)
  latest().end('a')
  assert.equal(await second, 'a')
})

test('the work is aborted when the last one has left, and nobody joins it any more', async () => {
  const flights = createFlights()
  const { started, work, latest } = controlled()
  const controllers = [new AbortController(), new AbortController()]
  const calls = controllers.map(({ signal }) => flights.share('x', work, signal))
  controllers.forEach((controller, index) => controller.abort(new Error(`gone ${index}`)))
  for (const [index, call] of calls.entries()) await assert.rejects(call, { message: `gone ${index}` })
  assert.equal(started[0]?.signal.aborted, true)
  const next = flights.share('x', work)
  assert.equal(started.length, 2)
  started[0]?.fail(new Error('aborted work fails late, and nobody listens'))
  latest().end('b')
  assert.equal(await next, 'b')
})

test('a caller who has gone already starts nothing', async () => {
  const flights = createFlights()
  const { started, work } = controlled()
  const reason = new Error('client gone')
  await assert.rejects(flights.share('x', work, AbortSignal.abort(reason)), reason)
  assert.equal(started.length, 0)
})

test('after a write nobody joins what was under way, and those who wait for it keep it', async () => {
  const flights = createFlights()
  const { started, work } = controlled()
  const before = flights.share('x', work)
  flights.renew()
  const after = flights.share('x', work)
  const joined = flights.share('x', work)
  started[0]?.end('old')
  assert.equal(await before, 'old')
  assert.equal(flights.underWay(), 1, 'the end of the old one does not forget the new one')
  started[1]?.end('new')
  assert.deepEqual(await Promise.all([after, joined]), ['new', 'new'])
  assert.equal(started.length, 2)
})

test('the work has the time of the caller who has the most left', async () => {
  const flights = createFlights()
  const { work, latest } = controlled()
  const [short, long] = [new AbortController(), new AbortController()]
  setRemaining(short.signal, () => 100)
  setRemaining(long.signal, () => 5_000)
  const calls = [flights.share('x', work, short.signal)]
  assert.equal(remainingMs(latest().signal), 100)
  calls.push(flights.share('x', work, long.signal))
  assert.equal(remainingMs(latest().signal), 5_000)
  const patient = flights.share('x', work)
  assert.equal(remainingMs(latest().signal), Infinity)
  latest().end('a')
  await Promise.all([...calls, patient])
})
