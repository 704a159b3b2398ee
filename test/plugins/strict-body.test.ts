import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Service, bearer, startService } from '../helper.ts'

interface Refusal {
  code: string
  detail: string
}

function nested(levels: number): string {
  return `${'['.repeat(levels)}${']'.repeat(levels)}`
}

function list(entries: number): string {
  return JSON.stringify(Array.from({ length: entries }, () => 0))
}

function rest({ app }: Service, payload: string) {
  const headers = { ...bearer('operator'), 'content-type': 'application/json' }
  return app.inject({ method: 'POST', url: '/api/v1/vms/db-02/power-on', headers, payload })
}

function mcp({ app }: Service, params: string) {
  const headers = {
    ...bearer('viewer'),
    host: 'localhost',
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json'
  }
  const payload = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`
  return app.inject({ method: 'POST', url: '/mcp', headers, payload })
}

test('a body of REST that nests or holds too much is a problem that names the limit, and no call', async t => {
  const service = await startService(t)
  const deep = await rest(service, `{"mode":${nested(32)}}`)
  assert.equal(deep.statusCode, 400)
  assert.match(String(deep.headers['content-type']), /^application\/problem\+json/)
  assert.equal(deep.json<Refusal>().code, 'invalid_argument')
  assert.match(deep.json<Refusal>().detail, /at most 32 levels/)
  const large = await rest(service, `{"mode":${list(5000)}}`)
  assert.equal(large.statusCode, 400)
  assert.match(large.json<Refusal>().detail, /at most 5000 properties and list entries/)
  assert.equal(service.audit().length, 0, 'it was refused before anything looked for calls in it')
})

test('a body of MCP that nests or holds too much is a JSON-RPC error that names the limit, and no call', async t => {
  const service = await startService(t)
  const inside = (value: string) => `{"name":"list_datacenters","arguments":{"x":${value}}}`
  for (const [params, limit] of [
    [inside(nested(30)), /at most 32 levels/],
    [inside(list(5000)), /at most 5000 properties/]
  ] as const) {
    const answer = await mcp(service, params)
    assert.equal(answer.statusCode, 400)
    const { error } = answer.json<{ error: { code: number; message: string; data: { code: string } } }>()
    assert.equal(error.code, -32_600)
    assert.match(error.message, limit)
    assert.equal(error.data.code, 'invalid_argument')
  }
  assert.equal(service.audit().length, 0)
})

test('what just fits the limits is judged as a call', async t => {
  const service = await startService(t)
  const unknown = /Unknown argument 'x'/
  const atDepth = `{"x":${nested(31)}}`
  assert.match((await rest(service, atDepth)).json<Refusal>().detail, unknown)
  assert.match((await rest(service, `{"x":${list(4999)}}`)).json<Refusal>().detail, unknown)
  assert.match(
    (await mcp(service, `{"name":"list_datacenters","arguments":{"x":${nested(29)}}}`)).body,
    unknown
  )
})

test('half a million levels or elements cost no stack and no time, with a token and without', async t => {
  const service = await startService(t)
  const startedAt = performance.now()
  for (const payload of [
    nested(500_000),
    `[${'{},'.repeat(300_000)}{}]`,
    `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`
  ]) {
    assert.equal((await rest(service, payload)).statusCode, 400)
    assert.equal((await mcp(service, payload)).statusCode, 400)
    const headers = { 'content-type': 'application/json' }
    const stranger = await service.app.inject({
      method: 'POST',
      url: '/api/v1/vms/x/power-on',
      headers,
      payload
    })
    assert.equal(stranger.statusCode, 401)
  }
  assert.ok(performance.now() - startedAt < 4000, `${performance.now() - startedAt} ms`)
})

test('a query holds at most 100 parameters; a repeated one counts each time, and an empty one is none', async t => {
  const { app, audit } = await startService(t)
  const ask = (query: string) =>
    app.inject({ url: `/api/v1/datacenters?${query}`, headers: bearer('viewer') })
  const names = (count: number) => Array.from({ length: count }, (_, index) => `names=n${index}`).join('&')
  const many = Array.from({ length: 101 }, (_, index) => `p${index}=`).join('&')
  for (const query of [names(101), many, `${names(100)}&__proto__=1`]) {
    const answer = await ask(query)
    assert.equal(answer.statusCode, 400)
    assert.match(answer.json<Refusal>().detail, /at most 100 parameters/)
  }
  assert.equal(audit().length, 0)
  assert.equal((await ask(`${'&'.repeat(500)}limit=1`)).statusCode, 200)
  assert.doesNotMatch((await ask(names(100))).body, /at most 100 parameters/)
  const mcpUrl = `/mcp?${many}`
  const headers = { ...bearer('viewer'), host: 'localhost' }
  const onMcp = await app.inject({ method: 'POST', url: mcpUrl, headers, payload: {} })
  assert.equal(onMcp.json<{ error: { code: number } }>().error.code, -32_600)
})

test('a parameter twice, of which one is wanted, is refused and none of the two is taken', async t => {
  const { app, simulator } = await startService(t)
  const twice = await app.inject({
    method: 'DELETE',
    url: '/api/v1/vms/db-02?confirm=false&confirm=true',
    headers: bearer('admin')
  })
  assert.equal(twice.statusCode, 400)
  assert.match(twice.json<Refusal>().detail, /'confirm' must be boolean/)
  const limits = await app.inject({ url: '/api/v1/vms?limit=1&limit=2', headers: bearer('viewer') })
  assert.equal(limits.statusCode, 400)
  assert.equal(simulator.requests.length, 0)
})

test('it comes before anything looks for calls: of a batch that is too deep and too long the depth is told', async t => {
  const { app } = await startService(t)
  const headers = { ...bearer('viewer'), host: 'localhost', 'content-type': 'application/json' }
  const payload = `[${Array.from({ length: 21 }, () => nested(40)).join()}]`
  const answer = await app.inject({ method: 'POST', url: '/mcp', headers, payload })
  assert.match(answer.json<{ error: { message: string } }>().error.message, /at most 32 levels/)
})
