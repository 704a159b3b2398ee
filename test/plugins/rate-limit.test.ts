import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bearer, startService } from '../helper.ts'

const slow = { RATE_LIMIT: 'true', RATE_LIMIT_RPS: '0.5', RATE_LIMIT_BURST: '2' }

test('a principal may make its burst at once; the next call is refused, with the time to wait', async t => {
  const { app, audit, simulator } = await startService(t, { env: slow })
  const answers = []
  for (let call = 0; call < 3; call += 1) {
    answers.push(await app.inject({ url: '/api/v1/datacenters', headers: bearer('viewer') }))
  }
  assert.deepEqual(
    answers.map(answer => answer.statusCode),
    [200, 200, 429]
  )
  assert.deepEqual(
    answers.map(answer => answer.headers['ratelimit-remaining']),
    ['1', '0', '0']
  )
  assert.equal(answers[2]?.headers['retry-after'], '2')
  assert.equal(answers[2]?.json<{ retry_after_s: number }>().retry_after_s, 2)
  assert.deepEqual(
    audit().map(record => record.code ?? record.outcome),
    ['ok', 'ok', 'rate_limited']
  )
  const lists = simulator.requests.filter(request => request.path === '/api/vcenter/datacenter')
  assert.equal(lists.length, 2, 'the refused call never reached vCenter')
})

test('each principal has a bucket of its own', async t => {
  const { app } = await startService(t, { env: slow })
  for (const role of ['viewer', 'viewer', 'operator', 'operator'] as const) {
    assert.equal((await app.inject({ url: '/api/v1/datacenters', headers: bearer(role) })).statusCode, 200)
  }
})

test('every call of a batch costs a token, and each gets its own answer', async t => {
  const { app, audit } = await startService(t, { env: slow })
  const call = (id: number) => ({
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name: 'list_datacenters', arguments: {} }
  })
  const answer = await app.inject({
    method: 'POST',
    url: '/mcp',
    headers: { ...bearer('viewer'), accept: 'application/json, text/event-stream', host: 'localhost' },
    payload: [call(1), call(2), call(3)]
  })
  assert.equal(answer.statusCode, 200)
  assert.equal(answer.body.match(/"isError":true/g)?.length, 1)
  assert.deepEqual(
    audit()
      .map(record => record.code ?? record.outcome)
      .toSorted(),
    ['ok', 'ok', 'rate_limited']
  )
})

test('what calls no tool costs nothing', async t => {
  const { app } = await startService(t, { env: slow })
  for (let call = 0; call < 5; call += 1) {
    assert.equal((await app.inject({ url: '/openapi.json', headers: bearer('viewer') })).statusCode, 200)
  }
})

test('RATE_LIMIT=false limits nobody', async t => {
  const { app } = await startService(t, { env: { ...slow, RATE_LIMIT: 'false' } })
  for (let call = 0; call < 5; call += 1) {
    assert.equal(
      (await app.inject({ url: '/api/v1/datacenters', headers: bearer('viewer') })).statusCode,
      200
    )
  }
})
