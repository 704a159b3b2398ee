import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Inventory, Simulator } from '../src/simulator/index.ts'
import { toolDefinitions } from '../src/tools/index.ts'
import { callerFor } from './faces.ts'
import { startService } from './helper.ts'
import { type VcenterKind, usualVcenter, vcenterKinds } from './vcenter-kinds.ts'

/** The viewer of these tests may call every tool, but only on the objects of a scope; the admin may see all. */
async function startScoped(t: TestContext, scope: unknown, vcenter: VcenterKind = usualVcenter) {
  const service = await startService(t, {
    vcenter,
    env: {
      ROLES_TO_TOOLS: JSON.stringify({ viewer: { tools: ['*'], scope }, operator: ['*'], admin: ['*'] })
    }
  })
  return { service, call: await callerFor(t, service, 'rest') }
}

type Lists =
  | 'list_vms'
  | 'list_hosts'
  | 'list_datastores'
  | 'list_networks'
  | 'list_datacenters'
  | 'list_clusters'
type Expected = Record<Lists, string[]>

const none: Expected = {
  list_vms: [],
  list_hosts: [],
  list_datastores: [],
  list_networks: [],
  list_datacenters: [],
  list_clusters: []
}

/** What each scope must show, told from the simulator's own inventory. */
const scopes: [name: string, scope: unknown, expected: (inventory: Inventory) => Partial<Expected>][] = [
  [
    'a datacenter by its name',
    { datacenters: ['Frankfurt'] },
    inventory => belowDatacenter(inventory, 'Frankfurt')
  ],
  [
    'a datacenter by its path',
    { datacenters: ['/Amsterdam'] },
    inventory => belowDatacenter(inventory, 'Amsterdam')
  ],
  [
    'a cluster',
    { clusters: ['prod'] },
    inventory => {
      const cluster = named(inventory.computeResources, 'prod')
      return {
        list_vms: vmsWhere(inventory, vm => cluster.hosts.includes(vm.host)),
        list_hosts: cluster.hosts,
        list_clusters: [cluster.id],
        list_datastores: cluster.datastores,
        list_networks: cluster.networks
      }
    }
  ],
  [
    'a folder and all below it',
    { folders: ['/Amsterdam/vm/Production'] },
    inventory => ({
      list_vms: vmsWhere(inventory, vm => pathOf(inventory, vm.parent).startsWith('/Amsterdam/vm/Production'))
    })
  ],
  [
    'the folder of a datacenter for hosts',
    { folders: ['/Amsterdam/host'] },
    inventory => {
      const { list_hosts, list_clusters } = belowDatacenter(inventory, 'Amsterdam')
      return { list_hosts, list_clusters }
    }
  ],
  [
    'a pool and all below it',
    { resource_pools: ['/Amsterdam/host/prod/Resources'] },
    inventory => {
      const cluster = named(inventory.computeResources, 'prod')
      return { list_vms: vmsWhere(inventory, vm => cluster.hosts.includes(vm.host)) }
    }
  ],
  [
    'names of VMs',
    { vm_names: ['web-*', 'db-0?', '東京-*', 'load 100% *', 'esx-*'] },
    inventory => ({ list_vms: vmsWhere(inventory, vm => /^(web-|db-0.$|東京-|load 100% )/.test(vm.name)) })
  ],
  [
    'all limits at once',
    { datacenters: ['Amsterdam'], folders: ['/Amsterdam/vm/Production'], vm_names: ['web-*'] },
    inventory => ({
      list_vms: vmsWhere(
        inventory,
        vm =>
          pathOf(inventory, vm.parent).startsWith('/Amsterdam/vm/Production') && vm.name.startsWith('web-')
      )
    })
  ],
  [
    'either of two sets of limits',
    [{ vm_names: ['web-*'] }, { datacenters: ['Frankfurt'] }],
    inventory => ({
      ...belowDatacenter(inventory, 'Frankfurt'),
      list_vms: vmsWhere(
        inventory,
        vm => vm.name.startsWith('web-') || vm.datacenter === named(inventory.datacenters, 'Frankfurt').id
      )
    })
  ],
  ['what nothing has', { folders: ['/Amsterdam/vm/No such folder'] }, () => ({})],
  ['a name that nothing has', { clusters: ['no-such-cluster'] }, () => ({})],
  ['an id that nothing has', { folders: ['group-v99999'] }, () => ({})],
  ['a tag that nothing has', { tags: ['Owner/nobody'] }, () => ({})]
]

