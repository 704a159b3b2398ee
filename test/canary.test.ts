import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startSimulator } from '../src/simulator/index.ts'
import { watched } from './contract/watch.ts'
import { addressOf, spawnService } from './process.ts'

const token = 'canary-token-of-a-caller-0123456789'
const password = 'canary-password-of-vcenter'

test('neither a token nor the password of vCenter is in any line of the log, the audit or an answer', async t => {
  const simulator = await startSimulator(watched(t, { password }))
  t.after(() => simulator.close())
  const service = await spawnService(t, {
    VCENTER_HOST: simulator.host,
    VCENTER_USER: simulator.user,
    VCENTER_PASSWORD: password,
    VCENTER_CA_BUNDLE: simulator.caFile,
    TOKENS_TO_ROLES: JSON.stringify({ [token]: 'viewer' }),
    // the audit goes to stdout too
    LOG_LEVEL: 'trace'
  })
  const address = await addressOf(service)
  const requests: [path: string, init?: { method: string; body?: string }][] = [
    ['/api/v1/vms'],
    ['/api/v1/vms/no-such-vm'],
    ['/api/v1/vms/db-02', { method: 'DELETE' }],
    [`/api/v1/vms?token=${token}`],
    ['/mcp', { method: 'POST', body: '{"jsonrpc":' }]
  ]
  let answers = ''
  for (const [path, init] of requests) {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(init?.body !== undefined && { 'content-type': 'application/json' })
    }
    answers += await (await fetch(address + path, { ...init, headers })).text()
  }
  const wrong = await fetch(`${address}/api/v1/vms`, { headers: { authorization: `Bearer ${token}-wrong` } })
  answers += await wrong.text()
  service.child.kill('SIGTERM')
  await service.exited

  assert.match(service.output(), /"log":"audit"/)
  assert.match(service.output(), /incoming request/)
  assert.doesNotMatch(service.output(), /canary-password/)
  assert.doesNotMatch(answers, /canary/)
  assert.doesNotMatch(service.output(), /canary-token/)
})
