import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, restErrorOf, startBench } from '../helper.ts'
import { datastoreNamed, placementOf, vmAt } from '../places.ts'

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

test('a placement whose parts are missing or do not fit is 404 or 400', async t => {
  const { simulator, api } = await startBench(t)
  const { inventory } = simulator
  const here = placementOf(vmAt(simulator, 'vm-1001'))
  const elsewhere = placementOf(vmAt(simulator, 'vm-1012'))
  const hostFolder = [...inventory.folders.values()].find(folder => folder.type === 'HOST')?.id
  const cases: [Record<string, unknown>, number, string][] = [
    [{ ...here, folder: 'group-v999' }, 404, 'NOT_FOUND'],
    [{ ...here, host: 'host-999' }, 404, 'NOT_FOUND'],
    [{ ...here, datastore: 'datastore-999' }, 404, 'NOT_FOUND'],
    [{ ...here, resource_pool: 'resgroup-999' }, 404, 'NOT_FOUND'],
    [{ ...here, cluster: 'domain-c999' }, 404, 'NOT_FOUND'],
    [{ ...here, folder: undefined }, 400, 'INVALID_ARGUMENT'],
    [{ ...here, datastore: undefined }, 400, 'INVALID_ARGUMENT'],
    [{ folder: here.folder, datastore: here.datastore }, 400, 'INVALID_ARGUMENT'],
    [{ ...here, folder: hostFolder }, 400, 'INVALID_ARGUMENT'],
    [{ ...here, folder: elsewhere.folder }, 400, 'INVALID_ARGUMENT'],
    [{ ...here, host: elsewhere.host }, 400, 'INVALID_ARGUMENT'],
    [{ ...here, resource_pool: elsewhere.resource_pool }, 400, 'INVALID_ARGUMENT'],
    [{ ...here, datastore: elsewhere.datastore }, 400, 'INVALID_ARGUMENT']
  ]
  const before = inventory.vms.size
  for (const [placement, status, type] of cases) {
    const reply = await api('POST', '/api/vcenter/vm', { guest_OS: 'UBUNTU_64', name: 'x', placement })
    assert.deepEqual(errorOf(reply).slice(0, 2), [status, type], JSON.stringify(placement))
  }
  assert.equal(inventory.vms.size, before)
})

test('a host in maintenance or without connection takes no VM: 500, in the older dialect 400', async t => {
  const { simulator, api } = await startBench(t)
  const sibling = vmAt(simulator, 'vm-1001')
  const host = simulator.inventory.hosts.get(sibling.host) ?? assert.fail()
  const body = { guest_OS: 'UBUNTU_64', name: 'x', placement: placementOf(sibling) }
  host.connectionState = 'DISCONNECTED'
  assert.deepEqual(errorOf(await api('POST', '/api/vcenter/vm', body)).slice(0, 2), [
    500,
    'RESOURCE_INACCESSIBLE'
  ])
  assert.deepEqual(restErrorOf(await api('POST', '/rest/vcenter/vm', { spec: body })), [
    400,
    'RESOURCE_INACCESSIBLE'
  ])
})

test('a name of another VM in the folder is ALREADY_EXISTS, in another folder it is free', async t => {
  const { simulator, api } = await startBench(t)
  const sibling = vmAt(simulator, 'vm-1001')
  const create = (placement: object) =>
    api('POST', '/api/vcenter/vm', { guest_OS: 'UBUNTU_64', name: 'WEB-01', placement })
  const refused = await create(placementOf(sibling))
  assert.deepEqual(errorOf(refused).slice(0, 2), [400, 'ALREADY_EXISTS'])
  const elsewhere = placementOf(vmAt(simulator, 'vm-1003'))
  assert.equal((await create(elsewhere)).status, 201)
})

