import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test, type TestContext } from 'node:test'
import { Pool, type Dispatcher } from 'undici'
import { openConnection } from './connections.ts'
import { answerJson } from './server.ts'

/** How many turns of the event loop each request waited within undici until it was written. */
function measureTurns(t: TestContext) {
  const waits: number[] = []
  let turns = 0
  let timer = setImmediate(onTurn)
  t.after(() => clearImmediate(timer))
  const dispatch = Reflect.get(Pool.prototype, 'dispatch') as Pool['dispatch']
  t.mock.method(Pool.prototype, 'dispatch', measured)

  function measured(this: Pool, options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler) {
    const start = turns
    const onRequestStart = handler.onRequestStart?.bind(handler)
    handler.onRequestStart = (...values) => {
      waits.push(turns - start)
      onRequestStart?.(...values)
    }
    return dispatch.call(this, options, handler)
  }

  function onTurn(): void {
    turns += 1
    timer = setImmediate(onTurn)
  }

  return waits
}

test('16 reads and 8 writes are with vCenter at most, and none of them ever waits within undici', async t => {
  const inside = { GET: 0, POST: 0 }
  const most = { GET: 0, POST: 0 }
  const { connection } = await openConnection(t, ({ method }, response) => {
    const kind = method === 'GET' ? 'GET' : 'POST'
    inside[kind] += 1
    most[kind] = Math.max(most[kind], inside[kind])
    setTimeout(() => {
      inside[kind] -= 1
      answerJson(response, kind === 'GET' ? 200 : 204, kind === 'GET' ? [] : undefined)
    }, 3)
  })
  const client = connection.client()
  async function wave(): Promise<void> {
    const reads = Array.from({ length: 400 }, () => client.listHosts())
    const writes = Array.from({ length: 100 }, (_item, index) => client.changePower(`vm-${index}`, 'start'))
    await Promise.all([...reads, ...writes])
  }
  await wave()
  const waits = measureTurns(t)
  await wave()
  assert.deepEqual(most, { GET: 16, POST: 8 })
  assert.equal(waits.length, 500)
  // undici leaves a connection alone for a turn after each answer, so 0 is not to be had
  assert.ok(Math.max(...waits) <= 3, `${Math.max(...waits)} turns`)
  const { requests_total: total, requests_waiting: waiting } = connection.gauges()
  assert.deepEqual([total.ok, waiting], [1_001, { read: 0, write: 0, login: 0 }])
})

test('a log-in has a place although reads and writes hold all of theirs', async t => {
  const held: ServerResponse[] = []
  let isRefusing = false
  const { server, connection } = await openConnection(t, ({ url, method }, response) => {
    if (url === '/api/vcenter/datacenter') {
      answerJson(
        response,
        isRefusing ? 401 : 200,
        isRefusing ? { error_type: 'UNAUTHENTICATED', messages: [] } : []
      )
      isRefusing = false
    } else {
      held.push(response)
      if (method === 'POST') response.statusCode = 204
    }
  })
  const client = connection.client()
  const slow = [
    ...Array.from({ length: 15 }, () => client.listHosts()),
    ...Array.from({ length: 8 }, () => client.changePower('vm-1', 'start'))
  ]
  while (held.length < 23) await new Promise(resolve => setTimeout(resolve, 5))
  isRefusing = true
  assert.deepEqual(await client.listDatacenters(), [])
  assert.equal(server.seen.filter(({ url, method }) => url === '/api/session' && method === 'POST').length, 2)
  for (const response of held) response.end(response.statusCode === 204 ? undefined : '[]')
  await Promise.all(slow)
})

test('the line of reads is bounded: the 513th in it is refused at once', async t => {
  const held: ServerResponse[] = []
  const { connection } = await openConnection(t, (_request, response) => void held.push(response))
  const client = connection.client()
  const first = client.listHosts()
  while (held.length < 1) await new Promise(resolve => setTimeout(resolve, 5))
  const reads = [first, ...Array.from({ length: 15 + 512 }, () => client.listHosts())]
  while (held.length < 16) await new Promise(resolve => setTimeout(resolve, 5))
  assert.deepEqual(connection.gauges().requests_waiting, { read: 512, write: 0, login: 0 })
  await assert.rejects(client.listHosts(), {
    name: 'VcenterUnavailableError',
    message: /^vCenter '127.0.0.1:\d+' is unavailable: 512 reads wait for it already; try again in 5 s$/,
    retryAfterS: 5
  })
  const timer = setInterval(() => held.splice(0).forEach(response => response.end('[]')), 1)
  await Promise.all(reads)
  clearInterval(timer)
})
