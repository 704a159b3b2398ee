import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, restErrorOf, startBench, type Bench } from '../helper.ts'
import { datastoreNamed, vmAt } from '../places.ts'

const items = '/api/content/library/item'
const ovf = (id: string, action: string) => `/api/vcenter/ovf/library-item/${id}?action=${action}`
const template = '/api/vcenter/vm-template/library-items'

async function itemNamed(bench: Bench, name: string): Promise<string> {
  const found = listOf((await bench.api('POST', `${items}?action=find`, { name })).json)
  assert.equal(found.length, 1, name)
  return String(found[0])
}

test('two libraries hold OVF packages, templates and images, found by name and type', async t => {
  const bench = await startBench(t)
  const { api } = bench
  const libraries = listOf((await api('GET', '/api/content/library')).json).map(String)
  assert.equal(libraries.length, 2)
  const find = (body: object) => api('POST', '/api/content/library?action=find', body)
  const golden = String(at((await find({ name: 'golden IMAGES' })).json, 0))
  const library = (await api('GET', `/api/content/library/${golden}`)).json
  assert.deepEqual([at(library, 'name'), at(library, 'type')], ['Golden images', 'LOCAL'])
  assert.equal(listOf((await find({ type: 'SUBSCRIBED' })).json).length, 1)
  assert.deepEqual((await find({ name: 'none' })).json, [])
  const types = new Set()
  for (const id of listOf((await api('GET', `${items}?library_id=${golden}`)).json)) {
    const item = (await api('GET', `${items}/${String(id)}`)).json
    assert.equal(at(item, 'library_id'), golden)
    types.add(at(item, 'type'))
  }
  assert.deepEqual(types, new Set(['ovf', 'vm-template', 'iso']))
  const isos = await api('POST', `${items}?action=find`, { type: 'iso', library_id: golden })
  assert.equal(listOf(isos.json).length, 2)
  assert.deepEqual((await api('GET', '/api/content/local-library')).json, [golden])
  assert.equal((await api('GET', `/api/content/subscribed-library/${golden}`)).status, 404)
  assert.equal(listOf((await api('GET', '/api/content/subscribed-library')).json).length, 1)
  assert.equal((await api('GET', `/api/content/local-library/${golden}`)).status, 200)
})

test('items are listed of one library, which must be named and be there', async t => {
  const { api } = await startBench(t)
  assert.deepEqual(errorOf(await api('GET', items)).slice(0, 2), [400, 'INVALID_REQUEST'])
  assert.deepEqual(errorOf(await api('GET', `${items}?library_id=x`)).slice(0, 2), [404, 'NOT_FOUND'])
  assert.deepEqual(errorOf(await api('GET', `${items}/x`)).slice(0, 2), [404, 'NOT_FOUND'])
  assert.deepEqual(errorOf(await api('GET', '/api/content/library/x')).slice(0, 2), [404, 'NOT_FOUND'])
})

test('an OVF package tells what it asks for and becomes a VM', async t => {
  const bench = await startBench(t)
  const { api, simulator } = bench
  const id = await itemNamed(bench, 'ubuntu-22.04-base')
  const sibling = vmAt(simulator, 'vm-1001')
  const target = { resource_pool_id: sibling.resourcePool, folder_id: sibling.parent }
  const summary = (await api('POST', ovf(id, 'filter'), { target })).json
  assert.deepEqual([at(summary, 'networks'), at(summary, 'EULAs')], [['VM Network'], []])
  const network = [...simulator.inventory.networks.values()].find(it => it.name === 'amsterdam-dvpg-web')?.id
  const datastore = datastoreNamed(simulator, 'prod-vsan').id
  const reply = await api('POST', ovf(id, 'deploy'), {
    target,
    deployment_spec: {
      name: 'deployed',
      annotation: 'by test',
      accept_all_EULA: true,
      network_mappings: { 'VM Network': network },
      default_datastore_id: datastore,
      storage_provisioning: 'thin'
    }
  })
  assert.deepEqual([reply.status, at(reply.json, 'succeeded')], [200, true])
  assert.equal(at(reply.json, 'resource_id', 'type'), 'VirtualMachine')
  const vm = vmAt(simulator, String(at(reply.json, 'resource_id', 'id')))
  assert.deepEqual(
    [vm.name, vm.annotation, vm.parent, vm.datastore, vm.nics[0]?.network, vm.disks[0]?.thin],
    ['deployed', 'by test', sibling.parent, datastore, network, true]
  )
  assert.equal((await api('POST', `/api/vcenter/vm/${vm.id}/power?action=start`)).status, 204)
})

