import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, collector, listOf, ref, startBench } from '../helper.ts'
import { values } from './helper.ts'
import { root, ofObjects, ofView, retrieve, makeView } from './retrieving.ts'

test('values are boxed as vCenter boxes them', async t => {
  const bench = await startBench(t)
  const paths = [
    'name',
    'runtime.powerState',
    'runtime.host',
    'runtime.bootTime',
    'config.template',
    'config.hardware.memoryMB',
    'summary.storage.committed',
    'datastore',
    'disabledMethod',
    'effectiveRole',
    'summary.quickStats'
  ]
  const reply = await retrieve(bench, ofObjects('VirtualMachine', ['vm-1001'], paths))
  assert.equal(at(reply.json, '_typeName'), 'RetrieveResult')
  const object = at(reply.json, 'objects', 0)
  assert.equal(at(object, '_typeName'), 'ObjectContent')
  assert.equal(at(object, 'propSet', 0, '_typeName'), 'DynamicProperty')
  const found = values(object)
  assert.deepEqual(found['name'], { _typeName: 'string', _value: 'web-01' })
  assert.deepEqual(found['runtime.powerState'], {
    _typeName: 'VirtualMachinePowerState',
    _value: 'poweredOn'
  })
  assert.equal(at(found['runtime.host'], '_typeName'), 'ManagedObjectReference')
  assert.match(String(at(found['runtime.bootTime'], '_value')), /\.\d{6}Z$/)
  assert.equal(at(found['runtime.bootTime'], '_typeName'), 'dateTime')
  assert.deepEqual(found['config.template'], { _typeName: 'boolean', _value: false })
  assert.equal(at(found['config.hardware.memoryMB'], '_typeName'), 'int')
  assert.equal(at(found['summary.storage.committed'], '_typeName'), 'long')
  assert.equal(at(found['datastore'], '_typeName'), 'ArrayOfManagedObjectReference')
  assert.equal(at(found['datastore'], '_value', 0, '_typeName'), 'ManagedObjectReference')
  assert.deepEqual(found['disabledMethod'], { _typeName: 'ArrayOfString', _value: [] })
  assert.deepEqual(found['effectiveRole'], { _typeName: 'ArrayOfInt', _value: [-1] })
  assert.equal(at(found['summary.quickStats'], '_typeName'), 'VirtualMachineQuickStats')
  assert.equal(at(found['summary.quickStats'], '_value'), undefined)
})

test('unset properties are absent, and an object without any has no propSet', async t => {
  const bench = await startBench(t)
  const spec = ofObjects('VirtualMachine', ['vm-1004'], ['snapshot', 'runtime.bootTime', 'guest.ipAddress'])
  assert.deepEqual((await retrieve(bench, spec)).json, {
    _typeName: 'RetrieveResult',
    objects: [{ _typeName: 'ObjectContent', obj: ref('VirtualMachine', 'vm-1004') }]
  })
})

test('a property that does not exist is 500 InvalidProperty with its name', async t => {
  const bench = await startBench(t)
  for (const path of [
    'nothing',
    'runtime.nothing',
    'name.length',
    'summary.quickStats.nothing',
    'constructor'
  ]) {
    const reply = await retrieve(bench, ofObjects('VirtualMachine', ['vm-1001'], [path]))
    assert.deepEqual([reply.status, at(reply.json, '_typeName')], [500, 'InvalidProperty'])
    assert.equal(at(reply.json, 'name'), path)
  }
})

test('a property that may not be read lands in missingSet with NoPermission', async t => {
  const bench = await startBench(t)
  bench.simulator.inventory.unreadable.set('vm-1001', new Set(['config']))
  const reply = await retrieve(bench, ofObjects('VirtualMachine', ['vm-1001'], ['name', 'config.annotation']))
  const object = at(reply.json, 'objects', 0)
  assert.deepEqual(Object.keys(values(object)), ['name'])
  assert.equal(at(object, 'missingSet', 0, 'path'), 'config.annotation')
  assert.equal(at(object, 'missingSet', 0, 'fault', 'fault', '_typeName'), 'NoPermission')
  assert.equal(at(object, 'missingSet', 0, 'fault', 'fault', 'privilegeId'), 'System.Read')
  const whole = await bench.vim('GET', '/VirtualMachine/vm-1001/config')
  assert.deepEqual([whole.status, at(whole.json, '_typeName')], [500, 'NoPermission'])
})

