import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type CallTool, callerFor, type FaceName } from '../faces.ts'
import { type Service, type ServiceOptions, startService } from '../helper.ts'
import { vcenterKinds } from '../vcenter-kinds.ts'

interface Answer {
  items: ({ id: string; name: string } & Record<string, unknown>)[]
  returned: number
  total: number
  next_cursor?: string
  hint?: string
  groups?: { value: string; name?: string; count: number }[]
  result_id?: string
}

interface Started {
  service: Service
  call: CallTool
  ask: (tool: string, args: Record<string, unknown>) => Promise<Answer>
  /** The code of a refusal, and what to do about it. */
  refusal: (tool: string, args: Record<string, unknown>) => Promise<[code: unknown, hint: string]>
  /** Requests about the inventory since the last question. */
  upstream: () => number
}

async function start(
  t: TestContext,
  options: ServiceOptions = {},
  face: FaceName = 'rest'
): Promise<Started> {
  const service = await startService(t, options)
  const call = await callerFor(t, service, face)
  const { requests } = service.simulator
  return {
    service,
    call,
    async ask(tool, args) {
      const { outcome, body } = await call('viewer', tool, args)
      assert.equal(outcome, 'ok', `${tool} ${JSON.stringify(args)}: ${JSON.stringify(body)}`)
      return body as unknown as Answer
    },
    async refusal(tool, args) {
      const { body } = await call('viewer', tool, args)
      return [body['code'], String(body['hint'])]
    },
    upstream() {
      const count = requests.filter(({ path }) => /\/vcenter\/(?!system)|PropertyCollector/.test(path)).length
      requests.length = 0
      return count
    }
  }
}

const lists = [
  'list_vms',
  'list_hosts',
  'list_datastores',
  'list_networks',
  'list_datacenters',
  'list_clusters'
]

for (const face of ['rest', '2025', '2026'] as const) {
  test(`over ${face} fields shows exactly these columns, id and name always, and reads in bulk only for them`, async t => {
    const { ask, upstream, refusal } = await start(t, {}, face)
    await ask('list_vms', {})
    upstream()
    const brief = await ask('list_vms', { fields: ['memory_mib', 'id'], limit: 3 })
    assert.equal(upstream(), 1)
    for (const item of brief.items) assert.deepEqual(Object.keys(item), ['id', 'name', 'memory_mib'])
    const bulk = await ask('list_vms', { fields: ['guest_os', 'power_state'], limit: 3, verbose: true })
    assert.equal(upstream(), 2)
    for (const item of bulk.items)
      assert.deepEqual(Object.keys(item), ['id', 'name', 'power_state', 'guest_os'])
    const [code] = await refusal('list_vms', { fields: ['memory'] })
    assert.equal(code, 'invalid_argument')
  })

  test(`over ${face} count_only answers the total and no rows, with one request`, async t => {
    const { ask, upstream } = await start(t, {}, face)
    await ask('list_datacenters', {})
    for (const tool of lists) {
      const { total } = await ask(tool, { limit: 1 })
      upstream()
      assert.deepEqual(await ask(tool, { count_only: true, verbose: true }), {
        items: [],
        returned: 0,
        total
      })
      assert.equal(upstream(), 1, tool)
    }
    const filtered = await ask('list_vms', { count_only: true, power_states: ['POWERED_OFF'] })
    assert.ok(filtered.total > 0 && filtered.total < 40)
  })

  test(`over ${face} arguments that ask for two answers are refused with what to do`, async t => {
    const { refusal, upstream } = await start(t, {}, face)
    for (const args of [
      { count_only: true, group_by: 'power_state' },
      { count_only: true, fields: ['host'] },
      { count_only: true, top: 'memory_mib' },
      { count_only: true, cursor: 'x' },
      { group_by: 'power_state', fields: ['host'] },
      { group_by: 'power_state', top: 'memory_mib' },
      { group_by: 'power_state', cursor: 'x' },
      { top: 'memory_mib', cursor: 'x' }
    ]) {
      const [code, hint] = await refusal('list_vms', args)
      assert.equal(code, 'invalid_argument', JSON.stringify(args))
      assert.match(hint, /leave out cursor|leave it out/, JSON.stringify(args))
    }
    assert.equal(upstream(), 0)
    const [code] = await refusal('list_datacenters', { group_by: 'name' })
    assert.equal(code, 'invalid_argument')
  })
}