for (const vcenter of vcenterKinds) {
  test(`lists show exactly what is in scope, with ${vcenter.name}`, async t => {
    for (const [name, scope, expected] of scopes) {
      const { service, call } = await startScoped(t, scope, vcenter)
      const wanted = { ...none, ...expected(service.simulator.inventory) }
      for (const [tool, ids] of Object.entries(wanted)) {
        const shown = await allOf(tool, args => call('viewer', tool, args))
        assert.deepEqual(shown.toSorted(), ids.toSorted(), `${tool} with ${name}`)
      }
    }
  })
}

test('a tag shows what carries it and nothing else, of every kind', async t => {
  const { service, call } = await startScoped(t, { tags: ['Team/a'] })
  const client = service.app.vcenters.get(service.simulator.host)?.client()
  assert.ok(client)
  const { inventory } = service.simulator
  const vm = named(inventory.vms, 'web-02')
  const [host] = inventory.hosts.values()
  const [datastore] = inventory.datastores.values()
  assert.ok(host && datastore)
  const category = await client.createCategory({
    body: { name: 'Team', description: '', cardinality: 'MULTIPLE', associable_types: [] }
  })
  const tag = await client.createTag({ body: { name: 'a', description: '', category_id: category } })
  await client.attachTagToObjects({
    tag,
    body: { object_ids: [vm, host, datastore].map(({ kind: type, id }) => ({ type, id })) }
  })
  const wanted = { ...none, list_vms: [vm.id], list_hosts: [host.id], list_datastores: [datastore.id] }
  for (const [tool, ids] of Object.entries(wanted)) {
    assert.deepEqual(await allOf(tool, args => call('viewer', tool, args)), ids, tool)
  }
  ignoreFilters(service.simulator)
  assert.deepEqual(await allOf('list_vms', args => call('viewer', 'list_vms', args)), [vm.id])
  service.simulator.clearFaults()
  await client.detachTagFromObjects({ tag, body: { object_ids: [{ type: 'VirtualMachine', id: vm.id }] } })
})

/** Arguments of each tool for one VM, or for what else it is about. */
const calls: Record<string, (ref: string) => Record<string, unknown>> = {
  list_vms: cluster => ({ cluster }),
  get_vm_details: vm => ({ vm, verbose: true }),
  list_hosts: cluster => ({ cluster }),
  get_host_details: host => ({ host }),
  list_datastores: datacenter => ({ datacenter }),
  get_datastore_details: datastore => ({ datastore }),
  list_networks: datacenter => ({ datacenter }),
  list_datacenters: name => ({ names: [name] }),
  list_clusters: datacenter => ({ datacenter }),
  get_datastore_usage: datastore => ({ datastore }),
  get_resource_utilization_summary: cluster => ({ cluster }),
  get_vm_performance: vm => ({ vm }),
  list_alarms: () => ({ limit: 1 }),
  power_on_vm: vm => ({ vm }),
  power_off_vm: vm => ({ vm }),
  restart_vm: vm => ({ vm }),
  list_vm_snapshots: vm => ({ vm }),
  list_snapshots: cluster => ({ cluster }),
  create_vm_snapshot: vm => ({ vm, name: 'x' }),
  delete_vm_snapshot: vm => ({ vm, snapshot: 'snapshot-1', confirm: true }),
  delete_vm: vm => ({ vm, confirm: true }),
  modify_vm_resources: vm => ({ vm, cpu_count: 2, confirm: true }),
  query_result: result_id => ({ result_id }),
  search_audit: object => ({ object }),
  get_runbook: vm => ({ vm, runbook: 'slow_vm' }),
  get_task: task => ({ task })
}

