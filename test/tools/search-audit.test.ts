import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { digestOf } from '../../src/access/tokens.ts'
import { createCallHistories } from '../../src/audit/history.ts'
import { openAuditReader } from '../../src/audit/reader.ts'
import { callRest, callerFor } from '../faces.ts'
import { type Caller, type Service, startService, temporaryDirectory, tokens } from '../helper.ts'
import { startNamed, vcentersFile } from '../vcenters.ts'

interface Row {
  time: string
  principal: string
  tool: string
  vcenter?: string
  arguments: string
  outcome: string
  code?: string
  id: string
}

interface Answer {
  items: Row[]
  total: number
  hint?: string
  complete_since?: string
  skipped_lines?: number
}

async function search(service: Service, caller: Caller, args: Record<string, unknown> = {}): Promise<Answer> {
  const { outcome, body } = await callRest(service, caller, 'search_audit', args)
  assert.equal(outcome, 'ok', JSON.stringify(body))
  return body as unknown as Answer
}

const toolsIn = ({ items }: Answer) => items.map(({ tool }) => tool)

for (const face of ['rest', '2025', '2026'] as const) {
  test(`over ${face} it tells what somebody changed, what was refused, and what happened to a VM`, async t => {
    const service = await startService(t)
    const call = await callerFor(t, service, face)
    await call('operator', 'power_on_vm', { vm: 'db-02' })
    await call('operator', 'get_vm_details', { vm: 'db-02' })
    await call('operator', 'delete_vm', { vm: '/Amsterdam/vm/Production/Database/db-02', confirm: true })
    await call('admin', 'delete_vm', { vm: 'old-mailbox' })
    const principal = String(service.audit()[0]?.principal)
    const found = async (args: Record<string, unknown>) =>
      toolsIn((await call('admin', 'search_audit', args)).body as unknown as Answer)

    assert.deepEqual(await found({}), ['delete_vm', 'delete_vm', 'power_on_vm'])
    assert.deepEqual(await found({ principal }), ['delete_vm', 'power_on_vm'])
    assert.deepEqual(await found({ principal, outcome: 'ok' }), ['power_on_vm'])
    assert.deepEqual(await found({ outcome: 'needs_confirmation' }), ['delete_vm'])
    assert.deepEqual(await found({ object: 'DB-02', changes_only: false }), [
      'delete_vm',
      'get_vm_details',
      'power_on_vm'
    ])
    assert.deepEqual(await found({ since: '1h', tool: 'power_on_vm' }), ['power_on_vm'])
    assert.deepEqual(await found({ until: '1h' }), [])
    assert.deepEqual(await found({ since: '2099-01-01' }), [])

    const record = service.audit()[2]
    const [row] = (await call('admin', 'search_audit', { outcome: 'denied', limit: 1 })).body[
      'items'
    ] as Row[]
    assert.deepEqual(row, {
      time: record?.time,
      principal,
      role: 'operator',
      tool: 'delete_vm',
      risk: 'destructive',
      vcenter: service.simulator.host,
      arguments: "vm='/Amsterdam/vm/Production/Database/db-02', confirm=true",
      outcome: 'denied',
      code: 'forbidden',
      duration_ms: record?.duration_ms,
      id: record?.id
    })
  })
}

test('the search itself is recorded, for no vCenter, and found by the next one', async t => {
  const service = await startService(t)
  await search(service, 'admin', { object: 'db-02' })
  assert.equal(service.audit()[0]?.vcenter, null)
  const { items } = await search(service, 'admin', { changes_only: false })
  assert.deepEqual(
    [items[0]?.tool, items[0]?.arguments, items[0]?.vcenter],
    ['search_audit', "object='db-02'", undefined]
  )
  assert.equal(service.simulator.requests.length, 0)
})

test('what does not match says what to try', async t => {
  const service = await startService(t)
  const { hint = '' } = await search(service, 'admin', { object: 'db-02' })
  assert.match(hint, /changes_only: false/)
  assert.match(hint, /id, name, path or UUID/)
  for (const since of ['yesterday', '2026-02-30', '12', 'd', '2026-13-01', '2026-03-01T08:00'])
    assert.equal(
      (await callRest(service, 'admin', 'search_audit', { since })).body['code'],
      'invalid_argument',
      since
    )
})

