import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { at, basic, errorOf, restErrorOf, sdk, startBench, taskEnd } from './helper.ts'
import { benchWithSession, start, statuses, vms } from './fault-bench.ts'

test('all sessions can expire at a request', async t => {
  const bench = await benchWithSession(t)
  bench.simulator.fail({ path: /power/ }, { sessions: 'expire' })
  assert.equal((await bench.api('GET', vms)).status, 200)
  assert.equal((await bench.api('POST', start)).status, 401)
  assert.equal(bench.simulator.inventory.vms.get('vm-1004')?.powerState, 'POWERED_OFF')
  assert.equal(bench.simulator.sessions, 0)
})

test('right credentials are refused for so many logins, in every face, and nothing else is', async t => {
  const bench = await benchWithSession(t)
  const { simulator, call } = bench
  const headers = basic(simulator.user, simulator.password)
  const body = { userName: simulator.user, password: simulator.password }
  simulator.fail({ times: 3 }, { login: 'refused' })
  assert.deepEqual(await statuses(bench, 1), [200])
  assert.equal(errorOf(await call('POST', '/api/session', { headers }))[1], 'UNAUTHENTICATED')
  const inRest = await call('POST', '/rest/com/vmware/cis/session', { headers })
  assert.deepEqual(restErrorOf(inRest), [401, 'UNAUTHENTICATED'])
  const login = `${sdk}/SessionManager/SessionManager/Login`
  const inVim = await call('POST', login, { body })
  assert.deepEqual([inVim.status, at(inVim.json, '_typeName')], [500, 'InvalidLogin'])
  assert.equal((await call('POST', login, { body })).status, 200)
  assert.equal((await call('POST', '/api/session', { headers })).status, 201)
})

test('the session limit can be reached at any time', async t => {
  const { simulator, call } = await startBench(t)
  const headers = basic(simulator.user, simulator.password)
  simulator.fail({ times: 3 }, { login: 'limit' })
  const full = await call('POST', '/api/session', { headers })
  assert.deepEqual([full.status, at(full.json, 'error_type')], [503, 'SERVICE_UNAVAILABLE'])
  const inRest = await call('POST', '/rest/com/vmware/cis/session', { headers })
  assert.deepEqual(restErrorOf(inRest), [503, 'SERVICE_UNAVAILABLE'])
  const body = { userName: simulator.user, password: simulator.password }
  const inVim = await call('POST', `${sdk}/SessionManager/SessionManager/Login`, { body })
  assert.deepEqual([inVim.status, at(inVim.json, '_typeName')], [500, 'RuntimeFault'])
  assert.equal((await call('POST', '/api/session', { headers })).status, 201)
})

test('the next task of a name ends in error and does nothing', async t => {
  const bench = await benchWithSession(t)
  const { simulator, vim } = bench
  simulator.fail({}, { task: { name: 'PowerOnVM_Task' } })
  const snapshot = { name: 'a', memory: false, quiesce: false }
  const made = await vim('POST', '/VirtualMachine/vm-1004/CreateSnapshot_Task', snapshot)
  assert.equal(at(await taskEnd(bench, made), 'state'), 'success')
  const failed = await bench.api('POST', start)
  assert.deepEqual(errorOf(failed), [500, 'ERROR', 'A general system error occurred: fault injected'])
  assert.equal(simulator.inventory.vms.get('vm-1004')?.powerState, 'POWERED_OFF')
  assert.equal((await bench.api('POST', start)).status, 204)
})

test('a task can fail with a fault of one’s own, which decides the error type of the operation', async t => {
  const bench = await benchWithSession(t)
  const task = {
    typeName: 'InsufficientResourcesFault',
    message: 'No memory is left.',
    fields: { unit: 'MB' }
  }
  bench.simulator.fail({ times: 3 }, { task })
  const made = await bench.vim('POST', '/VirtualMachine/vm-1004/CreateSnapshot_Task', {
    name: 'a',
    memory: false,
    quiesce: false
  })
  const info = await taskEnd(bench, made)
  assert.deepEqual(
    [at(info, 'state'), at(info, 'error', 'fault'), at(info, 'error', 'localizedMessage')],
    ['error', { _typeName: task.typeName, unit: 'MB' }, task.message]
  )
  assert.equal(errorOf(await bench.api('POST', start))[1], 'UNABLE_TO_ALLOCATE_RESOURCE')
  const inRest = await bench.api('POST', '/rest/vcenter/vm/vm-1004/power/start')
  assert.deepEqual(restErrorOf(inRest), [400, 'UNABLE_TO_ALLOCATE_RESOURCE'])
})

test('an object is busy for the next writes, or for a time', async t => {
  const bench = await benchWithSession(t)
  bench.simulator.fail({ times: 2 }, { busy: 'vm-1004' })
  assert.equal((await bench.api('GET', `${vms}/vm-1004`)).status, 200)
  const snapshot = { name: 'a', memory: false, quiesce: false }
  const made = await bench.vim('POST', '/VirtualMachine/vm-1004/CreateSnapshot_Task', snapshot)
  assert.deepEqual([made.status, at(made.json, '_typeName')], [500, 'TaskInProgress'])
  assert.equal((await bench.api('POST', '/api/vcenter/vm/vm-1001/power?action=reset')).status, 204)
  assert.equal(errorOf(await bench.api('POST', start))[1], 'RESOURCE_BUSY')
  assert.equal((await bench.api('POST', start)).status, 204)
  bench.simulator.fail({ forMs: 100 }, { busy: 'any' })
  const reset = '/rest/vcenter/vm/vm-1001/power/reset'
  assert.deepEqual(restErrorOf(await bench.api('POST', reset)), [400, 'RESOURCE_BUSY'])
  await sleep(120)
  assert.equal((await bench.api('POST', reset)).status, 200)
})
