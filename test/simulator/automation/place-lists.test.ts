import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, listOf, startBench } from '../helper.ts'

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