test('what is older than the rows of an answer is reached by their last time', async t => {
  const service = await startService(t)
  for (let count = 0; count < 5; count += 1)
    await callRest(service, 'viewer', 'power_on_vm', { vm: `vm-${count}` })
  const seen: string[] = []
  let until: string | undefined
  for (let page = 0; page < 5 && seen.length < 5; page += 1) {
    const { items, hint } = await search(service, 'admin', {
      limit: 1,
      ...(until !== undefined && { until })
    })
    seen.push(...items.map(({ id }) => id))
    until = items.at(-1)?.time
    if (seen.length < 5) assert.match(String(hint), new RegExp(`earlier: pass until: ${until}`))
    else assert.equal(hint, undefined)
  }
  assert.deepEqual(
    seen,
    service
      .audit()
      .filter(({ risk }) => risk === 'change')
      .map(({ id }) => id)
      .toReversed()
  )
})

test('masked values stay masked, and no argument poses as another or hides what it says', async t => {
  const path = join(temporaryDirectory(t), 'audit.jsonl')
  const service = await startService(t, { env: { AUDIT_LOG_PATH: path } })
  await callRest(service, 'viewer', 'delete_vm', {
    vm: "a', confirm=true, x='",
    token: 'a-secret-of-somebody'
  })
  const foreign = {
    log: 'audit',
    time: new Date().toISOString(),
    principal: 'p\u202e',
    tool: 'delete_vm',
    risk: 'destructive',
    arguments: { 'vm=1, \u0007confirm': 'x\u200by', deep: { of: [1, [2, [3, [4, [5]]]]] } }
  }
  appendFileSync(path, `${JSON.stringify(foreign)}\nno record\n`)
  const { items, skipped_lines } = await search(service, 'admin')
  assert.deepEqual(
    items.map(each => [each.principal.slice(0, 5), each.arguments]),
    [
      ['p', "'vm=1, confirm'='xy', deep={of=[1, [2, [3, …]]]}"],
      ['token', "vm='a’, confirm=true, x=’', token=***"]
    ]
  )
  assert.equal(skipped_lines, 1)
})

test('without a file the answer says how far back it reaches', async t => {
  const service = await startService(t, { env: { AUDIT_LOG_PATH: '/dev/null' } })
  await callRest(service, 'operator', 'power_on_vm', { vm: 'db-02' })
  const { items, hint, complete_since = '' } = await search(service, 'admin')
  assert.deepEqual(toolsIn({ items, total: 1 }), ['power_on_vm'])
  assert.match(String(hint), /only what this process remembers/)
  assert.ok(Date.parse(complete_since) <= Date.parse(items[0]?.time ?? ''))
})

test('the role that reads everything of vCenter does not read the audit unless it says so', async t => {
  const roles = { viewer: ['risk:read'], operator: ['risk:read', 'toolset:audit'], admin: ['*'] }
  const service = await startService(t, { env: { ROLES_TO_TOOLS: JSON.stringify(roles) } })
  assert.equal((await callRest(service, 'viewer', 'search_audit', {})).body['code'], 'forbidden')
  for (const caller of ['operator', 'admin'] as const) await search(service, caller)
})

test('a role that is limited to some objects sees its own calls only, and is told so', async t => {
  const roles = {
    viewer: { tools: ['*'], scope: { vm_names: ['web-*'] } },
    operator: { tools: ['*'], scope: {} },
    admin: ['*']
  }
  const service = await startService(t, { env: { ROLES_TO_TOOLS: JSON.stringify(roles) } })
  await callRest(service, 'admin', 'power_on_vm', { vm: 'db-02' })
  await callRest(service, 'operator', 'search_audit', { object: 'db-02' })
  await callRest(service, 'viewer', 'power_on_vm', { vm: 'web-01' })
  const own = await search(service, 'viewer', { changes_only: false })
  assert.deepEqual(toolsIn(own), ['power_on_vm'])
  assert.match(String(own.hint), /only your own calls/)
  assert.deepEqual((await search(service, 'viewer', { object: 'db-02', changes_only: false })).items, [])
  const all = await search(service, 'operator', {})
  assert.deepEqual(toolsIn(all), ['power_on_vm', 'power_on_vm'])
  assert.equal(all.hint, undefined)
})

/** Two vCenters, a token for the second of them, and the usual ones for both. */
async function startTwo(t: TestContext) {
  const dr = await startNamed(t, 'dr')
  const token = 'token-for-the-dr-site-only-0123456789'
  const entries = Object.entries(tokens).map(([role, each]) => [each, role])
  const service = await startService(t, {
    env: {
      VCENTERS_FILE: vcentersFile(t, [dr.entry]),
      TOKENS_TO_ROLES: JSON.stringify({
        ...Object.fromEntries(entries),
        [`sha256:${digestOf(token)}`]: { name: 'dr-bot', role: 'admin', vcenters: ['dr'] }
      })
    }
  })
  return { service, dr, drBot: { token } }
}

