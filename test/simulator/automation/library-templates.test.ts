import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, restErrorOf, startBench } from '../helper.ts'
import { itemNamed } from '../names.ts'
import { vmAt } from '../places.ts'

const items = '/api/content/library/item'
const template = '/api/vcenter/vm-template/library-items'

test('a template item is described and becomes a VM with other hardware', async t => {
  const bench = await startBench(t)
  const { api, simulator } = bench
  const id = await itemNamed(bench, 'tmpl-rhel-9-library')
  const item = (await api('GET', `${template}/${id}`)).json
  const source = vmAt(simulator, String(at(item, 'vm_template')))
  assert.equal(source.template, true)
  assert.equal(at(item, 'disks', '2000', 'capacity'), source.disks[0]?.capacity)
  const inRest = await api('GET', `/rest/vcenter/vm-template/library-items/${id}`)
  assert.equal(at(inRest.json, 'value', 'disks', 0, 'key'), '2000')
  const capacity = (source.disks[0]?.capacity ?? 0) + 1024 ** 3
  const reply = await api('POST', `${template}/${id}?action=deploy`, {
    name: 'from-item',
    description: 'deployed',
    powered_on: true,
    hardware_customization: {
      disks_to_remove: ['2002'],
      disks_to_update: { 2000: { capacity } },
      cpu_update: { num_cpus: 6, num_cores_per_socket: 3 },
      memory_update: { memory: 6144 }
    }
  })
  assert.equal(reply.status, 200)
  const vm = vmAt(simulator, String(reply.json))
  assert.deepEqual(
    [vm.powerState, vm.annotation, vm.cpu.count, vm.cpu.coresPerSocket, vm.memory.sizeMib, vm.disks.length],
    ['POWERED_ON', 'deployed', 6, 3, 6144, 2]
  )
  assert.equal(vm.disks[0]?.capacity, capacity)
})

test('a template item is refused what it cannot become', async t => {
  const bench = await startBench(t)
  const id = await itemNamed(bench, 'tmpl-rhel-9-library')
  const base = await itemNamed(bench, 'ubuntu-22.04-base')
  const hardware = (changes: object) => ({ name: 'x', hardware_customization: changes })
  for (const [item, body, status, type] of [
    ['x', { name: 'x' }, 404, 'NOT_FOUND'],
    [base, { name: 'x' }, 404, 'NOT_FOUND'],
    [id, {}, 400, 'INVALID_REQUEST'],
    [id, { name: 'tmpl-rhel-9' }, 400, 'ALREADY_EXISTS'],
    [id, hardware({ cpu_update: { num_cpus: 3, num_cores_per_socket: 2 } }), 400, 'INVALID_ARGUMENT'],
    [id, hardware({ memory_update: { memory: 3 } }), 400, 'INVALID_ARGUMENT'],
    [id, hardware({ disks_to_update: { 2000: { capacity: 1 } } }), 400, 'INVALID_ARGUMENT'],
    [id, hardware({ nics: { 9: {} } }), 404, 'NOT_FOUND'],
    [id, { name: 'x', guest_customization: { name: 'none' } }, 404, 'NOT_FOUND']
  ] as const) {
    const reply = await bench.api('POST', `${template}/${item}?action=deploy`, body)
    assert.deepEqual(errorOf(reply).slice(0, 2), [status, type], JSON.stringify(body))
  }
})

test('a template item is made of a VM, which stays', async t => {
  const bench = await startBench(t)
  const { api, simulator } = bench
  const [library] = listOf((await api('GET', '/api/content/local-library')).json)
  const [subscribed] = listOf((await api('GET', '/api/content/subscribed-library')).json)
  const body = { source_vm: 'vm-1004', name: 'db-image', library }
  const reply = await api('POST', template, body)
  assert.equal(reply.status, 201)
  const item = (await api('GET', `${items}/${String(reply.json)}`)).json
  assert.deepEqual([at(item, 'name'), at(item, 'type')], ['db-image', 'vm-template'])
  const made = String(at((await api('GET', `${template}/${String(reply.json)}`)).json, 'vm_template'))
  assert.equal(vmAt(simulator, made).template, true)
  assert.equal(vmAt(simulator, 'vm-1004').template, false)
  const spec = { ...body, name: 'DB-IMAGE' }
  for (const [changes, status, type] of [
    [{ name: 'db-image' }, 400, 'ALREADY_EXISTS'],
    [{ source_vm: 'vm-999' }, 404, 'NOT_FOUND'],
    [{ library: 'x' }, 404, 'NOT_FOUND'],
    [{ library: subscribed }, 400, 'INVALID_ARGUMENT']
  ] as const) {
    const refused = await api('POST', '/rest/vcenter/vm-template/library-items', {
      spec: { ...spec, ...changes }
    })
    assert.deepEqual(restErrorOf(refused), [status, type], JSON.stringify(changes))
  }
})

test('a deployment whose hardware does not fit leaves no VM and no space taken', async t => {
  const bench = await startBench(t)
  const { simulator } = bench
  const id = await itemNamed(bench, 'tmpl-rhel-9-library')
  const source = String(at((await bench.api('GET', `${template}/${id}`)).json, 'vm_template'))
  const vm = vmAt(simulator, source)
  const datastore = simulator.inventory.datastores.get(vm.datastore) ?? assert.fail()
  const free = datastore.freeSpace
  const far = [...simulator.inventory.networks.values()].find(network => !network.hosts.includes(vm.host))
  const before = simulator.inventory.vms.size
  const body = { name: 'x', hardware_customization: { nics: { 4000: { network: far?.id } } } }
  const reply = await bench.api('POST', `${template}/${id}?action=deploy`, body)
  assert.deepEqual(errorOf(reply).slice(0, 2), [400, 'INVALID_ARGUMENT'])
  assert.deepEqual([datastore.freeSpace, simulator.inventory.vms.size], [free, before])
})