/** What each tool may be asked for outside of the scope: id, name, path and UUID of a VM; name and id of others. */
function outside(inventory: Inventory, tool: string): [ref: string, nobody: string][] {
  const vm = named(inventory.vms, 'db-01')
  switch (Object.keys(calls[tool]?.('') ?? {})[0]) {
    case 'vm':
      return [
        [vm.id, 'vm-999999'],
        [vm.name, 'db-0z'],
        ['/Amsterdam/vm/Production/Database/db-01', '/Amsterdam/vm/Production/Database/db-0z'],
        [vm.instanceUuid, '00000000-0000-4000-8000-000000000000']
      ]
    case 'cluster':
      return [
        ['dev', 'zzz'],
        [named(inventory.computeResources, 'dev').id, 'domain-c999999']
      ]
    case 'datastore': {
      const [first] = inventory.datastores.values()
      return [
        [first?.name ?? '', 'zzzzzzz'],
        [first?.id ?? '', 'datastore-999999']
      ]
    }
    case 'host': {
      const [first] = inventory.hosts.values()
      return [
        [first?.name ?? '', 'zzzzzzz'],
        [first?.id ?? '', 'host-999999']
      ]
    }
    case 'limit':
      return []
    case 'names':
      return [['Amsterdam', 'Zzzzzzzzz']]
    case 'task':
      return [['task-101', 'task-999']]
    default:
      return [
        ['Amsterdam', 'Zzzzzzzzz'],
        [named(inventory.datacenters, 'Amsterdam').id, 'datacenter-999999']
      ]
  }
}

for (const face of ['rest', '2025', '2026'] as const) {
  test(`over ${face} what is outside of the scope is answered as if it did not exist, by every tool`, async t => {
    assert.deepEqual(
      Object.keys(calls),
      toolDefinitions.map(tool => tool.name),
      'every tool has its calls'
    )
    const { service } = await startScoped(t, { folders: ['/Amsterdam/vm/Development'], vm_names: ['*'] })
    const call = await callerFor(t, service, face)
    assert.equal((await call('admin', 'create_vm_snapshot', { vm: 'db-01', name: 'x' })).outcome, 'ok')
    assert.equal((await call('admin', 'get_task', { task: 'task-101' })).outcome, 'ok')
    service.simulator.requests.length = 0
    const before = JSON.stringify(stateOf(service.simulator.inventory))
    for (const [tool, argumentsFor] of Object.entries(calls)) {
      for (const [ref, nobody] of outside(service.simulator.inventory, tool)) {
        const one = await call('viewer', tool, argumentsFor(ref))
        const other = await call('viewer', tool, argumentsFor(nobody))
        assert.equal(told(one, ref), told(other, nobody), `${tool} ${ref}`)
        assert.doesNotMatch(told(one, ref), /web-01|prod-|Amsterdam/)
      }
    }
    assert.equal(
      JSON.stringify(stateOf(service.simulator.inventory)),
      before,
      'and nothing of it was changed'
    )
    const writes = service.simulator.requests.filter(
      ({ method, path }) => method !== 'GET' && /\/vm\//.test(path)
    )
    assert.deepEqual(writes, [])
  })
}

test('inside of the scope every tool does what it does for anybody', async t => {
  const { service, call } = await startScoped(t, { vm_names: ['web-*', 'db-*'] })
  const story: [tool: string, args: Record<string, unknown>][] = [
    ['get_vm_details', { vm: 'web-01', verbose: true }],
    ['get_vm_details', { vm: '/Amsterdam/vm/Production/Web/web-01' }],
    ['get_vm_details', { vm: named(service.simulator.inventory.vms, 'db-01').instanceUuid }],
    ['list_vms', { verbose: true }],
    ['get_vm_performance', { vm: 'web-01' }],
    ['list_alarms', {}],
    ['power_on_vm', { vm: 'db-02' }],
    ['restart_vm', { vm: 'db-02' }],
    ['power_off_vm', { vm: 'db-02' }],
    ['restart_vm', { vm: 'web-01', mode: 'guest' }],
    ['power_off_vm', { vm: 'web-02', mode: 'guest' }],
    ['create_vm_snapshot', { vm: 'web-01', name: 'scoped' }],
    ['list_vm_snapshots', { vm: 'web-01' }],
    ['list_snapshots', { vm: 'web-*' }],
    ['get_task', { task: 'task-101', wait_s: 1 }],
    ['delete_vm_snapshot', { vm: 'web-01', snapshot: 'scoped', confirm: true }],
    ['modify_vm_resources', { vm: 'db-02', cpu_count: 2, memory_mib: 2048, confirm: true }],
    ['delete_vm', { vm: 'db-02', confirm: true }]
  ]
  for (const [tool, args] of story) {
    const { outcome, body } = await call('viewer', tool, args)
    assert.equal(outcome, 'ok', `${tool}: ${JSON.stringify(body)}`)
  }
})