test('a token for one vCenter sees the calls to that one, and of those to none its own', async t => {
  const { service, drBot } = await startTwo(t)
  const main = service.simulator.host
  await callRest(service, 'admin', 'power_on_vm', { vm: 'db-02', hostname: main })
  await callRest(service, 'admin', 'power_on_vm', { vm: 'db-02', hostname: 'dr' })
  await callRest(service, 'admin', 'power_on_vm', { vm: 'db-02', hostname: 'no-such-vcenter' })
  await search(service, 'admin', { object: 'secret-name' })
  // the configured spelling of a name that it may not know of
  await callRest(service, drBot, 'power_on_vm', { vm: 'db-02', hostname: main.toUpperCase() })
  await search(service, drBot, {})
  const { items, hint } = await search(service, drBot, { changes_only: false })
  assert.deepEqual(
    items.map(({ tool, vcenter }) => [tool, vcenter]),
    [
      ['search_audit', undefined],
      ['power_on_vm', 'dr']
    ]
  )
  assert.match(String(hint), /Only calls to vCenters/)
  assert.deepEqual((await search(service, drBot, { vcenter: main })).items, [])
  assert.equal((await search(service, 'admin', { vcenter: 'DR' })).total, 1)
  assert.equal((await search(service, 'admin', {})).total, 4)
})

test('it takes no hostname, and works while every vCenter is down', async t => {
  const { service, dr } = await startTwo(t)
  for (const simulator of [service.simulator, dr.simulator])
    simulator.fail({ path: /./, times: 'unlimited' }, { status: 503 })
  await search(service, 'admin')
  for (const face of ['rest', '2026'] as const) {
    const call = await callerFor(t, service, face)
    const { body } = await call('admin', 'search_audit', { hostname: 'dr' })
    assert.equal(body['code'], 'invalid_argument')
    assert.match(JSON.stringify(body), /Unknown argument 'hostname'/)
  }
  assert.equal(service.simulator.requests.length + dr.simulator.requests.length, 0)
})

test('the own last calls of a principal are those of its name in its role, reads included', async t => {
  const path = join(temporaryDirectory(t), 'audit.jsonl')
  const record = { log: 'audit', tool: 'list_vms', risk: 'read', vcenter: 'vc' }
  const records = [
    { ...record, id: '1', principal: 'ann', role: 'admin' },
    { ...record, id: '2', principal: 'bob', role: 'viewer' },
    { ...record, id: '3', principal: 'ann', role: 'viewer' },
    { ...record, id: '4', principal: 'ann', role: 'viewer', vcenter: 'other' },
    { ...record, id: '5', principal: 'ann', role: 'viewer', vcenter: null },
    { ...record, id: '6', principal: 'ann', role: 'viewer' }
  ]
  const timed = records.map((each, at) => ({ ...each, time: `2026-03-01T00:00:0${at}Z` }))
  appendFileSync(path, timed.map(each => `${JSON.stringify(each)}\n`).join(''))
  const reader = await openAuditReader(path)
  t.after(() => reader.close())
  const policy = { vcentersOf: () => ['vc'], limitsOf: () => undefined }
  const histories = createCallHistories({ reader, policy, vcenters: ['vc'] })
  const { calls, total } = await histories.ownCalls({ name: 'ann', role: 'viewer' }, 2)
  assert.deepEqual([calls.map(({ id }) => id), total], [['6', '5'], 3])
})

test('however often a principal asks for its own calls at once, the audit is read once, and for another again', async () => {
  let searches = 0
  const reader = await openAuditReader()
  const counting: typeof reader = {
    ...reader,
    search: (query, options) => {
      searches += 1
      return reader.search(query, options)
    }
  }
  const policy = { vcentersOf: () => ['vc'], limitsOf: () => undefined }
  const histories = createCallHistories({ reader: counting, policy, vcenters: ['vc'] })
  await Promise.all(Array.from({ length: 50 }, () => histories.ownCalls({ name: 'ann', role: 'viewer' }, 2)))
  assert.equal(searches, 1)
  await Promise.all([
    histories.ownCalls({ name: 'ann', role: 'viewer' }, 2),
    histories.ownCalls({ name: 'bob', role: 'viewer' }, 2),
    histories.ownCalls({ name: 'ann', role: 'admin' }, 2)
  ])
  assert.equal(searches, 4)
})
