import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, restErrorOf, startBench } from '../helper.ts'
import { placementOf, vmAt } from '../places.ts'

const gibibyte = 1024 ** 3

test('a new VM is in the list, in its folder, on its host and on its datastore, and takes space', async t => {
  const bench = await startBench(t)
  const { simulator, api } = bench
  const { inventory } = simulator
  const sibling = vmAt(simulator, 'vm-1001')
  const datastore = inventory.datastores.get(sibling.datastore)
  const free = datastore?.freeSpace ?? 0
  const highest = Math.max(...[...inventory.vms.keys()].map(key => Number(key.slice(3))))
  const reply = await api('POST', '/api/vcenter/vm', {
    guest_OS: 'UBUNTU_64',
    name: 'fresh-01',
    placement: placementOf(sibling),
    cpu: { count: 4, cores_per_socket: 2 },
    memory: { size_MiB: 8192 },
    disks: [{ new_vmdk: { capacity: 10 * gibibyte } }]
  })
  assert.equal(reply.status, 201)
  const id = String(reply.json)
  assert.ok(Number(id.slice(3)) > highest)
  const [listed] = listOf((await api('GET', '/api/vcenter/vm?names=fresh-01')).json)
  assert.deepEqual(listed, {
    vm: id,
    name: 'fresh-01',
    power_state: 'POWERED_OFF',
    cpu_count: 4,
    memory_size_MiB: 8192
  })
  for (const filter of [
    `folders=${sibling.parent}`,
    `hosts=${sibling.host}`,
    `resource_pools=${sibling.resourcePool}`
  ]) {
    const ids = listOf((await api('GET', `/api/vcenter/vm?${filter}`)).json).map(vm => at(vm, 'vm'))
    assert.ok(ids.includes(id), filter)
  }
  assert.ok(inventory.folders.get(sibling.parent)?.children.includes(id))
  const vm = vmAt(simulator, id)
  assert.equal(datastore?.freeSpace, free - (vm.disks[0]?.committed ?? 0))
  const parent = (await bench.vim('GET', `/VirtualMachine/${id}/parent`)).json
  assert.equal(at(parent, 'value'), sibling.parent)
  const info = (await api('GET', `/api/vcenter/vm/${id}`)).json
  assert.equal(at(info, 'disks', '2000', 'capacity'), 10 * gibibyte)
  assert.match(
    String(at(info, 'disks', '2000', 'backing', 'vmdk_file')),
    new RegExp(`^\\[${datastore?.name}\\] fresh-01/fresh-01.vmdk$`)
  )
  assert.deepEqual(at(info, 'nics'), {})
  assert.deepEqual(Object.keys(at(info, 'scsi_adapters') as object), ['1000'])
})

test('what is left open gets a disk and an adapter for it, and no other device', async t => {
  const { simulator, api } = await startBench(t)
  const { folder, datastore, resource_pool } = placementOf(vmAt(simulator, 'vm-1001'))
  const reply = await api('POST', '/api/vcenter/vm', {
    guest_OS: 'WINDOWS_SERVER_2019',
    placement: { folder, datastore, resource_pool }
  })
  const info = (await api('GET', `/api/vcenter/vm/${String(reply.json)}`)).json
  assert.equal(at(info, 'name'), 'New Virtual Machine')
  assert.deepEqual(
    [at(info, 'cpu', 'count'), at(info, 'memory', 'size_MiB'), at(info, 'boot', 'type')],
    [1, 2048, 'BIOS']
  )
  assert.deepEqual(Object.keys(at(info, 'disks') as object), ['2000'])
  assert.equal(at(info, 'scsi_adapters', '1000', 'type'), 'LSILOGICSAS')
  assert.deepEqual([at(info, 'nics'), at(info, 'cdroms'), at(info, 'sata_adapters')], [{}, {}, {}])
})