test('of two that claim one name at once, one gets it', async t => {
  const { simulator, api } = await startBench(t)
  await api('GET', '/api/session')
  const body = { guest_OS: 'UBUNTU_64', name: 'twin', placement: placementOf(vmAt(simulator, 'vm-1001')) }
  const replies = await Promise.all([
    api('POST', '/api/vcenter/vm', body),
    api('POST', '/api/vcenter/vm', body)
  ])
  const [first, second] = replies.toSorted((left, right) => left.status - right.status)
  assert.deepEqual([first?.status, second?.status], [201, 400])
  assert.equal(at(second?.json, 'error_type'), 'ALREADY_EXISTS')
})

test('a disk that the datastore has no room for is UNABLE_TO_ALLOCATE_RESOURCE, and nothing is left', async t => {
  const { simulator, api } = await startBench(t)
  const sibling = vmAt(simulator, 'vm-1001')
  const full = datastoreNamed(simulator, 'prod-vmfs-01')
  const free = full.freeSpace
  const body = {
    guest_OS: 'UBUNTU_64',
    name: 'huge',
    placement: { ...placementOf(sibling), datastore: full.id },
    disks: [{ new_vmdk: { capacity: gibibyte } }, { new_vmdk: { capacity: free } }]
  }
  const refused = await api('POST', '/api/vcenter/vm', body)
  assert.deepEqual(errorOf(refused).slice(0, 2), [500, 'UNABLE_TO_ALLOCATE_RESOURCE'])
  assert.deepEqual(restErrorOf(await api('POST', '/rest/vcenter/vm', { spec: body })), [
    400,
    'UNABLE_TO_ALLOCATE_RESOURCE'
  ])
  assert.equal(full.freeSpace, free)
  assert.deepEqual((await api('GET', '/api/vcenter/vm?names=huge')).json, [])
})

test('what cannot be in a specification is 400 with the type that fits', async t => {
  const { simulator, api } = await startBench(t)
  const placement = placementOf(vmAt(simulator, 'vm-1001'))
  const cases: [Record<string, unknown>, string][] = [
    [{ guest_OS: 'UBUNTU 64' }, 'INVALID_ARGUMENT'],
    [{ guest_OS: 'TOASTER_64' }, 'INVALID_ARGUMENT'],
    [{ guest_OS: undefined }, 'INVALID_REQUEST'],
    [{ hardware_version: 'VMX_99' }, 'INVALID_ARGUMENT'],
    [{ cpu: { count: 3, cores_per_socket: 2 } }, 'INVALID_ARGUMENT'],
    [{ memory: { size_MiB: 5 } }, 'INVALID_ARGUMENT'],
    [{ disks: [{}] }, 'INVALID_ARGUMENT'],
    [{ disks: [{ type: 'SCSI', sata: { bus: 0 }, new_vmdk: {} }] }, 'INVALID_ARGUMENT'],
    [{ disks: [{ scsi: { bus: 0, unit: 7 }, new_vmdk: {} }] }, 'INVALID_ARGUMENT'],
    [{ disks: [{ scsi: { bus: 9 }, new_vmdk: {} }] }, 'INVALID_ARGUMENT'],
    [{ disks: [{ new_vmdk: { storage_policy: { policy: 'none' } } }] }, 'INVALID_ARGUMENT'],
    [{ nics: [{ backing: { type: 'HOST_DEVICE' } }] }, 'INVALID_ARGUMENT'],
    [{ nics: [{ mac_type: 'MANUAL' }] }, 'INVALID_ARGUMENT'],
    [{ nics: [{ wire: true }] }, 'UNEXPECTED_INPUT'],
    [{ floppies: [{}] }, 'UNSUPPORTED']
  ]
  for (const [changes, type] of cases) {
    const reply = await api('POST', '/api/vcenter/vm', {
      guest_OS: 'UBUNTU_64',
      name: 'x',
      placement,
      ...changes
    })
    assert.deepEqual(errorOf(reply).slice(0, 2), [400, type], JSON.stringify(changes))
  }
  const twice = { scsi: { bus: 0, unit: 1 }, new_vmdk: { capacity: gibibyte } }
  const body = { guest_OS: 'UBUNTU_64', name: 'x', placement, disks: [twice, twice] }
  assert.deepEqual(errorOf(await api('POST', '/api/vcenter/vm', body)).slice(0, 2), [400, 'RESOURCE_IN_USE'])
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
