import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, restErrorOf, startBench } from '../helper.ts'
import { datastoreNamed, placementOf, vmAt } from '../places.ts'

test('a datacenter is made with its four folders, and deleted when empty or by force', async t => {
  const { simulator, api } = await startBench(t)
  const folder = simulator.inventory.rootFolder
  const reply = await api('POST', '/api/vcenter/datacenter', { name: 'Oslo', folder })
  assert.equal(reply.status, 201)
  const id = String(reply.json)
  const info = (await api('GET', `/api/vcenter/datacenter/${id}`)).json
  assert.equal(at(info, 'name'), 'Oslo')
  const folders = listOf((await api('GET', `/api/vcenter/folder?datacenters=${id}`)).json)
  assert.equal(folders.length, 4)
  const again = await api('POST', '/rest/vcenter/datacenter', { spec: { name: 'Oslo', folder } })
  assert.deepEqual(restErrorOf(again), [400, 'ALREADY_EXISTS'])
  for (const [body, status] of [
    [{ name: 'x' }, 400],
    [{ name: 'x', folder: 'group-d999' }, 404],
    [{ name: 'x', folder: at(info, 'vm_folder') }, 400]
  ] as const) {
    assert.equal((await api('POST', '/api/vcenter/datacenter', body)).status, status)
  }
  assert.equal((await api('DELETE', `/api/vcenter/datacenter/${id}`)).status, 204)
  const full = vmAt(simulator, 'vm-1001').datacenter
  const refused = await api('DELETE', `/api/vcenter/datacenter/${full}`)
  assert.deepEqual(errorOf(refused).slice(0, 2), [400, 'RESOURCE_IN_USE'])
  assert.equal((await api('DELETE', `/api/vcenter/datacenter/${full}?force=true`)).status, 204)
  for (const kind of ['vm', 'host', 'cluster', 'datastore', 'network', 'resource-pool', 'folder']) {
    assert.deepEqual((await api('GET', `/api/vcenter/${kind}?datacenters=${full}`)).json, [], kind)
  }
})

test('a resource pool is made, changed and deleted, and its VMs move up', async t => {
  const { simulator, api } = await startBench(t)
  const vm = vmAt(simulator, 'vm-1001')
  const parent = vm.resourcePool ?? ''
  const reply = await api('POST', '/api/vcenter/resource-pool', {
    name: 'Limited',
    parent,
    cpu_allocation: { limit: 2000, reservation: 1000, shares: { level: 'CUSTOM', shares: 123 } }
  })
  assert.equal(reply.status, 201)
  const path = `/api/vcenter/resource-pool/${String(reply.json)}`
  const pool = (await api('GET', path)).json
  assert.deepEqual(at(pool, 'cpu_allocation'), {
    reservation: 1000,
    expandable_reservation: true,
    limit: 2000,
    shares: { level: 'CUSTOM', shares: 123 }
  })
  const children = at((await api('GET', `/api/vcenter/resource-pool/${parent}`)).json, 'resource_pools')
  assert.ok(listOf(children).includes(reply.json))
  const change = { name: 'Limits', memory_allocation: { expandable_reservation: false } }
  assert.equal((await api('PATCH', path, change)).status, 204)
  const changed = (await api('GET', path)).json
  assert.deepEqual(
    [at(changed, 'name'), at(changed, 'memory_allocation', 'expandable_reservation')],
    ['Limits', false]
  )
  const move = { placement: { resource_pool: reply.json } }
  await api('POST', `/api/vcenter/vm/${vm.id}?action=relocate`, move)
  assert.equal(vm.resourcePool, reply.json)
  assert.equal((await api('DELETE', path)).status, 204)
  assert.equal(vm.resourcePool, parent)
  assert.equal((await api('GET', path)).status, 404)
})

