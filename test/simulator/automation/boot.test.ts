import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, restErrorOf, startBench, until } from '../helper.ts'
import { vmAt } from '../places.ts'

const on = '/api/vcenter/vm/vm-1001'
const off = '/api/vcenter/vm/vm-1004'
const invalid = [400, 'INVALID_ARGUMENT']
const notAllowed = [400, 'NOT_ALLOWED_IN_CURRENT_STATE']
const alreadyThere = [400, 'ALREADY_IN_DESIRED_STATE']

test('boot settings change one by one, and VM.Info shows the same', async t => {
  const { api } = await startBench(t)
  const before = (await api('GET', `${off}/hardware/boot`)).json
  assert.equal((await api('PATCH', `${off}/hardware/boot`, { delay: 1000, retry: true })).status, 204)
  const after = (await api('GET', `${off}/hardware/boot`)).json
  assert.deepEqual(after, { ...(before as object), delay: 1000, retry: true })
  assert.deepEqual(at((await api('GET', off)).json, 'boot'), after)
  const bios = { type: 'BIOS', network_protocol: 'IPV6' }
  assert.deepEqual(errorOf(await api('PATCH', `${off}/hardware/boot`, bios)).slice(0, 2), invalid)
  assert.deepEqual(errorOf(await api('PATCH', `${off}/hardware/boot`, { delay: -1 })).slice(0, 2), invalid)
})

test('no two VMs share their boot settings', async t => {
  const { simulator, api } = await startBench(t)
  await api('PATCH', `${off}/hardware/boot`, { enter_setup_mode: true })
  assert.equal(vmAt(simulator, 'vm-1001').boot.enterSetupMode, false)
})

test('the boot order is set as a whole, alike in both dialects', async t => {
  const { api } = await startBench(t)
  const devices = [{ type: 'ETHERNET', nic: '4000' }, { type: 'DISK', disks: ['2000'] }, { type: 'CDROM' }]
  assert.equal((await api('PUT', `${off}/hardware/boot/device`, { devices })).status, 204)
  assert.deepEqual((await api('GET', `${off}/hardware/boot/device`)).json, devices)
  assert.deepEqual(at((await api('GET', off)).json, 'boot_devices'), devices)
  const rest = '/rest/vcenter/vm/vm-1004/hardware/boot/device'
  assert.equal((await api('PUT', rest, { devices: [{ type: 'CDROM' }] })).status, 200)
  assert.deepEqual((await api('GET', rest)).json, { value: [{ type: 'CDROM' }] })
  for (const device of [
    { type: 'ETHERNET' },
    { type: 'DISK', disks: ['9'] },
    { type: 'CDROM', nic: '4000' },
    { type: 'TAPE' }
  ]) {
    const reply = await api('PUT', `${off}/hardware/boot/device`, { devices: [device] })
    assert.deepEqual(errorOf(reply).slice(0, 2), invalid, JSON.stringify(device))
  }
  assert.deepEqual(restErrorOf(await api('PUT', rest, { spec: { devices } })), [400, 'UNEXPECTED_INPUT'])
})

test('virtual hardware is upgraded at once or by a policy, never back', async t => {
  const { simulator, api } = await startBench(t)
  vmAt(simulator, 'vm-1004').hardwareVersion = 19
  vmAt(simulator, 'vm-1001').hardwareVersion = 19
  const plan = { upgrade_policy: 'AFTER_CLEAN_SHUTDOWN', upgrade_version: 'VMX_20' }
  assert.equal((await api('PATCH', `${on}/hardware`, plan)).status, 204)
  assert.deepEqual((await api('GET', `${on}/hardware`)).json, {
    version: 'VMX_19',
    ...plan,
    upgrade_status: 'PENDING'
  })
  assert.deepEqual(errorOf(await api('POST', `${on}/hardware?action=upgrade`)).slice(0, 2), notAllowed)
  assert.equal((await api('POST', `${off}/hardware?action=upgrade`, { version: 'VMX_20' })).status, 204)
  assert.equal(at((await api('GET', `${off}/hardware`)).json, 'version'), 'VMX_20')
  const rest = '/rest/vcenter/vm/vm-1004/hardware/action/upgrade'
  assert.deepEqual(restErrorOf(await api('POST', rest, { version: 'VMX_20' })), alreadyThere)
  assert.equal((await api('POST', rest, {})).status, 200)
  assert.equal(at((await api('GET', off)).json, 'hardware', 'version'), 'VMX_21')
  for (const body of [
    { upgrade_policy: 'NEVER', upgrade_version: 'VMX_21' },
    { upgrade_policy: 'ALWAYS', upgrade_version: 'VMX_99' }
  ]) {
    assert.deepEqual(errorOf(await api('PATCH', `${on}/hardware`, body)).slice(0, 2), invalid)
  }
})

