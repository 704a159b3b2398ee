import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, startBench } from '../helper.ts'

test('the version is that of the release that is simulated', async t => {
  for (const [apiRelease, start] of [
    ['8.0.1.0', '8.0.1.'],
    ['9.0.0.0', '9.0.0.']
  ] as const) {
    const { api } = await startBench(t, { apiRelease })
    const version = (await api('GET', '/api/appliance/system/version')).json
    assert.ok(String(at(version, 'version')).startsWith(start))
    for (const name of ['product', 'build', 'type', 'summary', 'releasedate', 'install_time']) {
      assert.equal(typeof at(version, name), 'string', name)
    }
    assert.deepEqual((await api('GET', '/rest/appliance/system/version')).json, { value: version })
  }
})

test('up-time and time follow the clock', async t => {
  let now = Date.parse('2026-05-01T10:20:30.500Z')
  const { api } = await startBench(t, { clock: () => now })
  const before = Number((await api('GET', '/api/appliance/system/uptime')).json)
  assert.deepEqual((await api('GET', '/api/appliance/system/time')).json, {
    seconds_since_epoch: now / 1000,
    date: 'Fri 01 May 2026',
    time: '10:20:30',
    timezone: 'UTC'
  })
  now += 60_000
  assert.equal((await api('GET', '/api/appliance/system/uptime')).json, before + 60)
  assert.equal((await api('GET', '/api/appliance/health/system/lastcheck')).json, '2026-05-01T10:21:00.000Z')
})

test('health is a colour by item, and what is not green has a message', async t => {
  const { api } = await startBench(t)
  const path = '/api/appliance/health'
  for (const item of [
    'system',
    'load',
    'mem',
    'storage',
    'swap',
    'database-storage',
    'software-packages',
    'applmgmt'
  ]) {
    const colour = (await api('GET', `${path}/${item}`)).json
    assert.ok(['green', 'yellow', 'orange', 'red', 'gray'].includes(String(colour)), item)
    if (item === 'applmgmt') continue
    const messages = listOf((await api('GET', `${path}/${item}/messages`)).json)
    assert.equal(messages.length > 0, colour !== 'green', item)
  }
  assert.deepEqual((await api('GET', `${path}/database`)).json, { status: 'HEALTHY', messages: [] })
  const unknown = await api('GET', `${path}/soul`)
  assert.equal(at(unknown.json, 'messages', 0, 'id'), 'com.vmware.vapi.rest.operationsForUrlNotFound')
  assert.deepEqual(errorOf(await api('GET', `${path}/soul/messages`)).slice(0, 2), [404, 'NOT_FOUND'])
})

test('services are a map, in the older dialect a list', async t => {
  const { api } = await startBench(t)
  const services = (await api('GET', '/api/vcenter/services')).json
  assert.equal(at(services, 'vpxd', 'state'), 'STARTED')
  assert.deepEqual((await api('GET', '/api/vcenter/services/vpxd')).json, at(services, 'vpxd'))
  assert.deepEqual(errorOf(await api('GET', '/api/vcenter/services/x')).slice(0, 2), [404, 'NOT_FOUND'])
  const inRest = await api('GET', '/rest/vcenter/services')
  assert.deepEqual(at(inRest.json, 'value', 0), { key: 'vpxd', value: at(services, 'vpxd') })
})
