import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type RequestRecord, startSimulator } from '../../src/simulator/index.ts'
import { watched } from '../contract/watch.ts'
import { type CallTool, callRest } from '../faces.ts'
import { type Service, type ServiceOptions, startService, temporaryDirectory } from '../helper.ts'
import { vcenterKinds } from '../vcenter-kinds.ts'

/** What the story of test/parity.test.ts does not tell. */

type Start = (options?: ServiceOptions) => Promise<Service>

/** The same test for every dialect and release. */
function everywhere(name: string, body: (start: Start) => Promise<void>): void {
  for (const vcenter of vcenterKinds) {
    test(`${name} (${vcenter.name})`, t => body(options => startService(t, { ...options, vcenter })))
  }
}

function callerFor(service: Service): CallTool {
  return (role, tool, args) => callRest(service, role, tool, args)
}

interface List {
  items: Record<string, unknown>[]
  total: number
}

everywhere('verbose adds what each list promises, in one more call of vCenter', async start => {
  const service = await start()
  const call = callerFor(service)
  const added: [string, string[]][] = [
    ['list_vms', ['host', 'ip_address', 'guest_host_name', 'guest_os']],
    [
      'list_hosts',
      ['model', 'version', 'cpu_mhz', 'cpu_used_mhz', 'memory_mib', 'memory_used_mib', 'in_maintenance_mode']
    ],
    ['list_datastores', ['accessible', 'maintenance_mode', 'vm_count', 'host_count']],
    ['list_networks', ['vm_count', 'host_count']],
    ['list_datacenters', ['datastore_count', 'network_count']],
    ['list_clusters', ['host_count', 'cpu_cores', 'cpu_mhz', 'memory_mib', 'drs_mode']]
  ]
  await call('viewer', 'list_vms', { verbose: true })
  for (const [tool, fields] of added) {
    const plain = (await call('viewer', tool, {})).body as unknown as List
    service.simulator.requests.length = 0
    const verbose = (await call('viewer', tool, { verbose: true })).body as unknown as List
    assert.ok(
      service.simulator.requests.length <= 2,
      `${tool}: ${service.simulator.requests.length} upstream calls`
    )
    for (const field of fields) {
      assert.ok(!plain.items.some(item => field in item), `${tool} ${field} only when verbose`)
      assert.ok(
        verbose.items.some(item => field in item),
        `${tool} ${field}`
      )
    }
  }
})

everywhere('counts of datastores and networks agree with the inventory', async start => {
  const service = await start()
  const call = callerFor(service)
  const { items } = (await call('viewer', 'list_datastores', { verbose: true })).body as unknown as List
  assert.ok(
    items.some(item => Number(item['host_count']) > 1),
    'shared datastores have several hosts'
  )
  const { items: networks } = (await call('viewer', 'list_networks', { verbose: true }))
    .body as unknown as List
  assert.ok(networks.some(item => item['type'] === 'DISTRIBUTED_PORTGROUP' && Number(item['vm_count']) > 0))
})

everywhere('the fullest datastores come first, and those without figures are counted apart', async start => {
  const call = callerFor(await start())
  const { body } = await call('viewer', 'get_datastore_usage', { verbose: true })
  const { items, sum, inaccessible, inaccessible_items } = body as unknown as List & {
    sum: Record<string, number>
    inaccessible: number
    inaccessible_items: unknown[]
  }
  const percents = items.map(item => Number(item['used_percent']))
  assert.deepEqual(
    percents,
    percents.toSorted((one, other) => other - one)
  )
  for (const item of items) {
    assert.equal(item['used_bytes'], Number(item['capacity_bytes']) - Number(item['free_bytes']))
  }
  assert.equal(
    sum['capacity_bytes'],
    items.reduce((total, item) => total + Number(item['capacity_bytes']), 0)
  )
  assert.equal(inaccessible, 1)
  assert.equal(inaccessible_items.length, 1)
})

everywhere('the utilisation of the clusters and of standalone hosts adds up to that of all', async start => {
  const call = callerFor(await start())
  const { body } = await call('viewer', 'get_resource_utilization_summary', {})
  const { all, clusters, standalone_hosts } = body as {
    all: Figures
    clusters: Figures[]
    standalone_hosts: number
  }
  assert.equal(
    all.hosts.total,
    clusters.reduce((sum, each) => sum + each.hosts.total, standalone_hosts)
  )
  assert.equal(all.vms.total, 40)
  assert.equal(all.vms.powered_on + all.vms.powered_off + all.vms.suspended, all.vms.total)
  assert.ok(clusters.reduce((sum, each) => sum + each.cpu_mhz.total, 0) < all.cpu_mhz.total)
  for (const share of [all.cpu_mhz, all.memory_mib, all.storage_bytes]) {
    assert.ok(share.used > 0 && share.used < share.total)
    assert.equal(share.used_percent, Math.round((share.used / share.total) * 1000) / 10)
  }
})

