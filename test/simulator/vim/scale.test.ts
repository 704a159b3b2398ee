import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildInventory } from '../../../src/simulator/inventory/index.ts'
import { at, collector, listOf, startBench, type Bench } from '../helper.ts'
import { post, read, root } from './helper.ts'

function specOf(view: unknown, pathSet: string[]) {
  return {
    propSet: [{ type: 'VirtualMachine', pathSet }],
    objectSet: [
      {
        obj: view,
        skip: true,
        selectSet: [{ _typeName: 'TraversalSpec', type: 'ContainerView', path: 'view' }]
      }
    ]
  }
}

async function walk(bench: Bench, pathSet: string[], maxObjects: number) {
  const body = { container: root, type: ['VirtualMachine'], recursive: true }
  const view = (await post(bench, 'ViewManager/ViewManager', 'CreateContainerView', body)).json
  const specSet = [specOf(view, pathSet)]
  const sizes: number[] = []
  const ids = new Set<unknown>()
  let reply = await bench.vim('POST', `${collector}/RetrievePropertiesEx`, {
    specSet,
    options: { maxObjects }
  })
  for (;;) {
    if (reply.json === null) return { sizes, ids }
    const objects = listOf(at(reply.json, 'objects'))
    sizes.push(objects.length)
    for (const object of objects) ids.add(at(object, 'obj', 'value'))
    const token = at(reply.json, 'token')
    if (token === undefined) return { sizes, ids }
    reply = await bench.vim('POST', `${collector}/ContinueRetrievePropertiesEx`, { token })
  }
}

test('inventories from none to a few machines work, and hold exactly as many', async t => {
  for (const vms of [0, 1, 9, 10]) {
    const bench = await startBench(t, { vms })
    const { ids } = await walk(bench, ['name'], 100)
    const templates = [...bench.simulator.inventory.vms.values()].filter(vm => vm.template).length
    assert.equal(ids.size, vms + templates)
    assert.equal((await bench.vim('GET', '/Folder/group-d1/triggeredAlarmState')).status, 200)
    assert.equal(listOf((await bench.api('GET', '/api/vcenter/vm')).json).length, vms)
  }
})

test('50,000 machines are made in 5 seconds of a processor’s time', () => {
  const before = process.cpuUsage()
  const plan = { vms: 50_000, hosts: 1250, datastores: 1250, seed: 1, now: 0 }
  assert.equal(buildInventory(plan).vms.size, 50_003)
  const { user, system } = process.cpuUsage(before)
  assert.ok(user + system < 5_000_000, `${user + system} µs`)
})

test('a walk over 8,000 machines is exact', async t => {
  const bench = await startBench(t, { vms: 8000 })
  const { sizes, ids } = await walk(bench, ['name', 'runtime.powerState', 'runtime.host', 'snapshot'], 1000)
  assert.equal(ids.size, 8003)
  assert.deepEqual(sizes, [...Array.from({ length: 8 }, () => 1000), 3])
})

test('a read of very much lets others have their turn', async t => {
  const bench = await startBench(t, { vms: 5000 })
  const body = { container: root, type: ['VirtualMachine'], recursive: true }
  const view = (await post(bench, 'ViewManager/ViewManager', 'CreateContainerView', body)).json
  // Two connections, so that neither request waits for one to be made.
  const hurry = () => bench.vim('POST', '/ServiceInstance/ServiceInstance/CurrentTime')
  await Promise.all([hurry(), hurry()])
  const specSet = [specOf(view, ['name', 'summary', 'config', 'guest'])]
  const options = { maxObjects: 5000 }
  const slow = bench.vim('POST', `${collector}/RetrievePropertiesEx`, { specSet, options })
  // What was answered is recorded before it is sent: sending much takes turns by itself.
  const { requests } = bench.simulator
  const isRead = () => requests.some(({ path }) => path.endsWith('/RetrievePropertiesEx'))
  let answered = 0
  while (!isRead()) {
    await hurry()
    answered += 1
  }
  assert.equal(listOf(at((await slow).json, 'objects')).length, 5000)
  assert.ok(answered > 3, `${answered} answers meanwhile`)
})

test('objects that go during a walk leave no hole in its pages', async t => {
  const bench = await startBench(t)
  const body = { container: root, type: ['VirtualMachine'], recursive: true }
  const view = (await post(bench, 'ViewManager/ViewManager', 'CreateContainerView', body)).json
  const specSet = [specOf(view, ['name'])]
  const first = await bench.vim('POST', `${collector}/RetrievePropertiesEx`, {
    specSet,
    options: { maxObjects: 10 }
  })
  const { inventory } = bench.simulator
  const inView = listOf(await read(bench, `ContainerView/${String(at(view, 'value'))}`, 'view'))
  // The next ones on the way.
  const gone = inView.slice(10, 15).map(one => inventory.vms.get(String(at(one, 'value'))) ?? assert.fail())
  for (const vm of gone) inventory.remove(vm)
  const token = at(first.json, 'token')
  const second = await bench.vim('POST', `${collector}/ContinueRetrievePropertiesEx`, { token })
  const next = listOf(at(second.json, 'objects'))
  assert.equal(next.length, 10)
  assert.ok(next.every(object => inventory.vms.has(String(at(object, 'obj', 'value')))))
  assert.equal(
    at(await read(bench, `ContainerView/${String(at(view, 'value'))}`, 'view'), 'length'),
    inventory.vms.size
  )
})