test('a name that is ambiguous for others means the one in scope', async t => {
  const { service, call } = await startScoped(t, { clusters: ['dev'] })
  assert.equal((await call('admin', 'get_vm_details', { vm: 'app-01' })).body['code'], 'ambiguous')
  const { body } = await call('viewer', 'get_vm_details', { vm: 'app-01' })
  const dev = named(service.simulator.inventory.computeResources, 'dev')
  const vm = service.simulator.inventory.vms.get(String(body['id']))
  assert.ok(vm && dev.hosts.includes(vm.host))
})

test('neither counts nor sums nor candidates tell of what is outside', async t => {
  const { service, call } = await startScoped(t, [{ vm_names: ['web-*'] }, { clusters: ['dev'] }])
  const { inventory } = service.simulator
  const dev = named(inventory.computeResources, 'dev')
  const visible = new Set(
    vmsWhere(inventory, vm => vm.name.startsWith('web-') || dev.hosts.includes(vm.host))
  )
  const summary = (await call('viewer', 'get_resource_utilization_summary', {})).body as unknown as {
    all: { vms: { total: number }; hosts: { total: number } }
    clusters: { id: string }[]
    standalone_hosts: number
  }
  assert.equal(summary.all.vms.total, visible.size)
  assert.equal(summary.all.hosts.total, dev.hosts.length)
  assert.deepEqual(
    summary.clusters.map(({ id }) => id),
    [dev.id]
  )
  assert.equal(summary.standalone_hosts, 0)

  const datastores = await call('viewer', 'list_datastores', { verbose: true })
  const [first] = datastores.body['items'] as { id: string; vm_count: number; host_count: number }[]
  assert.ok(first)
  assert.equal(first.vm_count, inventory.vmsOf(first.id).filter(vm => visible.has(vm.id)).length)
  assert.equal(
    first.host_count,
    inventory.datastores.get(first.id)?.hosts.filter(host => dev.hosts.includes(host)).length
  )
  const usage = (await call('viewer', 'get_datastore_usage', {})).body
  assert.equal(Number(usage['total']) + Number(usage['inaccessible']), dev.datastores.length)

  const guess = (await call('viewer', 'get_vm_details', { vm: 'db-0' })).body
  assert.doesNotMatch(JSON.stringify(guess), /db-01|db-02/)
})

test('what is moved out of a scope is gone at once, what is moved into it is there', async t => {
  const { service, call } = await startScoped(t, { folders: ['/Amsterdam/vm/Production'] })
  const { inventory } = service.simulator
  const [vm, other] = [named(inventory.vms, 'web-02'), named(inventory.vms, 'build-01')]
  assert.equal((await call('viewer', 'get_vm_details', { vm: vm.id })).outcome, 'ok')
  const elsewhere = other.parent
  inventory.change(other, { parent: vm.parent })
  inventory.change(vm, { parent: elsewhere })
  assert.equal((await call('viewer', 'get_vm_details', { vm: vm.id })).body['code'], 'not_found')
  assert.equal((await call('viewer', 'get_vm_details', { vm: other.id })).outcome, 'ok')
})

test('a first page of a scoped list costs no more than a plain one and what its containers take, once', async t => {
  const { service, call } = await startScoped(t, { folders: ['/Amsterdam/vm/Production'] })
  await call('viewer', 'list_vms', {})
  service.simulator.requests.length = 0
  await call('viewer', 'list_vms', {})
  assert.equal(service.simulator.requests.length, 1)
})

test('before 8.0 U1 a scope by ids works, and one by paths is refused instead of being left out', async t => {
  const oldest = { ...usualVcenter, release: '8.0.0.0' }
  const byPath = await startScoped(t, { folders: ['/Amsterdam/vm/Production'] }, oldest)
  const refused = await byPath.call('viewer', 'list_vms', {})
  assert.equal(refused.body['code'], 'unsupported')
  const folder = named(byPath.service.simulator.inventory.folders, 'Web')
  const byId = await startScoped(t, { folders: [folder.id] }, oldest)
  const shown = await byId.call('viewer', 'list_vms', {})
  assert.deepEqual(
    (shown.body['items'] as { id: string }[]).map(({ id }) => id).toSorted(),
    vmsWhere(byId.service.simulator.inventory, vm => vm.parent === folder.id).toSorted()
  )
})

