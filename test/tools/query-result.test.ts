import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type CallTool, callerFor, type FaceName } from '../faces.ts'
import { type ServiceOptions, startService } from '../helper.ts'
import { vcenterKinds } from '../vcenter-kinds.ts'
import { startNamed, vcentersFile } from '../vcenters.ts'

type Args = Record<string, unknown>

interface Answer {
  items: ({ id: string; name: string } & Record<string, unknown>)[]
  total: number
  hint?: string
  result_id?: string
}

async function start(t: TestContext, options: ServiceOptions = {}, face: FaceName = 'rest') {
  const service = await startService(t, options)
  const call = await callerFor(t, service, face)
  return { service, call, ask: askingAs('viewer', call) }
}

function askingAs(caller: Parameters<CallTool>[0], call: CallTool) {
  return async (tool: string, args: Args): Promise<Answer> => {
    const { outcome, body } = await call(caller, tool, args)
    assert.equal(outcome, 'ok', `${tool} ${JSON.stringify(args)}: ${JSON.stringify(body)}`)
    return body as unknown as Answer
  }
}

for (const face of ['rest', '2025', '2026'] as const) {
  test(`over ${face} what a list found is filtered, sorted and cut without asking vCenter again`, async t => {
    const { service, ask } = await start(t, {}, face)
    const { result_id, total } = await ask('list_vms', { limit: 2 })
    service.simulator.requests.length = 0
    const whole = await ask('query_result', { result_id, limit: 200 })
    assert.equal(whole.total, total)
    assert.deepEqual(Object.keys(whole.items[0] ?? {}), [
      'id',
      'name',
      'power_state',
      'cpu_count',
      'memory_mib'
    ])
    const where = ['memory_mib >= 4096', 'power_state = POWERED_ON']
    const query = { result_id, where, order: ['-memory_mib', 'name'], select: ['memory_mib'], limit: 3 }
    const { items, total: matching, hint } = await ask('query_result', query)
    const expected = whole.items.filter(
      item => Number(item['memory_mib']) >= 4096 && item['power_state'] === 'POWERED_ON'
    )
    assert.equal(matching, expected.length)
    assert.match(hint ?? '', /^\d+ more: narrow where, or raise limit\.$/)
    const order = expected.toSorted((one, other) => Number(other['memory_mib']) - Number(one['memory_mib']))
    assert.deepEqual(
      items,
      order.slice(0, 3).map(({ id, name, memory_mib }) => ({ id, name, memory_mib }))
    )
    assert.equal(service.simulator.requests.length, 0)
  })
}

for (const vcenter of vcenterKinds) {
  test(`a column that is not brief is read once for the whole result, and kept with it (${vcenter.name})`, async t => {
    const { service, ask } = await start(t, { vcenter })
    const { result_id } = await ask('list_vms', { limit: 2 })
    await ask('list_vms', { verbose: true })
    const { requests, inventory } = service.simulator
    requests.length = 0
    const vm = [...inventory.vms.values()].find(each => !each.template)
    assert.ok(vm)
    const query = { result_id, where: [`host = ${vm.host}`], limit: 200 }
    const { items, total } = await ask('query_result', query)
    assert.equal(requests.length, 1)
    assert.equal(
      total,
      [...inventory.vms.values()].filter(each => !each.template && each.host === vm.host).length
    )
    assert.ok(items.every(item => item['host'] === vm.host))
    await ask('query_result', { ...query, order: ['-host'] })
    assert.equal(requests.length, 1, 'kept')
    await ask('query_result', { result_id, select: ['guest_os'], limit: 2 })
    assert.equal(requests.length, 2, 'only for the rows that are shown')
    await ask('query_result', { result_id, order: ['guest_os'], limit: 2 })
    assert.equal(requests.length, 3, 'and not kept for the others')
  })
}

