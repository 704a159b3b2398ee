import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allSnapshots, homeBytesOf } from '../../../src/simulator/inventory/snapshot-files.ts'
import { at, errorOf, listOf, restErrorOf, startBench } from '../helper.ts'
import { datastoreNamed, placementOf, vapiTaskEnd, vmAt } from '../places.ts'

const relocate = (id: string) => `/api/vcenter/vm/${id}?action=relocate`

test('a move to another host and datastore changes what lists and views show, and the free space', async t => {
  const bench = await startBench(t)
  const { simulator, api } = bench
  const { inventory } = simulator
  const vm = vmAt(simulator, 'vm-1001')
  const source = inventory.datastores.get(vm.datastore) ?? assert.fail()
  const cluster = inventory.computeResources.get(inventory.hosts.get(vm.host)?.parent ?? '')
  const host = cluster?.hosts.find(
    id => id !== vm.host && inventory.hosts.get(id)?.inMaintenanceMode === false
  )
  const target = datastoreNamed(simulator, source.name === 'shared-nfs-01' ? 'prod-vsan' : 'shared-nfs-01')
  const ofDisks = vm.disks.reduce((total, disk) => total + disk.committed, 0)
  const size = ofDisks + homeBytesOf(allSnapshots(vm))
  const [sourceFree, targetFree] = [source.freeSpace, target.freeSpace]
  const reply = await api('POST', relocate(vm.id), { placement: { host, datastore: target.id } })
  assert.deepEqual([reply.status, reply.text], [204, ''])
  assert.deepEqual([vm.host, vm.datastore], [host, target.id])
  assert.deepEqual([source.freeSpace, target.freeSpace], [sourceFree + size, targetFree - size])
  assert.ok(vm.disks.every(disk => disk.file.startsWith(`[${target.name}] web-01/`)))
  const onHost = listOf((await api('GET', `/api/vcenter/vm?hosts=${host}`)).json).map(it => at(it, 'vm'))
  assert.ok(onHost.includes(vm.id))
  const runtime = (await bench.vim('GET', `/VirtualMachine/${vm.id}/runtime`)).json
  assert.equal(at(runtime, 'host', 'value'), host)
  assert.equal(vm.powerState, 'POWERED_ON')
})

test('only the folder, only the pool, or only one disk may change', async t => {
  const { simulator, api } = await startBench(t)
  const { inventory } = simulator
  const vm = vmAt(simulator, 'vm-1003')
  const { host, parent } = vm
  const folder = [...inventory.folders.values()].find(it => it.name === 'Application')?.id ?? ''
  assert.equal((await api('POST', relocate(vm.id), { placement: { folder } })).status, 204)
  assert.deepEqual([vm.parent, vm.host], [folder, host])
  assert.ok(inventory.folders.get(folder)?.children.includes(vm.id))
  assert.ok(!inventory.folders.get(parent)?.children.includes(vm.id))
  const pool = [...inventory.resourcePools.values()].find(it => it.name === 'Databases')?.id
  assert.equal((await api('POST', relocate(vm.id), { placement: { resource_pool: pool } })).status, 204)
  assert.deepEqual([vm.resourcePool, vm.host], [pool, host])
  const target = datastoreNamed(simulator, 'shared-nfs-01').id
  const disks = { 2002: { datastore: target } }
  assert.equal((await api('POST', relocate(vm.id), { disks })).status, 204)
  assert.equal(vm.disks[2]?.datastore, target)
})

test('a place that does not fit is refused with one of the few documented types', async t => {
  const { simulator, api } = await startBench(t)
  const vm = vmAt(simulator, 'vm-1001')
  const elsewhere = placementOf(vmAt(simulator, 'vm-1012'))
  const namesake = vmAt(simulator, 'vm-1009')
  const cases: [string, object, number, string][] = [
    ['vm-999', {}, 404, 'NOT_FOUND'],
    [vm.id, { placement: { host: 'host-999' } }, 404, 'NOT_FOUND'],
    [vm.id, { placement: { host: elsewhere.host } }, 400, 'INVALID_ARGUMENT'],
    [vm.id, { placement: { datastore: elsewhere.datastore } }, 400, 'INVALID_ARGUMENT'],
    [vm.id, { disks: { 9: { datastore: vm.datastore } } }, 404, 'NOT_FOUND'],
    [vm.id, { disks: { 2000: {} } }, 400, 'INVALID_ARGUMENT'],
    [vm.id, { placement: elsewhere }, 400, 'INVALID_ARGUMENT'],
    ['vm-1008', { placement: { folder: namesake.parent } }, 500, 'ERROR']
  ]
  for (const [id, body, status, type] of cases) {
    assert.deepEqual(
      errorOf(await api('POST', relocate(id), body)).slice(0, 2),
      [status, type],
      JSON.stringify(body)
    )
  }
})