test('devices are made as asked for', async t => {
  const { simulator, api } = await startBench(t)
  const sibling = vmAt(simulator, 'vm-1001')
  const network = [...simulator.inventory.networks.values()].find(it => it.hosts.includes(sibling.host))
  const reply = await api('POST', '/api/vcenter/vm', {
    guest_OS: 'RHEL_9_64',
    name: 'full',
    placement: placementOf(sibling),
    hardware_version: 'VMX_20',
    boot: { type: 'EFI', delay: 500, enter_setup_mode: true },
    boot_devices: [{ type: 'CDROM' }, { type: 'DISK' }],
    disks: [
      { type: 'NVME', new_vmdk: { name: 'system', capacity: gibibyte } },
      { type: 'SCSI', scsi: { bus: 1, unit: 3 }, new_vmdk: { capacity: gibibyte } },
      { type: 'SATA', new_vmdk: { capacity: gibibyte } },
      { type: 'IDE', ide: { primary: false, master: true }, new_vmdk: { capacity: gibibyte } }
    ],
    nics: [
      {
        type: 'E1000',
        mac_type: 'MANUAL',
        mac_address: '00:50:56:00:00:0A',
        backing: { type: network?.type, network: network?.id },
        start_connected: true
      }
    ],
    cdroms: [{ type: 'IDE', backing: { type: 'CLIENT_DEVICE' }, start_connected: true }]
  })
  assert.equal(reply.status, 201)
  const info = (await api('GET', `/api/vcenter/vm/${String(reply.json)}`)).json
  assert.equal(at(info, 'hardware', 'version'), 'VMX_20')
  assert.deepEqual(at(info, 'boot_devices'), [{ type: 'CDROM' }, { type: 'DISK' }])
  assert.deepEqual([at(info, 'boot', 'type'), at(info, 'boot', 'delay')], ['EFI', 500])
  assert.deepEqual(at(info, 'disks', '2000', 'nvme'), { bus: 0, unit: 0 })
  assert.match(String(at(info, 'disks', '2000', 'backing', 'vmdk_file')), / full\/system\.vmdk$/)
  assert.deepEqual(at(info, 'disks', '2001', 'scsi'), { bus: 1, unit: 3 })
  assert.deepEqual(at(info, 'disks', '2002', 'sata'), { bus: 0, unit: 0 })
  assert.deepEqual(at(info, 'disks', '2003', 'ide'), { primary: false, master: true })
  assert.deepEqual(Object.keys(at(info, 'scsi_adapters') as object), ['1001'])
  assert.deepEqual(
    [at(info, 'nics', '4000', 'mac_address'), at(info, 'nics', '4000', 'mac_type')],
    ['00:50:56:00:00:0a', 'MANUAL']
  )
  assert.deepEqual(at(info, 'cdroms', '3000', 'ide'), { primary: true, master: true })
})

test('hardware version 22 came with 9.0', async t => {
  for (const [apiRelease, status] of [
    ['8.0.3.0', 400],
    ['9.0.0.0', 201]
  ] as const) {
    const { simulator, api } = await startBench(t, { apiRelease })
    const placement = placementOf(vmAt(simulator, 'vm-1001'))
    const body = { guest_OS: 'UBUNTU_64', name: 'x', placement, hardware_version: 'VMX_22' }
    assert.equal((await api('POST', '/api/vcenter/vm', body)).status, status, apiRelease)
  }
})

test('in the older dialect the specification is wrapped and the id comes with 200', async t => {
  const { simulator, api } = await startBench(t)
  const spec = { guest_OS: 'UBUNTU_64', name: 'old', placement: placementOf(vmAt(simulator, 'vm-1001')) }
  assert.deepEqual(restErrorOf(await api('POST', '/rest/vcenter/vm', spec)), [400, 'UNEXPECTED_INPUT'])
  const reply = await api('POST', '/rest/vcenter/vm', { spec })
  assert.equal(reply.status, 200)
  const info = await api('GET', `/rest/vcenter/vm/${String(at(reply.json, 'value'))}`)
  assert.equal(at(info.json, 'value', 'disks', 0, 'key'), '2000')
})

test('there is no task form of create', async t => {
  const { simulator, api } = await startBench(t)
  const spec = { guest_OS: 'UBUNTU_64', name: 'x', placement: placementOf(vmAt(simulator, 'vm-1001')) }
  const reply = await api('POST', '/api/vcenter/vm?vmw-task=true', spec)
  assert.deepEqual(errorOf(reply).slice(0, 2), [400, 'INVALID_REQUEST'])
})

test('a machine without an operating system runs, and its Tools are not there', async t => {
  const { simulator, api } = await startBench(t)
  const body = { guest_OS: 'OTHER_64', name: 'bare', placement: placementOf(vmAt(simulator, 'vm-1001')) }
  const id = String((await api('POST', '/api/vcenter/vm', body)).json)
  assert.equal((await api('POST', `/api/vcenter/vm/${id}/power?action=start`)).status, 204)
  assert.equal(at((await api('GET', `/api/vcenter/vm/${id}/tools`)).json, 'version_status'), 'NOT_INSTALLED')
  assert.equal((await api('GET', `/api/vcenter/vm/${id}/guest/identity`)).status, 503)
})
