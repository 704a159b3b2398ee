import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, restErrorOf, startBench, taskEnd } from '../helper.ts'
import { datastoreNamed, vapiTaskEnd, vmAt } from '../places.ts'

const clone = '/api/vcenter/vm?action=clone'

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

test('a task that was told to fail does, with the type that its fault stands for', async t => {
  const bench = await startBench(t)
  const typeName = 'InsufficientResourcesFault'
  bench.simulator.fail({}, { task: { name: 'CloneVM_Task', typeName } })
  const started = await bench.api('POST', `${clone}&vmw-task=true`, { source: 'vm-1001', name: 'doomed' })
  const task = await vapiTaskEnd(bench, started)
  assert.deepEqual(
    [at(task, 'status'), at(task, 'error', 'error_type'), at(task, 'result')],
    ['FAILED', 'UNABLE_TO_ALLOCATE_RESOURCE', undefined]
  )
  assert.deepEqual((await bench.api('GET', '/api/vcenter/vm?names=doomed')).json, [])
})
