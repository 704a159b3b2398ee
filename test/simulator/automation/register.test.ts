import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, restErrorOf, startBench } from '../helper.ts'
import { placementOf, vmAt } from '../places.ts'

const register = '/api/vcenter/vm?action=register'

test('an unregistered VM leaves the inventory but not its datastore, and comes back under a new id', async t => {
  const { simulator, api } = await startBench(t)
  const vm = vmAt(simulator, 'vm-1004')
  const datastore = simulator.inventory.datastores.get(vm.datastore)
  const free = datastore?.freeSpace
  const gone = await api('POST', '/api/vcenter/vm/vm-1004?action=unregister')
  assert.deepEqual([gone.status, gone.text], [204, ''])
  assert.equal((await api('GET', '/api/vcenter/vm/vm-1004')).status, 404)
  assert.ok(!simulator.inventory.folders.get(vm.parent)?.children.includes('vm-1004'))
  assert.equal(datastore?.freeSpace, free)
  const { folder, resource_pool } = placementOf(vm)
  const path = vm.file.replace(/^\[.*\] /, '')
  const back = await api('POST', register, {
    datastore: vm.datastore,
    path,
    placement: { folder, resource_pool }
  })
  assert.equal(back.status, 200)
  const again = vmAt(simulator, String(back.json))
  assert.notEqual(again.id, 'vm-1004')
  assert.deepEqual([again.name, again.instanceUuid, again.file], ['db-02', vm.instanceUuid, vm.file])
  assert.equal(datastore?.freeSpace, free)
})

test('the file may be named in one text, and the VM get another name', async t => {
  const { simulator, api } = await startBench(t)
  const vm = vmAt(simulator, 'vm-1004')
  await api('POST', '/rest/vcenter/vm/vm-1004?action=unregister')
  const { folder, host } = placementOf(vm)
  const spec = { datastore_path: vm.file, name: 'db-old', placement: { folder, host } }
  const reply = await api('POST', '/rest/vcenter/vm?action=register', { spec })
  assert.equal(reply.status, 200)
  assert.equal(vmAt(simulator, String(at(reply.json, 'value'))).name, 'db-old')
})

test('a running or busy VM is not unregistered', async t => {
  const { api } = await startBench(t, { taskMs: 300 })
  const running = await api('POST', '/api/vcenter/vm/vm-1001?action=unregister')
  assert.deepEqual(errorOf(running).slice(0, 2), [400, 'NOT_ALLOWED_IN_CURRENT_STATE'])
  const [, busy] = await Promise.all([
    api('POST', '/api/vcenter/vm/vm-1004/power?action=start'),
    new Promise(resolve => setTimeout(resolve, 20)).then(() =>
      api('POST', '/rest/vcenter/vm/vm-1004?action=unregister')
    )
  ])
  assert.deepEqual(restErrorOf(busy), [400, 'RESOURCE_BUSY'])
})

test('a file that is not there, in use or not named is refused', async t => {
  const { simulator, api } = await startBench(t)
  const vm = vmAt(simulator, 'vm-1001')
  const { folder, resource_pool } = placementOf(vm)
  const placement = { folder, resource_pool }
  const cases: [object, number, string][] = [
    [{ datastore_path: '[nowhere] x/x.vmx', placement }, 404, 'NOT_FOUND'],
    [{ datastore: 'datastore-999', path: 'x/x.vmx', placement }, 404, 'NOT_FOUND'],
    [{ datastore: vm.datastore, path: 'x/x.vmx', placement }, 404, 'NOT_FOUND'],
    [{ datastore_path: vm.file, placement }, 400, 'ALREADY_EXISTS'],
    [{ datastore_path: 'x/x.vmx', placement }, 400, 'INVALID_ARGUMENT'],
    [{ datastore_path: vm.file, path: 'x', placement }, 400, 'INVALID_ARGUMENT'],
    [{ path: 'x', placement }, 400, 'INVALID_ARGUMENT'],
    [{ datastore_path: vm.file }, 400, 'INVALID_ARGUMENT'],
    [{ datastore_path: vm.file, placement: { ...placement, datastore: 'x' } }, 400, 'UNEXPECTED_INPUT']
  ]
  for (const [body, status, type] of cases) {
    assert.deepEqual(
      errorOf(await api('POST', register, body)).slice(0, 2),
      [status, type],
      JSON.stringify(body)
    )
  }
})
