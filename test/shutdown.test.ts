import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { AuditRecord } from '../src/audit/record.ts'
import { startSimulator } from '../src/simulator/index.ts'
import { watched } from './contract/watch.ts'
import { temporaryDirectory } from './helper.ts'
import { addressOf, spawnService } from './process.ts'

test('SIGTERM lets calls in flight end, logs out of vCenter and exits with 0', async t => {
  const simulator = await startSimulator(watched(t, { taskMs: 1500 }))
  t.after(() => simulator.close())
  const auditPath = join(temporaryDirectory(t), 'audit.jsonl')
  const service = await spawnService(t, {
    VCENTER_HOST: simulator.host,
    VCENTER_USER: simulator.user,
    VCENTER_PASSWORD: simulator.password,
    VCENTER_CA_BUNDLE: simulator.caFile,
    TOKENS_TO_ROLES: '{"secret-token-of-a-caller-0123456789": "admin"}',
    RATE_LIMIT: 'false',
    AUDIT_LOG_PATH: auditPath
  })
  const address = await addressOf(service)
  const headers = { authorization: 'Bearer secret-token-of-a-caller-0123456789' }
  const idle = await fetch(`${address}/api/v1/vms?power_states=POWERED_OFF`, { headers })
  const { items } = (await idle.json()) as { items: { id: string }[] }
  const calls = items
    .slice(0, 5)
    .map(({ id }) => fetch(`${address}/api/v1/vms/${id}/power-on`, { method: 'POST', headers }))
  await new Promise(resolve => setTimeout(resolve, 400))
  const stoppedAt = performance.now()
  service.child.kill('SIGTERM')

  for (const answer of await Promise.all(calls)) {
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('connection'), 'close')
    assert.equal(((await answer.json()) as { changed: boolean }).changed, true)
  }
  assert.deepEqual(await service.exited, [0, null])
  assert.ok(performance.now() - stoppedAt < 10_000)
  assert.equal(simulator.sessions, 0, 'it logged out')
  const records = readFileSync(auditPath, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as AuditRecord)
  assert.equal(records.filter(record => record.tool === 'power_on_vm' && record.outcome === 'ok').length, 5)
})

test('a configuration that cannot be used ends the start with one line a mistake and no stack', async t => {
  const service = await spawnService(t, { SERVER_PORT: 'x' })
  assert.deepEqual(await service.exited, [1, null])
  const lines = service.output().trim().split('\n')
  assert.match(service.output(), /VCENTER_HOST: missing.*npm run demo/)
  assert.ok(lines.some(line => line.trim().startsWith('SERVER_PORT:')))
  assert.doesNotMatch(service.output(), /at .*\.ts:\d+/)
})

test('a port that is taken is said in one line', async t => {
  const simulator = await startSimulator()
  t.after(() => simulator.close())
  const service = await spawnService(t, {
    VCENTER_HOST: 'vc.example.com',
    VCENTER_USER: 'u',
    VCENTER_PASSWORD: 'p',
    TOKENS_TO_ROLES: '{"secret-token-of-a-caller-0123456789": "admin"}',
    SERVER_PORT: String(simulator.port)
  })
  const [code] = await service.exited
  assert.equal(code, 1)
  assert.match(service.output(), /EADDRINUSE/)
  assert.doesNotMatch(service.output(), /at .*\.ts:\d+/)
})
