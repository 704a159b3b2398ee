import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, restErrorOf, startBench } from '../helper.ts'
import { vmAt } from '../places.ts'

const gibibyte = 1024 ** 3
const on = '/api/vcenter/vm/vm-1001/hardware'
const off = '/api/vcenter/vm/vm-1004/hardware'
const suspended = '/api/vcenter/vm/vm-1007/hardware'
const notAllowed = [400, 'NOT_ALLOWED_IN_CURRENT_STATE']

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
  const { api } = await startBench(t, { taskMs: 300 })
  const [first, second] = await Promise.all([
    api('POST', `${off}/disk`, { new_vmdk: {} }),
    new Promise(resolve => setTimeout(resolve, 20)).then(() => api('POST', `${off}/ethernet`, {}))
  ])
  assert.deepEqual([first.status, errorOf(second).slice(0, 2)], [201, [500, 'RESOURCE_BUSY']])
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
