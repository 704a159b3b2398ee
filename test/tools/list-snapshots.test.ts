import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Inventory } from '../../src/simulator/index.ts'
import { allSnapshots } from '../../src/simulator/inventory/snapshot-files.ts'
import { snapshotSizes } from '../../src/tools/snapshots/snapshot-sizes.ts'
import { snapshotRows } from '../../src/tools/snapshots/snapshot-tree.ts'
import { type CallTool, callerFor } from '../faces.ts'
import { startService } from '../helper.ts'
import { vcenterKinds } from '../vcenter-kinds.ts'

interface Row {
  id: string
  vm: string
  vm_name: string
  created: string
  age_days: number
  size_bytes: number
  is_current: boolean
}

interface Page {
  items: Row[]
  total: number
  total_bytes: number
  next_cursor?: string
}

async function ask(call: CallTool, args: Record<string, unknown>): Promise<Page> {
  const { outcome, body } = await call('viewer', 'list_snapshots', args)
  assert.equal(outcome, 'ok', JSON.stringify(body))
  return body as unknown as Page
}

/** What the inventory of the simulator says of each snapshot, by its own account of space. */
function expected(inventory: Inventory, holds: (vm: string) => boolean = () => true) {
  return [...inventory.vms.values()].flatMap(vm =>
    allSnapshots(vm)
      .filter(() => holds(vm.name))
      .map(({ id, createTime, memoryBytes, deltaBytes, disks }) => ({
        id,
        vm: vm.id,
        created: createTime,
        bytes: memoryBytes + deltaBytes * disks.length
      }))
  )
}

for (const vcenter of vcenterKinds) {
  test(`snapshots of all VMs are listed with what they take, the oldest first, with ${vcenter.name}`, async t => {
    const service = await startService(t, { vcenter })
    const call = await callerFor(t, service, 'rest')
    const wanted = expected(service.simulator.inventory)
    const page = await ask(call, {})
    assert.equal(page.total, wanted.length)
    assert.deepEqual(
      page.items.map(({ id }) => id),
      wanted
        .toSorted((one, other) => one.created - other.created || (one.id < other.id ? -1 : 1))
        .slice(0, 40)
        .map(({ id }) => id)
    )
    for (const item of page.items) {
      const { bytes, vm, created } = wanted.find(({ id }) => id === item.id) ?? assert.fail(item.id)
      assert.deepEqual([item.vm, Date.parse(item.created)], [vm, created])
      // the file of settings is some KiB
      assert.ok(item.size_bytes > bytes - 16 && item.size_bytes < bytes + 65_536, JSON.stringify(item))
      assert.ok(Math.abs(item.age_days - (Date.now() - created) / 86_400_000) < 0.2)
    }
    assert.ok(Math.max(...page.items.map(each => each.size_bytes)) > 2 ** 30, 'some are large')
    assert.equal(
      page.total_bytes,
      page.items.reduce((sum, each) => sum + each.size_bytes, 0)
    )
  })
}

test('over both MCP eras the answer is the same', async t => {
  const service = await startService(t)
  const rest = await ask(await callerFor(t, service, 'rest'), { order_by: 'largest' })
  for (const era of ['2025', '2026'] as const)
    assert.deepEqual(await ask(await callerFor(t, service, era), { order_by: 'largest' }), rest)
})

test('filters by age, size, name, id and cluster leave what fits all of them, and sum that', async t => {
  const service = await startService(t)
  const call = await callerFor(t, service, 'rest')
  const { inventory } = service.simulator
  const all = (await ask(call, {})).items
  const hosts = [...inventory.computeResources.values()].find(({ name }) => name === 'prod')?.hosts ?? []
  const cases: [args: Record<string, unknown>, holds: (row: Row) => boolean][] = [
    [{ older_than_days: 30 }, row => row.age_days > 30],
    [{ min_size_bytes: 2 ** 30 }, row => row.size_bytes >= 2 ** 30],
    [{ vm: 'web-*' }, row => row.vm_name.startsWith('web-')],
    [{ vm: 'vm-1003' }, row => row.vm === 'vm-1003'],
    [{ cluster: 'prod' }, row => hosts.includes(inventory.vms.get(row.vm)?.host ?? '')],
    [
      { cluster: 'prod', older_than_days: 100, vm: '*-01' },
      row =>
        hosts.includes(inventory.vms.get(row.vm)?.host ?? '') &&
        row.age_days > 100 &&
        row.vm_name.endsWith('-01')
    ],
    [{ vm: 'no such VM' }, () => false],
    [{ min_size_bytes: 2 ** 50 }, () => false]
  ]
  for (const [args, holds] of cases) {
    const page = await ask(call, args)
    const wanted = all.filter(holds)
    assert.deepEqual(page.items, wanted, JSON.stringify(args))
    assert.equal(
      page.total_bytes,
      wanted.reduce((sum, each) => sum + each.size_bytes, 0)
    )
  }
  assert.ok(
    cases.slice(0, 6).every(([, holds]) => all.some(holds)),
    'each filter leaves something'
  )
})

