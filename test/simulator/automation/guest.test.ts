import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, startBench, until, type Bench } from '../helper.ts'

const vm = {
  on: 'vm-1001',
  off: 'vm-1004',
  windows: 'vm-1005',
  withoutTools: 'vm-1006',
  suspended: 'vm-1007'
}

function guest(bench: Bench, id: string, action: string) {
  return bench.api('POST', `/api/vcenter/vm/${id}/guest/power?action=${action}`)
}

async function guestState(bench: Bench, id: string): Promise<unknown> {
  return at((await bench.api('GET', `/api/vcenter/vm/${id}/guest/power`)).json, 'state')
}

test('shutdown answers at once, and the machine goes off cleanly a moment later', async t => {
  const bench = await startBench(t, { taskMs: 400 })
  const reply = await guest(bench, vm.on, 'shutdown')
  assert.deepEqual([reply.status, reply.headers['content-type']], [204, undefined])
  assert.equal(await guestState(bench, vm.on), 'SHUTTING_DOWN')
  assert.equal(at((await bench.api('GET', `/api/vcenter/vm/${vm.on}/power`)).json, 'state'), 'POWERED_ON')
  await until(async () => (await guestState(bench, vm.on)) === 'NOT_RUNNING')
  assert.deepEqual((await bench.api('GET', `/api/vcenter/vm/${vm.on}/power`)).json, {
    state: 'POWERED_OFF',
    clean_power_off: true
  })
})

test('a rebooting guest is away for a while and the machine stays on', async t => {
  const bench = await startBench(t, { taskMs: 400 })
  assert.equal((await guest(bench, vm.on, 'reboot')).status, 204)
  assert.equal(await guestState(bench, vm.on), 'RESETTING')
  assert.equal((await bench.api('GET', `/api/vcenter/vm/${vm.on}/guest/identity`)).status, 503)
  await until(async () => (await guestState(bench, vm.on)) === 'RUNNING')
  assert.equal(bench.simulator.inventory.vms.get(vm.on)?.powerState, 'POWERED_ON')
})

test('a guest told to stand by ends suspended', async t => {
  const bench = await startBench(t)
  assert.equal((await guest(bench, vm.on, 'standby')).status, 204)
  await until(() => bench.simulator.inventory.vms.get(vm.on)?.powerState === 'SUSPENDED')
})

test('every guest action in every other state answers as specified', async t => {
  const expected: [string, string, number, string][] = [
    [vm.off, 'shutdown', 400, 'ALREADY_IN_DESIRED_STATE'],
    [vm.off, 'reboot', 400, 'NOT_ALLOWED_IN_CURRENT_STATE'],
    [vm.off, 'standby', 400, 'NOT_ALLOWED_IN_CURRENT_STATE'],
    [vm.suspended, 'shutdown', 400, 'NOT_ALLOWED_IN_CURRENT_STATE'],
    [vm.suspended, 'reboot', 400, 'NOT_ALLOWED_IN_CURRENT_STATE'],
    [vm.suspended, 'standby', 400, 'ALREADY_IN_DESIRED_STATE'],
    [vm.withoutTools, 'shutdown', 503, 'SERVICE_UNAVAILABLE'],
    [vm.withoutTools, 'reboot', 503, 'SERVICE_UNAVAILABLE'],
    [vm.withoutTools, 'standby', 503, 'SERVICE_UNAVAILABLE']
  ]
  const bench = await startBench(t)
  for (const [id, action, status, type] of expected) {
    assert.deepEqual(
      errorOf(await guest(bench, id, action)).slice(0, 2),
      [status, type],
      `${action} of ${id}`
    )
  }
})

test('a guest action as a path segment does not exist', async t => {
  const { api } = await startBench(t)
  assert.equal((await api('POST', `/api/vcenter/vm/${vm.on}/guest/power/shutdown`)).status, 404)
})

