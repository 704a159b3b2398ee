import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type CallTool, callerFor } from '../faces.ts'
import { type Service, type ServiceOptions, startService } from '../helper.ts'
import { apiModes, releases } from '../vcenter/inventory/world.ts'

interface Page {
  items: { id: string; name: string }[]
  returned: number
  total: number
  next_cursor?: string
}

interface Started {
  service: Service
  call: CallTool
  /** Requests about the inventory since the last question. */
  upstream: () => number
}

async function start(t: TestContext, options: ServiceOptions): Promise<Started> {
  const service = await startService(t, options)
  const { requests } = service.simulator
  function upstream(): number {
    const count = requests.filter(({ path }) => /\/vcenter\/(?!system)|PropertyCollector/.test(path)).length
    requests.length = 0
    return count
  }
  return { service, call: await callerFor(t, service, 'rest'), upstream }
}

async function pageOf(call: CallTool, tool: string, args: Record<string, unknown>): Promise<Page> {
  const { outcome, body } = await call('viewer', tool, args)
  assert.equal(outcome, 'ok', JSON.stringify(body))
  return body as unknown as Page
}

/** All ids in the order of the walk. */
async function walk(call: CallTool, tool: string, limit: number, onPage?: (page: Page) => void) {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await pageOf(call, tool, { limit, ...(cursor !== undefined && { cursor }) })
    onPage?.(page)
    for (const { id } of page.items) ids.push(id)
    cursor = page.next_cursor
  } while (cursor !== undefined)
  return ids
}

const large = { vms: 8_000, hosts: 340, datastores: 1_000 }

for (const apiMode of apiModes) {
  test(`the first page of 8,000 VMs is two calls of vCenter, the next none, a verbose one a call more (${apiMode})`, async t => {
    const { call, upstream } = await start(t, { simulator: large, env: { VSPHERE_API_MODE: apiMode } })
    const first = await pageOf(call, 'list_vms', { limit: 20 })
    assert.equal(upstream(), 2)
    assert.equal(first.returned, 20)
    assert.equal(first.total, 8_000)
    const { next_cursor: cursor } = first
    await pageOf(call, 'list_vms', { limit: 20, cursor })
    assert.equal(upstream(), 0)
    await pageOf(call, 'list_vms', { limit: 20, cursor, verbose: true })
    assert.equal(upstream(), 1)
  })
}

test('a walk through 8,000 VMs visits every VM once, by name, and asks vCenter twice', async t => {
  const { service, call, upstream } = await start(t, { simulator: large })
  const names: string[] = []
  const ids = await walk(call, 'list_vms', 200, page => {
    for (const { name } of page.items) names.push(name.toLowerCase())
  })
  assert.equal(ids.length, 8_000)
  assert.equal(new Set(ids).size, 8_000)
  assert.deepEqual(names, names.toSorted(byCodeUnit))
  assert.ok(upstream() <= 4)
  assert.equal(service.simulator.sessions, 1)
})

function byCodeUnit(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

test('a walk through 50,000 VMs visits every VM once', async t => {
  const { call } = await start(t, { simulator: { vms: 50_000, hosts: 1_250, datastores: 1_250 } })
  let pages = 0
  const ids = await walk(call, 'list_vms', 200, () => void (pages += 1))
  assert.equal(pages, 250)
  assert.equal(new Set(ids).size, 50_000)
  assert.equal(ids.length, 50_000)
})

/** Lower than the inventory that the simulator has by default. */
const caps = { vms: 20, hosts: 6, datastores: 5, clusters: 2, networks: 5, datacenters: 2 }

for (const apiMode of apiModes) {
  for (const apiRelease of [releases.shared, releases.without]) {
    test(`every list tool shows beyond the caps what it shows below them (${apiMode}, ${apiRelease})`, async t => {
      const env = { VSPHERE_API_MODE: apiMode }
      const free = await start(t, { simulator: { apiRelease }, env })
      const capped = await start(t, { simulator: { apiRelease, caps }, env })
      for (const [tool, args] of [
        ['list_vms', {}],
        ['list_vms', { power_states: ['POWERED_ON'], limit: 7 }],
        ['list_vms', { cluster: 'prod' }],
        ['list_hosts', {}],
        ['list_hosts', { datacenter: 'Amsterdam' }],
        ['list_datastores', {}],
        ['list_datastores', { types: ['NFS'] }],
        ['list_networks', {}],
        ['list_networks', { datacenter: 'Frankfurt' }],
        ['list_datacenters', {}],
        ['list_clusters', {}],
        ['get_datastore_usage', {}]
      ] as const) {
        const expected = await free.call('viewer', tool, args)
        const answer = await capped.call('viewer', tool, args)
        assert.equal(expected.outcome, 'ok', tool)
        // two results, so two ids
        for (const { body } of [expected, answer]) delete body['result_id']
        assert.deepEqual(answer, expected, `${tool} ${JSON.stringify(args)}`)
      }
    })
  }
}

test('the utilisation of an inventory beyond the caps is that of the same one below them', async t => {
  const free = await start(t, {})
  const capped = await start(t, { simulator: { caps: { ...caps, datacenters: 1 } } })
  const expected = await free.call('viewer', 'get_resource_utilization_summary', { cluster: 'prod' })
  assert.equal(expected.outcome, 'ok')
  const answer = await capped.call('viewer', 'get_resource_utilization_summary', { cluster: 'prod' })
  assert.deepEqual(answer, expected)
})

test('VMs that come and go during a walk neither hide nor repeat another', async t => {
  const { service, call } = await start(t, { simulator: { caps } })
  const before = new Set((await pageOf(call, 'list_vms', { limit: 200 })).items.map(({ id }) => id))
  const gone = new Set<string>()
  const ids = await walk(call, 'list_vms', 5, page => {
    const last = page.items.at(-1)
    if (!last || gone.size > 3) return
    // a VM that was shown already goes
    const shown = page.items[0]
    if (shown && service.simulator.inventory.vms.delete(shown.id)) gone.add(shown.id)
  })
  assert.ok(gone.size > 0)
  assert.equal(new Set(ids).size, ids.length)
  assert.deepEqual(new Set(ids), before)
})
