import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, collector, listOf, ref, startBench, type Bench, type Reply } from '../helper.ts'

const root = ref('Folder', 'group-d1')

/** A specification of named objects. */
function ofObjects(type: string, ids: string[], pathSet: string[]) {
  return {
    _typeName: 'PropertyFilterSpec',
    propSet: [{ _typeName: 'PropertySpec', type, pathSet }],
    objectSet: ids.map(id => ({ _typeName: 'ObjectSpec', obj: ref(type, id) }))
  }
}

/** A specification of all that is in a view. */
function ofView(view: unknown, type: string, pathSet: string[]) {
  return {
    _typeName: 'PropertyFilterSpec',
    propSet: [{ _typeName: 'PropertySpec', type, pathSet }],
    objectSet: [
      {
        _typeName: 'ObjectSpec',
        obj: view,
        skip: true,
        selectSet: [
          { _typeName: 'TraversalSpec', name: 'v', type: 'ContainerView', path: 'view', skip: false }
        ]
      }
    ]
  }
}

function retrieve(bench: Bench, spec: unknown, maxObjects?: number): Promise<Reply> {
  const options = { _typeName: 'RetrieveOptions', ...(maxObjects === undefined ? {} : { maxObjects }) }
  return bench.vim('POST', `${collector}/RetrievePropertiesEx`, { specSet: [spec], options })
}

async function makeView(
  bench: Bench,
  container: unknown,
  type: string[],
  recursive = true
): Promise<unknown> {
  const reply = await bench.vim('POST', '/ViewManager/ViewManager/CreateContainerView', {
    container,
    type,
    recursive
  })
  assert.equal(reply.status, 200)
  return reply.json
}

function values(object: unknown): Record<string, unknown> {
  return Object.fromEntries(
    listOf(at(object, 'propSet')).map(item => [String(at(item, 'name')), at(item, 'val')])
  )
}

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