interface Figures {
  hosts: { total: number }
  vms: { total: number; powered_on: number; powered_off: number; suspended: number }
  cpu_mhz: Share
  memory_mib: Share
  storage_bytes: Share
}

interface Share {
  used: number
  total: number
  used_percent: number
}

/** `?action=start` of /api is `/power/start` of /rest. */
function isPowerChange({ method, path }: RequestRecord): boolean {
  return method === 'POST' && path.includes('/power')
}

everywhere('a power tool that has nothing to do says so and sends nothing', async start => {
  const service = await start()
  const call = callerFor(service)
  for (const [tool, args] of [
    ['power_on_vm', { vm: 'web-01' }],
    ['power_off_vm', { vm: 'db-02' }],
    ['power_off_vm', { vm: 'db-02', mode: 'guest' }]
  ] as const) {
    const { body } = await call('operator', tool, args)
    assert.equal(body['changed'], false, tool)
  }
  assert.ok(!service.simulator.requests.some(isPowerChange))
})

everywhere('a VM that got there between the look and the act is an answer, not an error', async start => {
  const service = await start()
  const call = callerFor(service)
  const body = { error_type: 'ALREADY_IN_DESIRED_STATE', messages: [] }
  service.simulator.fail({ method: 'POST', path: /power(\?action=|\/)start$/ }, { status: 400, body })
  const answer = await call('operator', 'power_on_vm', { vm: 'db-02' })
  assert.equal(answer.body['changed'], false)
  assert.equal(answer.body['power_state'], 'POWERED_ON')
})

everywhere(
  'the polite way asks the guest; without VMware Tools the answer offers the hard way',
  async start => {
    const service = await start()
    const call = callerFor(service)
    for (const tool of ['power_off_vm', 'restart_vm']) {
      const polite = await call('operator', tool, {
        vm: tool === 'power_off_vm' ? 'web-03' : 'web-01',
        mode: 'guest'
      })
      assert.equal(polite.body['changed'], true)
      assert.match(String(polite.body['note']), /guest system/)
      const refused = await call('operator', tool, { vm: 'legacy-erp', mode: 'guest' })
      assert.equal(refused.body['code'], 'invalid_state')
      assert.match(String(refused.body['detail']), /VMware Tools is not running in 'legacy-erp'/)
      assert.match(String(refused.body['hint']), /'hard'/)
    }
    const sent = service.simulator.requests.filter(isPowerChange)
    assert.ok(sent.every(request => request.path.endsWith('/guest/power')))
    assert.deepEqual(
      new Set(sent.map(request => request.query)),
      new Set(['action=shutdown', 'action=reboot'])
    )
  }
)

everywhere('snapshots older than a number of days can be asked for', async start => {
  const call = callerFor(await start())
  const all = (await call('viewer', 'list_vm_snapshots', { vm: 'web-01' })).body as unknown as List
  const old = (await call('viewer', 'list_vm_snapshots', { vm: 'web-01', older_than_days: 100 }))
    .body as unknown as List
  assert.equal(
    old.total,
    all.items.filter(item => Date.parse(String(item['created'])) < Date.now() - 100 * 86_400_000).length
  )
  assert.ok(old.total > 0 && old.total < all.total)
})

everywhere('a snapshot of another VM is not deleted through this one', async start => {
  const service = await start()
  const call = callerFor(service)
  const { items } = (await call('viewer', 'list_vm_snapshots', { vm: 'web-01' })).body as unknown as List
  const snapshot = items[0]?.['id']
  const answer = await call('operator', 'delete_vm_snapshot', { vm: 'db-01', snapshot, confirm: true })
  assert.equal(answer.body['code'], 'not_found')
  assert.ok(!service.simulator.requests.some(request => request.path.includes('RemoveSnapshot_Task')))
})

everywhere('the plan of a snapshot with its children names each of them, and all of them go', async start => {
  const call = callerFor(await start())
  const { items } = (await call('viewer', 'list_vm_snapshots', { vm: 'web-01' })).body as unknown as List
  const root = items.find(item => items.some(each => each['parent_id'] === item['id']))
  const args = { vm: 'web-01', snapshot: root?.['id'], remove_children: true }
  const { body } = await call('operator', 'delete_vm_snapshot', args)
  const { objects } = body['plan'] as { objects: { type: string }[] }
  const planned = objects.filter(each => each.type === 'VirtualMachineSnapshot').length
  assert.ok(planned > 1)
  const done = await call('operator', 'delete_vm_snapshot', { ...args, confirm: true })
  assert.equal((done.body['deleted'] as unknown[]).length, planned)
  const left = (await call('viewer', 'list_vm_snapshots', { vm: 'web-01' })).body as unknown as List
  assert.equal(left.total, items.length - planned)
})