test('identity, networking and file systems come from Tools', async t => {
  const { api } = await startBench(t)
  const identity = (await api('GET', `/api/vcenter/vm/${vm.windows}/guest/identity`)).json
  assert.equal(at(identity, 'family'), 'WINDOWS')
  assert.equal(at(identity, 'full_name', 'default_message'), 'Microsoft Windows Server 2019 (64-bit)')
  assert.equal(at(identity, 'host_name'), 'win-dc-01.corp.example')
  const interfaces = listOf(
    (await api('GET', `/api/vcenter/vm/${vm.windows}/guest/networking/interfaces`)).json
  )
  const first = at(interfaces, 0, 'ip', 'ip_addresses', 0)
  assert.equal(at(first, 'ip_address'), at(identity, 'ip_address'))
  assert.equal(at(first, 'state'), 'PREFERRED')
  assert.match(String(at(interfaces, 0, 'ip', 'ip_addresses', 1, 'ip_address')), /^fe80::250:56ff:fe/)
  const disks = (await api('GET', `/api/vcenter/vm/${vm.windows}/guest/local-filesystem`)).json
  const drive = at(disks, 'C:\\')
  assert.ok(Number(at(drive, 'free_space')) < Number(at(drive, 'capacity')))
  assert.equal(
    at((await api('GET', `/api/vcenter/vm/${vm.windows}/guest/networking`)).json, 'dns_values', 'host_name'),
    'win-dc-01'
  )
})

test('without running Tools the guest cannot be asked: 503, whatever the reason', async t => {
  const { api } = await startBench(t)
  for (const id of [vm.off, vm.suspended, vm.withoutTools]) {
    for (const path of ['identity', 'networking', 'networking/interfaces', 'local-filesystem']) {
      const reply = await api('GET', `/api/vcenter/vm/${id}/guest/${path}`)
      assert.deepEqual(errorOf(reply), [503, 'SERVICE_UNAVAILABLE', 'VMware Tools is not running.'])
    }
  }
})

test('the state of Tools can always be read', async t => {
  const { api } = await startBench(t)
  const tools = async (id: string) => (await api('GET', `/api/vcenter/vm/${id}/tools`)).json
  assert.deepEqual(await tools(vm.withoutTools), {
    auto_update_supported: false,
    upgrade_policy: 'MANUAL',
    version_status: 'NOT_INSTALLED',
    run_state: 'NOT_RUNNING'
  })
  assert.equal(at(await tools(vm.on), 'version_status'), 'UNMANAGED')
  assert.equal(at(await tools(vm.on), 'run_state'), 'RUNNING')
  assert.equal(at(await tools(vm.windows), 'install_type'), 'MSI')
  assert.equal(at(await tools(vm.off), 'run_state'), 'NOT_RUNNING')
})

test('Tools run some time after power on', async t => {
  const bench = await startBench(t, { taskMs: 300 })
  await bench.api('POST', `/api/vcenter/vm/${vm.off}/power?action=start`)
  assert.equal(await guestState(bench, vm.off), 'NOT_RUNNING')
  await until(async () => (await guestState(bench, vm.off)) === 'RUNNING')
})

test('routes lead over a gateway and to each network, while Tools is running', async t => {
  const { api } = await startBench(t)
  const path = '/guest/networking/routes'
  const [first, second] = listOf((await api('GET', `/api/vcenter/vm/vm-1001${path}`)).json)
  assert.deepEqual([at(first, 'network'), at(first, 'prefix_length')], ['0.0.0.0', 0])
  assert.match(String(at(first, 'gateway_address')), /^10\.\d+\.0\.1$/)
  assert.deepEqual([at(second, 'prefix_length'), at(second, 'interface_index')], [16, 0])
  assert.deepEqual(errorOf(await api('GET', `/api/vcenter/vm/vm-1004${path}`)).slice(0, 2), [
    503,
    'SERVICE_UNAVAILABLE'
  ])
})
