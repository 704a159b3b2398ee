import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, startBench } from '../helper.ts'

test('a missing VM is 404 with the text the gateway shows', async t => {
  const { api } = await startBench(t)
  const reply = await api('GET', '/api/vcenter/vm/vm-999')
  assert.deepEqual(errorOf(reply), [404, 'NOT_FOUND', 'The VM was not found.'])
  assert.deepEqual(at(reply.json, 'messages', 0, 'args'), ['vm-999'])
  for (const [method, path] of [
    ['DELETE', ''],
    ['GET', '/power'],
    ['POST', '/power?action=stop'],
    ['GET', '/guest/identity'],
    ['POST', '/guest/power?action=shutdown'],
    ['PATCH', '/hardware/cpu'],
    ['GET', '/tools'],
    ['GET', '/hardware/disk']
  ] as const) {
    assert.deepEqual(errorOf(await api(method, `/api/vcenter/vm/vm-999${path}`)).slice(0, 2), [
      404,
      'NOT_FOUND'
    ])
  }
})

test('VM.Info has all required parts, with devices in objects keyed by device', async t => {
  const { api } = await startBench(t)
  const info = (await api('GET', '/api/vcenter/vm/vm-1003')).json
  const required = [
    'guest_OS',
    'name',
    'power_state',
    'hardware',
    'boot',
    'boot_devices',
    'cpu',
    'memory',
    'disks'
  ]
  const maps = [
    'nics',
    'cdroms',
    'floppies',
    'parallel_ports',
    'serial_ports',
    'sata_adapters',
    'scsi_adapters'
  ]
  for (const name of [...required, ...maps]) assert.notEqual(at(info, name), undefined, name)
  for (const name of ['host', 'cluster', 'folder', 'ip_address', 'annotation', 'snapshots']) {
    assert.equal(at(info, name), undefined, name)
  }
  assert.deepEqual(Object.keys(at(info, 'disks') as object), ['2000', '2001', '2002'])
  assert.equal(at(info, 'disks', '2001', 'backing', 'type'), 'VMDK_FILE')
  assert.match(String(at(info, 'disks', '2001', 'backing', 'vmdk_file')), /^\[[\w-]+\] db-01\/db-01_1\.vmdk$/)
  assert.match(
    String(at(info, 'nics', '4000', 'mac_address')),
    /^00:50:56:[89ab][0-9a-f]:[0-9a-f]{2}:[0-9a-f]{2}$/
  )
  assert.match(String(at(info, 'hardware', 'version')), /^VMX_\d\d$/)
  assert.equal(at(info, 'identity', 'name'), 'db-01')
})

test('a network adapter shows the backing that its kind of network has', async t => {
  const { simulator, api } = await startBench(t, { vms: 300 })
  const { inventory } = simulator
  const seen = new Map<unknown, string[]>()
  for (const vm of inventory.vms.values()) {
    const nics = at((await api('GET', `/api/vcenter/vm/${vm.id}`)).json, 'nics') as Record<string, unknown>
    for (const nic of Object.values(nics)) {
      const backing = at(nic, 'backing')
      seen.set(at(backing, 'type'), Object.keys(backing as object))
    }
    if (seen.size === 3) break
  }
  assert.deepEqual(seen.get('STANDARD_PORTGROUP'), ['type', 'network', 'network_name'])
  assert.deepEqual(seen.get('DISTRIBUTED_PORTGROUP'), [
    'type',
    'network',
    'distributed_switch_uuid',
    'distributed_port',
    'connection_cookie'
  ])
  assert.deepEqual(seen.get('OPAQUE_NETWORK'), [
    'type',
    'network',
    'opaque_network_type',
    'opaque_network_id'
  ])
})

