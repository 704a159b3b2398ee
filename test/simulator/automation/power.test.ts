import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, startBench, type Bench } from '../helper.ts'

const vm = { on: 'vm-1001', off: 'vm-1004', suspended: 'vm-1007' }

function power(bench: Bench, id: string, action: string) {
  return bench.api('POST', `/api/vcenter/vm/${id}/power?action=${action}`)
}

test('every action in every state answers as specified', async t => {
  const refusals = {
    on: { start: 'ALREADY_IN_DESIRED_STATE' },
    off: {
      stop: 'ALREADY_IN_DESIRED_STATE',
      suspend: 'NOT_ALLOWED_IN_CURRENT_STATE',
      reset: 'NOT_ALLOWED_IN_CURRENT_STATE'
    },
    suspended: { suspend: 'ALREADY_IN_DESIRED_STATE', reset: 'NOT_ALLOWED_IN_CURRENT_STATE' }
  }
  const bench = await startBench(t)
  for (const [state, actions] of Object.entries(refusals)) {
    for (const [action, type] of Object.entries(actions)) {
      const reply = await power(bench, vm[state as keyof typeof vm], action)
      assert.deepEqual(errorOf(reply).slice(0, 2), [400, type], `${action} when ${state}`)
    }
  }
})

test('allowed actions are 204 without a body and are done when answered', async t => {
  const steps: [string, string, string][] = [
    [vm.off, 'start', 'POWERED_ON'],
    [vm.off, 'reset', 'POWERED_ON'],
    [vm.off, 'suspend', 'SUSPENDED'],
    [vm.off, 'start', 'POWERED_ON'],
    [vm.off, 'stop', 'POWERED_OFF'],
    [vm.suspended, 'stop', 'POWERED_OFF']
  ]
  const bench = await startBench(t)
  for (const [id, action, state] of steps) {
    const reply = await power(bench, id, action)
    assert.deepEqual([reply.status, reply.text, reply.headers['content-type']], [204, '', undefined])
    // RFC 9110, section 8.6
    assert.equal(reply.headers['content-length'], undefined)
    assert.equal(at((await bench.api('GET', `/api/vcenter/vm/${id}/power`)).json, 'state'), state)
  }
})

test('only a powered-off machine tells whether it went off cleanly', async t => {
  const { api } = await startBench(t)
  assert.deepEqual((await api('GET', `/api/vcenter/vm/${vm.on}/power`)).json, { state: 'POWERED_ON' })
  await api('POST', `/api/vcenter/vm/${vm.on}/power?action=stop`)
  assert.deepEqual((await api('GET', `/api/vcenter/vm/${vm.on}/power`)).json, {
    state: 'POWERED_OFF',
    clean_power_off: false
  })
})

test('while a machine does one thing, another is 500 RESOURCE_BUSY', async t => {
  const bench = await startBench(t, { taskMs: 300 })
  await bench.api('GET', '/api/session')
  const replies = await Promise.all([power(bench, vm.off, 'start'), power(bench, vm.off, 'start')])
  const [first, second] = replies.toSorted((left, right) => left.status - right.status)
  assert.equal(first?.status, 204)
  assert.deepEqual(errorOf(second ?? assert.fail()).slice(0, 2), [500, 'RESOURCE_BUSY'])
})

test('a machine with a running snapshot task is busy', async t => {
  const bench = await startBench(t, { taskMs: 300 })
  await bench.vim('POST', `/VirtualMachine/${vm.on}/CreateSnapshot_Task`, {
    name: 'x',
    memory: false,
    quiesce: false
  })
  for (const [method, path, body] of [
    ['POST', 'power?action=stop', undefined],
    ['POST', 'guest/power?action=shutdown', undefined],
    ['PATCH', 'hardware/memory', { size_MiB: 4096 }]
  ] as const) {
    const reply = await bench.api(method, `/api/vcenter/vm/${vm.on}/${path}`, body)
    assert.deepEqual(errorOf(reply).slice(0, 2), [500, 'RESOURCE_BUSY'], path)
  }
})

test('a template cannot be powered on', async t => {
  const bench = await startBench(t)
  const template = [...bench.simulator.inventory.vms.values()].find(candidate => candidate.template)
  const reply = await power(bench, template?.id ?? '', 'start')
  assert.deepEqual(errorOf(reply).slice(0, 2), [400, 'UNSUPPORTED'])
  const guest = await bench.api('POST', `/api/vcenter/vm/${template?.id}/guest/power?action=reboot`)
  assert.deepEqual(errorOf(guest).slice(0, 2), [400, 'UNSUPPORTED'])
})

test('an empty object as body is fine, anything else is unexpected', async t => {
  const { api } = await startBench(t)
  assert.equal((await api('POST', `/api/vcenter/vm/${vm.off}/power?action=start`, {})).status, 204)
  const reply = await api('POST', `/api/vcenter/vm/${vm.off}/power?action=stop`, { force: true })
  assert.deepEqual(errorOf(reply).slice(0, 2), [400, 'UNEXPECTED_INPUT'])
})

test('reset starts the machine’s up-time anew, resuming does not', async t => {
  let now = Date.parse('2026-05-01T00:00:00Z')
  const bench = await startBench(t, { clock: () => now })
  const bootTime = () => bench.simulator.inventory.vms.get(vm.on)?.bootTime
  const before = bootTime()
  await power(bench, vm.on, 'suspend')
  now += 1000
  await power(bench, vm.on, 'start')
  assert.equal(bootTime(), before)
  await power(bench, vm.on, 'reset')
  assert.equal(bootTime(), now)
})
