import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, restErrorOf, startBench } from '../helper.ts'
import { vmAt } from '../places.ts'

test('a host is added to a folder, can take a VM, and goes with what is on it', async t => {
  const { simulator, api } = await startBench(t)
  const { inventory } = simulator
  const folder = inventory.datacenters.values().next().value?.hostFolder
  const spec = {
    hostname: 'esx-new.corp.example',
    user_name: 'root',
    password: 'x',
    folder,
    thumbprint_verification: 'NONE'
  }
  const reply = await api('POST', '/api/vcenter/host', spec)
  assert.equal(reply.status, 201)
  const id = String(reply.json)
  const [listed] = listOf(
    (await api('GET', '/api/vcenter/host?standalone=true&names=esx-new.corp.example')).json
  )
  assert.deepEqual(listed, {
    host: id,
    name: 'esx-new.corp.example',
    connection_state: 'CONNECTED',
    power_state: 'POWERED_ON'
  })
  const pools = listOf((await api('GET', `/api/vcenter/resource-pool?hosts=${id}`)).json)
  assert.equal(pools.length, 1)
  const datastore = inventory.hosts.get(id)?.datastores[0]
  const placement = { folder: vmAt(simulator, 'vm-1001').parent, host: id, datastore }
  const vm = await api('POST', '/api/vcenter/vm', { guest_OS: 'UBUNTU_64', name: 'guest', placement })
  assert.equal(vm.status, 201)
  assert.deepEqual(errorOf(await api('POST', '/api/vcenter/host', spec)).slice(0, 2), [400, 'ALREADY_EXISTS'])
  assert.equal((await api('DELETE', `/api/vcenter/host/${id}`)).status, 204)
  assert.equal((await api('GET', `/api/vcenter/vm/${String(vm.json)}`)).status, 404)
  assert.deepEqual((await api('GET', `/api/vcenter/datastore?datastores=${datastore}`)).json, [])
  assert.deepEqual((await api('GET', `/api/vcenter/host?hosts=${id}`)).json, [])
})

test('a host is refused without a folder for hosts or a thumbprint where one is to be checked', async t => {
  const { simulator, api } = await startBench(t)
  const datacenter = simulator.inventory.datacenters.values().next().value
  const spec = {
    hostname: 'esx-new',
    user_name: 'root',
    password: 'x',
    folder: datacenter?.hostFolder,
    thumbprint_verification: 'NONE'
  }
  for (const [changes, status, type] of [
    [{ folder: undefined }, 400, 'INVALID_ARGUMENT'],
    [{ folder: 'group-h999' }, 404, 'NOT_FOUND'],
    [{ folder: datacenter?.vmFolder }, 400, 'INVALID_ARGUMENT'],
    [{ thumbprint_verification: 'THUMBPRINT' }, 400, 'INVALID_ARGUMENT'],
    [{ port: 0 }, 400, 'INVALID_ARGUMENT'],
    [{ password: undefined }, 400, 'INVALID_REQUEST']
  ] as const) {
    const reply = await api('POST', '/api/vcenter/host', { ...spec, ...changes })
    assert.deepEqual(errorOf(reply).slice(0, 2), [status, type], JSON.stringify(changes))
  }
})

test('a host is disconnected and connected; one in a cluster cannot be removed', async t => {
  const { simulator, api } = await startBench(t)
  const { host } = vmAt(simulator, 'vm-1001')
  const path = `/api/vcenter/host/${host}`
  const connected = await api('POST', `${path}?action=connect`)
  assert.deepEqual(errorOf(connected).slice(0, 2), [400, 'ALREADY_IN_DESIRED_STATE'])
  assert.equal((await api('POST', `${path}?action=disconnect`)).status, 204)
  const [listed] = listOf((await api('GET', `/api/vcenter/host?hosts=${host}`)).json)
  assert.deepEqual([at(listed, 'connection_state'), at(listed, 'power_state')], ['DISCONNECTED', undefined])
  assert.equal((await api('POST', `/rest/vcenter/host/${host}/connect`)).status, 200)
  assert.deepEqual(restErrorOf(await api('POST', `/rest/vcenter/host/${host}/connect`)), [
    400,
    'ALREADY_IN_DESIRED_STATE'
  ])
  assert.deepEqual(errorOf(await api('DELETE', path)).slice(0, 2), [400, 'RESOURCE_IN_USE'])
  assert.deepEqual(errorOf(await api('DELETE', '/api/vcenter/host/host-999')).slice(0, 2), [404, 'NOT_FOUND'])
})

test('a host that is down does not come back by being connected', async t => {
  const { simulator, api } = await startBench(t)
  const [host] = simulator.inventory.hosts.values()
  assert.ok(host)
  host.connectionState = 'NOT_RESPONDING'
  const path = `vcenter/host/${host.id}`
  const refused = await api('POST', `/api/${path}?action=connect`)
  assert.deepEqual(errorOf(refused).slice(0, 2), [500, 'ERROR'])
  assert.deepEqual(restErrorOf(await api('POST', `/rest/${path}/connect`)), [400, 'ERROR'])
  assert.equal(host.connectionState, 'NOT_RESPONDING')
})