test('a root pool is not deleted, and a pool that cannot be is refused', async t => {
  const { simulator, api } = await startBench(t)
  const { inventory } = simulator
  const root = [...inventory.computeResources.values()][0]?.resourcePool ?? ''
  const refused = await api('DELETE', `/api/vcenter/resource-pool/${root}`)
  assert.deepEqual(errorOf(refused).slice(0, 2), [400, 'UNSUPPORTED'])
  const cases: [object, number, string][] = [
    [{ name: 'x', parent: 'resgroup-999' }, 404, 'NOT_FOUND'],
    [{ name: 'High Priority', parent: root }, 400, 'INVALID_ARGUMENT'],
    [{ name: 'x', parent: root, cpu_allocation: { limit: -2 } }, 400, 'INVALID_ARGUMENT'],
    [{ name: 'x', parent: root, cpu_allocation: { limit: 1, reservation: 2 } }, 400, 'INVALID_ARGUMENT'],
    [{ name: 'x', parent: root, cpu_allocation: { shares: { level: 'CUSTOM' } } }, 400, 'INVALID_ARGUMENT'],
    [
      { name: 'x', parent: root, cpu_allocation: { shares: { level: 'LOW', shares: 1 } } },
      400,
      'INVALID_ARGUMENT'
    ],
    [
      { name: 'x', parent: root, memory_allocation: { reservation: 1e12 } },
      500,
      'UNABLE_TO_ALLOCATE_RESOURCE'
    ]
  ]
  for (const [body, status, type] of cases) {
    const reply = await api('POST', '/api/vcenter/resource-pool', body)
    assert.deepEqual(errorOf(reply).slice(0, 2), [status, type], JSON.stringify(body))
  }
})

test('storage policies: who uses one, which datastores fit, and what a VM has', async t => {
  const { simulator, api } = await startBench(t)
  const policies = listOf((await api('GET', '/api/vcenter/storage/policies')).json)
  assert.ok(policies.length > 2)
  const vsan = policies.find(policy => at(policy, 'name') === 'vSAN Default Storage Policy')
  const id = String(at(vsan, 'policy'))
  const one = await api('GET', `/rest/vcenter/storage/policies?filter.policies=${id}`)
  assert.deepEqual(one.json, { value: [vsan] })
  const store = datastoreNamed(simulator, 'prod-vsan').id
  const other = datastoreNamed(simulator, 'prod-vmfs-01').id
  assert.equal((await api('GET', `/api/vcenter/datastore/${store}/default-policy`)).json, id)
  const usual = (await api('GET', `/api/vcenter/datastore/${other}/default-policy`)).json
  assert.ok(usual !== id && policies.some(policy => at(policy, 'policy') === usual))
  const check = `/api/vcenter/storage/policies/${id}?action=check-compatibility`
  assert.deepEqual((await api('POST', check, { datastores: [store, other] })).json, {
    compatible_datastores: [{ datastore: store }]
  })
  const chosen = String(at(policies[1], 'policy'))
  const path = '/api/vcenter/vm/vm-1004/storage/policy'
  const choice = { type: 'USE_SPECIFIED_POLICY', policy: chosen }
  assert.equal((await api('PATCH', path, { vm_home: choice, disks: { 2000: choice } })).status, 204)
  const vm = (await api('GET', path)).json
  assert.deepEqual([at(vm, 'vm_home'), at(vm, 'disks', '2000')], [chosen, chosen])
  const inRest = await api('GET', '/rest/vcenter/vm/vm-1004/storage/policy')
  assert.deepEqual(at(inRest.json, 'value', 'disks', 0), { key: '2000', value: chosen })
  const users = (await api('GET', `/api/vcenter/storage/policies/${chosen}/vm`)).json
  assert.deepEqual(users, { 'vm-1004': { vm_home: true, disks: ['2000'] } })
  for (const body of [
    { vm_home: { type: 'USE_SPECIFIED_POLICY' } },
    { vm_home: { type: 'USE_SPECIFIED_POLICY', policy: 'none' } },
    { disks: { 9: choice } }
  ]) {
    assert.deepEqual(errorOf(await api('PATCH', path, body)).slice(0, 2), [400, 'INVALID_ARGUMENT'])
  }
})

test('a VM cannot be placed on what was removed', async t => {
  const { simulator, api } = await startBench(t)
  const vm = vmAt(simulator, 'vm-1014')
  const placement = placementOf(vm)
  assert.equal((await api('DELETE', `/api/vcenter/host/${vm.host}`)).status, 204)
  const reply = await api('POST', '/api/vcenter/vm', { guest_OS: 'UBUNTU_64', name: 'x', placement })
  assert.deepEqual(errorOf(reply).slice(0, 2), [404, 'NOT_FOUND'])
})
