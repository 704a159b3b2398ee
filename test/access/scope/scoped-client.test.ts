import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createScopes } from '../../../src/access/scope/index.ts'
import type { Limits } from '../../../src/access/scope/limits.ts'
import { operations } from '../../../src/vcenter/automation/operations/index.ts'
import type { VcenterClient } from '../../../src/vcenter/types.ts'
import { vimMethods } from '../../../src/vcenter/vim/methods/index.ts'
import { startService } from '../../helper.ts'

const scoped = createScopes({
  policy: { limitsOf: () => [{ vm_names: ['web-*'] }] },
  log: { warn: () => undefined }
})
const principal = { name: 'ann', role: 'team' }

/** What tools may ask on behalf of a limited role; each of it is cut to the scope by test/scope.test.ts. */
const allowed = new Set(
  `listVms listHosts listClusters listDatastores listNetworks listDatacenters
  listFolders listResourcePools getVm getGuestIdentity getSnapshots createSnapshot
  removeSnapshot startVm stopVm resetVm shutdownGuest rebootGuest deleteVm
  updateCpu updateMemory findByPath findVmByUuid getInventoryPaths getTask listTriggeredAlarms queryPerformance
  listPerformanceCounters`.split(/\s+/)
)

test('what has no rule is refused to a limited role, and asks vCenter nothing', async t => {
  const service = await startService(t)
  const client = service.app.vcenters.get(service.simulator.host)?.client()
  assert.ok(client)
  const limited = scoped(client, principal) as unknown as Record<string, (given: object) => Promise<unknown>>
  const names = [...Object.keys(operations), ...Object.keys(vimMethods)].filter(name => !allowed.has(name))
  assert.ok(names.length > 100)
  for (const name of names) {
    await assert.rejects(async () => limited[name]?.({ vm: 'vm-1001' }), { code: 'unsupported' }, name)
  }
  assert.equal(service.simulator.requests.length, 0)
})

test('an object that was never listed is looked for before anything is done with it', async t => {
  const service = await startService(t)
  const client = service.app.vcenters.get(service.simulator.host)?.client()
  assert.ok(client)
  const limited = scoped(client, principal)
  const { vms } = service.simulator.inventory
  const idOf = (name: string) => [...vms.values()].find(vm => vm.name === name)?.id ?? assert.fail(name)
  await assert.rejects(limited.deleteVm({ vm: idOf('db-02') }), { code: 'not_found' })
  await assert.rejects(limited.getSnapshots({ vm: idOf('db-01') }), { code: 'not_found' })
  assert.ok(vms.get(idOf('db-02')))
  assert.equal((await limited.getVm({ vm: idOf('web-01') })).name, 'web-01')
  assert.deepEqual(await limited.readObjects('VirtualMachine', [idOf('db-01'), 'vm-999999'], ['name']), [])
  const uuidOf = (name: string) => vms.get(idOf(name))?.instanceUuid ?? assert.fail(name)
  assert.equal(await limited.findVmByUuid({ kind: 'instance', uuid: uuidOf('db-01') }), undefined)
  assert.equal(await limited.findVmByUuid({ kind: 'instance', uuid: uuidOf('web-01') }), idOf('web-01'))
  assert.equal(await limited.findByPath({ path: 'Amsterdam/vm/Production' }), undefined)
  assert.equal(
    (await limited.getInventoryPaths({ objects: [{ type: 'VirtualMachine', value: idOf('db-01') }] })).size,
    0
  )
  await assert.rejects(limited.readInventory({ ComputeResource: ['name'] }), { code: 'unsupported' })
  await assert.rejects(limited.readObjects('ComputeResource', [], ['name']), { code: 'unsupported' })
})

test('a client that is awaited is that client, by the name of its vCenter and judges tasks like it', async t => {
  const service = await startService(t)
  const client = service.app.vcenters.get(service.simulator.host)?.client()
  assert.ok(client)
  const limited = scoped(client, principal)
  assert.equal(await Promise.resolve(limited), limited)
  assert.equal(limited.name, client.name)
  const done = { state: 'success' } as Parameters<VcenterClient['taskFailure']>[0]
  assert.equal(limited.taskFailure(done, 'a snapshot'), undefined)
})

/** The vCenter of a service, whole and as a role with these limits sees it. */
async function startLimited(t: TestContext, limits: (cluster: (name: string) => string) => Limits) {
  const service = await startService(t)
  const client = service.app.vcenters.get(service.simulator.host)?.client() ?? assert.fail()
  const { computeResources, vms } = service.simulator.inventory
  const cluster = (name: string) =>
    [...computeResources.values()].find(each => each.name === name)?.id ?? assert.fail(name)
  const scope = createScopes({
    policy: { limitsOf: () => [limits(cluster)] },
    log: { warn: () => undefined }
  })
  const { requests } = service.simulator
  return { client, limited: scope(client, principal), cluster, vms: [...vms.values()], requests }
}

test('what is asked for and what a role is limited to must both hold', async t => {
  const both = await startLimited(t, cluster => ({ clusters: [cluster('prod'), cluster('dev')] }))
  const asked = { clusters: [both.cluster('prod')] }
  assert.deepEqual(await both.limited.listVms(asked), await both.client.listVms(asked))
  const other = await startLimited(t, cluster => ({ clusters: [cluster('dev')] }))
  assert.deepEqual(await other.limited.listVms(asked), [])
})

test('a VM must fulfil all limits of a set: neither its tag nor its name alone is enough', async t => {
  const { client, limited, vms } = await startLimited(t, () => ({ tags: ['Team/a'], vm_names: ['web-*'] }))
  const category_id = await client.createCategory({
    body: { name: 'Team', description: '', cardinality: 'MULTIPLE', associable_types: [] }
  })
  const tag = await client.createTag({ body: { name: 'a', description: '', category_id } })
  const tagged = vms.filter(({ name }) => ['web-01', 'db-01'].includes(name))
  await client.attachTagToObjects({
    tag,
    body: { object_ids: tagged.map(({ id }) => ({ type: 'VirtualMachine', id })) }
  })
  assert.deepEqual(
    (await limited.listVms()).map(({ name }) => name),
    ['web-01']
  )
})

test('a limit of more ids than are sent as a filter lets through no more than those', async t => {
  const ids = Array.from({ length: 401 }, (_, index) => `datacenter-${900_000 + index}`)
  const { limited } = await startLimited(t, () => ({ datacenters: ids }))
  assert.deepEqual(await limited.listVms(), [])
})

test('a VM that a call has seen once is not looked for again', async t => {
  const { client, limited, vms, requests } = await startLimited(t, () => ({ vm_names: ['web-*'] }))
  await client.listVms()
  requests.length = 0
  const [one, other] = vms.filter(({ name }) => name.startsWith('web-')).map(({ id }) => id)
  assert.ok(one && other)
  for (let time = 0; time < 2; time++) await limited.getVm({ vm: one })
  assert.equal(requests.length, 3, 'a list, and the VM twice')
  await limited.listVms()
  await limited.getVm({ vm: other })
  assert.equal(requests.length, 5)
})

test('what a VM has is its own, also what the role could not list', async t => {
  const { client, limited, vms } = await startLimited(t, () => ({ vm_names: ['web-01'] }))
  const vm = vms.find(({ name }) => name === 'web-01')?.id ?? assert.fail()
  const ask = ['VirtualMachine', [vm], ['datastore', 'network']] as const
  assert.deepEqual(await limited.listDatastores(), [])
  assert.deepEqual(await limited.readObjects(...ask), await client.readObjects(...ask))
})
