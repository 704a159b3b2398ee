import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { digestOf } from '../../src/access/tokens.ts'
import { type Service, startService, temporaryDirectory, until } from '../helper.ts'
import { messagesIn } from '../modern-request.ts'

const [alice, bob] = ['alice', 'bob'].map(name => `token-of-${name}-0123456789abcdefghij`)
const vm = 'db-02'

/** A service with sessions, and tokens that can be written anew. */
async function start(t: TestContext) {
  const path = join(temporaryDirectory(t), 'tokens.json')
  const write = (role: string) => {
    const entry = (token = '', name = '', own = 'admin') => [`sha256:${digestOf(token)}`, { name, role: own }]
    const entries = [entry(alice, 'alice', role), entry(bob, 'bob')]
    writeFileSync(path, JSON.stringify(Object.fromEntries(entries)))
  }
  write('admin')
  const service = await startService(t, {
    env: { MCP_SESSIONS: 'true', TOKENS_FILE: path },
    stopGraceMs: 100
  })
  return {
    service,
    url: `${await service.listen()}/mcp`,
    changeRole: (role: string) => {
      write(role)
      service.app.reloadTokens()
    }
  }
}

interface Sent {
  session?: string
  token?: string | undefined
  method?: string
  signal?: AbortSignal
}

function send(
  url: string,
  message: object | undefined,
  { session, token = alice, method = 'POST', signal }: Sent = {}
) {
  return fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json, text/event-stream',
      ...(message && { 'content-type': 'application/json' }),
      ...(session !== undefined && { 'mcp-session-id': session })
    },
    ...(message && { body: JSON.stringify({ jsonrpc: '2.0', ...message }) }),
    ...(signal && { signal })
  })
}

async function open(
  url: string,
  token?: string,
  capabilities: object = { elicitation: {} }
): Promise<string> {
  const params = {
    protocolVersion: '2025-11-25',
    capabilities,
    clientInfo: { name: 't', version: '1' }
  }
  const answer = await send(url, { id: 'first', method: 'initialize', params }, { token })
  await answer.text()
  return answer.headers.get('mcp-session-id') ?? ''
}

const deletion = { id: 1, method: 'tools/call', params: { name: 'delete_vm', arguments: { vm } } }

/** A call about which somebody is asked now; `whole` is its answer once the stream has ended. */
async function ask(url: string, session: string, signal?: AbortSignal) {
  const { body } = await send(url, deletion, { session, ...(signal && { signal }) })
  let text = ''
  const whole = (async () => {
    for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) text += Buffer.from(piece).toString()
    return text
  })()
  whole.catch(() => undefined)
  await until('somebody is asked', () => text.includes('elicitation/create'))
  const question = messagesIn(text).find(({ method }) => method === 'elicitation/create')
  return { question: question?.id, whole }
}

function yesTo(id: unknown) {
  return { id, result: { action: 'accept', content: { confirm: true } } }
}

function isThere({ simulator }: Service): boolean {
  return [...simulator.inventory.vms.values()].some(({ name }) => name === vm)
}

test('a yes of another principal, of another session, without one or to another question is none', async t => {
  const { service, url } = await start(t)
  const session = await open(url)
  const { question } = await ask(url, session)
  const answers: [object, Sent, number][] = [
    [yesTo(question), { session, token: bob }, 404],
    [yesTo(question), { session: await open(url, bob), token: bob }, 202],
    [yesTo(question), { session: await open(url) }, 202],
    [yesTo(question), {}, 202],
    [yesTo(Number(question) + 1), { session }, 202],
    [yesTo(-1), { session }, 202]
  ]
  for (const [message, sent, status] of answers) {
    const answer = await send(url, message, sent)
    await answer.text()
    assert.equal(answer.status, status)
  }
  await sleep(100)
  assert.ok(isThere(service))
  assert.equal(service.audit().length, 0)
})

