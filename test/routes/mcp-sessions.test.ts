import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Role, type Service, bearer, startService } from '../helper.ts'
import { messageIn, messagesIn, postModern } from '../modern-request.ts'

const sessions = { MCP_SESSIONS: 'true' }

function send(
  service: Service,
  message: Record<string, unknown>,
  {
    session,
    role = 'viewer',
    method = 'POST'
  }: { session?: string; role?: Role; method?: 'POST' | 'DELETE' } = {}
) {
  return service.app.inject({
    method,
    url: '/mcp',
    headers: {
      ...bearer(role),
      accept: 'application/json, text/event-stream',
      host: 'localhost',
      ...(method === 'POST' && { 'content-type': 'application/json' }),
      ...(session !== undefined && { 'mcp-session-id': session })
    },
    ...(method === 'POST' && { payload: JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }) })
  })
}

const initialize = {
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } }
}
const ping = { method: 'ping' }

async function open(service: Service, role: Role = 'viewer'): Promise<string> {
  const answer = await send(service, initialize, { role })
  assert.equal(answer.statusCode, 200)
  return String(answer.headers['mcp-session-id'])
}

async function statusOf(service: Service, session: string, role: Role = 'viewer'): Promise<number> {
  return (await send(service, ping, { session, role })).statusCode
}

function start(t: TestContext, env: Record<string, string> = {}) {
  return startService(t, { env: { ...sessions, ...env } })
}

test('a session lasts until its client ends it; after that it is not found', async t => {
  const service = await start(t)
  const session = await open(service)
  assert.equal(await statusOf(service, session), 200)
  assert.equal((await send(service, {}, { session, method: 'DELETE' })).statusCode, 200)
  assert.equal(await statusOf(service, session), 404)
  assert.equal((await send(service, {}, { session, method: 'DELETE' })).statusCode, 404)
  const { error } = messageIn((await send(service, ping, { session })).body)
  assert.equal(error?.code, -32_001)
  assert.match(error.message, /Initialize again/)
})

test('a session belongs to its principal: nobody else can use it or end it', async t => {
  const service = await start(t)
  const session = await open(service, 'viewer')
  assert.equal(await statusOf(service, session, 'admin'), 404)
  assert.equal((await send(service, {}, { session, role: 'admin', method: 'DELETE' })).statusCode, 404)
  assert.equal(await statusOf(service, session, 'viewer'), 200)
})

test('a session that nobody uses ends by itself, and one that is used does not', async t => {
  const service = await start(t, { MCP_SESSION_IDLE_S: '1' })
  const [idle, used] = [await open(service), await open(service)]
  for (let round = 0; round < 4; round += 1) {
    await sleep(400)
    assert.equal(await statusOf(service, used), 200)
  }
  assert.equal(await statusOf(service, idle), 404)
})

test('a principal that opens more than 50 loses the one it did not use for longest, and only its own', async t => {
  const service = await start(t)
  const other = await open(service, 'admin')
  const [first, second] = [await open(service), await open(service)]
  assert.equal(await statusOf(service, first), 200)
  for (let count = 2; count <= 50; count += 1) await open(service)
  assert.equal(await statusOf(service, second), 404)
  assert.equal(await statusOf(service, first), 200)
  assert.equal(await statusOf(service, other, 'admin'), 200)
})

test('who sends no session id is served without one', async t => {
  const service = await start(t)
  const answer = await send(service, { method: 'tools/list' })
  assert.ok(Array.isArray(messageIn(answer.body).result?.['tools']))
})

test('without MCP_SESSIONS there is nothing to end, and any id is as good as none', async t => {
  const service = await startService(t)
  const answer = await send(service, {}, { session: 'x', method: 'DELETE' })
  assert.equal(answer.statusCode, 405)
  assert.equal(answer.headers.allow, 'POST')
  assert.equal(await statusOf(service, 'anything'), 200)
})

test('two clients with the same request ids in sessions of their own each get their own answer', async t => {
  const service = await start(t)
  const [viewer, admin] = [await open(service, 'viewer'), await open(service, 'admin')]
  const list = { method: 'tools/list' }
  const [few, all] = await Promise.all([
    send(service, list, { session: viewer, role: 'viewer' }),
    send(service, list, { session: admin, role: 'admin' })
  ])
  const namesIn = (body: string) => JSON.stringify(messageIn(body).result?.['tools'])
  assert.doesNotMatch(namesIn(few.body), /"name":"delete_vm"/)
  assert.match(namesIn(all.body), /"name":"delete_vm"/)
})

const snapshot = {
  method: 'tools/call',
  params: { name: 'create_vm_snapshot', arguments: { vm: 'web-02', name: 'before' } }
}

function told(body: string): { level?: unknown; data?: unknown }[] {
  return messagesIn(body).flatMap(({ method, params }) =>
    method === 'notifications/message' && params ? [params] : []
  )
}

test('2025: messages come in a session from the level on that its client set, and only to that session', async t => {
  const service = await start(t)
  const [quiet, talkative] = [await open(service, 'operator'), await open(service, 'operator')]
  const level = { method: 'logging/setLevel', params: { level: 'info' } }
  assert.equal((await send(service, level, { session: talkative, role: 'operator' })).statusCode, 200)
  const heard = await send(service, snapshot, { session: talkative, role: 'operator' })
  assert.match(String(told(heard.body)[0]?.data), /task-\d+/)
  assert.deepEqual(told((await send(service, snapshot, { session: quiet, role: 'operator' })).body), [])
  const severe = { method: 'logging/setLevel', params: { level: 'warning' } }
  await send(service, severe, { session: talkative, role: 'operator' })
  const silent = await send(service, snapshot, { session: talkative, role: 'operator' })
  assert.deepEqual(told(silent.body), [])
})

test('2026: messages come with the request that asked for them', async t => {
  const service = await startService(t)
  const asking = { 'io.modelcontextprotocol/logLevel': 'info' }
  const heard = await postModern(service, snapshot, { role: 'operator', meta: asking })
  assert.match(String(told(heard.body)[0]?.data), /task-\d+/)
  assert.deepEqual(told((await postModern(service, snapshot, { role: 'operator' })).body), [])
})
