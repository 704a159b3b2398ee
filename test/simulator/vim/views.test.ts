import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, listOf, ref, startBench } from '../helper.ts'
import { values } from './helper.ts'
import { root, ofView, retrieve, makeView } from './retrieving.ts'

test('views hold what is below their container, once each, and of the wanted types', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const count = async (container: unknown, type: string[], recursive?: boolean) => {
    const view = await makeView(bench, container, type, recursive)
    const reply = await retrieve(bench, ofView(view, 'ManagedEntity', ['name']), 1000)
    return reply.json === null ? 0 : listOf(at(reply.json, 'objects')).length
  }
  assert.equal(await count(root, ['VirtualMachine']), inventory.vms.size)
  assert.equal(await count(root, ['HostSystem']), inventory.hosts.size)
  assert.equal(await count(root, ['ComputeResource']), inventory.computeResources.size)
  assert.equal(await count(root, ['ClusterComputeResource']), 3)
  assert.equal(
    await count(root, ['Datastore', 'Network']),
    inventory.datastores.size + inventory.networks.size
  )
  assert.equal(await count(root, [], false), 2)
  const host = [...inventory.hosts.keys()][0] ?? ''
  assert.equal(await count(ref('HostSystem', host), ['VirtualMachine'], false), inventory.vmsOf(host).length)
  const cluster = ref('ClusterComputeResource', 'domain-c8')
  const inCluster = [...inventory.vms.values()].filter(
    vm => inventory.hosts.get(vm.host)?.parent === 'domain-c8'
  )
  assert.equal(await count(cluster, ['VirtualMachine']), inCluster.length)
})

test('a view belongs to its session and can be destroyed by its type or base type', async t => {
  const bench = await startBench(t)
  const view = await makeView(bench, root, ['VirtualMachine'])
  const id = String(at(view, 'value'))
  assert.match(id, /^session\[[0-9a-f-]+\][0-9a-f-]+$/)
  const other = { 'vmware-api-session-id': await bench.login() }
  const foreign = await bench.call('GET', `/sdk/vim25/8.0.1.0/ContainerView/${encodeURIComponent(id)}/view`, {
    headers: other
  })
  assert.equal(at(foreign.json, '_typeName'), 'ManagedObjectNotFound')
  assert.equal((await bench.vim('POST', `/ContainerView/${encodeURIComponent(id)}/DestroyView`)).status, 204)
  const again = await bench.vim('POST', `/View/${encodeURIComponent(id)}/DestroyView`)
  assert.equal(at(again.json, '_typeName'), 'ManagedObjectNotFound')
  const second = at(await makeView(bench, root, []), 'value')
  assert.equal(
    (await bench.vim('POST', `/View/${encodeURIComponent(String(second))}/DestroyView`)).status,
    204
  )
})

test('a view refuses containers and types that are none', async t => {
  const { vim } = await startBench(t)
  const path = '/ViewManager/ViewManager/CreateContainerView'
  const make = async (container: unknown, type: string[]) =>
    at((await vim('POST', path, { container, type, recursive: true })).json, '_typeName')
  assert.equal(await make(ref('VirtualMachine', 'vm-1001'), []), 'InvalidArgument')
  assert.equal(await make(ref('Folder', 'group-v999'), []), 'ManagedObjectNotFound')
  assert.equal(await make(root, ['Machine']), 'InvalidArgument')
})

test('traversals follow any reference, by name too, and objects come once', async t => {
  const bench = await startBench(t)
  const reply = await retrieve(
    bench,
    {
      propSet: [
        { type: 'ManagedEntity', pathSet: ['name'] },
        { type: 'VirtualMachine', pathSet: ['name', 'runtime.powerState'] }
      ],
      objectSet: [
        {
          obj: ref('Folder', 'group-v3'),
          selectSet: [
            {
              _typeName: 'TraversalSpec',
              name: 'folders',
              type: 'Folder',
              path: 'childEntity',
              selectSet: [{ _typeName: 'SelectionSpec', name: 'folders' }]
            }
          ]
        }
      ]
    },
    1000
  )
  const objects = listOf(at(reply.json, 'objects'))
  const ids = objects.map(object => at(object, 'obj', 'value'))
  assert.equal(new Set(ids).size, ids.length)
  const machine = objects.find(object => at(object, 'obj', 'value') === 'vm-1001')
  assert.deepEqual(Object.keys(values(machine)), ['name', 'runtime.powerState'])
  const folder = objects.find(object => at(object, 'obj', 'value') === 'group-v3')
  assert.deepEqual(Object.keys(values(folder)), ['name'])
})

test('a traversal without its _typeName is a selection, and refused', async t => {
  const bench = await startBench(t)
  const view = await makeView(bench, root, ['VirtualMachine'])
  const spec = ofView(view, 'VirtualMachine', ['name'])
  const bare = { ...spec, objectSet: [{ obj: view, selectSet: [{ type: 'ContainerView', path: 'view' }] }] }
  const reply = await retrieve(bench, bare)
  assert.deepEqual([reply.status, at(reply.json, '_typeName')], [500, 'InvalidRequest'])
})
