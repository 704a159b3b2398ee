import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, listOf, ref, startBench, until, type Bench } from '../helper.ts'
import { faultOf, post, read } from './helper.ts'

function clusterPath(bench: Bench, wanted: string): string {
  const all = [...bench.simulator.inventory.computeResources.values()]
  return `ClusterComputeResource/${all.find(({ name }) => name === wanted)?.id}`
}

test('a cluster whose DRS is manual recommends to move a machine to the idler host', async t => {
  const bench = await startBench(t, { vms: 200 })
  const { inventory } = bench.simulator
  const path = clusterPath(bench, 'dr')
  const all = listOf(await read(bench, path, 'recommendation'))
  assert.ok(all.length > 0)
  const [first] = all
  assert.equal(at(first, '_typeName'), 'ClusterRecommendation')
  const move = at(first, 'action', 0, 'drsMigration')
  const vm = inventory.vms.get(String(at(move, 'vm', 'value'))) ?? assert.fail()
  assert.equal(vm.host, at(move, 'source', 'value'))
  assert.deepEqual(await read(bench, path, 'recommendation'), all, 'asking again changes nothing')
  assert.equal((await post(bench, path, 'ApplyRecommendation', { key: at(first, 'key') })).status, 204)
  await until(() => vm.host === at(move, 'destination', 'value'))
  const left = listOf(await read(bench, path, 'recommendation'))
  assert.ok(left.every(one => at(one, 'key') !== at(first, 'key')))
})

test('recommendations are refreshed under new keys, and can be dropped', async t => {
  const bench = await startBench(t, { vms: 200 })
  const path = clusterPath(bench, 'dr')
  const key = at(await read(bench, path, 'recommendation'), 0, 'key')
  assert.equal((await post(bench, path, 'RefreshRecommendation')).status, 204)
  const fresh = at(await read(bench, path, 'recommendation'), 0, 'key')
  assert.notEqual(fresh, key)
  assert.equal((await post(bench, path, 'CancelRecommendation', { key: fresh })).status, 204)
  for (const gone of [key, fresh]) {
    assert.equal(await faultOf(post(bench, path, 'ApplyRecommendation', { key: gone })), 'InvalidArgument')
  }
})

test('where DRS is automatic or off nothing is recommended', async t => {
  const bench = await startBench(t, { vms: 200 })
  const behavior = async (name: string) =>
    at(await read(bench, clusterPath(bench, name), 'configurationEx'), 'drsConfig')
  for (const name of ['prod', 'dev']) {
    assert.deepEqual(await read(bench, clusterPath(bench, name), 'recommendation'), [])
  }
  assert.equal(at(await behavior('prod'), 'defaultVmBehavior'), 'fullyAutomated')
  assert.equal(at(await behavior('dr'), 'defaultVmBehavior'), 'manual')
  assert.equal(at(await behavior('dev'), 'enabled'), false)
})

test('RecommendHostsForVm names hosts in service that have what the machine needs', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const vm = ref('VirtualMachine', 'vm-1001')
  const reply = await post(bench, clusterPath(bench, 'prod'), 'RecommendHostsForVm', { vm })
  const hosts = listOf(reply.json).map(one => inventory.hosts.get(String(at(one, 'host', 'value'))))
  assert.equal(hosts.length, 2)
  assert.ok(hosts.every(host => host && !host.inMaintenanceMode))
  const far = await post(bench, clusterPath(bench, 'dr'), 'RecommendHostsForVm', { vm })
  assert.deepEqual(far.json, [])
})
