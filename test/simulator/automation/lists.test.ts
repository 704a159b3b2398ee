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

test('the folder list filters by one type, in the singular', async t => {
  const { api } = await startBench(t)
  const hosts = listOf((await api('GET', '/api/vcenter/folder?type=HOST')).json)
  assert.deepEqual(new Set(hosts.map(folder => at(folder, 'type'))), new Set(['HOST']))
  assert.equal(hosts.length, 2)
  assert.equal((await api('GET', '/api/vcenter/folder?type=HOST&type=NETWORK')).status, 400)
  const root = listOf((await api('GET', '/api/vcenter/folder?type=DATACENTER')).json)
  assert.deepEqual(root, [{ folder: 'group-d1', name: 'Datacenters', type: 'DATACENTER' }])
  const below = listOf((await api('GET', '/api/vcenter/folder?parent_folders=group-v3')).json)
  assert.ok(below.some(folder => at(folder, 'name') === 'Production'))
  assert.ok(!below.some(folder => at(folder, 'name') === 'Web'))
})

test('hosts can be told apart by standing alone, cluster and connection', async t => {
  const { api } = await startBench(t)
  const names = async (query: string) =>
    listOf((await api('GET', `/api/vcenter/host?${query}`)).json).map(host => at(host, 'name'))
  assert.deepEqual(await names('standalone=true'), ['esx-edge-01.corp.example'])
  assert.equal((await names('standalone=false')).length, 9)
  assert.deepEqual(await names('connection_states=DISCONNECTED'), ['esx-dr-03.corp.example'])
  const [lost] = listOf((await api('GET', '/api/vcenter/host?connection_states=DISCONNECTED')).json)
  assert.equal(at(lost, 'power_state'), undefined)
  const [cluster] = listOf((await api('GET', '/api/vcenter/cluster?names=dev')).json)
  assert.equal((await names(`clusters=${String(at(cluster, 'cluster'))}`)).length, 3)
})

test('folders are found by their datacenter, and hosts by the folder that holds their cluster', async t => {
  const { api, simulator } = await startBench(t)
  const { inventory } = simulator
  for (const { id, hostFolder } of inventory.datacenters.values()) {
    const folders = listOf((await api('GET', `/api/vcenter/folder?datacenters=${id}`)).json)
    assert.ok(folders.length > 3)
    for (const folder of folders)
      assert.equal(inventory.folders.get(String(at(folder, 'folder')))?.datacenter, id)
    const hosts = listOf((await api('GET', `/api/vcenter/host?folders=${hostFolder}`)).json)
    assert.ok(hosts.length > 0)
    for (const host of hosts) assert.equal(inventory.hosts.get(String(at(host, 'host')))?.datacenter, id)
  }
})

test('hosts are found by their hardware’s UUID from 9.0 on, in /api only', async t => {
  const { api, simulator } = await startBench(t, { apiRelease: '9.0.0.0' })
  const [host] = simulator.inventory.hosts.values()
  const query = `host_uuids=${host?.uuid}`
  const found = listOf((await api('GET', `/api/vcenter/host?${query}`)).json)
  assert.deepEqual(
    found.map(one => at(one, 'host')),
    [host?.id]
  )
  assert.equal((await api('GET', `/rest/vcenter/host?filter.${query}`)).status, 400)
  const older = await startBench(t, { apiRelease: '8.0.3.0' })
  assert.equal((await older.api('GET', `/api/vcenter/host?${query}`)).status, 400)
})

test('an inaccessible datastore has neither capacity nor free space', async t => {
  const { api } = await startBench(t)
  const [offline] = listOf((await api('GET', '/api/vcenter/datastore?names=old-nfs-offline')).json)
  assert.deepEqual(Object.keys(offline as object), ['datastore', 'name', 'type'])
  const got = await api('GET', `/api/vcenter/datastore/${String(at(offline, 'datastore'))}`)
  assert.equal(at(got.json, 'accessible'), false)
  assert.equal(at(got.json, 'free_space'), undefined)
})

test('a datastore shows its capacity in the list only', async t => {
  const { api } = await startBench(t)
  const [vsan] = listOf((await api('GET', '/api/vcenter/datastore?types=VSAN')).json)
  assert.equal(typeof at(vsan, 'capacity'), 'number')
  const got = (await api('GET', `/api/vcenter/datastore/${String(at(vsan, 'datastore'))}`)).json
  assert.deepEqual(Object.keys(got as object).toSorted(), [
    'accessible',
    'free_space',
    'multiple_host_access',
    'name',
    'thin_provisioning_supported',
    'type'
  ])
})

test('a datastore of one host is none of several', async t => {
  const { api, simulator } = await startBench(t)
  const shared = new Set<boolean>()
  for (const { id, hosts } of simulator.inventory.datastores.values()) {
    const got = (await api('GET', `/api/vcenter/datastore/${id}`)).json
    assert.equal(at(got, 'multiple_host_access'), hosts.length > 1)
    shared.add(hosts.length > 1)
  }
  assert.equal(shared.size, 2)
})

test('networks of all three kinds are listed', async t => {
  const { api } = await startBench(t)
  const types = listOf((await api('GET', '/api/vcenter/network')).json).map(network => at(network, 'type'))
  assert.deepEqual(new Set(types), new Set(['STANDARD_PORTGROUP', 'DISTRIBUTED_PORTGROUP', 'OPAQUE_NETWORK']))
  assert.equal(listOf((await api('GET', '/api/vcenter/network?names=VM%20Network')).json).length, 2)
})

test('clusters, datacenters and pools can be got with what belongs to them', async t => {
  const { api } = await startBench(t)
  const cluster = (await api('GET', '/api/vcenter/cluster/domain-c8')).json
  assert.deepEqual(cluster, { name: 'prod', resource_pool: 'resgroup-9' })
  const pool = (await api('GET', '/api/vcenter/resource-pool/resgroup-9')).json
  assert.equal(at(pool, 'name'), 'Resources')
  assert.equal(at(pool, 'cpu_allocation', 'shares', 'level'), 'NORMAL')
  assert.equal(at(pool, 'cpu_allocation', 'limit'), -1)
  const [child] = listOf(at(pool, 'resource_pools'))
  const children = (await api('GET', '/api/vcenter/resource-pool?parent_resource_pools=resgroup-9')).json
  assert.deepEqual(children, [{ resource_pool: child, name: 'High Priority' }])
  const inCluster = (await api('GET', '/api/vcenter/resource-pool?clusters=domain-c8')).json
  assert.equal(listOf(inCluster).length, 3)
  assert.deepEqual((await api('GET', '/api/vcenter/datacenter/datacenter-2')).json, {
    name: 'Amsterdam',
    datastore_folder: 'group-s5',
    host_folder: 'group-h4',
    network_folder: 'group-n6',
    vm_folder: 'group-v3'
  })
})

test('a standalone host’s pools are found by the host', async t => {
  const { simulator, api } = await startBench(t)
  const edge = [...simulator.inventory.hosts.values()].find(host => host.name.startsWith('esx-edge'))
  const pools = listOf((await api('GET', `/api/vcenter/resource-pool?hosts=${edge?.id}`)).json)
  assert.deepEqual(
    pools.map(pool => at(pool, 'name')),
    ['Resources']
  )
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
