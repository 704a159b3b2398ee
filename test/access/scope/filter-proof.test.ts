import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createScopes } from '../../../src/access/scope/index.ts'
import type { Limits } from '../../../src/access/scope/limits.ts'
import { type Service, startService } from '../../helper.ts'

test('a vCenter that ignores a filter by which containers are found shows nothing', async t => {
  const cases: [limit: Limits, path: RegExp, everything: (service: Service) => unknown[]][] = [
    [
      { folders: ['/Amsterdam/vm/Development'] },
      /folder\?.*parent_folders/,
      ({ simulator }) =>
        [...simulator.inventory.folders.values()].map(({ id, name, type }) => ({ folder: id, name, type }))
    ],
    [
      { folders: ['/Amsterdam/vm/Development'] },
      /datacenter\?.*folders/,
      ({ simulator }) =>
        [...simulator.inventory.datacenters.values()].map(({ id, name }) => ({ datacenter: id, name }))
    ],
    [
      { resource_pools: ['/Amsterdam/host/dev/Resources/Test'] },
      /resource-pool\?.*parent_resource_pools/,
      ({ simulator }) =>
        [...simulator.inventory.resourcePools.values()].map(({ id, name }) => ({ resource_pool: id, name }))
    ]
  ]
  for (const [limits, path, everything] of cases) {
    const { service, client } = await startLimited(t, limits)
    const body = everything(service)
    service.simulator.fail({ path, times: 'unlimited' }, { status: 200, body })
    await assert.rejects(client().listVms(), { code: 'unsupported' }, String(path))
  }
})

test('that nothing came from an empty list proves nothing of a filter', async t => {
  const { service, client } = await startLimited(t, { folders: ['group-v99999'] })
  const { simulator } = service
  simulator.fail({ path: /vcenter\/vm\?/, times: 'unlimited' }, { status: 200, body: [] })
  assert.deepEqual(await client().listVms(), [])
  simulator.clearFaults()
  const all = [...simulator.inventory.vms.values()].map(({ id, name, powerState }) => ({
    vm: id,
    name,
    power_state: powerState
  }))
  simulator.fail({ path: /vcenter\/vm\?/, times: 'unlimited' }, { status: 200, body: all })
  await assert.rejects(client().listVms(), { code: 'unsupported' })
})

test('what vCenter says of other tags than those of a scope shows nothing', async t => {
  const { service, client } = await startLimited(t, { tags: ['Owner/team-shop'] })
  const vms = [...service.simulator.inventory.vms.values()].map(({ kind: type, id }) => ({ type, id }))
  service.simulator.fail(
    { path: /tag-association/ },
    { status: 200, body: [{ tag_id: 'urn:another', object_ids: vms }] }
  )
  assert.deepEqual(await client().listVms(), [])
})

test('a tag of the same name in another category shows nothing, whatever list it came in', async t => {
  const { service, client, connection } = await startLimited(t, { tags: ['Owner/none'] })
  const all = connection.client()
  const [vm] = service.simulator.inventory.vms.values()
  assert.ok(vm)
  const category = await all.createCategory({
    body: { name: 'Team', description: '', cardinality: 'MULTIPLE', associable_types: [] }
  })
  const tag = await all.createTag({ body: { name: 'none', description: '', category_id: category } })
  await all.attachTagToObjects({ tag, body: { object_ids: [{ type: vm.kind, id: vm.id }] } })
  service.simulator.fail({ path: /list-tags-for-category/ }, { status: 200, body: await all.listTags({}) })
  assert.deepEqual(await client().listVms(), [])
})

async function startLimited(t: TestContext, limits: Limits) {
  const service = await startService(t)
  const scoped = createScopes({ policy: { limitsOf: () => [limits] }, log: { warn: () => undefined } })
  const connection = service.app.vcenters.get(service.simulator.host)
  assert.ok(connection)
  return { service, connection, client: () => scoped(connection.client(), { name: 'ann', role: 'team' }) }
}