everywhere("a task that fails is a failure with vCenter's own words", async start => {
  const service = await start({ simulator: { taskMs: 200 } })
  const call = callerFor(service)
  const fault = { _typeName: 'SnapshotFault' }
  const error = { _typeName: 'LocalizedMethodFault', fault, localizedMessage: 'The snapshot file is locked.' }
  const info = { _typeName: 'TaskInfo', key: 'task-1', state: 'error', error }
  service.simulator.fail({ path: /\/Task\/.*\/info/ }, { status: 200, body: info })
  const answer = await call('operator', 'create_vm_snapshot', { vm: 'web-02', name: 'x' })
  assert.equal(answer.status, 409)
  assert.match(
    String(answer.body['detail']),
    /Snapshot 'x' of 'web-02' on vCenter '[\d.:]+' failed: The snapshot file is locked/
  )
  assert.equal((answer.body['details'] as { fault: string }).fault, 'SnapshotFault')
})

test('with two vCenters a change must say which one, a read goes to the default', async t => {
  const second = await startSimulator(watched(t, { seed: 2, vms: 16 }))
  t.after(() => second.close())
  const bundle = join(temporaryDirectory(t), 'both.pem')
  const first = await startSimulator(watched(t, { seed: 1, vms: 20 }))
  t.after(() => first.close())
  writeFileSync(bundle, first.caPem + second.caPem)
  const service = await startService(t, {
    env: {
      VCENTER_HOST: first.host,
      ALLOWED_VCENTER_HOSTS: `${first.host},${second.host}`,
      VCENTER_CA_BUNDLE: bundle
    }
  })
  const call = callerFor(service)
  assert.equal((await call('viewer', 'list_vms', {})).body['total'], 20)
  assert.equal((await call('viewer', 'list_vms', { hostname: second.host })).body['total'], 16)
  const unsaid = await call('operator', 'power_on_vm', { vm: 'db-02' })
  assert.match(String(unsaid.body['detail']), /'hostname' is missing/)
  const said = await call('operator', 'power_on_vm', { vm: 'db-02', hostname: second.host })
  assert.equal(said.outcome, 'ok')
  assert.deepEqual(
    service.audit().map(record => record.vcenter),
    [first.host, second.host, first.host, second.host]
  )
})

everywhere('lists hold what the inventory holds, also under filters', async start => {
  const service = await start()
  const { inventory } = service.simulator
  const call = callerFor(service)
  const host = [...inventory.hosts.values()].find(each => inventory.vmsOf(each.id).length > 2)
  const names = async (args: object) => {
    const { items } = (await call('viewer', 'list_vms', { limit: 200, ...args })).body as unknown as List
    return new Set(items.map(item => item['name']))
  }
  const expected = (wanted: (vm: { host: string; powerState: string }) => boolean) =>
    new Set([...inventory.vms.values()].filter(vm => !vm.template && wanted(vm)).map(vm => vm.name))
  assert.deepEqual(
    await names({ host: host?.name }),
    expected(vm => vm.host === host?.id)
  )
  assert.deepEqual(
    await names({ power_states: ['SUSPENDED'] }),
    expected(vm => vm.powerState === 'SUSPENDED')
  )
  assert.deepEqual(
    await names({}),
    expected(() => true)
  )
  const cluster = await names({ cluster: 'prod' })
  assert.ok(cluster.size > 0 && cluster.size < expected(() => true).size)
})

everywhere('a change of resources sends only what changes', async start => {
  const service = await start()
  const call = callerFor(service)
  const args = { vm: 'db-02', cpu_count: 4, memory_mib: 8192, confirm: true }
  const { body } = await call('admin', 'modify_vm_resources', args)
  assert.deepEqual(body['cpu_count'], { status: 'unchanged', from: 4, to: 4 })
  const patches = service.simulator.requests.filter(request => request.method === 'PATCH')
  assert.deepEqual(
    // /rest wraps it
    patches.map(request => request.body.replace(/^\{"spec":(.*)\}$/, '$1')),
    ['{"size_MiB":8192}']
  )
  const plan = await call('admin', 'modify_vm_resources', { ...args, confirm: false })
  assert.match((plan.body['plan'] as { summary: string }).summary, /Change nothing of VM 'db-02'/)
})

everywhere('a snapshot is taken with the memory only when that is asked for', async start => {
  const service = await start()
  const call = callerFor(service)
  await call('operator', 'create_vm_snapshot', { vm: 'web-02', name: 'a' })
  await call('operator', 'create_vm_snapshot', { vm: 'web-02', name: 'b', memory: true })
  const bodies = service.simulator.requests
    .filter(request => request.path.includes('CreateSnapshot'))
    .map(each => each.body)
  assert.deepEqual(
    bodies.map(body => (JSON.parse(body) as { memory: boolean }).memory),
    [false, true]
  )
})
