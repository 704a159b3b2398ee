import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Role, type Service, bearer, startService } from '../helper.ts'

interface Answer {
  id: string | number | null
  result?: { isError?: boolean; content: { text: string }[] }
  error?: { code: number }
}

function send({ app }: Service, batch: unknown, role: Role = 'viewer') {
  const headers = {
    ...bearer(role),
    host: 'localhost',
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json'
  }
  const payload = typeof batch === 'string' ? batch : JSON.stringify(batch)
  return app.inject({ method: 'POST', url: '/mcp', headers, payload })
}

function call(id: unknown, name: unknown = 'list_datacenters', args: object = {}) {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } }
}

/** What became of each call, by its id: `ok`, a code, or the number of a JSON-RPC error. */
function fates(body: string): Record<string, unknown> {
  const answers = [JSON.parse(body)].flat() as Answer[]
  return Object.fromEntries(
    answers.map(({ id, result, error }) => [String(id), error?.code ?? fateOf(result)])
  )
}

function fateOf(result: Answer['result']): string {
  if (!result?.isError) return 'ok'
  return (JSON.parse(result.content[0]?.text ?? '') as { code: string }).code
}

function recorded(service: Service): string[] {
  return service
    .audit()
    .map(({ tool, code, outcome }) => `${tool} ${code ?? outcome}`)
    .toSorted()
}

const handshake = {
  protocolVersion: '2025-03-26',
  capabilities: {},
  clientInfo: { name: 't', version: '1' }
}
const notification = { jsonrpc: '2.0', method: 'notifications/initialized' }
const response = { jsonrpc: '2.0', id: 99, result: {} }

test('each call of a batch is judged by itself: allowed and refused ones get their own answers and records', async t => {
  const service = await startService(t)
  const answer = await send(service, [
    call(1),
    call(2, 'delete_vm', { vm: 'vm-1004', confirm: true }),
    call(3, 'no_such_tool'),
    call('3', 'list_datacenters', { limit: 'many' }),
    call(4, 'list_datacenters', { hostname: 'evil.example.com' })
  ])
  assert.equal(answer.statusCode, 200)
  assert.deepEqual(fates(answer.body), { 1: 'ok', 2: 'forbidden', 3: 'invalid_argument', 4: 'forbidden' })
  assert.match(answer.body, /-32602/, 'the number 3 and the text 3 are two ids')
  assert.deepEqual(recorded(service), [
    'delete_vm forbidden',
    'list_datacenters forbidden',
    'list_datacenters invalid_argument',
    'list_datacenters ok',
    'no_such_tool not_found'
  ])
  assert.ok(!service.simulator.requests.some(request => request.method === 'DELETE'))
})

test('a batch of 20 calls with 5 tokens in the bucket runs 5 and refuses 15, and all 20 are recorded', async t => {
  const limits = { RATE_LIMIT: 'true', RATE_LIMIT_RPS: '0.01', RATE_LIMIT_BURST: '5' }
  const service = await startService(t, { env: limits })
  const answer = await send(
    service,
    Array.from({ length: 20 }, (_, id) => call(id))
  )
  const all = Object.values(fates(answer.body))
  assert.equal(all.filter(each => each === 'ok').length, 5)
  assert.equal(all.filter(each => each === 'rate_limited').length, 15)
  assert.equal(answer.headers['ratelimit-remaining'], '0')
  assert.equal(service.audit().length, 20)
  assert.equal(
    fates((await send(service, call(1))).body)['1'],
    'rate_limited',
    'the next request finds none either'
  )
})

test('refused, unknown and malformed calls of a batch cost a token each', async t => {
  const limits = { RATE_LIMIT: 'true', RATE_LIMIT_RPS: '0.01', RATE_LIMIT_BURST: '4' }
  const service = await startService(t, { env: limits })
  const answer = await send(service, [call(1, 'delete_vm'), call(2, 'nope'), call(3, 7), call(4), call(5)])
  assert.deepEqual(fates(answer.body), { 1: 'forbidden', 2: -32_602, 3: -32_602, 4: 'ok', 5: 'rate_limited' })
  assert.deepEqual(recorded(service), [
    ' invalid_argument',
    'delete_vm forbidden',
    'list_datacenters ok',
    'list_datacenters rate_limited',
    'nope not_found'
  ])
})