test('a deployment that fails is 200 as well, and says so', async t => {
  const bench = await startBench(t)
  const { api, simulator } = bench
  const sibling = vmAt(simulator, 'vm-1001')
  const target = { resource_pool_id: sibling.resourcePool, folder_id: sibling.parent }
  const base = await itemNamed(bench, 'ubuntu-22.04-base')
  const licensed = await itemNamed(bench, 'backup-proxy-8.0')
  const before = simulator.inventory.vms.size
  for (const [id, spec, category] of [
    [base, { name: 'web-01', accept_all_EULA: true }, 'SERVER'],
    [licensed, { name: 'proxy', accept_all_EULA: false }, 'INPUT'],
    [base, { accept_all_EULA: true, network_mappings: { Other: 'network-1' } }, 'INPUT'],
    [base, { accept_all_EULA: true, default_datastore_id: 'datastore-999' }, 'SERVER']
  ] as const) {
    const reply = await api('POST', ovf(id, 'deploy'), { target, deployment_spec: spec })
    assert.deepEqual([reply.status, at(reply.json, 'succeeded')], [200, false], JSON.stringify(spec))
    assert.equal(at(reply.json, 'error', 'errors', 0, 'category'), category, JSON.stringify(spec))
    assert.equal(at(reply.json, 'resource_id'), undefined)
  }
  assert.equal(simulator.inventory.vms.size, before)
})

test('a deployment to what is not there is an error', async t => {
  const bench = await startBench(t)
  const id = await itemNamed(bench, 'ubuntu-22.04-base')
  const iso = await itemNamed(bench, 'ubuntu-22.04.4-live-server-amd64.iso')
  const { resourcePool } = vmAt(bench.simulator, 'vm-1001')
  const far = vmAt(bench.simulator, 'vm-1012').parent
  for (const [item, target, status, type] of [
    ['x', { resource_pool_id: resourcePool }, 404, 'NOT_FOUND'],
    [iso, { resource_pool_id: resourcePool }, 400, 'INVALID_ARGUMENT'],
    [id, { resource_pool_id: 'resgroup-999' }, 404, 'NOT_FOUND'],
    [id, { resource_pool_id: resourcePool, host_id: 'host-999' }, 404, 'NOT_FOUND'],
    [id, { resource_pool_id: resourcePool, folder_id: far }, 400, 'INVALID_ARGUMENT'],
    [id, {}, 400, 'INVALID_REQUEST']
  ] as const) {
    const body = { target, deployment_spec: { name: 'x', accept_all_EULA: true } }
    const reply = await bench.api('POST', ovf(item, 'deploy'), body)
    assert.deepEqual(errorOf(reply).slice(0, 2), [status, type], JSON.stringify(target))
  }
})

test('the same client token deploys once, in either dialect', async t => {
  const bench = await startBench(t)
  const { api, simulator } = bench
  const id = await itemNamed(bench, 'photon-5-minimal')
  const { resourcePool } = vmAt(simulator, 'vm-1001')
  const body = {
    target: { resource_pool_id: resourcePool },
    deployment_spec: { name: 'once', accept_all_EULA: true }
  }
  const first = await api('POST', `${ovf(id, 'deploy')}&client_token=abc`, body)
  const path = `/rest/com/vmware/vcenter/ovf/library-item/id:${id}?~action=deploy`
  const second = await api('POST', path, { client_token: 'abc', ...body })
  assert.deepEqual(second.json, { value: first.json })
  assert.equal([...simulator.inventory.vms.values()].filter(vm => vm.name === 'once').length, 1)
})

test('a template item is described and becomes a VM with other hardware', async t => {
  const bench = await startBench(t)
  const { api, simulator } = bench
  const id = await itemNamed(bench, 'tmpl-rhel-9-library')
  const item = (await api('GET', `${template}/${id}`)).json
  const source = vmAt(simulator, String(at(item, 'vm_template')))
  assert.equal(source.template, true)
  assert.equal(at(item, 'disks', '2000', 'capacity'), source.disks[0]?.capacity)
  const inRest = await api('GET', `/rest/vcenter/vm-template/library-items/${id}`)
  assert.equal(at(inRest.json, 'value', 'disks', 0, 'key'), '2000')
  const capacity = (source.disks[0]?.capacity ?? 0) + 1024 ** 3
  const reply = await api('POST', `${template}/${id}?action=deploy`, {
    name: 'from-item',
    description: 'deployed',
    powered_on: true,
    hardware_customization: {
      disks_to_remove: ['2002'],
      disks_to_update: { 2000: { capacity } },
      cpu_update: { num_cpus: 6, num_cores_per_socket: 3 },
      memory_update: { memory: 6144 }
    }
  })
  assert.equal(reply.status, 200)
  const vm = vmAt(simulator, String(reply.json))
  assert.deepEqual(
    [vm.powerState, vm.annotation, vm.cpu.count, vm.cpu.coresPerSocket, vm.memory.sizeMib, vm.disks.length],
    ['POWERED_ON', 'deployed', 6, 3, 6144, 2]
  )
  assert.equal(vm.disks[0]?.capacity, capacity)
})