test('a datastore without room is ERROR, in the task too', async t => {
  const bench = await startBench(t)
  const vm = vmAt(bench.simulator, 'vm-1001')
  const name = bench.simulator.inventory.datastores.get(vm.datastore)?.name
  const target = datastoreNamed(bench.simulator, name === 'shared-nfs-01' ? 'prod-vsan' : 'shared-nfs-01')
  target.freeSpace = 10
  const body = { placement: { datastore: target.id } }
  assert.deepEqual(errorOf(await bench.api('POST', relocate(vm.id), body)).slice(0, 2), [500, 'ERROR'])
  const task = await vapiTaskEnd(bench, await bench.api('POST', `${relocate(vm.id)}&vmw-task=true`, body))
  assert.deepEqual([at(task, 'status'), at(task, 'error', 'error_type')], ['FAILED', 'ERROR'])
  assert.notEqual(vm.datastore, target.id)
})

test('where only some of the disks have room nothing moves, and no space is taken', async t => {
  const { simulator, api } = await startBench(t)
  const vm = vmAt(simulator, 'vm-1003')
  const name = simulator.inventory.datastores.get(vm.datastore)?.name
  const target = datastoreNamed(simulator, name === 'shared-nfs-01' ? 'prod-vsan' : 'shared-nfs-01')
  const sizes = vm.disks.map(disk => disk.committed)
  assert.ok(sizes.length > 1)
  target.freeSpace = sizes.reduce((sum, size) => sum + size, 0) - 1
  const before = target.freeSpace
  const refused = await api('POST', relocate(vm.id), { placement: { datastore: target.id } })
  assert.deepEqual(errorOf(refused).slice(0, 2), [500, 'ERROR'])
  assert.equal(target.freeSpace, before)
  assert.ok(vm.disks.every(disk => disk.datastore !== target.id))
})

test('a machine that does something else is ERROR: relocation has no RESOURCE_BUSY', async t => {
  const { simulator, api } = await startBench(t)
  simulator.fail({}, { busy: 'vm-1004' })
  assert.deepEqual(errorOf(await api('POST', relocate('vm-1004'), {})).slice(0, 2), [500, 'ERROR'])
  assert.equal((await api('POST', relocate('vm-1004'), {})).status, 204)
})

test('as a task it has no result; in the older dialect disks are a list', async t => {
  const bench = await startBench(t)
  const vm = vmAt(bench.simulator, 'vm-1001')
  const target = datastoreNamed(bench.simulator, 'shared-nfs-01').id
  const spec = { disks: [{ key: '2000', value: { datastore: target } }] }
  const path = `/rest/vcenter/vm/${vm.id}?action=relocate&vmw-task=true`
  const started = await bench.api('POST', path, { spec })
  assert.equal(started.status, 200)
  const task = await vapiTaskEnd(bench, { ...started, json: at(started.json, 'value') })
  assert.deepEqual([at(task, 'status'), at(task, 'result')], ['SUCCEEDED', undefined])
  assert.equal(vm.disks[0]?.datastore, target)
  const waited = await bench.api('POST', `/rest/vcenter/vm/${vm.id}?action=relocate`, { spec: {} })
  assert.deepEqual([waited.status, waited.text], [200, ''])
  assert.deepEqual(
    restErrorOf(await bench.api('POST', `/rest/vcenter/vm/vm-999?action=relocate`, { spec: {} })),
    [404, 'NOT_FOUND']
  )
})

test('a VM on a host in maintenance can change its folder, but none can move to such a host', async t => {
  const { simulator, api } = await startBench(t)
  const { inventory } = simulator
  const vm = vmAt(simulator, 'vm-1004')
  const resting = inventory.hosts.get(vm.host) ?? assert.fail()
  resting.inMaintenanceMode = true
  const folder = [...inventory.folders.values()].find(it => it.name === 'Application')?.id
  assert.equal((await api('POST', relocate(vm.id), { placement: { folder } })).status, 204)
  const other = [...inventory.hosts.values()].find(
    host => host.parent === resting.parent && host !== resting && !host.inMaintenanceMode
  )
  assert.equal((await api('POST', relocate(vm.id), { placement: { host: other?.id } })).status, 204)
  const back = await api('POST', relocate(vm.id), { placement: { host: resting.id } })
  assert.deepEqual(errorOf(back).slice(0, 2), [500, 'RESOURCE_INACCESSIBLE'])
})
