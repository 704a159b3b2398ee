import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, restErrorOf, startBench } from '../helper.ts'
import { itemNamed } from '../names.ts'
import { datastoreNamed, vmAt } from '../places.ts'

const items = '/api/content/library/item'
const ovf = (id: string, action: string) => `/api/vcenter/ovf/library-item/${id}?action=${action}`

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
  assert.deepEqual(errorOf(await find({})).slice(0, 2), [400, 'INVALID_ARGUMENT'])
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

test('an item is renamed by whoever knows its version, and deleted with its template', async t => {
  const bench = await startBench(t)
  const { api, simulator } = bench
  const id = await itemNamed(bench, 'tmpl-rhel-9-library')
  const path = `${items}/${id}`
  assert.equal((await api('PATCH', path, { name: 'rhel', version: '1' })).status, 204)
  const item = (await api('GET', path)).json
  assert.deepEqual([at(item, 'name'), at(item, 'version')], ['rhel', '2'])
  const late = { description: 'x', version: '1' }
  assert.deepEqual(errorOf(await api('PATCH', path, late)).slice(0, 2), [400, 'INVALID_ARGUMENT'])
  const rest = `/rest/com/vmware/content/library/item/id:${id}`
  assert.deepEqual(restErrorOf(await api('PATCH', rest, { update_spec: late })), [400, 'INVALID_ARGUMENT'])
  const taken = await api('PATCH', path, { name: 'ubuntu-22.04-base' })
  assert.deepEqual(errorOf(taken).slice(0, 2), [400, 'ALREADY_EXISTS'])
  const vendors = `${items}/${await itemNamed(bench, 'backup-proxy-8.0')}`
  for (const method of ['PATCH', 'DELETE']) {
    const reply = await api(method, vendors, method === 'PATCH' ? { name: 'mine' } : undefined)
    assert.deepEqual(errorOf(reply).slice(0, 2), [400, 'INVALID_ELEMENT_TYPE'])
  }
  const template = String([...simulator.inventory.vms.values()].find(vm => vm.name === 'tmpl-rhel-9')?.id)
  assert.equal((await api('DELETE', rest)).status, 200)
  assert.equal((await api('GET', path)).status, 404)
  assert.equal(simulator.inventory.vms.get(template), undefined)
})