test('a result keeps rows as they were, also those that are gone', async t => {
  const { service, ask } = await start(t)
  const { result_id, total } = await ask('list_vms', { limit: 2 })
  const { inventory } = service.simulator
  const vm = inventory.vms.get('vm-1001') ?? assert.fail()
  inventory.change(vm, { name: 'renamed' })
  inventory.remove(inventory.vms.get('vm-1002') ?? assert.fail())
  const old = await ask('query_result', { result_id, limit: 200 })
  assert.equal(old.total, total)
  assert.ok(!old.items.some(({ name }) => name === 'renamed'))
  const { items } = await ask('query_result', { result_id, where: ['id = vm-1002'], select: ['host'] })
  assert.deepEqual(Object.keys(items[0] ?? {}), ['id', 'name'], 'nothing is read of what is gone')
})

test('every answer that shows a part of what was found leads on, and no other', async t => {
  const { ask } = await start(t)
  for (const args of [{ limit: 2 }, { top: 'memory_mib', limit: 2 }, { group_by: 'guest_os' }]) {
    const { result_id, total } = await ask('list_vms', args)
    assert.equal((await ask('query_result', { result_id })).total, total)
  }
  const first = await ask('list_vms', { limit: 2 })
  const { next_cursor: cursor } = first as unknown as { next_cursor: string }
  for (const args of [{ limit: 200 }, { limit: 2, cursor }, { count_only: true }])
    assert.equal((await ask('list_vms', args)).result_id, undefined, JSON.stringify(args))
})

test('what group_by has read of all rows is not read again', async t => {
  const { service, ask } = await start(t)
  const { result_id } = await ask('list_vms', { group_by: 'guest_os' })
  service.simulator.requests.length = 0
  const { total, items } = await ask('query_result', { result_id, where: ['guest_os ~ *windows*'] })
  assert.ok(total > 0)
  assert.ok(items.every(item => /windows/i.test(String(item['guest_os']))))
  assert.equal(service.simulator.requests.length, 0)
})

test('who may not use query_result is given no result, and no word of it', async t => {
  const { call } = await start(t, {
    env: { ROLES_TO_TOOLS: JSON.stringify({ viewer: ['list_*'], operator: [], admin: ['*'] }) }
  })
  const { body } = await call('viewer', 'list_vms', { limit: 2 })
  assert.doesNotMatch(JSON.stringify(body), /result/)
})

test('unknown columns of where, select and order are told with the closest one', async t => {
  const { call, ask } = await start(t)
  const { result_id } = await ask('list_hosts', { limit: 2 })
  for (const args of [{ where: ['memory_mb > 1'] }, { select: ['memory_mb'] }, { order: ['-memory_mb'] }]) {
    const { body } = await call('viewer', 'query_result', { result_id, ...args })
    assert.equal(body['code'], 'invalid_argument')
    assert.match(String(body['hint']), /Did you mean 'memory_mib'\?/)
  }
})

test("somebody else's result is told in the words of one that never was, with the list to call again", async t => {
  const { call, ask } = await start(t)
  const { result_id = '' } = await ask('list_vms', { limit: 2 })
  const never = 'list_vms.0123456789abcdefghijkl'
  const told = async (caller: 'operator' | 'admin', id: string) => {
    const { body } = await call(caller, 'query_result', { result_id: id })
    const { request_id: _, instance: _instance, ...others } = body
    return others
  }
  const expected = await told('operator', never)
  assert.equal(expected['code'], 'not_found')
  assert.equal(expected['next_tool'], 'list_vms')
  assert.match(String(expected['hint']), /^Call the list again/)
  assert.deepEqual(await told('operator', result_id), expected)
  assert.deepEqual(await told('admin', result_id), expected)
  const { next_tool: _, ...nameless } = expected
  for (const id of ['delete_vm.x', 'nonsense', 'list_nothing.x'])
    assert.deepEqual(await told('admin', id), nameless)
})

