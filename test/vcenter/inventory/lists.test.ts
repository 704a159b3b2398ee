import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VcenterApiError } from '../../../src/vcenter/errors.ts'
import { listKinds, type ListName } from '../../../src/vcenter/inventory/kinds.ts'
import { apiModes, releases, rowsOf, startWorld } from './world.ts'

const names = Object.keys(listKinds) as ListName[]
const size = { vms: 120, hosts: 20 }
/** So low that every list is refused, and so are most of its parts. */
const caps = {
  vms: 16,
  hosts: 10,
  datastores: 4,
  clusters: 2,
  networks: 4,
  datacenters: 1,
  resourcePools: 2,
  folders: 4
}

for (const apiMode of apiModes) {
  test(`beyond the caps, lists through VI/JSON equal what vCenter lists, field for field (${apiMode})`, async t => {
    const free = await startWorld(t, { ...size, apiMode })
    const capped = await startWorld(t, { ...size, apiMode, caps })
    for (const name of names) {
      assert.deepEqual(await rowsOf(capped.client, name), await rowsOf(free.client, name), name)
      const asked = capped.asked()
      assert.equal(asked.length, 2, `${name}: ${asked.join(', ')}`)
      assert.match(asked[1] ?? '', /RetrievePropertiesEx/)
    }
  })

  test(`where there is no VI/JSON, lists put together from parts equal them too (${apiMode})`, async t => {
    const apiRelease = releases.without
    const free = await startWorld(t, { ...size, apiMode, apiRelease })
    const capped = await startWorld(t, { ...size, apiMode, apiRelease, caps: { ...caps, datacenters: 2 } })
    for (const name of names) {
      assert.deepEqual(await rowsOf(capped.client, name), await rowsOf(free.client, name), name)
      assert.ok(!capped.asked().some(each => each.includes('/sdk/')), name)
    }
  })

  test(`filters find beyond the caps what they find below them (${apiMode})`, async t => {
    const free = await startWorld(t, { ...size, apiMode })
    const capped = await startWorld(t, {
      ...size,
      apiMode,
      caps: { ...caps, networks: 2 }
    })
    const [cluster] = await free.client.listClusters()
    const [datacenter] = await free.client.listDatacenters()
    assert.ok(cluster && datacenter)
    const { vm = '', name = '' } = (await free.client.listVms())[0] ?? {}
    const filters: [ListName, object][] = [
      ['listVms', { power_states: ['POWERED_ON'] }],
      ['listVms', { power_states: ['SUSPENDED', 'POWERED_OFF'] }],
      ['listVms', { names: [name, 'load 100% test', 'no such name'] }],
      ['listVms', { vms: [vm, 'vm-1002', 'vm-1003', 'vm-1004', 'vm-0'] }],
      ['listVms', { clusters: [cluster.cluster] }],
      ['listVms', { datacenters: [datacenter.datacenter], power_states: ['POWERED_ON'] }],
      ['listHosts', { connection_states: ['CONNECTED'] }],
      ['listHosts', { datacenters: [datacenter.datacenter] }],
      ['listDatastores', { types: ['NFS', 'VMFS'] }],
      ['listNetworks', { types: ['DISTRIBUTED_PORTGROUP'] }],
      ['listFolders', { type: 'VIRTUAL_MACHINE' }],
      ['listFolders', { type: 'VIRTUAL_MACHINE', datacenters: [datacenter.datacenter] }],
      ['listResourcePools', { clusters: [cluster.cluster] }]
    ]
    for (const [list, filter] of filters) {
      const expected = await rowsOf(free.client, list, filter)
      assert.deepEqual(
        await rowsOf(capped.client, list, filter),
        expected,
        `${list} ${JSON.stringify(filter)}`
      )
      assert.ok(expected.length > 0, list)
    }
  })
}

test('a list that was refused is not asked for again, and is not read again within seconds', async t => {
  const { client, connect, asked } = await startWorld(t, { ...size, caps })
  await client.listVms()
  assert.equal(asked().length, 2)
  const [one, other] = await Promise.all([client.listVms(), connect().listVms()])
  assert.equal(one, other)
  assert.deepEqual(asked(), [])
  assert.ok((await client.listVms({ power_states: ['POWERED_ON'] })).length > caps.vms)
  assert.deepEqual(asked(), ['GET /api/vcenter/vm?power_states=POWERED_ON'])
  const again = await client.listVms({ power_states: ['POWERED_ON'] })
  assert.equal(again, await client.listVms({ power_states: ['POWERED_ON'] }), 'its pages are ordered once')
  assert.deepEqual(asked(), [])
})

