import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, restErrorOf, startBench } from '../helper.ts'
import { vmAt } from '../places.ts'

const gibibyte = 1024 ** 3
const on = '/api/vcenter/vm/vm-1001/hardware'
const off = '/api/vcenter/vm/vm-1004/hardware'
const suspended = '/api/vcenter/vm/vm-1007/hardware'
const notAllowed = [400, 'NOT_ALLOWED_IN_CURRENT_STATE']
const invalid = [400, 'INVALID_ARGUMENT']

test('a network adapter is added, changed, unplugged, plugged in and removed', async t => {
  const { simulator, api } = await startBench(t)
  const { inventory } = simulator
  const vm = vmAt(simulator, 'vm-1001')
  const networks = [...inventory.networks.values()].filter(it => it.hosts.includes(vm.host))
  const [first, second] = networks
  const key = String(4000 + vm.nics.length)
  const backing = { type: first?.type, network: first?.id }
  const reply = await api('POST', `${on}/ethernet`, { backing, start_connected: true })
  assert.deepEqual([reply.status, reply.json], [201, key])
  const path = `${on}/ethernet/${key}`
  const nic = (await api('GET', path)).json
  assert.deepEqual(
    [at(nic, 'type'), at(nic, 'state'), at(nic, 'backing', 'network')],
    ['VMXNET3', 'CONNECTED', first?.id]
  )
  assert.ok(inventory.vmsOf(first?.id ?? '').includes(vm))
  const other = { type: second?.type, network: second?.id }
  const change = { backing: other, mac_type: 'MANUAL', mac_address: '00:50:56:01:02:03' }
  assert.equal((await api('PATCH', path, change)).status, 204)
  const changed = (await api('GET', path)).json
  assert.deepEqual(
    [at(changed, 'backing', 'network'), at(changed, 'mac_address'), at(changed, 'state')],
    [second?.id, '00:50:56:01:02:03', 'CONNECTED']
  )
  assert.deepEqual(errorOf(await api('POST', `${path}?action=connect`)).slice(0, 2), [
    400,
    'ALREADY_IN_DESIRED_STATE'
  ])
  assert.equal((await api('POST', `${path}?action=disconnect`)).status, 204)
  assert.equal(at((await api('GET', path)).json, 'state'), 'NOT_CONNECTED')
  assert.equal((await api('POST', `/rest/vcenter/vm/vm-1001/hardware/ethernet/${key}/connect`)).status, 200)
  assert.equal(at((await api('GET', path)).json, 'state'), 'CONNECTED')
  assert.equal((await api('DELETE', path)).status, 204)
  assert.deepEqual(errorOf(await api('GET', path)).slice(0, 2), [404, 'NOT_FOUND'])
})

test('networks must be there, on the host, and of the kind that is said', async t => {
  const { simulator, api } = await startBench(t)
  const vm = vmAt(simulator, 'vm-1001')
  const networks = [...simulator.inventory.networks.values()]
  const here = networks.find(it => it.hosts.includes(vm.host) && it.type === 'DISTRIBUTED_PORTGROUP')
  const far = networks.find(it => !it.hosts.includes(vm.host) && it.type === 'STANDARD_PORTGROUP')
  const cases: [object, number, string][] = [
    [{ backing: { type: 'STANDARD_PORTGROUP', network: 'network-999' } }, 404, 'NOT_FOUND'],
    [{ backing: { type: 'STANDARD_PORTGROUP', network: far?.id } }, 400, 'INVALID_ARGUMENT'],
    [{ backing: { type: 'STANDARD_PORTGROUP', network: here?.id } }, 400, 'INVALID_ARGUMENT'],
    [{ backing: { type: 'HOST_DEVICE', network: here?.id } }, 400, 'INVALID_ARGUMENT'],
    [{ mac_address: '00:50:56:01:02:03' }, 400, 'INVALID_ARGUMENT'],
    [{ mac_type: 'MANUAL', mac_address: 'zz' }, 400, 'INVALID_ARGUMENT'],
    [{ type: 'E1000', upt_compatibility_enabled: true }, 400, 'UNSUPPORTED']
  ]
  for (const [body, status, type] of cases) {
    const reply = await api('POST', `${on}/ethernet`, body)
    assert.deepEqual(errorOf(reply).slice(0, 2), [status, type], JSON.stringify(body))
  }
  const typed = await api('PATCH', `${on}/ethernet/4000`, { type: 'E1000' })
  assert.deepEqual(errorOf(typed).slice(0, 2), [400, 'UNEXPECTED_INPUT'])
})

test('devices of a VM that is off cannot be connected, and no VM takes an eleventh adapter', async t => {
  const { simulator, api } = await startBench(t)
  for (const path of [`${off}/ethernet/4000`, `${off}/cdrom/16000`]) {
    assert.deepEqual(errorOf(await api('POST', `${path}?action=connect`)).slice(0, 2), notAllowed)
  }
  for (let count = vmAt(simulator, 'vm-1004').nics.length; count < 10; count += 1) {
    assert.equal((await api('POST', `${off}/ethernet`, {})).status, 201)
  }
  const reply = await api('POST', `${off}/ethernet`, {})
  assert.deepEqual(errorOf(reply).slice(0, 2), [500, 'UNABLE_TO_ALLOCATE_RESOURCE'])
})

