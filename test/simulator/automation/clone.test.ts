import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, startBench } from '../helper.ts'
import { placementOf, vmAt } from '../places.ts'

const clone = '/api/vcenter/vm?action=clone'

test('a clone is the same hardware under its own id, UUIDs and addresses, powered off', async t => {
  const { simulator, api } = await startBench(t)
  const source = vmAt(simulator, 'vm-1001')
  const reply = await api('POST', clone, { source: 'vm-1001', name: 'web-01-copy' })
  assert.equal(reply.status, 200)
  const copy = vmAt(simulator, String(reply.json))
  assert.deepEqual(
    [copy.name, copy.powerState, copy.parent, copy.host, copy.resourcePool, copy.cpu, copy.snapshots],
    ['web-01-copy', 'POWERED_OFF', source.parent, source.host, source.resourcePool, source.cpu, []]
  )
  assert.notEqual(copy.biosUuid, source.biosUuid)
  assert.notEqual(copy.instanceUuid, source.instanceUuid)
  assert.deepEqual(
    copy.disks.map(({ capacity }) => capacity),
    source.disks.map(({ capacity }) => capacity)
  )
  const macs = [...simulator.inventory.vms.values()].flatMap(vm => vm.nics.map(nic => nic.mac))
  assert.equal(new Set(macs).size, macs.length)
  assert.ok(copy.disks.every(disk => disk.file.includes('] web-01-copy/')))
})

test('disks can be left out or put elsewhere, and the clone can be started at once', async t => {
  const { simulator, api } = await startBench(t)
  const source = vmAt(simulator, 'vm-1003')
  const host = simulator.inventory.hosts.get(source.host)
  const other =
    host?.datastores.find(
      id => id !== source.datastore && simulator.inventory.datastores.get(id)?.name !== 'archive-nfs-01'
    ) ?? ''
  const reply = await api('POST', clone, {
    source: source.id,
    name: 'db-copy',
    disks_to_remove: ['2002'],
    disks_to_update: { 2001: { datastore: other } },
    power_on: true
  })
  const copy = vmAt(simulator, String(reply.json))
  assert.deepEqual(
    copy.disks.map(disk => [disk.key, disk.datastore]),
    [
      ['2000', source.datastore],
      ['2001', other]
    ]
  )
  assert.equal(copy.powerState, 'POWERED_ON')
})

test('a clone that cannot be is refused with the documented types', async t => {
  const { simulator, api } = await startBench(t)
  const elsewhere = placementOf(vmAt(simulator, 'vm-1012'))
  const cases: [Record<string, unknown>, number, string][] = [
    [{ source: 'vm-999', name: 'x' }, 404, 'NOT_FOUND'],
    [{ source: 'vm-1001', name: 'web-02' }, 400, 'ALREADY_EXISTS'],
    [{ source: 'vm-1001', name: '' }, 400, 'INVALID_ARGUMENT'],
    [{ source: 'vm-1001' }, 400, 'INVALID_REQUEST'],
    [{ source: 'vm-1001', name: 'x', placement: { host: elsewhere.host } }, 400, 'INVALID_ARGUMENT'],
    [{ source: 'vm-1001', name: 'x', disks_to_remove: ['9'] }, 404, 'NOT_FOUND'],
    [{ source: 'vm-1001', name: 'x', disks_to_update: { 2000: {} } }, 400, 'INVALID_ARGUMENT'],
    [{ source: 'vm-1001', name: 'x', guest_customization_spec: { name: 'none' } }, 404, 'NOT_FOUND']
  ]
  for (const [body, status, type] of cases) {
    for (const query of ['', '&vmw-task=true']) {
      const reply = await api('POST', `${clone}${query}`, body)
      assert.deepEqual(errorOf(reply).slice(0, 2), [status, type], JSON.stringify(body) + query)
    }
  }
})

test('a template is a source as well, and its clone a machine in a pool', async t => {
  const { simulator, api } = await startBench(t)
  const template = [...simulator.inventory.vms.values()].find(vm => vm.template) ?? assert.fail()
  const reply = await api('POST', clone, { source: template.id, name: 'from-template' })
  const copy = vmAt(simulator, String(reply.json))
  assert.equal(copy.template, false)
  assert.notEqual(copy.resourcePool, undefined)
  assert.equal(listOf((await api('GET', '/api/vcenter/vm?names=from-template')).json).length, 1)
})