test('requests, notifications and responses may be mixed; only requests are answered, and only calls are counted', async t => {
  const limits = { RATE_LIMIT: 'true', RATE_LIMIT_RPS: '0.01', RATE_LIMIT_BURST: '5' }
  const service = await startService(t, { env: limits })
  const mixed = [notification, call(1), response, { jsonrpc: '2.0', id: 2, method: 'ping' }, notification]
  const answer = await send(service, mixed)
  assert.equal(answer.statusCode, 200)
  assert.deepEqual(fates(answer.body), { 1: 'ok', 2: 'ok' })
  assert.equal(answer.headers['ratelimit-remaining'], '4')
  for (const silent of [[notification], [response], [notification, response]]) {
    const none = await send(service, silent)
    assert.equal(none.statusCode, 202)
    assert.equal(none.body, '')
  }
})

test('a call without an id is a notification and runs nothing, in a batch too', async t => {
  const service = await startService(t)
  const hidden = { ...call(1, 'power_off_vm', { vm: 'web-01' }), id: undefined }
  assert.equal((await send(service, hidden, 'admin')).statusCode, 202)
  assert.deepEqual(fates((await send(service, [hidden, call(2)], 'admin')).body), { 2: 'ok' })
  assert.ok(!service.simulator.requests.some(request => request.path.includes('power')))
})

test('a batch that cannot be answered one by one is refused whole, and none of it runs', async t => {
  const service = await startService(t)
  const change = call(1, 'power_off_vm', { vm: 'web-01' })
  const text = JSON.stringify(change)
  const beyond = (digits: string) => text.replace('"id":1', `"id":${digits}`)
  const batches: Record<string, unknown> = {
    'an empty list': [],
    'a list within': [change, [call(2)]],
    'lists only': [[change]],
    null: [change, null],
    'a text': [change, 'x'],
    'a number': [change, 7],
    'an id of null': [change, call(null)],
    'an id that is an object': [change, call({})],
    'an id that is a list': [change, call([1])],
    'an id of a megabyte': [change, call('x'.repeat(900_000))],
    'an id that is a fraction': [change, call(1.5)],
    'one id twice': [change, change],
    'one id twice, as 0 and -0': `[${beyond('0')},${beyond('-0')}]`,
    'two ids that are one number': `[${beyond('9007199254740992')},${beyond('9007199254740993')}]`,
    'the id of a response too': [change, { ...response, id: 1 }],
    'a message of another JSON-RPC': [change, { ...call(2), jsonrpc: '1.0' }],
    'no method': [change, { jsonrpc: '2.0', id: 2 }],
    'a handshake': [change, { jsonrpc: '2.0', id: 2, method: 'initialize', params: handshake }],
    '21 messages': [change, ...Array.from({ length: 20 }, () => notification)],
    'a message of 2026-07-28': [
      change,
      {
        ...call(2),
        params: { name: 'list_vms', _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } }
      }
    ]
  }
  for (const [name, batch] of Object.entries(batches)) {
    const answer = await send(service, batch, 'admin')
    assert.equal(answer.statusCode, 400, `${name}: ${answer.body}`)
    assert.equal((JSON.parse(answer.body) as Answer).error?.code, -32_600, `${name}: ${answer.body}`)
  }
  assert.equal(service.simulator.requests.length, 0)
  assert.ok(service.audit().every(record => record.outcome === 'denied'))
})

test('20 messages are not too many', async t => {
  const service = await startService(t)
  const batch = [call(1), ...Array.from({ length: 19 }, () => notification)]
  assert.deepEqual(fates((await send(service, batch)).body), { 1: 'ok' })
})
