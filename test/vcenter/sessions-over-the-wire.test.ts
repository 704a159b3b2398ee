import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts'
import type { VcenterSettings } from '../../src/vcenter/pool.ts'
import type { VcenterClient } from '../../src/vcenter/types.ts'
import { watched } from '../contract/watch.ts'
import { answerService, connectionTo, openConnection } from './connections.ts'
import { answerError, answerJson, startServer } from './server.ts'

const credential = { user: 'gateway@vsphere.local', password: 'S3cret!pass' }

async function simulate(t: TestContext, options: SimulatorOptions = {}, more: Partial<VcenterSettings> = {}) {
  const simulator = await startSimulator(watched(t, { vms: 5, ...credential, ...options }))
  t.after(() => simulator.close())
  const connection = connectionTo(t, { host: simulator.host, ca: simulator.caPem }, more)
  return { simulator, connection, client: connection.client() }
}

function loginsOf({ requests }: Simulator): number {
  return requests.filter(({ method, path }) => method === 'POST' && /^\/api\/session$|\/Login$/.test(path))
    .length
}

test('a hundred first calls open one session, and closing leaves none', async t => {
  const { simulator, connection, client } = await simulate(t)
  await Promise.all(Array.from({ length: 100 }, (_item, index) => client.listVms({ names: [`vm-${index}`] })))
  assert.deepEqual([loginsOf(simulator), simulator.sessions], [1, 1])
  await connection.close()
  assert.equal(simulator.sessions, 0)
})

test('a session that ends under a hundred calls costs one log-in and no call', async t => {
  const { simulator, connection, client } = await simulate(t)
  await client.listVms()
  for (let times = 1; times <= 3; times++) {
    simulator.expireSessions()
    const calls = Array.from({ length: 100 }, () => client.listVms())
    for (const vms of await Promise.all(calls)) assert.equal(vms.length, 5)
    assert.deepEqual([loginsOf(simulator), simulator.sessions], [1 + times, 1])
  }
  assert.equal(connection.gauges().logins_total, 4)
})

test('before 8.0 U3 there are two sessions, since then one, and each ends with the connection', async t => {
  for (const [apiRelease, sessions] of [
    ['8.0.2.0', 2],
    ['8.0.3.0', 1]
  ] as const) {
    const { simulator, connection, client } = await simulate(t, { apiRelease })
    async function readBoth(): Promise<void> {
      await Promise.all([
        ...Array.from({ length: 50 }, () => client.listVms()),
        ...Array.from({ length: 50 }, () => client.readInventory({ VirtualMachine: ['name'] }))
      ])
    }
    await readBoth()
    assert.deepEqual([loginsOf(simulator), simulator.sessions], [sessions, sessions])
    simulator.expireSessions()
    await readBoth()
    assert.deepEqual([loginsOf(simulator), simulator.sessions], [2 * sessions, sessions])
    assert.deepEqual(connection.gauges().sessions, { automation: 1, vim: sessions - 1 })
    await connection.close()
    assert.equal(simulator.sessions, 0)
  }
})

test('three wrong passwords are the last for a while, however many ask and through whichever API', async t => {
  const { simulator, connection, client } = await simulate(
    t,
    { apiRelease: '8.0.2.0' },
    { password: 'wrong' }
  )
  for (let count = 0; count < 10; count++) {
    await Promise.allSettled([client.listVms(), client.readInventory({ VirtualMachine: ['name'] })])
  }
  assert.equal(loginsOf(simulator), 3)
  await assert.rejects(client.listVms(), {
    name: 'VcenterUnavailableError',
    obstacle: 'credential',
    message: /'127\.0\.0\.1:\d+' is unavailable: the log-in was refused 3 times, next attempt in \d+ s/
  })
  const {
    failed_logins_total: failed,
    login_pause_seconds: pause,
    breaker_state: state
  } = connection.gauges()
  assert.equal(failed, 3)
  assert.ok(pause > 200 && pause <= 300)
  assert.equal(state, 'closed', 'a wrong password is an answer')
})