test('a vCenter that ignores a filter shows nothing to a limited role', async t => {
  const { service, call } = await startScoped(t, { folders: ['/Amsterdam/vm/Production'] })
  ignoreFilters(service.simulator)
  const { body } = await call('viewer', 'list_vms', {})
  assert.equal(body['code'], 'unsupported', JSON.stringify(body))
  assert.match(String(body['detail']), /does not heed the filter 'folders'/)
})

test('a filter is proven by an answer without rows or by not found, and by no other error', async t => {
  const { service, call } = await startScoped(t, { folders: ['/Amsterdam/vm/Production'] })
  const proof = { path: /^\/api\/vcenter\/vm\?.*group-v2147483647/, times: 1 }
  const body = (error_type: string) => ({ error_type, messages: [] })
  service.simulator.fail(proof, { status: 403, body: body('UNAUTHORIZED') })
  assert.notEqual((await call('viewer', 'list_vms', {})).outcome, 'ok')
  service.simulator.fail(proof, { status: 404, body: body('NOT_FOUND') })
  assert.equal((await call('viewer', 'list_vms', {})).outcome, 'ok')
})

/** Lists of VMs are answered with all of them, whatever they are asked for. */
function ignoreFilters(simulator: Simulator): void {
  const all = [...simulator.inventory.vms.values()].map(({ id, name }) => ({
    vm: id,
    name,
    power_state: 'POWERED_ON'
  }))
  simulator.fail({ path: /^\/api\/vcenter\/vm\?/, times: 'unlimited' }, { status: 200, body: all })
}

async function allOf(
  tool: string,
  call: (args: Record<string, unknown>) => Promise<{ body: Record<string, unknown> }>
) {
  const ids: string[] = []
  for (let cursor: string | undefined; ;) {
    const { body } = await call({ limit: 100, ...(cursor !== undefined && { cursor }) })
    ids.push(
      ...(
        (body['items'] as { id: string }[] | undefined) ?? assert.fail(`${tool}: ${JSON.stringify(body)}`)
      ).map(({ id }) => id)
    )
    cursor = body['next_cursor'] as string | undefined
    if (cursor === undefined) return ids
  }
}

/** An answer in which what was asked for has one name, whatever it was. */
function told({ body, status }: { body: Record<string, unknown>; status?: number }, ref: string): string {
  const { request_id: _, ...others } = body
  return JSON.stringify({ status, others }).replaceAll(JSON.stringify(ref).slice(1, -1), '<ref>')
}

function stateOf(inventory: Inventory) {
  return [...inventory.vms.values()].map(({ id, powerState, cpu, snapshots }) => ({
    id,
    powerState,
    cpu,
    snapshots
  }))
}

function named<Item extends { name: string }>(items: ReadonlyMap<string, Item>, name: string): Item {
  return [...items.values()].find(item => item.name === name) ?? assert.fail(`there is no ${name}`)
}

function vmsWhere(inventory: Inventory, holds: (vm: InventoryVm) => boolean): string[] {
  return [...inventory.vms.values()].filter(vm => !vm.template && holds(vm)).map(({ id }) => id)
}

type InventoryVm = Inventory['vms'] extends Map<string, infer Vm> ? Vm : never

function belowDatacenter(inventory: Inventory, name: string): Expected {
  const { id } = named(inventory.datacenters, name)
  const within = (items: ReadonlyMap<string, { id: string; datacenter: string }>) =>
    [...items.values()].filter(({ datacenter }) => datacenter === id).map(item => item.id)
  return {
    list_vms: vmsWhere(inventory, vm => vm.datacenter === id),
    list_hosts: within(inventory.hosts),
    list_datastores: within(inventory.datastores),
    list_networks: within(inventory.networks),
    list_datacenters: [id],
    list_clusters: [...inventory.computeResources.values()]
      .filter(({ kind, datacenter }) => kind === 'ClusterComputeResource' && datacenter === id)
      .map(cluster => cluster.id)
  }
}

function pathOf(inventory: Inventory, id: string): string {
  if (id === inventory.rootFolder) return ''
  const found = inventory.find(id) as { name: string; parent: string }
  return `${pathOf(inventory, found.parent)}/${found.name}`
}