for (const vcenter of vcenterKinds) {
  test(`groups agree with the inventory, most rows first, and references have names (${vcenter.name})`, async t => {
    const { ask, service } = await start(t, { vcenter })
    const { inventory } = service.simulator
    const vms = [...inventory.vms.values()].filter(({ template }) => !template)
    const hosts = [...inventory.hosts.values()]
    const clusters = [...inventory.computeResources.values()].filter(
      ({ kind }) => kind === 'ClusterComputeResource'
    )
    for (const [tool, group_by, values] of [
      ['list_vms', 'power_state', vms.map(({ powerState }) => powerState)],
      ['list_vms', 'host', vms.map(({ host }) => host)],
      ['list_vms', 'guest_os', vms.map(({ system }) => system.fullName)],
      ['list_hosts', 'connection_state', hosts.map(({ connectionState }) => connectionState)],
      ['list_hosts', 'parent', hosts.map(({ parent }) => parent)],
      ['list_hosts', 'in_maintenance_mode', hosts.map(each => String(each.inMaintenanceMode))],
      ['list_clusters', 'drs_mode', clusters.map(({ drsBehavior }) => drsBehavior)],
      ['list_clusters', 'ha_enabled', clusters.map(({ haEnabled }) => String(haEnabled))]
    ] as const) {
      const { groups = [], total, items, returned } = await ask(tool, { group_by, limit: 200 })
      assert.deepEqual({ items, returned, total }, { items: [], returned: 0, total: values.length })
      const counts = new Map<string, number>()
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
      assert.deepEqual(
        new Map(groups.map(({ value, count }) => [value, count])),
        counts,
        `${tool} ${group_by}`
      )
      const order = groups.map(({ count }) => count)
      assert.deepEqual(
        order,
        order.toSorted((one, other) => other - one)
      )
      if (group_by === 'host')
        for (const { value, name } of groups) assert.equal(name, inventory.hosts.get(value)?.name)
      if (group_by === 'parent')
        for (const { value, name } of groups)
          assert.equal(name, clusters.find(({ id }) => id === value)?.name, value)
    }
  })

  test(`top shows the largest first, those without a value last, with a column that is brief or not (${vcenter.name})`, async t => {
    const { ask, service } = await start(t, { vcenter })
    const vms = [...service.simulator.inventory.vms.values()].filter(({ template }) => !template)
    const largest = vms.map(({ memory }) => memory.sizeMib).toSorted((one, other) => other - one)
    const memory = await ask('list_vms', { top: 'memory_mib', limit: 5 })
    assert.deepEqual(
      memory.items.map(item => item['memory_mib']),
      largest.slice(0, 5)
    )
    assert.equal(memory.next_cursor, undefined)
    assert.equal(memory.total, vms.length)

    const used = await ask('list_hosts', { top: 'cpu_used_mhz', fields: ['version'], limit: 200 })
    const values = used.items.map(item => item['cpu_used_mhz'] as number | undefined)
    const known = values.filter(value => value !== undefined)
    assert.ok(known.length > 3 && known.length < values.length)
    assert.deepEqual(
      values.slice(0, known.length),
      known.toSorted((one, other) => other - one)
    )
    assert.deepEqual(Object.keys(used.items[0] ?? {}), ['id', 'name', 'version', 'cpu_used_mhz'])
    const verbose = await ask('list_hosts', { top: 'cpu_used_mhz', verbose: true, limit: 1 })
    assert.ok('model' in (verbose.items[0] ?? {}))
  })
}

test('rows without a value are a group of their own', async t => {
  const { ask } = await start(t)
  const { groups = [], total } = await ask('list_hosts', { group_by: 'power_state' })
  assert.ok(groups.some(({ value }) => value === '(none)'))
  assert.equal(
    groups.reduce((sum, { count }) => sum + count, 0),
    total
  )
})

test('before 8.0 U1 brief columns are counted and sorted, and others are unsupported with what there is', async t => {
  const { ask, refusal } = await start(t, { vcenter: { name: '8.0 GA', mode: 'api', release: '8.0.0.0' } })
  assert.ok((await ask('list_vms', { group_by: 'power_state' })).groups)
  assert.equal((await ask('list_vms', { top: 'memory_mib', limit: 1 })).returned, 1)
  const { result_id } = await ask('list_vms', { limit: 1 })
  for (const [tool, args] of [
    ['list_vms', { group_by: 'host' }],
    ['list_vms', { fields: ['guest_os'] }],
    ['list_hosts', { top: 'cpu_used_mhz' }],
    ['list_hosts', { verbose: true }],
    ['query_result', { result_id, where: ['guest_os ~ *linux*'] }]
  ] as const) {
    const [code, hint] = await refusal(tool, args)
    assert.equal(code, 'unsupported', tool)
    assert.match(hint, /has these columns: id, name, (power_state|connection_state)/)
  }
})

