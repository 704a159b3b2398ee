import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, startBench } from '../helper.ts'

test('a VM in the list has five fields and nothing else', async t => {
  const { api } = await startBench(t)
  const reply = await api('GET', '/api/vcenter/vm?names=web-01')
  assert.equal(reply.headers['content-type'], 'application/json')
  assert.deepEqual(Object.keys(listOf(reply.json)[0] as object), [
    'vm',
    'name',
    'power_state',
    'cpu_count',
    'memory_size_MiB'
  ])
})

test('templates are not in the list, though they can be got by id', async t => {
  const { simulator, api } = await startBench(t)
  const all = listOf((await api('GET', '/api/vcenter/vm')).json)
  assert.equal(all.length, 40)
  const template = [...simulator.inventory.vms.values()].find(vm => vm.template)
  assert.deepEqual((await api('GET', `/api/vcenter/vm?vms=${template?.id}`)).json, [])
  assert.equal((await api('GET', `/api/vcenter/vm/${template?.id}`)).status, 200)
})

test('values of one filter are alternatives, filters together must all hold', async t => {
  const { api } = await startBench(t)
  const names = async (query: string) =>
    listOf((await api('GET', `/api/vcenter/vm?${query}`)).json).map(
      vm => `${String(at(vm, 'vm'))} ${String(at(vm, 'name'))}`
    )
  assert.deepEqual(await names('names=web-01&names=db-02'), ['vm-1001 web-01', 'vm-1004 db-02'])
  assert.deepEqual(await names('names=app-01'), ['vm-1008 app-01', 'vm-1009 app-01'])
  assert.deepEqual(await names('names=app-01&power_states=POWERED_OFF'), ['vm-1009 app-01'])
  assert.deepEqual(await names('vms=vm-1001&vms=vm-1'), ['vm-1001 web-01'])
  assert.deepEqual(await names('names=WEB-01'), [])
  assert.deepEqual(await names('names=web*'), [])
  assert.deepEqual(await names(`names=${encodeURIComponent('Büro Drucker 01')}`), ['vm-1010 Büro Drucker 01'])
  assert.deepEqual(await names('names=load+100%25+test'), ['vm-1011 load 100% test'])
})

test('each place filter finds exactly the machines of the place', async t => {
  const { simulator, api } = await startBench(t)
  const { inventory } = simulator
  const vm = inventory.vms.get('vm-1001')
  const cluster = inventory.hosts.get(vm?.host ?? '')?.parent
  const machines = [...inventory.vms.values()].filter(candidate => !candidate.template)
  const expected = {
    folders: machines.filter(other => other.parent === vm?.parent).length,
    datacenters: machines.filter(other => other.datacenter === vm?.datacenter).length,
    hosts: machines.filter(other => other.host === vm?.host).length,
    clusters: machines.filter(other => inventory.hosts.get(other.host)?.parent === cluster).length,
    resource_pools: machines.filter(other => other.resourcePool === vm?.resourcePool).length
  }
  const wanted = {
    folders: vm?.parent,
    datacenters: vm?.datacenter,
    hosts: vm?.host,
    clusters: cluster,
    resource_pools: vm?.resourcePool
  }
  for (const [filter, id] of Object.entries(wanted)) {
    const found = listOf((await api('GET', `/api/vcenter/vm?${filter}=${id}`)).json)
    assert.equal(found.length, expected[filter as keyof typeof expected], filter)
    assert.ok(found.some(item => at(item, 'vm') === 'vm-1001'))
  }
})

test('an unknown enumeration value is 400 INVALID_ARGUMENT, in any list', async t => {
  const { api } = await startBench(t)
  for (const path of [
    'vm?power_states=ON',
    'vm?power_states=POWERED_ON&power_states=powered_off',
    'host?connection_states=UP',
    'datastore?types=LOCAL',
    'network?types=VLAN',
    'folder?type=VM',
    'host?standalone=yes'
  ]) {
    const reply = await api('GET', `/api/vcenter/${path}`)
    assert.deepEqual(errorOf(reply).slice(0, 2), [400, 'INVALID_ARGUMENT'], path)
  }
})

test('an unknown filter, and one of the older dialect, is 400 INVALID_REQUEST', async t => {
  const { api } = await startBench(t)
  for (const query of ['filter.names=web-01', 'name=web-01', 'limit=10', 'folders=a&tags=b']) {
    assert.deepEqual(errorOf(await api('GET', `/api/vcenter/vm?${query}`)).slice(0, 2), [
      400,
      'INVALID_REQUEST'
    ])
  }
})

test('an id that does not exist filters everything out, but cannot be got', async t => {
  const { api } = await startBench(t)
  assert.deepEqual((await api('GET', '/api/vcenter/cluster?clusters=domain-c999')).json, [])
  for (const path of [
    'cluster/domain-c999',
    'cluster/domain-s1',
    'datacenter/x',
    'datastore/x',
    'resource-pool/x'
  ]) {
    assert.deepEqual(errorOf(await api('GET', `/api/vcenter/${path}`)).slice(0, 2), [404, 'NOT_FOUND'], path)
  }
})

test('more matches than the cap are 500 UNABLE_TO_ALLOCATE_RESOURCE, never a shorter list', async t => {
  const { api } = await startBench(t, { caps: { vms: 10, hosts: 3, datastores: 3, networks: 3, folders: 3 } })
  for (const kind of ['vm', 'host', 'datastore', 'network', 'folder']) {
    const reply = await api('GET', `/api/vcenter/${kind}`)
    assert.deepEqual(errorOf(reply).slice(0, 2), [500, 'UNABLE_TO_ALLOCATE_RESOURCE'], kind)
  }
  assert.equal((await api('GET', '/api/vcenter/vm?names=web-01')).status, 200)
})

test('by default 4,000 virtual machines fit into a list and 4,001 do not', async t => {
  const { simulator, api } = await startBench(t, { vms: 4001 })
  assert.equal((await api('GET', '/api/vcenter/vm')).status, 500)
  simulator.inventory.remove(simulator.inventory.vms.get('vm-1001') ?? assert.fail())
  assert.equal(listOf((await api('GET', '/api/vcenter/vm')).json).length, 4000)
})
