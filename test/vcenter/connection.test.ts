import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test } from 'node:test'
import { createVcenterPool } from '../../src/vcenter/pool.ts'
import { until } from '../helper.ts'
import { connectionTo, openConnection } from './connections.ts'
import { unusedOrigin } from './exchanges.ts'
import { answerError, answerJson, startServer } from './server.ts'

test('the gauges of a connection that was not used yet are all there', async t => {
  const { connection } = await openConnection(t, () => undefined)
  const none = { read: 0, write: 0, login: 0 }
  const noTime = { sum: 0, count: 0 }
  assert.deepEqual(connection.gauges(), {
    sessions: { automation: 0, vim: 0 },
    logins_total: 0,
    failed_logins_total: 0,
    login_pause_seconds: 0,
    breaker_state: 'closed',
    requests_in_flight: none,
    requests_waiting: none,
    requests_total: { ok: 0, api_error: 0, transport_error: 0 },
    request_duration_seconds: { read: noTime, write: noTime, login: noTime },
    retries_total: 0,
    retry_budget: 50,
    coalesced_reads_total: 0
  })
})

test('the gauges follow what happens, repetitions included', async t => {
  const { connection } = await openConnection(t, ({ method }, response, count) => {
    if (count === 2) return void response.destroy()
    if (method === 'GET') return answerJson(response, 200, [])
    answerError(response, 400, 'NOT_ALLOWED_IN_CURRENT_STATE')
  })
  const client = connection.client()
  await client.listHosts()
  await assert.rejects(client.startVm({ vm: 'vm-1' }))
  const gauges = connection.gauges()
  assert.deepEqual(gauges.sessions, { automation: 1, vim: 0 })
  assert.deepEqual([gauges.logins_total, gauges.retries_total, gauges.retry_budget], [1, 1, 49])
  assert.deepEqual(gauges.requests_total, { ok: 2, api_error: 1, transport_error: 1 })
  const { read, write, login } = gauges.request_duration_seconds
  assert.deepEqual([read.count, write.count, login.count], [2, 1, 1])
  assert.ok(read.sum > 0 && read.sum < 60)
})

test('a vCenter that is down costs its own callers one sentence, and its neighbour nothing', async t => {
  const { server, connection: up } = await openConnection(t, (_request, response) =>
    answerJson(response, 200, [])
  )
  const down = connectionTo(t, { host: (await unusedOrigin()).slice('http://'.length), ca: server.ca })
  const [callDown, callUp] = [() => down.client().listVms(), () => up.client().listVms()]
  for (let count = 0; count < 2; count++)
    await assert.rejects(callDown(), { name: 'VcenterUnavailableError' })
  assert.deepEqual([down.gauges().breaker_state, up.gauges().breaker_state], ['open', 'closed'])
  await assert.rejects(callDown(), {
    message: new RegExp(
      `^vCenter '${down.name}' is unavailable: no answer since \\d{4}-.*Z \\(connection refused\\); next attempt in \\d s$`
    )
  })
  const start = performance.now()
  const refused = await Promise.allSettled(Array.from({ length: 1_000 }, callDown))
  const milliseconds = performance.now() - start
  assert.ok(refused.every(({ status }) => status === 'rejected'))
  assert.ok(milliseconds < 2_000, `a thousand refusals took ${milliseconds} ms`)
  assert.deepEqual(await callUp(), [])
})

test('a pin of a vCenter is checked before its credentials are sent', async t => {
  const { server } = await openConnection(t, () => undefined)
  const pin = 'ab'.repeat(32)
  const connection = connectionTo(t, server, { fingerprint256: pin })
  await assert.rejects(connection.client().listVms(), {
    name: 'VcenterUnavailableError',
    message:
      /: certificate not trusted: it is not the pinned one, its SHA-256 fingerprint is ([0-9A-F]{2}:?){32}$/
  })
  assert.equal(server.seen.length, 0)
  const settings = {
    name: 'a',
    address: 'a',
    user: 'u',
    password: 'p',
    insecure: false,
    timeoutMs: 1,
    retries: 0,
    backoffMs: 1
  }
  assert.throws(
    () => createVcenterPool([{ ...settings, apiMode: 'api', fingerprint256: 'ab:cd' }]),
    /64 hex digits/
  )
})

test('while vCenter is down no session is looked after, and one real call finds out that it is back', async t => {
  const realNow = performance.now.bind(performance)
  let aheadMs = 0
  t.mock.method(performance, 'now', () => realNow() + aheadMs)
  let isUp = true
  const server = await startServer(
    t,
    ({ url }, response) => {
      if (isUp) answerJson(response, 200, url === '/api/session' ? 'id-1' : [])
      else response.destroy()
    },
    { tls: true }
  )
  const connection = connectionTo(t, server, { keepAliveMs: 20 })
  const client = connection.client()
  const asked = () =>
    server.seen.filter(({ method, url }) => `${method} ${url}` === 'GET /api/session').length
  await client.listVms()
  isUp = false
  for (let count = 0; count < 2; count++) await assert.rejects(client.listVms())
  aheadMs = 10_000
  assert.equal(connection.gauges().breaker_state, 'half_open')
  while (connection.gauges().requests_in_flight.login > 0) {
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  const before = asked()
  await new Promise(resolve => setTimeout(resolve, 200))
  assert.equal(asked(), before)
  isUp = true
  const calls = await Promise.allSettled(
    Array.from({ length: 10 }, (_item, index) => client.listVms({ names: [`vm-${index}`] }))
  )
  assert.equal(calls.filter(({ status }) => status === 'fulfilled').length, 1)
  assert.equal(connection.gauges().breaker_state, 'closed')
  while (asked() === before) await new Promise(resolve => setTimeout(resolve, 5))
})

test('a read that was on its way before a change is not joined by one after it', async t => {
  const held: ServerResponse[] = []
  const { server, connection } = await openConnection(t, ({ method }, response) => {
    if (method === 'POST') answerJson(response, 204)
    else held.push(response)
  })
  const client = connection.client()
  const before = client.getPower({ vm: 'vm-1' })
  await until('the first read is held', () => held.length === 1)
  await client.startVm({ vm: 'vm-1' })
  const after = client.getPower({ vm: 'vm-1' })
  await until('the second read is held', () => held.length === 2)
  for (const [index, response] of held.entries()) {
    answerJson(response, 200, { state: index === 0 ? 'POWERED_OFF' : 'POWERED_ON' })
  }
  assert.deepEqual([(await before).state, (await after).state], ['POWERED_OFF', 'POWERED_ON'])
  assert.equal(server.seen.filter(({ url }) => url === '/api/vcenter/vm/vm-1/power').length, 2)
})
