import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type CallTool, callerFor } from '../faces.ts'
import { type ServiceOptions, startService } from '../helper.ts'
import { vcenterKinds } from '../vcenter-kinds.ts'

interface Row {
  id: string
  name: string
  status: string
  object_type: string
  object: string
  object_name: string
  since: string
  acknowledged: boolean
}

interface Page {
  items: Row[]
  total: number
  next_cursor?: string
}

/** Two more hosts are away, and a datastore is fuller than others. */
async function start(t: TestContext, options: ServiceOptions = {}) {
  const service = await startService(t, options)
  const { inventory } = service.simulator
  for (const name of ['esx-prod-01.corp.example', 'esx-dev-02.corp.example']) {
    const host = [...inventory.hosts.values()].find(each => each.name === name) ?? assert.fail(name)
    host.connectionState = 'NOT_RESPONDING'
  }
  const datastore = [...inventory.datastores.values()].find(each => each.name === 'prod-vmfs-11')
  assert.ok(datastore)
  datastore.freeSpace = datastore.capacity * 0.2
  return { service, inventory, call: await callerFor(t, service, 'rest') }
}

async function ask(call: CallTool, args: Record<string, unknown>): Promise<Page> {
  const { outcome, body } = await call('viewer', 'list_alarms', args)
  assert.equal(outcome, 'ok', JSON.stringify(body))
  return body as unknown as Page
}

for (const vcenter of vcenterKinds) {
  test(`triggered alarms are listed with their objects, red ones first, with ${vcenter.name}`, async t => {
    const { inventory, call } = await start(t, { vcenter })
    const { items, total } = await ask(call, {})
    assert.equal(total, items.length)
    for (const { object_type, object, object_name } of items) {
      const entity = inventory.find(object)
      assert.deepEqual([entity?.kind, entity?.name], [object_type, object_name])
    }
    const told = items.map(({ name, object_name, status }) => `${status} ${object_name}: ${name}`)
    assert.deepEqual(told.toSorted(), [
      'red archive-nfs-01: Datastore usage on disk',
      'red esx-dev-02.corp.example: Host connection and power state',
      'red esx-dr-03.corp.example: Host connection and power state',
      'red esx-prod-01.corp.example: Host connection and power state',
      'red load 100% test: Virtual machine CPU usage',
      'yellow prod-vmfs-11: Datastore usage on disk'
    ])
    const order = items.map(({ status, since }) => [status === 'red' ? 0 : 1, -Date.parse(since)] as const)
    assert.deepEqual(
      order,
      order.toSorted((one, other) => one[0] - other[0] || one[1] - other[1])
    )
  })
}

test('filters leave what fits all of them, and a walk in pages shows each alarm once', async t => {
  const { service, call } = await start(t)
  const client = service.app.vcenters.get(service.simulator.host)?.client() ?? assert.fail()
  const all = (await ask(call, {})).items
  const first = all.find(each => each.object_type === 'HostSystem')
  assert.ok(first)
  await client.acknowledgeAlarm({
    alarm: first.id.split('.')[0] ?? '',
    entity: { type: first.object_type, value: first.object }
  })
  const cases: [args: Record<string, unknown>, holds: (row: Row) => boolean][] = [
    [{ status: 'yellow' }, row => row.status === 'yellow'],
    [{ object_type: 'HostSystem' }, row => row.object_type === 'HostSystem'],
    [{ object_type: 'Datastore', status: 'red' }, row => row.object_name === 'archive-nfs-01'],
    [{ acknowledged: true }, row => row.id === first.id],
    [{ acknowledged: false }, row => row.id !== first.id],
    [{ object_type: 'Folder' }, () => false]
  ]
  for (const [args, holds] of cases) {
    const { items, total } = await ask(call, args)
    assert.deepEqual(
      items.map(({ id }) => id),
      all.filter(holds).map(({ id }) => id),
      JSON.stringify(args)
    )
    assert.equal(total, items.length)
  }
  const walked: string[] = []
  let cursor: string | undefined
  do {
    const page = await ask(call, { limit: 2, ...(cursor !== undefined && { cursor }) })
    walked.push(...page.items.map(({ id }) => id))
    cursor = page.next_cursor
  } while (cursor !== undefined)
  assert.deepEqual(
    walked,
    all.map(({ id }) => id)
  )
})

test('it takes two reads of vCenter, and one for each type of object on the page', async t => {
  const { service, call } = await start(t)
  await ask(call, {})
  const reads = async (args: Record<string, unknown>) => {
    service.simulator.requests.length = 0
    await ask(call, args)
    return service.simulator.requests.length
  }
  assert.equal(await reads({}), 5)
  assert.equal(await reads({ object_type: 'HostSystem' }), 3)
  assert.equal(await reads({ object_type: 'Folder' }), 2)
})

test('a limited role sees alarms of its objects only, and their number', async t => {
  const { inventory, call } = await start(t, {
    env: {
      ROLES_TO_TOOLS: JSON.stringify({
        viewer: { tools: ['*'], scope: { clusters: ['dev'] } },
        operator: ['*'],
        admin: ['*']
      })
    }
  })
  const dev = [...inventory.computeResources.values()].find(({ name }) => name === 'dev') ?? assert.fail()
  const { items, total } = await ask(call, {})
  assert.equal(total, items.length)
  const hosts = items.filter(({ object_type }) => object_type === 'HostSystem')
  assert.deepEqual(
    hosts.map(({ object_name }) => object_name),
    ['esx-dev-02.corp.example']
  )
  for (const { object, object_type } of items) {
    const isOwn =
      dev.hosts.includes(object) ||
      dev.datastores.includes(object) ||
      dev.hosts.includes(inventory.vms.get(object)?.host ?? '')
    assert.ok(isOwn, `${object_type} ${object}`)
  }
})
