import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startSimulator } from '../src/simulator/index.ts'
import { watched } from './contract/watch.ts'
import { oidcVariables, startIssuer } from './issuer.ts'
import { addressOf, spawnService } from './process.ts'

const token = 'canary-token-of-a-caller-0123456789'
/** As `npm run token` makes them. */
const ofUsualForm = `vmp_${'canary-token'.padEnd(43, '-0123456789')}`
const password = 'canary-password-of-vcenter'

test('neither a token nor the password of vCenter is in the log, the audit, the metrics, an answer or a request to vCenter', async t => {
  const simulator = await startSimulator(watched(t, { password }))
  t.after(() => simulator.close())
  const service = await spawnService(t, {
    VCENTER_HOST: simulator.host,
    VCENTER_USER: simulator.user,
    VCENTER_PASSWORD: password,
    VCENTER_CA_BUNDLE: simulator.caFile,
    TOKENS_TO_ROLES: JSON.stringify({ [token]: 'viewer' }),
    METRICS_PORT: '0',
    // the audit goes to stdout too
    LOG_LEVEL: 'trace'
  })
  const address = await addressOf(service)
  const requests: [path: string, init?: { method: string; body?: string }][] = [
    ['/api/v1/vms'],
    ['/api/v1/vms/no-such-vm'],
    ['/api/v1/vms/db-02', { method: 'DELETE' }],
    [`/api/v1/vms?token=${token}`],
    [`/api/v1/vms/%zz?token=${token}`],
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
  // a client that knows nothing but a URL; the answer names the path, but only to whoever sent it
  await fetch(`${address}/mcp/${ofUsualForm}`)
  const wrong = await fetch(`${address}/api/v1/vms`, { headers: { authorization: `Bearer ${token}-wrong` } })
  answers += await wrong.text()
  const metricsUrl = /Metrics at (http:[^"]+)/.exec(service.output())?.[1]
  answers += await (await fetch(metricsUrl ?? '')).text()
  service.child.kill('SIGTERM')
  await service.exited

  assert.match(service.output(), /"log":"audit"/)
  assert.match(service.output(), /incoming request/)
  assert.doesNotMatch(service.output(), /canary-password/)
  assert.doesNotMatch(answers, /canary/)
  assert.match(answers, /vsphere_mcp_/)
  assert.doesNotMatch(JSON.stringify(simulator.requests), /canary-token/)
  assert.doesNotMatch(service.output(), /canary-token/)
})

test('no token of the issuer is in the log, the audit, the metrics, an answer or a request to vCenter', async t => {
  const simulator = await startSimulator(watched(t, { password }))
  t.after(() => simulator.close())
  const issuer = await startIssuer(t)
  const service = await spawnService(t, {
    VCENTER_HOST: simulator.host,
    VCENTER_USER: simulator.user,
    VCENTER_PASSWORD: password,
    VCENTER_CA_BUNDLE: simulator.caFile,
    METRICS_PORT: '0',
    LOG_LEVEL: 'trace',
    ...oidcVariables(issuer)
  })
  const address = await addressOf(service)
  const good = await issuer.sign()
  const tokens = {
    good,
    changed: `${good.slice(0, -6)}canary`,
    expired: await issuer.sign({ claims: { exp: 1 } }),
    'for another': await issuer.sign({ claims: { aud: 'another' } }),
    'without a role': await issuer.sign({ claims: { roles: [] } }),
    'with an unknown key': await issuer.sign({ key: await issuer.makeKey() })
  }
  let told = ''
  const statuses = []
  async function send(jwt: string, path: string, init: RequestInit = {}): Promise<number> {
    const headers = { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' }
    const answer = await fetch(address + path, { ...init, headers })
    told += JSON.stringify([...answer.headers]) + (await answer.text())
    return answer.status
  }
  for (const jwt of Object.values(tokens)) {
    statuses.push(await send(jwt, '/api/v1/vms'))
    await send(jwt, `/api/v1/vms?token=${jwt}`, { method: 'POST', body: `{"a": "${jwt}"` })
    const params = { name: 'delete_vm', arguments: { vm: 'vm-1001' } }
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })
    await send(jwt, '/mcp', { method: 'POST', body })
  }
  assert.deepEqual(statuses, [200, 401, 401, 401, 403, 401])
  await issuer.stop()
  const rotated = await issuer.sign({ key: await issuer.makeKey() })
  await send(rotated, '/api/v1/vms')
  const metricsUrl = /Metrics at (http:[^"]+)/.exec(service.output())?.[1]
  told += await (await fetch(metricsUrl ?? '')).text()
  told += JSON.stringify(simulator.requests)
  service.child.kill('SIGTERM')
  await service.exited

  assert.match(service.output(), /"principal":"oidc:user-1"/)
  assert.match(service.output(), /a token of the OIDC issuer was refused/)
  assert.match(told, /vcenter/)
  for (const [which, jwt] of Object.entries({ ...tokens, rotated })) {
    // the header alone says nothing; of the rest no piece may get out
    for (const part of jwt.split('.').slice(1)) {
      assert.ok(!service.output().includes(part.slice(0, 40)), `${which}: in the log or the audit`)
      assert.ok(!told.includes(part.slice(0, 40)), `${which}: in an answer, the metrics or a request`)
    }
  }
})
