import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, restErrorOf, startBench, taskEnd } from '../helper.ts'
import { datastoreNamed, placementOf, vapiTaskEnd, vmAt } from '../places.ts'

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

test('as a task it answers 202 with an id to ask for, and the result is the new VM', async t => {
  const bench = await startBench(t)
  const started = await bench.api('POST', `${clone}&vmw-task=true`, { source: 'vm-1001', name: 'later' })
  assert.equal(started.status, 202)
  assert.match(String(started.json), /^[0-9a-f-]{36}:com\.vmware\.vcenter\.VM$/)
  const path = `/api/cis/tasks/${encodeURIComponent(String(started.json))}`
  const early = (await bench.api('GET', path)).json
  assert.ok(['PENDING', 'RUNNING'].includes(String(at(early, 'status'))))
  assert.equal(at(early, 'result'), undefined)
  assert.deepEqual(at(early, 'target'), { type: 'VirtualMachine', id: 'vm-1001' })
  const task = await vapiTaskEnd(bench, started)
  assert.equal(at(task, 'status'), 'SUCCEEDED')
  assert.equal(vmAt(bench.simulator, String(at(task, 'result'))).name, 'later')
  for (const name of ['description', 'service', 'operation', 'start_time', 'end_time', 'user']) {
    assert.notEqual(at(task, name), undefined, name)
  }
  assert.deepEqual([at(task, 'progress', 'total'), at(task, 'progress', 'completed')], [100, 100])
  assert.equal(at((await bench.api('GET', `${path}?exclude_result=true`)).json, 'result'), undefined)
})

test('a task that fails tells its error', async t => {
  const bench = await startBench(t)
  const full = datastoreNamed(bench.simulator, 'prod-vmfs-01')
  full.freeSpace = 1000
  const placement = { datastore: full.id }
  const body = { source: 'vm-1001', name: 'too-big', placement }
  const task = await vapiTaskEnd(bench, await bench.api('POST', `${clone}&vmw-task=true`, body))
  assert.deepEqual(
    [at(task, 'status'), at(task, 'error', 'error_type'), at(task, 'result')],
    ['FAILED', 'UNABLE_TO_ALLOCATE_RESOURCE', undefined]
  )
  assert.equal(full.freeSpace, 1000)
  const waited = await bench.api('POST', clone, body)
  assert.deepEqual(errorOf(waited).slice(0, 2), [500, 'UNABLE_TO_ALLOCATE_RESOURCE'])
})

test('the same work is a task of vCenter too', async t => {
  const bench = await startBench(t)
  await bench.api('POST', `${clone}&vmw-task=true`, { source: 'vm-1001', name: 'seen' })
  const recent = listOf((await bench.vim('GET', '/TaskManager/TaskManager/recentTask')).json)
  const reply = { status: 200, headers: {}, text: '', json: recent.at(-1) }
  const info = await taskEnd(bench, reply)
  assert.deepEqual([at(info, 'descriptionId'), at(info, 'state')], ['VirtualMachine.clone', 'success'])
  assert.match(String(at(info, 'result', 'value')), /^vm-\d+$/)
})

test('tasks are listed by filter, and cancelled while they run', async t => {
  const bench = await startBench(t, { taskMs: 400 })
  const { api } = bench
  const started = await api('POST', `${clone}&vmw-task=true`, { source: 'vm-1001', name: 'never' })
  const id = String(started.json)
  const list = (filter: object) => api('POST', '/api/cis/tasks?action=list', { filter_spec: filter })
  const found = await list({ services: ['com.vmware.vcenter.VM'], status: ['PENDING', 'RUNNING'] })
  assert.deepEqual(Object.keys(found.json as object), [id])
  assert.deepEqual((await list({ status: ['SUCCEEDED'] })).json, {})
  assert.deepEqual((await list({ targets: [{ type: 'VirtualMachine', id: 'vm-1002' }] })).json, {})
  assert.deepEqual(errorOf(await api('POST', '/api/cis/tasks?action=list', {})).slice(0, 2), [
    400,
    'INVALID_ARGUMENT'
  ])
  const path = `/api/cis/tasks/${encodeURIComponent(id)}`
  assert.equal((await api('POST', `${path}?action=cancel`)).status, 204)
  const task = (await api('GET', path)).json
  assert.deepEqual([at(task, 'status'), at(task, 'error', 'error_type')], ['FAILED', 'CANCELED'])
  assert.deepEqual((await api('GET', '/api/vcenter/vm?names=never')).json, [])
  assert.deepEqual(errorOf(await api('POST', `${path}?action=cancel`)).slice(0, 2), [
    400,
    'NOT_ALLOWED_IN_CURRENT_STATE'
  ])
  assert.deepEqual(errorOf(await api('GET', '/api/cis/tasks/none')).slice(0, 2), [404, 'NOT_FOUND'])
})

test('the older dialect: 200 for the task, maps as lists, filters of tasks in the query', async t => {
  const bench = await startBench(t)
  const { api, simulator } = bench
  const { datastore } = vmAt(simulator, 'vm-1001')
  const spec = { source: 'vm-1001', name: 'old', disks_to_update: [{ key: '2000', value: { datastore } }] }
  const path = '/rest/vcenter/vm?action=clone&vmw-task=true'
  const started = await api('POST', path, { spec })
  assert.equal(started.status, 200)
  const id = String(at(started.json, 'value'))
  await vapiTaskEnd(bench, { ...started, json: id })
  const list = await api(
    'GET',
    `/rest/cis/tasks?filter_spec.tasks=${encodeURIComponent(id)}&filter_spec.status=SUCCEEDED`
  )
  assert.deepEqual(
    [at(list.json, 'value', 0, 'key'), at(list.json, 'value', 0, 'value', 'status')],
    [id, 'SUCCEEDED']
  )
  const one = await api('GET', `/rest/cis/tasks/${encodeURIComponent(id)}?spec.exclude_result=true`)
  assert.equal(at(one.json, 'value', 'status'), 'SUCCEEDED')
  const asObject = { source: 'vm-1001', name: 'y', disks_to_update: { 2000: { datastore } } }
  assert.deepEqual(restErrorOf(await api('POST', path, { spec: asObject })), [400, 'INVALID_ARGUMENT'])
})

test('several clones of one source run together, other work on it has to wait', async t => {
  const { api } = await startBench(t, { taskMs: 100 })
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