test('over 8,000 VMs counting costs the list, a bulk column one call more and the names of its values another', async t => {
  const simulator = { vms: 8_000, hosts: 340, datastores: 1_000 }
  const { ask, upstream } = await start(t, { simulator })
  assert.equal((await ask('list_vms', { count_only: true })).total, 8_000)
  assert.equal(upstream(), 2)
  for (const [args, calls] of [
    [{ count_only: true }, 0],
    [{ group_by: 'power_state' }, 0],
    [{ top: 'memory_mib', limit: 5 }, 0],
    [{ group_by: 'guest_os' }, 1],
    [{ group_by: 'host' }, 2],
    [{ top: 'memory_mib', limit: 5, verbose: true }, 1]
  ] as const) {
    const { total } = await ask('list_vms', args)
    assert.equal(total, 8_000)
    assert.equal(upstream(), calls, JSON.stringify(args))
  }
  const { groups = [] } = await ask('list_vms', { group_by: 'host', limit: 200 })
  assert.equal(groups.length, 200)
  assert.ok(groups.every(({ name }) => name !== undefined))
})

test('over more than 10,000 objects a bulk column is refused with the way out, before anything is read', async t => {
  const simulator = { vms: 10_001, hosts: 300, datastores: 300 }
  const { ask, refusal, upstream } = await start(t, { simulator })
  const { result_id } = await ask('list_vms', { limit: 1 })
  upstream()
  for (const [tool, args] of [
    ['list_vms', { group_by: 'host' }],
    ['query_result', { result_id, where: ['guest_os ~ *'] }],
    ['query_result', { result_id, order: ['host'] }]
  ] as const) {
    const [code, hint] = await refusal(tool, args)
    assert.equal(code, 'invalid_argument')
    assert.match(
      hint,
      /^Call list_vms with filters first, or use only: name, power_state, cpu_count, memory_mib\./
    )
    assert.equal(upstream(), 0)
  }
  assert.equal((await ask('list_vms', { group_by: 'power_state' })).total, 10_001)
  assert.equal((await ask('query_result', { result_id, select: ['host'], limit: 2 })).returned, 2)
})

const tokensOf = (answer: unknown) => JSON.stringify(answer).length / 4

test('a first page costs a model less than 2,000 tokens, and no answer more than 8,000', async t => {
  const { ask, service } = await start(t, { simulator: { vms: 2_000 } })
  const { inventory } = service.simulator
  const named = (long: string) => {
    for (const kind of [inventory.hosts, inventory.datastores, inventory.networks])
      for (const each of kind.values()) each.name = `${each.name}-${long}`.slice(0, 80)
    for (const vm of inventory.vms.values())
      inventory.change(vm, { name: `${vm.name}-${long}`.slice(0, 80), hostName: long })
  }
  for (const long of ['', 'x'.repeat(80), '\u6771'.repeat(80)]) {
    if (long !== '') named(long)
    for (const tool of lists) {
      for (const args of [{}, { verbose: true }]) {
        const page = await ask(tool, args)
        const where = `${tool} ${JSON.stringify(args)}: ${tokensOf(page)}`
        assert.ok(tokensOf(page) < 2_000, where)
        if (long === '' && page.next_cursor !== undefined) assert.ok(page.returned >= 18, where)
        assert.ok(tokensOf(await ask(tool, { ...args, limit: 200 })) < 8_000, where)
      }
    }
    for (const args of [{ group_by: 'host' }, { top: 'memory_mib', verbose: true }]) {
      assert.ok(tokensOf(await ask('list_vms', args)) < 2_000)
      assert.ok(tokensOf(await ask('list_vms', { ...args, limit: 200 })) < 8_000)
    }
    const { result_id } = await ask('list_vms', {})
    assert.ok(tokensOf(await ask('query_result', { result_id })) < 2_000)
    const all = [
      'power_state',
      'cpu_count',
      'memory_mib',
      'host',
      'ip_address',
      'guest_host_name',
      'guest_os'
    ]
    assert.ok(tokensOf(await ask('query_result', { result_id, select: all, limit: 200 })) < 8_000)
  }
})

test('a page that holds less than its limit says so, and its cursor leads on without a gap', async t => {
  const { ask, service } = await start(t, { simulator: { vms: 300 } })
  const { inventory } = service.simulator
  for (const vm of inventory.vms.values()) inventory.change(vm, { name: vm.name.padEnd(250, 'x') })
  const ids: string[] = []
  let cursor: string | undefined
  let pages = 0
  do {
    const page = await ask('list_vms', { limit: 200, ...(cursor !== undefined && { cursor }) })
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.next_cursor
    pages += 1
    if (cursor !== undefined) assert.match(page.hint ?? '', /^No more rows fit into one answer\. \d+ more: /)
  } while (cursor !== undefined)
  assert.ok(pages > 2)
  assert.equal(ids.length, 300)
  assert.equal(new Set(ids).size, 300)
})
