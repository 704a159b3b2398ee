import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callerFor } from '../faces.ts'
import { startService } from '../helper.ts'

test('a refused call never reaches vCenter', async t => {
  const service = await startService(t)
  const call = await callerFor(t, service, 'rest')
  await call('viewer', 'delete_vm', { vm: 'vm-1004', confirm: true })
  assert.equal(service.simulator.requests.length, 0)
})

test('a vCenter that is not configured is refused, whatever the argument looks like', async t => {
  const service = await startService(t)
  const call = await callerFor(t, service, 'rest')
  for (const hostname of [
    'evil.example.com',
    '169.254.169.254',
    `${service.simulator.host}@evil.com`,
    'localhost#',
    ''
  ]) {
    const { status, body } = await call('admin', 'list_datacenters', { hostname })
    assert.equal(status, 403, hostname)
    assert.match(String(body['detail']), /Hostname not in allowed set/)
  }
  assert.equal(service.simulator.requests.length, 0)
})
