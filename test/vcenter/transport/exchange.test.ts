import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setRemaining } from '../../../src/abort.ts'
import { openExchange, read, unusedOrigin, write } from '../exchanges.ts'
import { answerError, answerJson, startServer, type Handler } from '../server.ts'

function text(status: number, words: string): Handler {
  return (_request, response) => void response.writeHead(status).end(words)
}

const failing: Record<string, Handler> = {
  'sends a page of HTML': text(200, '<h1>Log in</h1>'),
  'sends 502 of a proxy': text(502, ''),
  'sends 503 of a proxy': text(503, 'no healthy upstream'),
  'sends 504 of a proxy': text(504, ''),
  'sends 500 of something else': text(500, '<h1>Oops</h1>')
}
const silent: Record<string, Handler> = {
  'closes the line': (_request, response) => void response.destroy(),
  'stays silent': () => undefined
}

const outages = [
  ...Object.entries(silent).map(([name, handler]) => ({ name, handler, times: 5 })),
  ...Object.entries(failing).map(([name, handler]) => ({ name, handler, times: 10 }))
]

for (const { name, handler, times } of outages) {
  test(`a vCenter that ${name} ${times} times is left alone`, async t => {
    const server = await startServer(t, handler)
    const timeoutMs = name === 'stays silent' ? 500 : 20_000
    const { exchange, breaker, meter } = openExchange(t, server.origin, { retries: 0, timeoutMs })
    const calls = Array.from({ length: times }, () => exchange(read).catch((error: unknown) => error))
    for (const error of await Promise.all(calls)) assert.ok(error instanceof Error)
    assert.equal(breaker.state(), 'open')
    await assert.rejects(exchange(read), { name: 'VcenterUnavailableError', retryAfterS: 5 })
    assert.ok(server.seen.length <= times, `${server.seen.length} requests`)
    assert.deepEqual(meter.requests(), { ok: 0, api_error: 0, transport_error: times })
  })
}

test('a vCenter nobody listens at is left alone, and also for log-ins and writes', async t => {
  const { exchange, breaker } = openExchange(t, await unusedOrigin())
  for (let count = 0; count < 5; count++) {
    await assert.rejects(exchange({ ...read, effect: 'login' }), { reason: 'connection refused' })
  }
  assert.equal(breaker.state(), 'open')
  for (const request of [read, write]) {
    await assert.rejects(exchange(request), {
      name: 'VcenterUnavailableError',
      message:
        "vCenter 'vc' is unavailable: no answer since 2026-11-24T18:40:00Z (connection refused); next attempt in 5 s",
      retryAfterS: 5
    })
  }
})

const answering: Record<string, Handler> = {
  'refuses a session': (_request, response) => answerError(response, 401, 'UNAUTHENTICATED'),
  'knows no such path': text(404, ''),
  redirects: (_request, response) => void response.writeHead(302, { location: '/ui' }).end(),
  'has an error of its own': (_request, response) => answerError(response, 500, 'INTERNAL_SERVER_ERROR'),
  'has a service that is down': (_request, response) => answerError(response, 503, 'SERVICE_UNAVAILABLE'),
  'throws a fault': (_request, response) => answerJson(response, 500, { _typeName: 'InvalidState' })
}

for (const [name, handler] of Object.entries(answering)) {
  test(`a vCenter that ${name} has answered`, async t => {
    const server = await startServer(t, handler)
    const { exchange, breaker, meter } = openExchange(t, server.origin)
    for (let count = 0; count < 12; count++) await assert.rejects(exchange(read))
    assert.equal(breaker.state(), 'closed')
    assert.equal(server.seen.length, 12)
    assert.deepEqual(meter.requests(), { ok: 0, api_error: 12, transport_error: 0 })
  })
}

test('callers who give up say nothing about vCenter', async t => {
  const server = await startServer(t, () => undefined)
  const { exchange, breaker, meter } = openExchange(t, server.origin)
  const controller = new AbortController()
  const reason = new Error('client gone')
  const calls = Array.from({ length: 16 }, () => exchange({ ...read, signal: controller.signal }))
  while (server.seen.length < 16) await new Promise(resolve => setTimeout(resolve, 5))
  controller.abort(reason)
  for (const call of calls) await assert.rejects(call, reason)
  assert.equal(breaker.state(), 'closed')
  assert.deepEqual(meter.requests(), { ok: 0, api_error: 0, transport_error: 0 })
})

test('one call finds out that vCenter is back, the others are refused until it has', async t => {
  let isUp = false
  const server = await startServer(t, (_request, response) => {
    if (isUp) setTimeout(() => answerJson(response, 200, []), 20)
    else response.destroy()
  })
  const { exchange, breaker, clock } = openExchange(t, server.origin)
  for (let count = 0; count < 5; count++) await assert.rejects(exchange(read))
  isUp = true
  clock.now = 5_000
  const results = await Promise.allSettled(Array.from({ length: 50 }, () => exchange(read)))
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  assert.equal(server.seen.length, 6)
  assert.equal(breaker.state(), 'closed')
  assert.equal((await exchange(read)).status, 200)
})

