import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, collector, errorOf, listOf, ref, sdk, startBench, type Bench, type Reply } from './helper.ts'
import { idsByName, itemNamed } from './names.ts'
import { faultOf, objectOf, post, read, root, succeed, values } from './vim/helper.ts'

/*
 * What clients do that were written against a vCenter: govc and its library govmomi, and Ansible's vmware_rest.
 */

const vms = '/api/vcenter/vm'

/** What a PropertyCollector gives for these PropertySpecs, starting at one object. */
function retrieve(bench: Bench, obj: unknown, propSet: unknown[], selectSet: unknown[] = []): Promise<Reply> {
  const specSet = [{ propSet, objectSet: [{ obj, skip: selectSet.length > 0, selectSet }] }]
  return bench.vim('POST', `${collector}/RetrievePropertiesEx`, { specSet, options: {} })
}

test('a VI/JSON body without a content type is JSON', async t => {
  const { simulator, call } = await startBench(t)
  const body = JSON.stringify({ userName: simulator.user, password: simulator.password })
  const path = `${sdk}/SessionManager/SessionManager/Login`
  const bytes = { 'content-length': String(body.length) }
  assert.equal((await call('POST', path, { untypedBody: body, headers: bytes })).status, 200)
  const xml = { 'content-type': 'text/xml' }
  assert.equal((await call('POST', path, { untypedBody: body, headers: { ...bytes, ...xml } })).status, 500)
})

test('a property that only vCenter has is reported as missing, read alone 501, and left out of all', async t => {
  const bench = await startBench(t)
  const host = ref('HostSystem', 'host-32')
  const reply = await retrieve(bench, host, [{ type: 'HostSystem', pathSet: ['name', 'config.network'] }])
  const found = at(reply.json, 'objects', 0)
  assert.deepEqual(Object.keys(values(found)), ['name'])
  assert.equal(at(found, 'missingSet', 0, 'path'), 'config.network')
  assert.equal(at(found, 'missingSet', 0, 'fault', 'fault', '_typeName'), 'NotSupported')
  assert.equal((await bench.vim('GET', '/HostSystem/host-32/config')).status, 501)
  const all = await retrieve(bench, host, [{ type: 'HostSystem', all: true }])
  assert.equal(at(all.json, 'objects', 0, 'missingSet'), undefined)
  const fields = ['runtime.healthSystemRuntime', 'runtime.powerState', 'summary.config.sslThumbprint']
  const some = await retrieve(bench, host, [{ type: 'HostSystem', pathSet: fields }])
  assert.deepEqual(Object.keys(values(at(some.json, 'objects', 0))), ['runtime.powerState'])
  assert.equal(listOf(at(some.json, 'objects', 0, 'missingSet')).length, 2)
  const licences = ref('LicenseManager', 'LicenseManager')
  const type = retrieve(bench, licences, [{ type: 'LicenseManager', pathSet: ['licenses'] }])
  assert.equal(await faultOf(type), 'NotSupported')
})

test('the way from a VM to the root goes over parents and vApps, and all specs of its types count', async t => {
  const bench = await startBench(t)
  const selectSet = [
    {
      _typeName: 'TraversalSpec',
      name: 'up',
      type: 'ManagedEntity',
      path: 'parent',
      selectSet: [{ name: 'up' }]
    },
    { _typeName: 'TraversalSpec', type: 'VirtualMachine', path: 'parentVApp', selectSet: [{ name: 'up' }] }
  ]
  const propSet = [
    { type: 'ManagedEntity', pathSet: ['name', 'parent'] },
    { type: 'VirtualMachine', pathSet: ['parentVApp', 'config.uuid'] }
  ]
  const specSet = [{ propSet, objectSet: [{ obj: ref('VirtualMachine', 'vm-1001'), selectSet }] }]
  const reply = await bench.vim('POST', `${collector}/RetrievePropertiesEx`, { specSet, options: {} })
  const found = listOf(at(reply.json, 'objects')).map(values)
  assert.deepEqual(Object.keys(found[0] ?? {}), ['name', 'parent', 'config.uuid'])
  const names = found.map(one => at(one['name'], '_value'))
  assert.deepEqual(names, ['web-01', 'Web', 'Production', 'vm', 'Amsterdam', 'Datacenters'])
})

test('a list view holds what the client put in, as long as that exists', async t => {
  const bench = await startBench(t)
  const vm = (id: string) => ref('VirtualMachine', id)
  const made = await post(bench, 'ViewManager/ViewManager', 'CreateListView', { obj: [vm('vm-1001')] })
  const view = objectOf(made.json)
  const names = async (): Promise<unknown[]> => {
    const select = [{ _typeName: 'TraversalSpec', type: 'ListView', path: 'view' }]
    const reply = await retrieve(bench, made.json, [{ type: 'VirtualMachine', pathSet: ['name'] }], select)
    return listOf(at(reply.json, 'objects') ?? []).map(one => at(values(one)['name'], '_value'))
  }
  assert.deepEqual(await names(), ['web-01'])
  const change = { add: [vm('vm-1003'), vm('vm-1')], remove: [vm('vm-1001')] }
  assert.deepEqual((await post(bench, view, 'ModifyListView', change)).json, [vm('vm-1')])
  assert.deepEqual(await names(), ['db-01'])
  const reset = { obj: [vm('vm-1002'), vm('vm-1004')] }
  assert.deepEqual((await post(bench, view, 'ResetListView', reset)).json, [])
  await succeed(bench, 'VirtualMachine/vm-1004', 'Destroy_Task')
  assert.deepEqual(await names(), ['web-02'])
  assert.deepEqual(listOf(await read(bench, 'ViewManager/ViewManager', 'viewList')), [made.json])
  assert.equal((await post(bench, view, 'DestroyView')).status, 204)
  assert.equal(await faultOf(post(bench, view, 'DestroyView')), 'ManagedObjectNotFound')
})