test('several clones of one source run together, other work on it has to wait', async t => {
  const { api } = await startBench(t, { taskMs: 300 })
  await api('GET', '/api/session')
  const replies = await Promise.all([
    api('POST', clone, { source: 'vm-1004', name: 'one' }),
    api('POST', clone, { source: 'vm-1004', name: 'two' })
  ])
  assert.deepEqual(
    replies.map(({ status }) => status),
    [200, 200]
  )
  const [, busy] = await Promise.all([
    api('POST', `${clone}&vmw-task=true`, { source: 'vm-1004', name: 'three' }),
    new Promise(resolve => setTimeout(resolve, 20)).then(() =>
      api('POST', '/api/vcenter/vm/vm-1004/power?action=start')
    )
  ])
  assert.deepEqual(errorOf(busy).slice(0, 2), [500, 'RESOURCE_BUSY'])
})

test('an instant clone of a running machine runs on the same host', async t => {
  const { simulator, api } = await startBench(t)
  const source = vmAt(simulator, 'vm-1001')
  const path = '/api/vcenter/vm?action=instant-clone'
  const reply = await api('POST', path, {
    source: 'vm-1001',
    name: 'instant',
    disconnect_all_nics: true,
    bios_uuid: '42000000-0000-4000-8000-000000000001'
  })
  assert.equal(reply.status, 200)
  const copy = vmAt(simulator, String(reply.json))
  assert.deepEqual(
    [copy.powerState, copy.host, copy.guestState, copy.biosUuid],
    ['POWERED_ON', source.host, source.guestState, '42000000-0000-4000-8000-000000000001']
  )
  const info = (await api('GET', `/api/vcenter/vm/${copy.id}`)).json
  assert.equal(at(info, 'nics', '4000', 'state'), 'NOT_CONNECTED')
  assert.deepEqual(errorOf(await api('POST', path, { source: 'vm-1004', name: 'z' })).slice(0, 2), [
    500,
    'ERROR'
  ])
  const wrong = { source: 'vm-1001', name: 'z', nics_to_update: { 9: {} } }
  assert.deepEqual(errorOf(await api('POST', path, wrong)).slice(0, 2), [404, 'NOT_FOUND'])
})

test('an instant clone that cannot have its network leaves nothing behind', async t => {
  const { simulator, api } = await startBench(t)
  const { inventory } = simulator
  const { host } = vmAt(simulator, 'vm-1001')
  const far = [...inventory.networks.values()].find(network => !network.hosts.includes(host))
  const before = inventory.vms.size
  const backing = { type: far?.type, network: far?.id }
  const body = { source: 'vm-1001', name: 'z', nics_to_update: { 4000: { backing } } }
  const reply = await api('POST', '/api/vcenter/vm?action=instant-clone', body)
  assert.deepEqual(errorOf(reply).slice(0, 2), [400, 'INVALID_ARGUMENT'])
  assert.equal(inventory.vms.size, before)
})

test('a clone in another datacenter needs networks of the same names there', async t => {
  const { simulator, api } = await startBench(t)
  const { inventory } = simulator
  const source = vmAt(simulator, 'vm-1004')
  const placement = placementOf(vmAt(simulator, 'vm-1012'))
  const distributed =
    [...inventory.networks.values()].find(it => it.type === 'DISTRIBUTED_PORTGROUP')?.id ?? ''
  inventory.change(source, { nics: source.nics.map(nic => ({ ...nic, network: distributed })) })
  const refused = await api('POST', clone, { source: source.id, name: 'far', placement })
  assert.deepEqual(errorOf(refused).slice(0, 2), [400, 'INVALID_ARGUMENT'])
  const standard = [...inventory.networks.values()].find(
    it => it.type === 'STANDARD_PORTGROUP' && it.hosts.includes(source.host)
  )
  inventory.change(source, { nics: source.nics.map(nic => ({ ...nic, network: standard?.id ?? '' })) })
  const reply = await api('POST', clone, { source: source.id, name: 'far', placement })
  assert.equal(reply.status, 200)
  const network = inventory.networks.get(vmAt(simulator, String(reply.json)).nics[0]?.network ?? '')
  assert.deepEqual([network?.name, network?.id === standard?.id], [standard?.name, false])
  assert.ok(network?.hosts.includes(placement.host))
})
