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

test('a disk is added to a running VM, shows everywhere, and is detached with its file kept', async t => {
  const { simulator, api } = await startBench(t)
  const vm = vmAt(simulator, 'vm-1001')
  const datastore = simulator.inventory.datastores.get(vm.datastore) ?? assert.fail()
  const count = vm.disks.length
  const free = datastore.freeSpace
  const key = String(2000 + count)
  const reply = await api('POST', `${on}/disk`, { new_vmdk: { capacity: 2 * gibibyte, name: 'data' } })
  assert.deepEqual([reply.status, reply.json], [201, key])
  const disk = (await api('GET', `${on}/disk/${key}`)).json
  assert.equal(at(disk, 'capacity'), 2 * gibibyte)
  const file = String(at(disk, 'backing', 'vmdk_file'))
  assert.match(file, /web-01\/data\.vmdk$/)
  assert.deepEqual(at((await api('GET', '/api/vcenter/vm/vm-1001')).json, 'disks', key), disk)
  const taken = free - datastore.freeSpace
  assert.ok(taken > 0)
  assert.equal((await api('DELETE', `${on}/disk/${key}`)).status, 204)
  assert.equal((await api('GET', `${on}/disk/${key}`)).status, 404)
  assert.equal(datastore.freeSpace, free - taken)
  const attached = await api('POST', `${off}/disk`, { backing: { type: 'VMDK_FILE', vmdk_file: file } })
  assert.equal(attached.status, 201)
  const twice = await api('POST', `${off}/disk`, { backing: { type: 'VMDK_FILE', vmdk_file: file } })
  assert.deepEqual(errorOf(twice).slice(0, 2), [400, 'RESOURCE_IN_USE'])
})

test('addresses of disks follow the documented rules', async t => {
  const { api } = await startBench(t)
  const fresh = { new_vmdk: { capacity: gibibyte } }
  const cases: [string, object, number, string][] = [
    [off, { scsi: { bus: 0, unit: 16 }, ...fresh }, 400, 'INVALID_ARGUMENT'],
    [off, { scsi: { bus: 0, unit: 0 }, ...fresh }, 400, 'RESOURCE_IN_USE'],
    [off, { scsi: { bus: 2, unit: 0 }, ...fresh }, 500, 'UNABLE_TO_ALLOCATE_RESOURCE'],
    [off, { type: 'NVME', ...fresh }, 500, 'UNABLE_TO_ALLOCATE_RESOURCE'],
    [off, { backing: { type: 'VMDK_FILE', vmdk_file: '[x] y.vmdk' } }, 404, 'NOT_FOUND'],
    [off, { backing: { type: 'VMDK_FILE', vmdk_file: 'y.vmdk' } }, 400, 'INVALID_ARGUMENT'],
    [off, { backing: { type: 'VMDK_FILE' } }, 400, 'INVALID_ARGUMENT'],
    [off, { ...fresh, backing: { type: 'VMDK_FILE', vmdk_file: '[x] y.vmdk' } }, 400, 'INVALID_ARGUMENT'],
    [on, { type: 'IDE', ...fresh }, 400, 'NOT_ALLOWED_IN_CURRENT_STATE'],
    [suspended, fresh, 400, 'NOT_ALLOWED_IN_CURRENT_STATE']
  ]
  for (const [path, body, status, type] of cases) {
    const reply = await api('POST', `${path}/disk`, body)
    assert.deepEqual(errorOf(reply).slice(0, 2), [status, type], JSON.stringify(body))
  }
})

test('another file behind a disk, while the VM is off; a disk cannot be grown here', async t => {
  const { simulator, api } = await startBench(t)
  const vm = vmAt(simulator, 'vm-1004')
  const [first, second] = vm.disks
  await api('DELETE', `${off}/disk/${second?.key}`)
  const change = { backing: { type: 'VMDK_FILE', vmdk_file: second?.file } }
  assert.equal((await api('PATCH', `${off}/disk/${first?.key}`, change)).status, 204)
  assert.equal(vm.disks[0]?.file, second?.file)
  assert.equal(vm.disks[0]?.capacity, second?.capacity)
  const grow = await api('PATCH', `${off}/disk/${first?.key}`, { capacity: 99 * gibibyte })
  assert.deepEqual(errorOf(grow).slice(0, 2), [400, 'UNEXPECTED_INPUT'])
  assert.deepEqual(errorOf(await api('PATCH', `${on}/disk/2000`, change)).slice(0, 2), notAllowed)
})

test('a busy VM is not reconfigured', async t => {
  const { api } = await startBench(t, { taskMs: 100 })
  const [first, second] = await Promise.all([
    api('POST', `${off}/disk`, { new_vmdk: {} }),
    new Promise(resolve => setTimeout(resolve, 20)).then(() => api('POST', `${off}/ethernet`, {}))
  ])
  assert.deepEqual([first.status, errorOf(second).slice(0, 2)], [201, [500, 'RESOURCE_BUSY']])
})

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

test('bodies of devices are wrapped in the older dialect, and its answers are too', async t => {
  const { api } = await startBench(t)
  const path = '/rest/vcenter/vm/vm-1004/hardware/disk'
  assert.deepEqual(restErrorOf(await api('POST', path, { new_vmdk: {} })), [400, 'UNEXPECTED_INPUT'])
  const reply = await api('POST', path, { spec: { new_vmdk: { capacity: gibibyte } } })
  assert.equal(reply.status, 200)
  const disk = await api('GET', `${path}/${String(at(reply.json, 'value'))}`)
  assert.equal(at(disk.json, 'value', 'capacity'), gibibyte)
  const gone = await api('DELETE', `${path}/${String(at(reply.json, 'value'))}`)
  assert.deepEqual([gone.status, gone.text], [200, ''])
})
