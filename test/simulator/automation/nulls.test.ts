import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, listOf, startBench } from '../helper.ts'

test('what is absent is null in /api of 9.0, and missing in /rest and before', async t => {
  const now = await startBench(t, { apiRelease: '9.0.0.0' })
  const before = await startBench(t, { apiRelease: '8.0.3.0' })
  const power = '/vcenter/vm/vm-1001/power'
  assert.deepEqual((await now.api('GET', `/api${power}`)).json, {
    clean_power_off: null,
    state: 'POWERED_ON'
  })
  assert.deepEqual((await now.api('GET', `/rest${power}`)).json, { value: { state: 'POWERED_ON' } })
  assert.deepEqual((await before.api('GET', `/api${power}`)).json, { state: 'POWERED_ON' })
})

test('null stands inside structures, lists and maps, and never for what is there', async t => {
  const { api } = await startBench(t, { apiRelease: '9.0.0.0' })
  const vm = (await api('GET', '/api/vcenter/vm/vm-1001')).json
  assert.equal(at(vm, 'hardware', 'upgrade_version'), null)
  assert.equal(at(vm, 'disks', '2000', 'ide'), null)
  assert.equal(typeof at(vm, 'disks', '2000', 'scsi', 'bus'), 'number')
  assert.equal(at(vm, 'nics', '4000', 'backing', 'host_device'), null)
  const hosts = listOf((await api('GET', '/api/vcenter/host')).json)
  const [away, ...others] = hosts.toSorted((host, other) =>
    String(at(other, 'connection_state')).localeCompare(String(at(host, 'connection_state')))
  )
  assert.deepEqual([at(away, 'connection_state'), at(away, 'power_state')], ['DISCONNECTED', null])
  assert.ok(others.every(host => at(host, 'power_state') === 'POWERED_ON'))
})