test('what start_connected says holds at the next power on', async t => {
  const { api } = await startBench(t)
  await api('PATCH', `${off}/ethernet/4000`, { start_connected: false })
  await api('PATCH', `${off}/cdrom/16000`, { start_connected: true })
  await api('POST', '/api/vcenter/vm/vm-1004/power?action=start')
  assert.equal(at((await api('GET', `${off}/ethernet/4000`)).json, 'state'), 'NOT_CONNECTED')
  assert.equal(at((await api('GET', `${off}/cdrom/16000`)).json, 'state'), 'CONNECTED')
})

test('a CD-ROM drive is added, gets an image, is connected and removed', async t => {
  const { simulator, api } = await startBench(t)
  const vm = vmAt(simulator, 'vm-1001')
  const store = simulator.inventory.datastores.get(vm.datastore)?.name
  assert.deepEqual((await api('GET', `${on}/cdrom`)).json, [{ cdrom: '16000' }])
  const reply = await api('POST', `${on}/cdrom`, { type: 'SATA' })
  assert.deepEqual([reply.status, reply.json], [201, '16001'])
  const path = `${on}/cdrom/16001`
  const image = { type: 'ISO_FILE', iso_file: `[${store}] iso/ubuntu.iso` }
  assert.equal((await api('PATCH', path, { backing: image })).status, 204)
  assert.equal((await api('POST', `${path}?action=connect`)).status, 204)
  const drive = (await api('GET', path)).json
  assert.deepEqual(
    [at(drive, 'backing'), at(drive, 'state'), at(drive, 'label'), at(drive, 'sata')],
    [image, 'CONNECTED', 'CD/DVD drive 2', { bus: 0, unit: 1 }]
  )
  const rest = '/rest/vcenter/vm/vm-1001/hardware/cdrom/16001'
  assert.equal((await api('POST', `${rest}/disconnect`)).status, 200)
  assert.deepEqual(restErrorOf(await api('POST', `${rest}?action=disconnect`)), [404, 'NOT_FOUND'])
  assert.equal((await api('DELETE', path)).status, 204)
  assert.equal((await api('GET', path)).status, 404)
  for (const [backing, status] of [
    [{ type: 'ISO_FILE' }, 400],
    [{ type: 'ISO_FILE', iso_file: '[nowhere] x.iso' }, 404],
    [{ type: 'CLIENT_DEVICE', iso_file: '[nowhere] x.iso' }, 400]
  ] as const) {
    assert.equal((await api('POST', `${on}/cdrom`, { backing })).status, status, JSON.stringify(backing))
  }
  assert.deepEqual(errorOf(await api('POST', `${on}/cdrom`, { type: 'IDE' })).slice(0, 2), notAllowed)
  assert.deepEqual(errorOf(await api('DELETE', `${suspended}/cdrom/16000`)).slice(0, 2), notAllowed)
})

test('adapters of each kind are listed, added and removed once they are empty', async t => {
  const { api } = await startBench(t)
  for (const [kind, type, key] of [
    ['scsi', 'SCSI', '1001'],
    ['sata', 'SATA', '15001'],
    ['nvme', 'NVME', '31000']
  ] as const) {
    const path = `${off}/adapter/${kind}`
    const before = listOf((await api('GET', path)).json).length
    const reply = await api('POST', path, {})
    assert.deepEqual([reply.status, reply.json], [201, key], kind)
    const adapter = (await api('GET', `${path}/${key}`)).json
    const bus = kind === 'scsi' ? at(adapter, 'scsi', 'bus') : at(adapter, 'bus')
    assert.equal(bus, before, kind)
    const bound = { type, [kind]: { bus }, new_vmdk: { capacity: gibibyte } }
    const disk = await api('POST', `${off}/disk`, bound)
    assert.deepEqual(errorOf(await api('DELETE', `${path}/${key}`)).slice(0, 2), notAllowed, kind)
    await api('DELETE', `${off}/disk/${String(disk.json)}`)
    assert.equal((await api('DELETE', `${path}/${key}`)).status, 204, kind)
    assert.equal((await api('GET', `${path}/${key}`)).status, 404, kind)
    assert.deepEqual(errorOf(await api('POST', path, { bus: 9 })).slice(0, 2), invalid, kind)
  }
  assert.deepEqual(errorOf(await api('POST', `${off}/adapter/scsi`, { bus: 0 })).slice(0, 2), [
    400,
    'RESOURCE_IN_USE'
  ])
})

test('bus sharing changes while the VM is off', async t => {
  const { api } = await startBench(t)
  const change = { sharing: 'VIRTUAL' }
  assert.equal((await api('PATCH', `${off}/adapter/scsi/1000`, change)).status, 204)
  assert.equal(at((await api('GET', `${off}/adapter/scsi/1000`)).json, 'sharing'), 'VIRTUAL')
  assert.deepEqual(errorOf(await api('PATCH', `${on}/adapter/scsi/1000`, change)).slice(0, 2), notAllowed)
})