test('a limited role asks on within its scope, also for columns that are read later', async t => {
  const scope = { clusters: ['prod'] }
  const env = {
    ROLES_TO_TOOLS: JSON.stringify({ viewer: { tools: ['*'], scope }, operator: [], admin: ['*'] })
  }
  const { service, ask, call } = await start(t, { env })
  const { inventory } = service.simulator
  const prod = [...inventory.computeResources.values()].find(({ name }) => name === 'prod') ?? assert.fail()
  const { result_id, total } = await ask('list_vms', { limit: 2 })
  const all = await ask('query_result', { result_id, order: ['host'], limit: 200 })
  assert.equal(all.total, total)
  assert.ok(all.items.every(item => prod.hosts.includes(String(item['host']))))
  const leaving = inventory.vms.get(all.items[0]?.id ?? '') ?? assert.fail()
  const elsewhere = [...inventory.hosts.values()].find(({ id }) => !prod.hosts.includes(id)) ?? assert.fail()
  inventory.change(leaving, { host: elsewhere.id })
  const later = await ask('query_result', { result_id, select: ['guest_os'], where: [`id = ${leaving.id}`] })
  assert.deepEqual(
    Object.keys(later.items[0] ?? {}),
    ['id', 'name'],
    'nothing is read of what is out of scope'
  )
  const { groups } = (await ask('list_vms', { group_by: 'host' })) as unknown as {
    groups: { value: string }[]
  }
  assert.ok(groups.length > 0 && groups.every(({ value }) => prod.hosts.includes(value)))
  const { body } = await call('admin', 'query_result', { result_id })
  assert.equal(body['code'], 'not_found')
})

test('for a limited role a bulk column over many VMs costs no request for each few of them', async t => {
  const scope = { datacenters: ['Amsterdam'] }
  const env = { ROLES_TO_TOOLS: JSON.stringify({ viewer: { tools: ['*'], scope }, operator: [], admin: [] }) }
  const { service, ask } = await start(t, { simulator: { vms: 1_500 }, env })
  // the first one agrees on the release of VI/JSON
  await ask('list_vms', { limit: 1, verbose: true })
  const { result_id, total } = await ask('list_vms', { limit: 2 })
  assert.ok(total > 600)
  service.simulator.requests.length = 0
  assert.equal((await ask('query_result', { result_id, where: ['host ~ host-*'] })).total, total)
  const asked = service.simulator.requests.map(({ path }) => path)
  assert.ok(asked.length <= 2, asked.join(' '))
})

for (const face of ['rest', '2026'] as const) {
  test(`over ${face} a result is of one vCenter, and a call for another is told which`, async t => {
    const dr = await startNamed(t, 'DR-Site', { seed: 2, vms: 16 })
    const { call, ask, service } = await start(
      t,
      { env: { VCENTERS_FILE: vcentersFile(t, [dr.entry]) } },
      face
    )
    const { result_id } = await ask('list_vms', { limit: 2, hostname: 'dr-site' })
    const { body } = await call('viewer', 'query_result', { result_id })
    assert.equal(body['code'], 'invalid_argument')
    assert.equal(body['hint'], "Repeat the call with hostname: 'DR-Site'.")
    assert.equal((await ask('query_result', { result_id, hostname: 'DR-Site' })).total, 16)
    dr.simulator.requests.length = 0
    service.simulator.requests.length = 0
    await ask('query_result', { result_id, hostname: 'DR-Site', order: ['host'] })
    assert.ok(dr.simulator.requests.length > 0)
    assert.equal(service.simulator.requests.length, 0)
    const other = await call('operator', 'query_result', { result_id })
    assert.equal(other.body['code'], 'not_found', 'of somebody else nobody is told where it is')
  })
}

test('many questions at once about one result agree', async t => {
  const { ask } = await start(t, { simulator: { vms: 300 } })
  const { result_id } = await ask('list_vms', { limit: 2 })
  const asked = ['host', 'guest_os', 'ip_address', '-host', 'name'].map(order =>
    ask('query_result', { result_id, order: [order], select: ['host', 'guest_os'], limit: 100 })
  )
  const answers = await Promise.all(asked)
  const rows = new Map<string, unknown>()
  for (const { items } of answers) {
    for (const item of items) {
      assert.deepEqual(rows.get(item.id) ?? item, item)
      rows.set(item.id, item)
    }
  }
  assert.ok(rows.size >= 100)
})
