import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Exchange, Fault, FaultMatch } from '../../src/simulator/index.ts'
import { at, basic, startBench, until } from './helper.ts'
import { benchWithSession, start, statuses, vms } from './fault-bench.ts'

test('a storm of 503 with Retry-After lasts for a number of requests', async t => {
  const bench = await benchWithSession(t)
  bench.simulator.fail({ times: 2 }, { status: 503, retryAfterS: 3, body: 'no healthy upstream' })
  const first = await bench.api('GET', vms)
  assert.deepEqual(
    [first.status, first.headers['retry-after'], first.text],
    [503, '3', 'no healthy upstream']
  )
  assert.deepEqual(await statuses(bench, 2), [503, 200])
})

test('a storm lasts for a time', async t => {
  const bench = await benchWithSession(t)
  bench.simulator.fail({ forMs: 120 }, { status: 503 })
  assert.deepEqual(await statuses(bench, 3), [503, 503, 503])
  await sleep(150)
  assert.deepEqual(await statuses(bench, 1), [200])
})

test('a storm hits a share of the requests, the same ones for the same seed', async t => {
  const runs = []
  for (const seed of [5, 5]) {
    const bench = await benchWithSession(t, { seed, vms: 5 })
    bench.simulator.fail({ share: 0.3 }, { status: 503 })
    runs.push(await statuses(bench, 40))
  }
  assert.deepEqual(runs[0], runs[1])
  const hit = runs[0]?.filter(status => status === 503).length ?? 0
  assert.ok(hit > 4 && hit < 22, `${hit} of 40`)
})

test('faults can be there from the start', async t => {
  const bench = await startBench(t, { faults: [{ match: { path: '/api/session' }, fault: { status: 502 } }] })
  assert.equal((await bench.call('POST', '/api/session')).status, 502)
  assert.equal((await bench.call('POST', '/api/session')).status, 401)
})

test('delays add up, and to what else goes wrong', async t => {
  const bench = await benchWithSession(t)
  bench.simulator.fail({ times: 'unlimited' }, { delayMs: [30, 40] })
  bench.simulator.fail({ path: vms }, { delayMs: 50 })
  bench.simulator.fail({ path: vms }, { status: 503 })
  const before = performance.now()
  assert.deepEqual(await statuses(bench, 1), [503])
  const first = performance.now() - before
  assert.ok(first >= 78, `${first} ms`)
  assert.deepEqual(await statuses(bench, 1), [200])
})

test('a body can come in drips, whole in the end', async t => {
  const bench = await benchWithSession(t)
  const whole = (await bench.api('GET', '/api/vcenter/datacenter')).text
  bench.simulator.fail({ path: '/api/vcenter/datacenter' }, { drip: { bytes: 20, everyMs: 5 } })
  const before = performance.now()
  const slow = await bench.api('GET', '/api/vcenter/datacenter')
  assert.deepEqual([slow.status, slow.text], [200, whole])
  assert.ok(performance.now() - before >= 5 * Math.ceil(whole.length / 20) - 5)
})

test('a body can stall for ever, and the simulator still closes', async t => {
  const bench = await benchWithSession(t)
  bench.simulator.fail({ path: vms }, { drip: { bytes: 10, everyMs: 1, stallAfterBytes: 30 } })
  const stalled = bench.api('GET', vms)
  const ended = assert.rejects(stalled)
  assert.equal(await Promise.race([stalled.then(() => 'whole'), sleep(200, 'stalled')]), 'stalled')
  await bench.simulator.close()
  await ended
})

test('an answer can be JSON that ends half-way', async t => {
  const bench = await benchWithSession(t)
  bench.simulator.fail({ path: vms }, { answer: 'cut' })
  await assert.rejects(bench.api('GET', vms), SyntaxError)
})

test('an answer can be of the wrong type, inside the value in /rest', async t => {
  const bench = await benchWithSession(t)
  bench.simulator.fail({ path: /vcenter/, times: 3 }, { answer: 'wrong-type' })
  assert.deepEqual((await bench.api('GET', vms)).json, {})
  assert.deepEqual((await bench.api('GET', `${vms}/vm-1001`)).json, [])
  assert.deepEqual((await bench.api('GET', '/rest/vcenter/vm')).json, { value: {} })
})

test('a malformed answer comes after the work, a login page instead of it', async t => {
  const bench = await benchWithSession(t)
  bench.simulator.fail({ path: /action=start/ }, { answer: 'login-page' })
  const page = await bench.api('POST', start)
  assert.deepEqual([page.status, page.headers['content-type']], [200, 'text/html; charset=utf-8'])
  assert.match(page.text, /^<!DOCTYPE html>/)
  assert.equal(bench.simulator.inventory.vms.get('vm-1004')?.powerState, 'POWERED_OFF')
  bench.simulator.fail({ path: /action=start/ }, { answer: 'cut' })
  assert.equal((await bench.api('POST', start)).status, 204, 'there is nothing to cut')
  assert.equal(bench.simulator.inventory.vms.get('vm-1004')?.powerState, 'POWERED_ON')
})