test('a hundred callers at once share one bulk read', async t => {
  const { client, connect, asked } = await startWorld(t, { ...size, caps })
  await client.listVms()
  const [off] = await client.listVms({ names: ['db-02'] })
  await client.startVm({ vm: off?.vm ?? '' })
  asked()
  await Promise.all(Array.from({ length: 100 }, () => connect().listVms()))
  const requests = asked()
  assert.equal(requests.length, 1)
  assert.match(requests[0] ?? '', /RetrievePropertiesEx$/)
})

test('after a write of this service a long list is read anew', async t => {
  const { client, asked } = await startWorld(t, { ...size, caps })
  const before = await client.listVms({ power_states: ['POWERED_OFF'] })
  const vm = before[0]?.vm ?? ''
  await client.startVm({ vm })
  asked()
  const after = await client.listVms({ power_states: ['POWERED_OFF'] })
  assert.equal(after.length, before.length - 1)
  assert.ok(!after.some(each => each.vm === vm))
  assert.equal(asked().length, 1)
})

test('a short list is never kept', async t => {
  const { client, asked } = await startWorld(t, size)
  await client.listVms()
  await client.listVms()
  assert.deepEqual(asked(), ['GET /api/vcenter/vm', 'GET /api/vcenter/vm'])
})

test('a caller who leaves takes the bulk read from nobody else', async t => {
  const { client, connect, simulator } = await startWorld(t, { ...size, caps })
  await client.listHosts()
  simulator.fail({ path: /RetrievePropertiesEx/ }, { delayMs: 100 })
  const controller = new AbortController()
  const leaving = connect(controller.signal).listVms()
  const staying = client.listVms()
  setTimeout(() => controller.abort(new Error('gone')), 40)
  await assert.rejects(leaving, { message: 'gone' })
  assert.equal((await staying).length, size.vms)
})

test('a bulk read that nobody waits for any more is given up, and the next one succeeds', async t => {
  const { client, connect, simulator, asked } = await startWorld(t, { ...size, caps })
  await client.listHosts()
  simulator.fail({ path: /RetrievePropertiesEx/ }, { delayMs: 60_000 })
  const controller = new AbortController()
  const leaving = connect(controller.signal).listVms()
  setTimeout(() => controller.abort(new Error('gone')), 40)
  await assert.rejects(leaving, { message: 'gone' })
  asked()
  assert.equal((await client.listVms()).length, size.vms)
  assert.equal(asked().length, 1)
})

test('a list that no filter divides far enough fails with the part that is too long', async t => {
  const apiRelease = releases.without
  const { client } = await startWorld(t, { ...size, apiRelease, caps: { vms: 1 } })
  await assert.rejects(client.listVms(), (error: unknown) => {
    assert.ok(error instanceof VcenterApiError)
    assert.match(error.message, /smallest part of it is too long as well \(hosts host-\d+, power_states /)
    return true
  })
})

test('what is at hand is a short list or one that was read already, never a long read', async t => {
  const short = await startWorld(t, size)
  assert.equal((await short.client.listAtHand('listVms'))?.length, size.vms)
  const { client, asked } = await startWorld(t, { ...size, caps })
  assert.equal(await client.listAtHand('listVms'), undefined)
  assert.deepEqual(asked(), ['GET /api/vcenter/vm'])
  assert.equal(await client.listAtHand('listVms'), undefined)
  assert.deepEqual(asked(), [])
  await client.listVms()
  asked()
  assert.equal((await client.listAtHand('listVms'))?.length, size.vms)
  assert.deepEqual(asked(), [])
})

test('a hundred callers at once share what is at hand', async t => {
  const { client, asked } = await startWorld(t)
  const lists = await Promise.all(Array.from({ length: 100 }, () => client.listAtHand('listVms')))
  assert.equal(new Set(lists).size, 1)
  assert.deepEqual(asked(), ['GET /api/vcenter/vm'])
})

test('8,000 VMs are two calls', async t => {
  const { client, asked } = await startWorld(t, { vms: 8_000, hosts: 340, datastores: 1_000 })
  const vms = await client.listVms()
  assert.equal(vms.length, 8_000)
  assert.equal(new Set(vms.map(({ vm }) => vm)).size, 8_000)
  assert.equal(asked().length, 2)
})

test('8,000 VMs come whole from a vCenter without VI/JSON', async t => {
  const apiRelease = releases.without
  const { client, asked } = await startWorld(t, { vms: 8_000, hosts: 340, datastores: 1_000, apiRelease })
  const vms = await client.listVms()
  assert.equal(new Set(vms.map(({ vm }) => vm)).size, 8_000)
  assert.ok(asked().length < 20)
})