test('who stood in line when the breaker opened is refused on their turn', async t => {
  const server = await startServer(t, (_request, response) => void setTimeout(() => response.destroy(), 20))
  const { exchange, bulkhead } = openExchange(t, server.origin)
  const calls = Array.from({ length: 100 }, () => exchange(read).catch((error: unknown) => error))
  assert.deepEqual([bulkhead.read.inside(), bulkhead.read.waiting()], [16, 84])
  await Promise.all(calls)
  assert.ok(server.seen.length <= 20, `${server.seen.length} requests`)
  assert.deepEqual([bulkhead.read.inside(), bulkhead.read.waiting()], [0, 0])
})

test('while the breaker is open nobody stands in line for the places of calls that hang', async t => {
  const server = await startServer(t, (request, response) => {
    if (request.method === 'POST') response.destroy()
  })
  const { exchange, bulkhead } = openExchange(t, server.origin)
  const leaving = new AbortController()
  const reason = new Error('client gone')
  const hanging = Array.from({ length: 16 }, () => exchange({ ...read, signal: leaving.signal }))
  for (let count = 0; count < 5; count++) await assert.rejects(exchange(write))
  const refused = exchange(read)
  assert.equal(bulkhead.read.waiting(), 0)
  await assert.rejects(refused, { name: 'VcenterUnavailableError', retryAfterS: 5 })
  leaving.abort(reason)
  for (const call of hanging) await assert.rejects(call, reason)
})

test('repetitions end when the breaker opens, with the reason of the last attempt', async t => {
  const server = await startServer(t, text(503, 'no healthy upstream'))
  const { exchange } = openExchange(t, server.origin, { retries: 20, timeoutMs: 20_000 })
  await assert.rejects(exchange(read), { reason: /^Failed to list VMs: HTTP 503/ })
  assert.equal(server.seen.length, 10)
})

test('a pause beyond the deadline of the caller is not begun, and the caller learns how long it would be', async t => {
  const server = await startServer(t, (_request, response) => {
    response.writeHead(503, { 'retry-after': '7' }).end('no healthy upstream')
  })
  const { exchange } = openExchange(t, server.origin, { retries: 3, timeoutMs: 20_000 })
  const { signal } = new AbortController()
  setRemaining(signal, () => 6_000)
  const start = performance.now()
  await assert.rejects(exchange({ ...read, signal }), { name: 'VcenterUnavailableError', retryAfterS: 7 })
  assert.ok(performance.now() - start < 3_000)
  assert.equal(server.seen.length, 1)
})

test('a call that begins a task has half of the time of a caller who is in a hurry', async t => {
  const server = await startServer(t, (_request, response) => {
    setTimeout(() => answerJson(response, 200, {}), 500)
  })
  const { exchange } = openExchange(t, server.origin)
  const { signal } = new AbortController()
  setRemaining(signal, () => 2_000)
  assert.equal((await exchange({ ...write, startsTask: true, signal })).status, 200)
})

test('a read whose answer drips may take all the time of its caller', async t => {
  const timeoutMs = 500
  const server = await startServer(t, (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('[')
    const timer = setInterval(() => response.write(' '), 20)
    setTimeout(() => {
      clearInterval(timer)
      response.end(']')
    }, 3 * timeoutMs)
  })
  const { exchange } = openExchange(t, server.origin, { retries: 0, timeoutMs })
  const { signal } = new AbortController()
  setRemaining(signal, () => 60_000)
  assert.deepEqual((await exchange({ ...read, signal })).body, { kind: 'json', value: [] })
})

test('a write is announced before it is sent and after it has ended, however it did', async t => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
  const { promise: end, resolve } = Promise.withResolvers<void>()
  const server = await startServer(t, (request, response) => {
    if (request.method === 'GET') return answerJson(response, 200, [])
    arrive()
    void end.then(() => response.destroy())
  })
  const { exchange, writes } = openExchange(t, server.origin)
  await exchange(read)
  assert.equal(writes.length, 0)
  const writing = exchange(write)
  await arrived
  assert.equal(writes.length, 1)
  resolve()
  await assert.rejects(writing, { name: 'VcenterOutcomeUnknownError' })
  assert.equal(writes.length, 2)
})

test('requests are counted by outcome, and their time by effect', async t => {
  const server = await startServer(t, (request, response) => {
    if (request.method === 'POST') setTimeout(() => answerJson(response, 204), 30)
    else answerError(response, 404, 'NOT_FOUND')
  })
  const { exchange, meter } = openExchange(t, server.origin)
  await assert.rejects(exchange(read))
  await exchange(write)
  assert.deepEqual(meter.requests(), { ok: 1, api_error: 1, transport_error: 0 })
  const { write: seconds, read: reads, login } = meter.durations()
  assert.deepEqual([seconds.count, reads.count, login.count, login.sum], [1, 1, 0, 0])
  assert.ok(seconds.sum >= 0.025 && seconds.sum < 10, `${seconds.sum} s`)
})
