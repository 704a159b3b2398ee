import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectClient } from '../clients.ts'
import { callerFor } from '../faces.ts'
import { type Role, startService } from '../helper.ts'

const cases: [Role, string, boolean][] = [
  ['viewer', 'list_vms', true],
  ['viewer', 'power_on_vm', false],
  ['operator', 'power_on_vm', true],
  ['operator', 'delete_vm', false],
  ['admin', 'delete_vm', true]
]

test('tools/list shows exactly what the role may call, in both eras and in the order of the registry', async t => {
  const service = await startService(t)
  const url = `${await service.listen()}/mcp`
  for (const era of ['2025', '2026'] as const) {
    for (const role of ['viewer', 'operator', 'admin'] as const) {
      const client = await connectClient(t, era, url, role)
      const shown = (await client.listTools()).map(tool => tool.name)
      const principal = { name: 'x', role }
      const allowed = service.app.tools.tools
        .map(tool => tool.name)
        .filter(name => service.app.policy.mayUse(principal, name))
      assert.deepEqual(shown, allowed, `${era} ${role}`)
    }
  }
})

test('a role may call what it lists and nothing else, over REST', async t => {
  const service = await startService(t)
  const call = await callerFor(t, service, 'rest')
  for (const [role, tool, allowed] of cases) {
    const { body } = await call(role, tool, { ...(tool !== 'list_vms' && { vm: 'no-such-vm' }) })
    assert.equal(body['code'] === 'forbidden', !allowed, `${role} ${tool}`)
  }
})

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
