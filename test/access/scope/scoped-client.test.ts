import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createScopes } from '../../../src/access/scope/index.ts'
import { operations } from '../../../src/vcenter/automation/operations/index.ts'
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
  updateCpu updateMemory findByPath findVmByUuid getInventoryPaths`.split(/\s+/)
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
  assert.deepEqual(await limited.readObjects('VirtualMachine', [idOf('db-01')], ['name']), [])
  assert.equal(await limited.findByPath({ path: 'Amsterdam/vm/Production' }), undefined)
  assert.equal(
    (await limited.getInventoryPaths({ objects: [{ type: 'VirtualMachine', value: idOf('db-01') }] })).size,
    0
  )
  await assert.rejects(limited.readInventory({ ComputeResource: ['name'] }), { code: 'unsupported' })
})

test('a client that is awaited is that client', async t => {
  const service = await startService(t)
  const client = service.app.vcenters.get(service.simulator.host)?.client()
  assert.ok(client)
  const limited = scoped(client, principal)
  assert.equal(await Promise.resolve(limited), limited)
})
