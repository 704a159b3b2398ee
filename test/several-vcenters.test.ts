import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { connect } from 'node:tls'
import { type FaceName, callerFor } from './faces.ts'
import { digestOf } from '../src/access/tokens.ts'
import { bearer, startService, tokens, until } from './helper.ts'
import { addressOf, spawnService } from './process.ts'
import { startNamed, startSilent, vcentersFile } from './vcenters.ts'

/** Three vCenters told apart by how many VMs they list: 20, 16 and 12. */
async function startThree(t: TestContext) {
  const dr = await startNamed(t, 'DR-Site', { seed: 2, vms: 16 })
  const lab = await startNamed(t, 'lab', { seed: 3, vms: 12 })
  const service = await startService(t, {
    simulator: { vms: 20 },
    env: { VCENTERS_FILE: vcentersFile(t, [dr.entry, lab.entry]) }
  })
  return { service, main: service.simulator, dr: dr.simulator, lab: lab.simulator }
}

const faces: FaceName[] = ['rest', '2025', '2026']

for (const face of faces) {
  test(`over ${face} a read goes to the default vCenter unless it names one, in whatever case`, async t => {
    const { service, main, dr } = await startThree(t)
    const call = await callerFor(t, service, face)
    assert.equal((await call('viewer', 'list_vms', {})).body['total'], 20)
    assert.equal(dr.requests.length, 0)
    assert.equal((await call('viewer', 'list_vms', { hostname: 'dr-SITE' })).body['total'], 16)
    assert.equal((await call('viewer', 'list_vms', { hostname: 'lab' })).body['total'], 12)
    assert.equal((await call('viewer', 'list_vms', { hostname: main.host })).body['total'], 20)
    assert.deepEqual(
      service.audit().map(record => record.vcenter),
      [main.host, 'DR-Site', 'lab', main.host]
    )
  })

  test(`over ${face} a change names its vCenter and is made there only`, async t => {
    const { service, main, dr, lab } = await startThree(t)
    const call = await callerFor(t, service, face)
    const unsaid = await call('operator', 'power_on_vm', { vm: 'db-02' })
    assert.equal(unsaid.body['code'], 'invalid_argument')
    assert.equal(main.requests.length, 0)
    assert.equal((await call('operator', 'power_on_vm', { vm: 'db-02', hostname: 'DR-Site' })).outcome, 'ok')
    assert.ok(dr.requests.some(({ path }) => path.endsWith('/power')))
    assert.equal(main.requests.length + lab.requests.length, 0)
    assert.equal(service.audit().at(-1)?.vcenter, 'DR-Site')
  })

  test(`over ${face} a vCenter that is not configured is refused with the known names, and never contacted`, async t => {
    const { service, main, dr, lab } = await startThree(t)
    const stranger = await startSilent(t)
    const call = await callerFor(t, service, face)
    // also the address of a configured one: it is no name
    for (const hostname of [stranger.host, `lab@${stranger.host}`, `lab#${stranger.host}`, dr.host]) {
      for (const [tool, args] of [
        ['list_vms', {}],
        ['delete_vm', { vm: 'db-02', confirm: true }]
      ] as const) {
        const { body } = await call('admin', tool, { ...args, hostname })
        assert.equal(body['code'], 'forbidden', hostname)
        assert.ok(String(body['hint']).includes(`${main.host}, DR-Site, lab`))
      }
    }
    assert.equal(stranger.connections, 0)
    assert.equal(main.requests.length + dr.requests.length + lab.requests.length, 0)
  })
}

test('callers are shown names of vCenters and never their addresses', async t => {
  const dr = await startNamed(t, 'dr')
  const silent = await startSilent(t)
  const hung = { ...dr.entry, name: 'hung', port: silent.port, timeoutS: 0.2, retries: 0 }
  const wrong = { ...dr.entry, name: 'wrong', password: 'not-it', host: 'localhost' }
  const { ca: _, ...untrusted } = { ...dr.entry, name: 'untrusted', user: 'other' }
  const service = await startService(t, {
    env: {
      VCENTER_HOST: '',
      VCENTER_USER: '',
      VCENTER_PASSWORD: '',
      VCENTER_CA_BUNDLE: '',
      VCENTERS_FILE: vcentersFile(t, [dr.entry, hung, wrong, untrusted])
    }
  })
  const shown: string[] = [
    JSON.stringify(service.app.tools.tools.map(tool => tool.descriptorFor(service.app.vcenters.names)))
  ]
  for (const name of ['dr', 'hung', 'wrong', 'untrusted', 'unknown']) {
    const answer = await service.app.inject({
      url: `/api/v1/vms?hostname=${name}`,
      headers: bearer('viewer')
    })
    assert.equal(answer.statusCode === 200, name === 'dr', answer.body)
    if (!['dr', 'unknown'].includes(name)) assert.match(answer.body, new RegExp(`vCenter '${name}'`))
    shown.push(answer.body)
  }
  shown.push(
    (await service.app.inject({ url: '/openapi.json', headers: bearer('admin') })).body,
    JSON.stringify(service.audit().map(each => ({ ...each, address: '' })))
  )
  for (const text of shown) {
    assert.doesNotMatch(text, /localhost|127\.0\.0\.1/)
    assert.ok(!text.includes(String(dr.simulator.port)))
  }
})