test('a vCenter without a free session is left alone for a minute, and sessions that exist go on', async t => {
  const { simulator, client } = await simulate(t, { maxSessions: 1 })
  await client.listVms()
  const late = connectionTo(t, { host: simulator.host, ca: simulator.caPem }).client()
  for (let count = 0; count < 5; count++) {
    await assert.rejects(late.listVms(), { name: 'VcenterUnavailableError', obstacle: undefined })
  }
  await assert.rejects(late.listVms(), { reason: /took no more log-ins, next attempt in (60|59) s/ })
  assert.deepEqual([loginsOf(simulator), simulator.sessions], [2, 1])
  assert.equal((await client.listVms()).length, 5)
})

test('what is refused for every object costs one new session, not one for each object', async t => {
  const refusals = [
    (client: VcenterClient, id: number) => client.getVm({ vm: `vm-${id}` }),
    (client: VcenterClient, id: number) => client.removeAllSnapshots({ vm: `vm-${id}` })
  ]
  for (const refused of refusals) {
    const { connection } = await openConnection(t, ({ url }, response) => {
      const service = answerService(url, '8.0.2')
      if (service) return answerJson(response, 200, service)
      if (url.endsWith('/Login')) response.setHeader('vmware-api-session-id', 'id')
      if (url.includes('/SessionManager/')) return answerJson(response, 200, { _typeName: 'UserSession' })
      answerError(response, 401, 'UNAUTHENTICATED')
    })
    const client = connection.client()
    for (let id = 1; id <= 5; id++) await assert.rejects(refused(client, id), { isUnauthorized: true })
    assert.equal(connection.gauges().logins_total, 2)
  }
})

test('a log-out that fails, or that nobody answers, fails nothing', async t => {
  for (const answersLogOut of [true, false]) {
    const server = await startServer(
      t,
      ({ method, url }, response) => {
        if (method === 'DELETE' && !answersLogOut) return
        if (method === 'DELETE') return answerError(response, 500, 'INTERNAL_SERVER_ERROR')
        answerJson(response, 200, url === '/api/session' ? 'id-1' : [])
      },
      { tls: true }
    )
    const connection = connectionTo(t, server)
    await connection.client().listVms()
    await connection.close()
    await connection.close()
    assert.equal(server.seen.filter(({ method }) => method === 'DELETE').length, 1)
  }
})

test('an idle session is kept from ending, without another log-in', async t => {
  const { server, connection } = await openConnection(
    t,
    (_request, response) => answerJson(response, 200, []),
    {
      keepAliveMs: 20
    }
  )
  const asked = () => server.seen.filter(({ method, url }) => `${method} ${url}` === 'GET /api/session')
  const client = connection.client()
  await client.listVms()
  while (asked().length < 3) await new Promise(resolve => setTimeout(resolve, 5))
  assert.equal(asked()[0]?.headers['vmware-api-session-id'], 'id-1')
  const { logins_total: logins, sessions } = connection.gauges()
  assert.deepEqual([logins, sessions], [1, { automation: 1, vim: 0 }])
})

test('the session of VI/JSON is kept too, and forgotten when the answer is empty', async t => {
  let isKnown = true
  const { server, connection } = await openConnection(
    t,
    ({ url }, response) => {
      const service = answerService(url, '8.0.2')
      if (url.endsWith('/Login')) response.setHeader('vmware-api-session-id', 'vim-1')
      if (url.endsWith('/currentSession'))
        answerJson(response, 200, isKnown ? { _typeName: 'UserSession' } : null)
      else answerJson(response, 200, service ?? null)
    },
    { keepAliveMs: 20 }
  )
  const asked = () =>
    server.seen.filter(({ url }) => url.endsWith('/SessionManager/SessionManager/currentSession'))
  await connection.client().getSnapshots({ vm: 'vm-1' })
  while (asked().length < 2) await new Promise(resolve => setTimeout(resolve, 5))
  assert.deepEqual([asked()[0]?.method, asked()[0]?.headers['vmware-api-session-id']], ['GET', 'vim-1'])
  assert.equal(connection.gauges().sessions.vim, 1)
  isKnown = false
  while (connection.gauges().sessions.vim > 0) await new Promise(resolve => setTimeout(resolve, 5))
  assert.equal(connection.gauges().logins_total, 1)
})