test('a planned upgrade happens at power on, after a clean shutdown only if it says so', async t => {
  const { simulator, api } = await startBench(t)
  const vm = vmAt(simulator, 'vm-1004')
  vm.hardwareVersion = 19
  const plan = { upgrade_policy: 'AFTER_CLEAN_SHUTDOWN', upgrade_version: 'VMX_20' }
  await api('PATCH', `${off}/hardware`, plan)
  vm.cleanPowerOff = false
  await api('POST', `${off}/power?action=start`)
  assert.equal(at((await api('GET', `${off}/hardware`)).json, 'upgrade_status'), 'PENDING')
  await api('POST', `${off}/power?action=stop`)
  vm.cleanPowerOff = true
  await api('POST', `${off}/power?action=start`)
  assert.deepEqual((await api('GET', `${off}/hardware`)).json, {
    version: 'VMX_20',
    upgrade_policy: 'NEVER',
    upgrade_status: 'SUCCESS'
  })
})

test('Tools that are old are renewed at a power cycle where the policy says so', async t => {
  const { simulator, api } = await startBench(t)
  const vm = '/api/vcenter/vm/vm-1010'
  await api('PATCH', `${vm}/tools`, { upgrade_policy: 'UPGRADE_AT_POWER_CYCLE' })
  await api('POST', `${vm}/power?action=reset`)
  await until(() => vmAt(simulator, 'vm-1010').guestState === 'running')
  assert.equal(at((await api('GET', `${vm}/tools`)).json, 'version_status'), 'CURRENT')
})

test('console tickets: 201 with an address; a web console needs a running VM', async t => {
  const { api } = await startBench(t)
  const web = await api('POST', `${on}/console/tickets`, { type: 'WEBMKS' })
  assert.equal(web.status, 201)
  assert.match(String(at(web.json, 'ticket')), /^wss:\/\//)
  const again = await api('POST', `${on}/console/tickets`, { type: 'WEBMKS' })
  assert.notDeepEqual(again.json, web.json)
  const remote = await api('POST', `${off}/console/tickets`, { type: 'VMRC' })
  assert.match(String(at(remote.json, 'ticket')), /^vmrc:\/\/.*moid=vm-1004$/)
  assert.deepEqual(
    errorOf(await api('POST', `${off}/console/tickets`, { type: 'WEBMKS' })).slice(0, 2),
    notAllowed
  )
  assert.deepEqual(errorOf(await api('POST', `${on}/console/tickets`, { type: 'VNC' })).slice(0, 2), invalid)
})

test('Tools: a policy that stays, an upgrade where one is needed, a disc to connect', async t => {
  const { api } = await startBench(t)
  const change = { upgrade_policy: 'UPGRADE_AT_POWER_CYCLE' }
  assert.equal((await api('PATCH', `${off}/tools`, change)).status, 204)
  assert.equal(at((await api('GET', `${off}/tools`)).json, 'upgrade_policy'), 'UPGRADE_AT_POWER_CYCLE')
  const upgrade = (id: string) => api('POST', `/api/vcenter/vm/${id}/tools?action=upgrade`, {})
  assert.deepEqual(errorOf(await upgrade('vm-1001')).slice(0, 2), [400, 'UNSUPPORTED'])
  assert.deepEqual(errorOf(await upgrade('vm-1005')).slice(0, 2), alreadyThere)
  assert.deepEqual(errorOf(await upgrade('vm-1004')).slice(0, 2), notAllowed)
  assert.deepEqual(errorOf(await upgrade('vm-1006')).slice(0, 2), [503, 'SERVICE_UNAVAILABLE'])
  const state = async () => at((await api('GET', '/api/vcenter/vm/vm-1010/tools')).json, 'version_status')
  assert.equal(await state(), 'SUPPORTED_OLD')
  assert.equal((await api('POST', '/rest/vcenter/vm/vm-1010/tools?action=upgrade', {})).status, 200)
  assert.equal(await state(), 'SUPPORTED_OLD')
  await until(async () => (await state()) === 'CURRENT')
  const disc = `${on}/tools/installer`
  assert.deepEqual((await api('GET', disc)).json, { is_connected: false })
  assert.equal((await api('POST', `${disc}?action=connect`)).status, 204)
  assert.deepEqual((await api('GET', `/rest/vcenter/vm/vm-1001/tools/installer`)).json, {
    value: { is_connected: true }
  })
  assert.deepEqual(errorOf(await api('POST', `${disc}?action=connect`)).slice(0, 2), alreadyThere)
  assert.equal((await api('POST', `/rest/vcenter/vm/vm-1001/tools/installer?action=disconnect`)).status, 200)
  assert.deepEqual(
    errorOf(await api('POST', `${off}/tools/installer?action=connect`)).slice(0, 2),
    notAllowed
  )
})