test('a powered-on VM cannot be deleted, a powered-off one goes for good', async t => {
  const { simulator, api } = await startBench(t)
  const refused = await api('DELETE', '/api/vcenter/vm/vm-1001')
  assert.deepEqual(errorOf(refused).slice(0, 2), [400, 'NOT_ALLOWED_IN_CURRENT_STATE'])
  const vm = simulator.inventory.vms.get('vm-1004')
  const datastore = simulator.inventory.datastores.get(vm?.disks[0]?.datastore ?? '')
  const before = datastore?.freeSpace ?? 0
  const gone = await api('DELETE', '/api/vcenter/vm/vm-1004')
  assert.deepEqual([gone.status, gone.text, gone.headers['content-type']], [204, '', undefined])
  assert.equal((await api('GET', '/api/vcenter/vm/vm-1004')).status, 404)
  assert.deepEqual((await api('GET', '/api/vcenter/vm?names=db-02')).json, [])
  const freed = vm?.disks.reduce((total, disk) => total + disk.committed, 0) ?? 0
  assert.equal(datastore?.freeSpace, before + freed)
})

test('a suspended VM is not running and may be deleted', async t => {
  const { api } = await startBench(t)
  assert.equal((await api('DELETE', '/api/vcenter/vm/vm-1007')).status, 204)
})

test('what vCenter does not have is its own 404, for any method', async t => {
  const { api } = await startBench(t)
  for (const [method, path] of [
    ['POST', '/api/vcenter/vm/vm-1001/power/start'],
    ['POST', '/api/vcenter/vm/vm-1001/power?action=boot'],
    ['PUT', '/api/vcenter/vm/vm-1001/power'],
    ['GET', '/api/vcenter/vm/vm-1001/snapshot'],
    ['POST', '/api/vcenter/vm/vm-1001/snapshot'],
    ['DELETE', '/api/vcenter/vm/vm-1001/snapshot/snapshot-1'],
    ['GET', '/api/vcenter/host/host-32'],
    ['GET', '/api/vcenter/network/network-1'],
    ['PATCH', '/api/vcenter/vm'],
    ['GET', '/api/vcenter/vm/'],
    ['GET', '/api/nothing']
  ] as const) {
    const reply = await api(method, path)
    const [plain = ''] = path.split('?')
    assert.deepEqual(
      reply.json,
      {
        error_type: 'NOT_FOUND',
        messages: [
          {
            id: 'com.vmware.vapi.rest.operationsForUrlNotFound',
            default_message: `Unable to find operations for URL: ${plain}.`,
            args: [plain]
          }
        ]
      },
      `${method} ${path}`
    )
    assert.equal(reply.status, 404)
  }
})

test('what the simulator lacks of a later release is 501 on that, and 404 before', async t => {
  for (const [apiRelease, status] of [
    ['8.0.3.0', 404],
    ['9.0.0.0', 501]
  ] as const) {
    const { api } = await startBench(t, { apiRelease })
    assert.equal((await api('GET', '/api/vcenter/tagging/tags')).status, status)
  }
})

test('what vCenter has and the simulator lacks is 501, not 404', async t => {
  const { api } = await startBench(t)
  for (const [method, path] of [
    ['GET', '/api/vcenter/guest/customization-specs'],
    ['POST', '/api/content/library/item'],
    ['POST', '/rest/vcenter/services/vpxd/restart']
  ] as const) {
    assert.equal((await api(method, path)).status, 501, path)
  }
})

test('without a session every operation is 401, and an unknown URL still 404', async t => {
  const { call } = await startBench(t)
  assert.deepEqual(errorOf(await call('GET', '/api/vcenter/vm')).slice(0, 2), [401, 'UNAUTHENTICATED'])
  assert.equal((await call('GET', '/api/vcenter/vm/vm-999')).status, 401)
  assert.equal(
    (await call('GET', '/api/vcenter/vm', { headers: { 'vmware-api-session-id': 'guess' } })).status,
    401
  )
  assert.equal((await call('GET', '/api/vcenter/nothing')).status, 404)
})