test('an object that does not exist spoils the call, unless missing ones are tolerated', async t => {
  const bench = await startBench(t)
  const spec = ofObjects('VirtualMachine', ['vm-1001', 'vm-999'], ['name'])
  const reply = await retrieve(bench, spec)
  assert.deepEqual([reply.status, at(reply.json, '_typeName')], [500, 'ManagedObjectNotFound'])
  assert.equal(at(reply.json, 'obj', 'value'), 'vm-999')
  const tolerant = await retrieve(bench, { ...spec, reportMissingObjectsInResults: true })
  assert.equal(listOf(at(tolerant.json, 'objects')).length, 1)
})

test('a page holds 100 objects by default, and the token leads through the rest once', async t => {
  const bench = await startBench(t, { vms: 250 })
  const view = await makeView(bench, root, ['VirtualMachine'])
  const ids = new Set<unknown>()
  const sizes: number[] = []
  let reply = await retrieve(bench, ofView(view, 'VirtualMachine', ['name']))
  const first = at(reply.json, 'token')
  for (;;) {
    const objects = listOf(at(reply.json, 'objects'))
    sizes.push(objects.length)
    for (const object of objects) ids.add(at(object, 'obj', 'value'))
    const token = at(reply.json, 'token')
    if (token === undefined) break
    reply = await bench.vim('POST', `${collector}/ContinueRetrievePropertiesEx`, { token })
  }
  assert.deepEqual(sizes, [100, 100, 53])
  assert.equal(ids.size, 253)
  const again = await bench.vim('POST', `${collector}/ContinueRetrievePropertiesEx`, { token: first })
  assert.deepEqual([again.status, at(again.json, '_typeName')], [500, 'InvalidArgument'])
})

test('maxObjects sets the page, and a retrieval can be abandoned', async t => {
  const bench = await startBench(t)
  const view = await makeView(bench, root, ['VirtualMachine'])
  const whole = await retrieve(bench, ofView(view, 'VirtualMachine', ['name']), 500)
  assert.equal(listOf(at(whole.json, 'objects')).length, 43)
  assert.equal(at(whole.json, 'token'), undefined)
  const part = await retrieve(bench, ofView(view, 'VirtualMachine', ['name']), 7)
  assert.equal(listOf(at(part.json, 'objects')).length, 7)
  const token = at(part.json, 'token')
  assert.equal((await bench.vim('POST', `${collector}/CancelRetrievePropertiesEx`, { token })).status, 204)
  assert.equal((await bench.vim('POST', `${collector}/ContinueRetrievePropertiesEx`, { token })).status, 500)
  const none = await retrieve(bench, ofView(view, 'VirtualMachine', ['name']), 0)
  assert.equal(at(none.json, '_typeName'), 'InvalidArgument')
})

test('nothing selected is null', async t => {
  const bench = await startBench(t)
  const view = await makeView(bench, root, ['VirtualApp'])
  const reply = await retrieve(bench, ofView(view, 'VirtualMachine', ['name']))
  assert.deepEqual([reply.status, reply.text], [200, 'null'])
})

test('all asks for every property, and each is boxed by its type', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const samples: [string, string | undefined][] = [
    ['VirtualMachine', 'vm-1001'],
    ['HostSystem', [...inventory.hosts.keys()][0]],
    ['ClusterComputeResource', 'domain-c8'],
    ['Datastore', [...inventory.datastores.keys()][0]],
    ['Folder', 'group-d1'],
    ['Datacenter', 'datacenter-2'],
    ['ResourcePool', 'resgroup-9'],
    ['Network', [...inventory.networks.keys()][0]]
  ]
  for (const [type, id] of samples) {
    const reply = await retrieve(bench, {
      propSet: [{ type, all: true }],
      objectSet: [{ obj: ref(type, id ?? '') }]
    })
    for (const [name, value] of Object.entries(values(at(reply.json, 'objects', 0)))) {
      const boxed = Object.keys(value as object).includes('_value')
      assert.equal(typeof at(value, '_typeName'), 'string', `${type}.${name}`)
      if (boxed) assert.deepEqual(Object.keys(value as object), ['_typeName', '_value'])
    }
  }
})
