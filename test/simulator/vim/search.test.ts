import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, ref, startBench, type Bench } from '../helper.ts'
import { faultOf, idOf, post } from './helper.ts'

async function find(bench: Bench, method: string, body: Record<string, unknown>): Promise<unknown> {
  const reply = await post(bench, 'SearchIndex/SearchIndex', method, body)
  assert.equal(reply.status, 200, reply.text)
  return reply.json === null ? null : at(reply.json, 'value')
}

test('machines and hosts are found by their UUIDs', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const vm = inventory.vms.get('vm-1001') ?? assert.fail()
  const host = inventory.hosts.get(vm.host) ?? assert.fail()
  assert.equal(await find(bench, 'FindByUuid', { uuid: vm.biosUuid, vmSearch: true }), 'vm-1001')
  const byInstance = { uuid: vm.instanceUuid.toUpperCase(), vmSearch: true, instanceUuid: true }
  assert.equal(await find(bench, 'FindByUuid', byInstance), 'vm-1001')
  assert.equal(await find(bench, 'FindByUuid', { uuid: vm.instanceUuid, vmSearch: true }), null)
  assert.equal(await find(bench, 'FindByUuid', { uuid: host.uuid, vmSearch: false }), host.id)
  const other = [...inventory.datacenters.keys()].find(id => id !== vm.datacenter) ?? ''
  const datacenter = ref('Datacenter', other)
  assert.equal(await find(bench, 'FindByUuid', { uuid: vm.biosUuid, vmSearch: true, datacenter }), null)
  const nowhere = { uuid: 'x', vmSearch: true, datacenter: ref('Datacenter', 'datacenter-0') }
  assert.equal(
    await faultOf(post(bench, 'SearchIndex/SearchIndex', 'FindByUuid', nowhere)),
    'ManagedObjectNotFound'
  )
})

test('an inventory path leads through folders, with names escaped as the VIM API shows them', async t => {
  const bench = await startBench(t)
  const path = (inventoryPath: string) => find(bench, 'FindByInventoryPath', { inventoryPath })
  assert.equal(await path('Amsterdam/vm/Production/Web/web-01'), 'vm-1001')
  assert.equal(
    await path('/Amsterdam/vm/Development/Sandbox/load 100%25 test'),
    idOf(bench, 'load 100% test')
  )
  assert.equal(await path('Amsterdam/host/prod'), 'domain-c8')
  assert.equal(await path('Amsterdam/vm/nothing'), null)
  assert.match(String(await path('Amsterdam/datastore/prod-vsan')), /^datastore-/)
})

test('FindChild looks directly below an object', async t => {
  const bench = await startBench(t)
  assert.equal(
    await find(bench, 'FindChild', { entity: ref('Folder', 'group-d1'), name: 'amsterdam' }),
    'datacenter-2'
  )
  assert.equal(await find(bench, 'FindChild', { entity: ref('Folder', 'group-d1'), name: 'web-01' }), null)
})

test('machines are found by what their guests report, and only while they do', async t => {
  const bench = await startBench(t)
  const vm = bench.simulator.inventory.vms.get('vm-1001') ?? assert.fail()
  const ip = { ip: vm.nics[0]?.address, vmSearch: true }
  assert.equal(await find(bench, 'FindByIp', ip), 'vm-1001')
  assert.equal(
    await find(bench, 'FindByDnsName', { dnsName: 'WEB-01.corp.example', vmSearch: true }),
    'vm-1001'
  )
  const host = bench.simulator.inventory.hosts.get(vm.host)
  assert.equal(await find(bench, 'FindByDnsName', { dnsName: host?.name, vmSearch: false }), host?.id)
  vm.guestState = 'notRunning'
  assert.equal(await find(bench, 'FindByIp', ip), null)
})
