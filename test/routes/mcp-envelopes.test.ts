import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Role, type Service, bearer, startService } from '../helper.ts'
import { envelopeCases } from './envelope-cases.ts'
import { type EnvelopeCase, callOf, legacy, modern } from './eras.ts'
import {
  acceptCases,
  contentTypeCases,
  mismatchCases,
  revisionCases,
  sameNameInBase64
} from './header-cases.ts'

type Sent = Pick<EnvelopeCase, 'body' | 'headers'>

function send({ app }: Service, { body, headers = {} }: Sent, role: Role = 'viewer') {
  const usual = {
    ...bearer(role),
    host: 'localhost',
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json'
  }
  const given = Object.entries({ ...usual, ...headers }).filter(([, value]) => value !== undefined)
  return app.inject({
    method: 'POST',
    url: '/mcp',
    headers: Object.fromEntries(given) as Record<string, string>,
    payload: body
  })
}

function errorCodeIn(body: string): number | undefined {
  return body === '' ? undefined : (JSON.parse(body) as { error?: { code: number } }).error?.code
}

async function check(service: Service, each: EnvelopeCase): Promise<void> {
  const before = { requests: service.simulator.requests.length, ok: callsThatRan(service) }
  const answer = await send(service, each)
  const shown = `${each.name}: ${answer.body.slice(0, 300)}`
  assert.equal(answer.statusCode, each.status, shown)
  assert.equal(errorCodeIn(answer.body), each.code, shown)
  assert.doesNotMatch(answer.body, /node_modules|\bat \w+ \(/, shown)
  if (each.runs) assert.equal(callsThatRan(service), before.ok + 1, shown)
  else assert.equal(service.simulator.requests.length, before.requests, `${shown} reached vCenter`)
}

function callsThatRan(service: Service): number {
  return service.audit().filter(record => record.outcome === 'ok').length
}

for (const era of [legacy, modern]) {
  test(`${era.year}: each envelope has its status and code, and runs a tool only when nothing is wrong with it`, async t => {
    const service = await startService(t)
    const cases = [...envelopeCases(era), ...contentTypeCases(era), ...acceptCases(era)]
    assert.ok(cases.length >= 60)
    for (const each of cases) await check(service, each)
  })
}

test('2025: a revision that nobody speaks is refused', async t => {
  const service = await startService(t)
  for (const each of revisionCases) await check(service, each)
})

test('2026: a header that is missing or says something else than the body is refused as a mismatch', async t => {
  const service = await startService(t)
  assert.ok(mismatchCases.length >= 12)
  for (const each of mismatchCases) await check(service, each)
  await check(service, sameNameInBase64)
})

test('the body decides who may call: a header that names an allowed tool opens nothing', async t => {
  const service = await startService(t)
  for (const era of [legacy, modern]) {
    const body = callOf(era, {}, { name: 'delete_vm', arguments: { vm: 'vm-1004', confirm: true } })
    const headers = { ...era.headers('tools/call', 'list_datacenters'), 'mcp-name': 'list_datacenters' }
    await send(service, { body, headers })
    const record = service.audit().at(-1)
    assert.deepEqual(
      [record?.tool, record?.outcome, record?.code],
      ['delete_vm', 'denied', 'forbidden'],
      era.year
    )
  }
  assert.equal(service.simulator.requests.length, 0)
})

test('the body decides who may call: a header that names a forbidden tool forbids nothing', async t => {
  const service = await startService(t)
  const headers = { 'mcp-name': 'delete_vm', 'mcp-method': 'tools/call' }
  const ran = await send(service, { body: callOf(legacy), headers: { ...legacy.headers(''), ...headers } })
  assert.equal(ran.statusCode, 200)
  assert.equal(service.audit()[0]?.outcome, 'ok')
  // 2026 refuses the mismatch, but not as forbidden
  const refused = await send(service, {
    body: callOf(modern),
    headers: { ...modern.headers('tools/call'), ...headers }
  })
  assert.equal(refused.statusCode, 400)
  const record = service.audit()[1]
  assert.deepEqual([record?.tool, record?.code], ['list_datacenters', 'invalid_argument'])
})

test('a call that is malformed in itself is recorded and costs a token like any other refusal', async t => {
  const limits = { RATE_LIMIT: 'true', RATE_LIMIT_RPS: '0.1', RATE_LIMIT_BURST: '9' }
  const service = await startService(t, { env: limits })
  const left: unknown[] = []
  for (const own of [{ name: 7 }, { name: undefined }, { name: ['delete_vm'] }, { arguments: 'x' }]) {
    const answer = await send(service, { body: callOf(legacy, {}, own), headers: legacy.headers('') })
    left.push(answer.headers['ratelimit-remaining'])
  }
  assert.deepEqual(left, ['8', '7', '6', '5'])
  assert.deepEqual(
    service.audit().map(({ tool, code }) => [tool, code]),
    [...Array.from({ length: 3 }, () => ['', 'invalid_argument']), ['list_datacenters', 'invalid_argument']]
  )
})