test('connections are refused for a time, and then accepted on the same port', async t => {
  const bench = await benchWithSession(t)
  bench.simulator.fail({}, { refuseConnectionsMs: 150 })
  const errors = await Promise.all([bench.api('GET', vms), bench.api('GET', vms)].map(codeOf))
  assert.ok(
    errors.every(code => code === 'ECONNREFUSED' || code === 'ECONNRESET'),
    errors.join()
  )
  assert.equal(await codeOf(bench.api('GET', vms)), 'ECONNREFUSED')
  await until(async () => (await codeOf(bench.api('GET', vms))) === undefined)
  assert.deepEqual(await statuses(bench, 1), [200])
})

test('clearing faults ends all of them, refused connections too', async t => {
  const bench = await benchWithSession(t)
  bench.simulator.fail({ times: 'unlimited' }, { status: 503 })
  bench.simulator.fail({}, { refuseConnectionsMs: 60_000 })
  bench.simulator.clearFaults()
  await until(async () => (await codeOf(bench.api('GET', vms))) === undefined)
  assert.deepEqual(await statuses(bench, 1), [200])
})

test('a simulator that refuses connections can be closed', async t => {
  const { simulator } = await startBench(t, { vms: 5 })
  simulator.fail({}, { refuseConnectionsMs: 60_000 })
  await simulator.close()
})

test('every answer a fault had a hand in is told to the observer as such', async t => {
  const seen: Exchange[] = []
  const bench = await benchWithSession(t, { observe: exchange => seen.push(exchange) })
  const { simulator } = bench
  const headers = basic(simulator.user, simulator.password)
  const marks: [FaultMatch, Fault, () => Promise<unknown>][] = [
    [{}, { delayMs: 1 }, () => bench.api('GET', vms)],
    [{}, { drip: { bytes: 100, everyMs: 0 } }, () => bench.api('GET', '/api/vcenter/datacenter')],
    [{}, { answer: 'wrong-type' }, () => bench.api('GET', vms)],
    [{}, { reset: 'after' }, () => bench.api('GET', vms).catch(() => undefined)],
    [{}, { task: {} }, () => bench.api('POST', start)],
    [{}, { busy: 'any' }, () => bench.api('POST', start)],
    [{}, { login: 'refused' }, () => bench.call('POST', '/api/session', { headers })],
    [{}, { login: 'limit' }, () => bench.call('POST', '/api/session', { headers })],
    [{}, { sessions: 'expire' }, () => bench.api('GET', vms)]
  ]
  for (const [match, fault, act] of marks) {
    simulator.fail(match, fault)
    await act()
    assert.equal(seen.at(-1)?.faulty, true, JSON.stringify(fault))
    await bench.call('GET', '/ui')
    assert.equal(seen.at(-1)?.faulty, false, JSON.stringify(fault))
  }
})

test('what is no fault is refused with what would be right', async t => {
  const { simulator } = await startBench(t, { vms: 5 })
  const wrong: [unknown, unknown, RegExp][] = [
    [{}, {}, /^fault must have exactly one of status, reset, delayMs, drip, answer, login/],
    [{}, { status: 503, reset: 'before' }, /^fault must have exactly one of/],
    [{}, { status: 99 }, /^fault.status must be a status from 200 to 599$/],
    [{}, { status: 503, retryAfter: 1 }, /^fault has no retryAfter: it may have status, body, headers/],
    [{}, { reset: 'now' }, /^fault.reset must be "before" or "after"$/],
    [{}, { delayMs: [5, 1] }, /^fault.delayMs must be a whole number of milliseconds, or two/],
    [{}, { drip: { bytes: 1 } }, /^fault.drip must have bytes and everyMs$/],
    [{}, { task: { named: 'x' } }, /^fault.task has no named: it may have name, typeName, message, fields$/],
    [{}, { busy: '' }, /^fault.busy must be the id of an object, or "any"$/],
    [{ times: 0 }, { status: 500 }, /^match.times must be a whole number from 1, or "unlimited"$/],
    [{ share: 2 }, { status: 500 }, /^match.share must be a number above 0 and up to 1$/],
    [{ path: 'vm' }, { status: 500 }, /^match.path must be a path that begins with "\/"$/],
    [{ pattern: '(' }, { status: 500 }, /^match.pattern must be a regular expression$/],
    [{ paths: '/' }, { status: 500 }, /^match has no paths: it may have method, path, times, share, forMs$/]
  ]
  for (const [match, fault, message] of wrong) {
    assert.throws(() => simulator.fail(match as FaultMatch, fault as Fault), { name: 'RangeError', message })
  }
})

async function codeOf(reply: Promise<unknown>): Promise<unknown> {
  try {
    await reply
    return undefined
  } catch (error) {
    return at(error, 'code')
  }
}