test('every type of event in the log is described, with its category', async t => {
  const bench = await startBench(t)
  await succeed(bench, 'VirtualMachine/vm-1004', 'PowerOnVM_Task')
  const path = { type: 'EventManager', pathSet: ['description.eventInfo'] }
  const reply = await retrieve(bench, ref('EventManager', 'EventManager'), [path])
  const details = at(values(at(reply.json, 'objects', 0))['description.eventInfo'], '_value')
  const described = new Map(listOf(details).map(one => [at(one, 'key'), at(one, 'category')]))
  const events = await post(bench, 'EventManager/EventManager', 'QueryEvents', { filter: {} })
  const types = new Set(listOf(events.json).map(event => at(event, '_typeName')))
  assert.ok(types.has('VmPoweredOnEvent'))
  for (const type of types) assert.ok(described.has(type), String(type))
  assert.equal(described.get('VmFailedToPowerOnEvent'), 'error')
})

test('the service content names managers that the simulator lacks, whose methods are 501', async t => {
  const bench = await startBench(t)
  const content = await read(bench, 'ServiceInstance/ServiceInstance', 'content')
  const setting = objectOf(at(content, 'setting'))
  assert.equal((await post(bench, setting, 'QueryOptions', {})).status, 501)
  const pathSet = Object.keys(content as object)
    .filter(name => name !== '_typeName' && name !== 'about')
    .map(name => `content.${name}`)
  const service = ref('ServiceInstance', 'ServiceInstance')
  const one = await retrieve(bench, service, [{ type: 'ServiceInstance', pathSet }])
  const found = values(at(one.json, 'objects', 0))
  assert.deepEqual(Object.keys(found), pathSet)
  assert.deepEqual(found['content.rootFolder'], root)
})

test('a body of null is none, and that of a GET is not looked at', async t => {
  const bench = await startBench(t, {}, false)
  const tag = [...(await idsByName(bench, 'tag')).values()][0] ?? ''
  const path = `/rest/com/vmware/cis/tagging/tag-association/id:${tag}?~action=list-attached-objects`
  assert.equal((await bench.api('POST', path, null)).status, 200)
  const rawBody = JSON.stringify({ devices: [] })
  const headers = {
    'vmware-api-session-id': await bench.login(),
    'content-length': String(rawBody.length)
  }
  const order = await bench.call('GET', `${vms}/vm-1001/hardware/boot/device`, { rawBody, headers })
  assert.deepEqual([order.status, order.json], [200, []])
})

test('in /rest the tags of a category are found with the category in the body too', async t => {
  const bench = await startBench(t, {}, false)
  const id = (await idsByName(bench, 'category')).get('Backup') ?? ''
  const path = `/rest/com/vmware/cis/tagging/tag/id:${id}?~action=list-tags-for-category`
  const bare = await bench.api('POST', path)
  assert.equal(listOf(at(bare.json, 'value')).length, 3)
  assert.deepEqual((await bench.api('POST', path, { category_id: id })).json, bare.json)
})

test('ports that no VM has are an empty list, and 404 without the VM', async t => {
  const { api } = await startBench(t)
  for (const kind of ['floppy', 'serial', 'parallel']) {
    const reply = await api('GET', `${vms}/vm-1001/hardware/${kind}`)
    assert.deepEqual([reply.status, reply.json], [200, []])
    assert.deepEqual(errorOf(await api('GET', `${vms}/vm-1/hardware/${kind}`)).slice(0, 2), [
      404,
      'NOT_FOUND'
    ])
    assert.equal((await api('POST', `${vms}/vm-1001/hardware/${kind}`, {})).status, 501)
    assert.equal((await api('POST', `${vms}/vm-1001/hardware/${kind}/9000?action=connect`)).status, 501)
  }
})

test('what is below a path of which the simulator has nothing is 501', async t => {
  const { api } = await startBench(t)
  for (const path of [
    '/api/appliance/ntp',
    '/rest/appliance/networking/proxy',
    '/api/esx/settings/clusters/c'
  ]) {
    assert.equal((await api('GET', path)).status, 501, path)
  }
  assert.equal((await api('GET', '/api/esxi')).status, 404)
})

test('a disk may be smaller than a MiB', async t => {
  const { api } = await startBench(t)
  const disk = await api('POST', `${vms}/vm-1004/hardware/disk`, { new_vmdk: { capacity: 320_000 } })
  assert.equal(disk.status, 201)
  const made = await api('GET', `${vms}/vm-1004/hardware/disk/${String(disk.json)}`)
  assert.equal(at(made.json, 'capacity'), 320_000)
})

test('a new library template may keep the policy of its source', async t => {
  const bench = await startBench(t)
  const { simulator, api } = bench
  const library = listOf((await api('POST', '/api/content/library?action=find', { type: 'LOCAL' })).json)[0]
  const datastore = simulator.inventory.vms.get('vm-1004')?.datastore
  const storage = { datastore, storage_policy: { type: 'USE_SOURCE_POLICY' } }
  const spec = {
    name: 'kept',
    source_vm: 'vm-1004',
    library,
    vm_home_storage: storage,
    disk_storage: storage
  }
  const made = await api('POST', '/api/vcenter/vm-template/library-items', spec)
  assert.deepEqual([made.status, made.json], [201, await itemNamed(bench, 'kept')])
})