test('of two answers the first counts', async t => {
  const { service, url } = await start(t)
  const session = await open(url)
  const { question, whole } = await ask(url, session)
  await send(url, { id: question, result: { action: 'decline' } }, { session })
  await send(url, yesTo(question), { session })
  assert.match(await whole, /declined/)
  assert.ok(isThere(service))
  assert.deepEqual(
    service.audit().map(({ code }) => code),
    ['declined']
  )
})

test('who has another role meanwhile cannot agree to what was asked in the old one', async t => {
  const { service, url, changeRole } = await start(t)
  const session = await open(url)
  const { question } = await ask(url, session)
  changeRole('viewer')
  assert.equal((await send(url, yesTo(question), { session })).status, 404)
  changeRole('admin')
  assert.equal((await send(url, { id: 2, method: 'ping' }, { session })).status, 200)
  assert.ok(isThere(service))
  assert.equal(service.audit().length, 0)
})

test('a call that is cancelled while somebody is asked ends with its stream, and a late yes is none', async t => {
  const { service, url } = await start(t)
  const session = await open(url)
  const { question, whole } = await ask(url, session)
  await send(url, { method: 'notifications/cancelled', params: { requestId: 1 } }, { session })
  assert.match(await whole, /\\"code\\":\\"cancelled\\"/)
  await send(url, yesTo(question), { session })
  await sleep(100)
  assert.ok(isThere(service))
  assert.deepEqual(
    service.audit().map(({ code }) => code),
    ['cancelled']
  )
})

test('a session that ends while somebody is asked takes the call with it', async t => {
  const { service, url } = await start(t)
  const session = await open(url)
  const { question, whole } = await ask(url, session)
  assert.equal((await send(url, undefined, { session, method: 'DELETE' })).status, 200)
  await whole
  assert.equal((await send(url, yesTo(question), { session })).status, 404)
  await until('the call is recorded', () => service.audit().length > 0)
  assert.deepEqual(
    service.audit().map(({ code }) => code),
    ['cancelled']
  )
  assert.ok(isThere(service))
})

test('who has lost the connection can still cancel, and still agree', async t => {
  const { service, url } = await start(t)
  for (const [answer, outcome] of [
    ['cancel', 'failed'],
    ['agree', 'ok']
  ] as const) {
    const session = await open(url)
    const connection = new AbortController()
    const { question } = await ask(url, session, connection.signal)
    connection.abort()
    await sleep(50)
    const cancelled = { method: 'notifications/cancelled', params: { requestId: 1 } }
    await send(url, answer === 'cancel' ? cancelled : yesTo(question), { session })
    await until(`it is recorded as ${outcome}`, () => service.audit().at(-1)?.outcome === outcome)
    assert.equal(isThere(service), answer === 'cancel')
  }
  assert.equal(service.audit().length, 2)
})

test('a request with the id of one in flight in its session is refused, and takes nothing from that one', async t => {
  const { service, url } = await start(t)
  const session = await open(url)
  const { question, whole } = await ask(url, session)
  for (const [message, status] of [
    [{ id: 1, method: 'tools/list' }, 400],
    [deletion, 400],
    [{ id: '1', method: 'ping' }, 200]
  ] as const)
    assert.equal((await send(url, message, { session })).status, status)
  await send(url, yesTo(question), { session })
  assert.match(await whole, /"deleted":true/)
  assert.equal((await send(url, { id: 1, method: 'ping' }, { session })).status, 200)
  assert.deepEqual(
    service.audit().map(({ outcome, code }) => [outcome, code]),
    [
      ['denied', 'invalid_argument'],
      ['ok', undefined]
    ]
  )
})

test('a client that shows no forms is asked nothing in its session either, and gets the plan', async t => {
  const { url } = await start(t)
  for (const capabilities of [{}, { elicitation: { url: {} } }]) {
    const session = await open(url, alice, capabilities)
    const answer = await (await send(url, deletion, { session })).text()
    assert.match(answer, /confirmation_required/)
    assert.doesNotMatch(answer, /elicitation/)
  }
})