test('a walk in pages shows each snapshot once, in either order, and a cursor is good for its list only', async t => {
  const service = await startService(t, { simulator: { vms: 400 } })
  const call = await callerFor(t, service, 'rest')
  for (const order_by of ['oldest', 'largest']) {
    const found: Row[] = []
    let cursor: string | undefined
    do {
      const page = await ask(call, { order_by, limit: 7, ...(cursor !== undefined && { cursor }) })
      found.push(...page.items)
      cursor = page.next_cursor
    } while (cursor !== undefined)
    const wanted = expected(service.simulator.inventory)
    assert.deepEqual(found.map(({ id }) => id).toSorted(), wanted.map(({ id }) => id).toSorted(), order_by)
    const values = found.map(row => (order_by === 'oldest' ? Date.parse(row.created) : -row.size_bytes))
    assert.deepEqual(
      values,
      values.toSorted((one, other) => one - other)
    )
  }
  const { next_cursor: cursor } = await ask(call, { limit: 1 })
  for (const other of [{ order_by: 'largest' }, { older_than_days: 1 }]) {
    const { body } = await call('viewer', 'list_snapshots', { ...other, cursor })
    assert.equal(body['code'], 'invalid_argument')
  }
})

test('it takes two reads of vCenter, in pages, however many VMs there are, and one where none has a snapshot', async t => {
  const service = await startService(t, { simulator: { vms: 2000 } })
  const call = await callerFor(t, service, 'rest')
  await ask(call, { limit: 1 })
  const reads = () =>
    service.simulator.requests.filter(({ path }) => /\/(RetrievePropertiesEx|vcenter)/.test(path)).length
  service.simulator.requests.length = 0
  await ask(call, {})
  assert.equal(reads(), 2)
  for (const vm of service.simulator.inventory.vms.values()) vm.snapshots = []
  service.simulator.requests.length = 0
  const none = await ask(call, {})
  assert.deepEqual([reads(), none.total, none.total_bytes], [1, 0, 0])
})

test('a limited role sees snapshots of its VMs only, and their sum', async t => {
  const service = await startService(t, {
    env: {
      ROLES_TO_TOOLS: JSON.stringify({
        viewer: { tools: ['*'], scope: { vm_names: ['web-*'] } },
        operator: ['*'],
        admin: ['*']
      })
    }
  })
  const page = await ask(await callerFor(t, service, 'rest'), {})
  const own = expected(service.simulator.inventory, name => name.startsWith('web-'))
  assert.deepEqual(page.items.map(({ id }) => id).toSorted(), own.map(({ id }) => id).toSorted())
  assert.equal(
    page.total_bytes,
    page.items.reduce((sum, each) => sum + each.size_bytes, 0)
  )
})

const reference = (value: string) => ({ type: 'VirtualMachineSnapshot', value })
const node = (id: string, children: object[] = []) => ({
  snapshot: reference(id),
  vm: { type: 'VirtualMachine', value: 'vm-1' },
  name: id,
  description: '',
  createTime: '2026-01-01T00:00:00Z',
  state: 'poweredOff',
  quiesced: false,
  childSnapshotList: children as never[]
})
const file = (key: number, size: number) => ({ key, name: '', type: 'diskExtent', size })
const disk = (...chain: number[][]) => ({ key: 2000, chain: chain.map(fileKey => ({ fileKey })) })
const layout = (id: string, dataKey: number, memoryKey: number, ...chain: number[][]) => ({
  key: reference(id),
  dataKey,
  memoryKey,
  disk: [disk(...chain)]
})

/** a: 5 B, 2000 B of memory; two ways on: over b (descriptor and extent: 30 + 300 B), and to c (40 B), where it runs. */
const branched = {
  file: [
    [0, 1_000_000],
    [1, 5],
    [2, 2000],
    [3, 30],
    [4, 300],
    [5, 6],
    [6, 40],
    [7, 7],
    [8, 500]
  ].map(([key = 0, size = 0]) => file(key, size)),
  snapshot: [layout('a', 1, 2, [0]), layout('b', 5, -1, [0], [3, 4]), layout('c', 7, -1, [0], [6])],
  disk: [disk([0], [6], [8])]
}

test('a file counts for the snapshot after which it was written, and for no other', () => {
  const rows = snapshotRows({
    currentSnapshot: reference('c'),
    rootSnapshotList: [node('a', [node('b'), node('c')])]
  })
  assert.deepEqual(
    [...snapshotSizes(branched, rows)],
    [
      ['a', 5 + 2000 + 30 + 300 + 40],
      ['b', 6],
      ['c', 7 + 500]
    ]
  )
})

test('a disk that was added after a snapshot is none of it, however large it is', () => {
  const rows = snapshotRows({ currentSnapshot: reference('a'), rootSnapshotList: [node('a')] })
  const added = {
    file: [
      [1, 5],
      [2, 40],
      [3, 1_000_000]
    ].map(([key = 0, size = 0]) => file(key, size)),
    snapshot: [layout('a', 1, -1, [0])],
    disk: [disk([0], [2]), { key: 2001, chain: [{ fileKey: [3] }] }]
  }
  assert.deepEqual([...snapshotSizes(added, rows)], [['a', 5 + 40]])
})

test('of what vCenter says nothing no size is invented', () => {
  const rows = snapshotRows({ currentSnapshot: reference('a'), rootSnapshotList: [node('a', [node('x')])] })
  assert.deepEqual([...snapshotSizes(undefined, rows)], [])
  assert.deepEqual([...snapshotSizes({ file: 'none', snapshot: {} }, rows)], [])
  assert.deepEqual([...snapshotSizes(branched, rows).keys()], ['a'])
})