test('each vCenter is logged in to with its own account, and none of them sees that of another', async t => {
  const dr = await startNamed(t, 'dr', { user: 'svc-dr@dr.local', password: 'only-for-dr' })
  const service = await startService(t, { env: { VCENTERS_FILE: vcentersFile(t, [dr.entry]) } })
  const call = await callerFor(t, service, 'rest')
  for (const hostname of ['dr', service.simulator.host]) {
    assert.equal((await call('viewer', 'list_vms', { hostname })).outcome, 'ok')
  }
  assert.equal(dr.simulator.sessions, 1)
  assert.equal(service.simulator.sessions, 1)
  await service.app.close()
  assert.equal(dr.simulator.sessions + service.simulator.sessions, 0)
})

test('a vCenter is trusted by its pin alone, and one with another certificate is sent nothing', async t => {
  const { simulator, entry } = await startNamed(t, 'pinned')
  const { ca: _, ...pinned } = { ...entry, fingerprint256: await fingerprintOf(simulator.port) }
  const other = await startNamed(t, 'other')
  const service = await startService(t, {
    env: {
      VCENTERS_FILE: vcentersFile(t, [pinned, { ...pinned, name: 'swapped', port: other.simulator.port }])
    }
  })
  const call = await callerFor(t, service, 'rest')
  assert.equal((await call('viewer', 'list_vms', { hostname: 'pinned' })).outcome, 'ok')
  const swapped = await call('viewer', 'list_vms', { hostname: 'swapped' })
  assert.equal(swapped.body['code'], 'unavailable')
  assert.match(String(swapped.body['detail']), /certificate/)
  assert.match(String(swapped.body['hint']), /fingerprint256/)
  assert.equal(swapped.body['retryable'], false)
  assert.equal(other.simulator.requests.length, 0)
})

/** As an operator would see it with openssl. */
async function fingerprintOf(port: number): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const { fingerprint256 } = socket.getPeerCertificate()
  socket.destroy()
  return fingerprint256
}

test('what should not stay as it is stands in the log of the start, by name and without a password', async t => {
  const entry = { host: '127.0.0.1', port: 1, user: 'svc', password: 'secret-password' }
  const path = vcentersFile(t, [
    { ...entry, name: 'lab-1', insecure: true },
    { ...entry, name: 'lab-2', port: 2, insecure: true },
    { ...entry, name: 'prod', port: 3 }
  ])
  chmodSync(path, 0o644)
  const service = await spawnService(t, {
    VCENTERS_FILE: path,
    TOKENS_TO_ROLES: '{"secret-token-of-a-caller-0123456789": "viewer"}'
  })
  await addressOf(service)
  await until('both warnings are logged', () => service.output().split('"level":40').length === 3)
  assert.match(service.output(), /"level":40.*not verified of lab-1, lab-2; trust its CA instead/)
  assert.match(service.output(), /"level":40.*vcenters\.json holds a password .*chmod 600/)
  assert.doesNotMatch(service.output(), /secret-password/)
})

test('a token for one vCenter knows of no other: not in lists of tools, refusals or OpenAPI, and it is its default', async t => {
  const { entry, simulator } = await startNamed(t, 'dr', { seed: 2, vms: 16 })
  const other = await startNamed(t, 'hidden-site')
  const token = 'token-for-the-dr-site-only-0123456789'
  const service = await startService(t, {
    env: {
      VCENTERS_FILE: vcentersFile(t, [entry, other.entry]),
      TOKENS_TO_ROLES: JSON.stringify({
        [`sha256:${digestOf(token)}`]: { name: 'dr-bot', role: 'operator', vcenters: ['DR'] },
        [tokens.admin]: 'admin'
      })
    }
  })
  const headers = { authorization: `Bearer ${token}` }
  const list = await service.app.inject({ url: '/api/v1/vms', headers })
  assert.equal(list.json<{ total: number }>().total, 16)
  assert.equal(service.simulator.requests.length, 0)
  assert.ok(simulator.requests.length > 0)
  const descriptors = await service.app.inject({
    method: 'POST',
    url: '/mcp',
    headers: {
      ...headers,
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25'
    },
    payload: { jsonrpc: '2.0', id: 1, method: 'tools/list' }
  })
  assert.match(descriptors.body, /The vCenter, one of: dr\./)
  const openApi = await service.app.inject({ url: '/openapi.json', headers })
  const hidden = await service.app.inject({ url: '/api/v1/vms?hostname=hidden-site', headers })
  const nobody = await service.app.inject({ url: '/api/v1/vms?hostname=no-such-site', headers })
  assert.equal(hidden.statusCode, 403)
  const told = (answer: { body: string }) => answer.body.replace(/"request_id":"[^"]+"/, '')
  assert.equal(told(hidden), told(nobody))
  const change = await service.app.inject({
    method: 'POST',
    url: '/api/v1/vms/db-02/power-on',
    headers,
    payload: {}
  })
  assert.equal(change.json<{ code: string }>().code, 'invalid_argument', 'a change still names its vCenter')
  for (const { body } of [list, descriptors, openApi, hidden, nobody, change]) {
    assert.doesNotMatch(body, /hidden-site/)
    assert.ok(!body.includes(service.simulator.host))
  }
  assert.equal(other.simulator.requests.length, 0)
  const all = await service.app.inject({ url: '/api/v1/vms?hostname=hidden-site', headers: bearer('admin') })
  assert.equal(all.statusCode, 200)
  assert.equal(new Set(service.audit().map(record => record.principal)).size, 2)
})