test('a template item is refused what it cannot become', async t => {
  const bench = await startBench(t)
  const id = await itemNamed(bench, 'tmpl-rhel-9-library')
  const base = await itemNamed(bench, 'ubuntu-22.04-base')
  const hardware = (changes: object) => ({ name: 'x', hardware_customization: changes })
  for (const [item, body, status, type] of [
    ['x', { name: 'x' }, 404, 'NOT_FOUND'],
    [base, { name: 'x' }, 404, 'NOT_FOUND'],
    [id, {}, 400, 'INVALID_REQUEST'],
    [id, { name: 'tmpl-rhel-9' }, 400, 'ALREADY_EXISTS'],
    [id, hardware({ cpu_update: { num_cpus: 3, num_cores_per_socket: 2 } }), 400, 'INVALID_ARGUMENT'],
    [id, hardware({ memory_update: { memory: 3 } }), 400, 'INVALID_ARGUMENT'],
    [id, hardware({ disks_to_update: { 2000: { capacity: 1 } } }), 400, 'INVALID_ARGUMENT'],
    [id, hardware({ nics: { 9: {} } }), 404, 'NOT_FOUND'],
    [id, { name: 'x', guest_customization: { name: 'none' } }, 404, 'NOT_FOUND']
  ] as const) {
    const reply = await bench.api('POST', `${template}/${item}?action=deploy`, body)
    assert.deepEqual(errorOf(reply).slice(0, 2), [status, type], JSON.stringify(body))
  }
})

test('a template item is made of a VM, which stays', async t => {
  const bench = await startBench(t)
  const { api, simulator } = bench
  const [library] = listOf((await api('GET', '/api/content/local-library')).json)
  const [subscribed] = listOf((await api('GET', '/api/content/subscribed-library')).json)
  const body = { source_vm: 'vm-1004', name: 'db-image', library }
  const reply = await api('POST', template, body)
  assert.equal(reply.status, 201)
  const item = (await api('GET', `${items}/${String(reply.json)}`)).json
  assert.deepEqual([at(item, 'name'), at(item, 'type')], ['db-image', 'vm-template'])
  const made = String(at((await api('GET', `${template}/${String(reply.json)}`)).json, 'vm_template'))
  assert.equal(vmAt(simulator, made).template, true)
  assert.equal(vmAt(simulator, 'vm-1004').template, false)
  const spec = { ...body, name: 'DB-IMAGE' }
  for (const [changes, status, type] of [
    [{ name: 'db-image' }, 400, 'ALREADY_EXISTS'],
    [{ source_vm: 'vm-999' }, 404, 'NOT_FOUND'],
    [{ library: 'x' }, 404, 'NOT_FOUND'],
    [{ library: subscribed }, 400, 'INVALID_ARGUMENT']
  ] as const) {
    const refused = await api('POST', '/rest/vcenter/vm-template/library-items', {
      spec: { ...spec, ...changes }
    })
    assert.deepEqual(restErrorOf(refused), [status, type], JSON.stringify(changes))
  }
})

test('the older dialect wraps what is looked for', async t => {
  const { api } = await startBench(t)
  const path = '/rest/com/vmware/content/library'
  const found = await api('POST', `${path}?~action=find`, { spec: { name: 'Golden images' } })
  const [id] = listOf(at(found.json, 'value'))
  const library = await api('GET', `${path}/id:${String(id)}`)
  assert.equal(at(library.json, 'value', 'name'), 'Golden images')
  const list = await api('GET', `${path}/item?library_id=${String(id)}`)
  const [item] = listOf(at(list.json, 'value'))
  assert.equal((await api('GET', `${path}/item/id:${String(item)}`)).status, 200)
  assert.deepEqual(restErrorOf(await api('POST', `${path}?~action=find`, { name: 'x' })), [
    400,
    'UNEXPECTED_INPUT'
  ])
})
