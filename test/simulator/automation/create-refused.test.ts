import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, restErrorOf, startBench } from '../helper.ts'
import { datastoreNamed, placementOf, vmAt } from '../places.ts'

const gibibyte = 1024 ** 3

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
  const [one, other] = [...inventory.computeResources.values()].filter(
    ({ datacenter }) => datacenter === vmAt(simulator, 'vm-1001').datacenter
  )
  const pool = one?.resourcePool
  // Each is in the folder's datacenter, but they do not belong together.
  for (const rest of [{ host: other?.hosts[0] }, { cluster: other?.id }])
    cases.push([{ ...here, host: undefined, resource_pool: pool, ...rest }, 400, 'INVALID_ARGUMENT'])
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
