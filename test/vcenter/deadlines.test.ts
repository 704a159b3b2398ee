import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test, type TestContext } from 'node:test'
import { startSimulator } from '../../src/simulator/index.ts'
import type { VcenterClient } from '../../src/vcenter/types.ts'
import { watched } from '../contract/watch.ts'
import { until } from '../helper.ts'
import { answerService, connectionTo, openConnection, reference } from './connections.ts'
import { answerJson, startServer, type Handler } from './server.ts'

/** Far from every time-out, however busy the machine is. */
const boundMs = 5_000
const reason = new DOMException('The time of the call is over.', 'TimeoutError')

async function soon<T>(work: Promise<T>): Promise<T> {
  const start = performance.now()
  try {
    return await work
  } finally {
    const took = performance.now() - start
    assert.ok(took < boundMs, `took ${took} ms`)
  }
}

const listVms = (client: VcenterClient) => client.listVms()
const readNames = (client: VcenterClient) => client.readInventory({ VirtualMachine: ['name'] })

const hanging: [where: string, path: RegExp, call: (client: VcenterClient) => Promise<unknown>][] = [
  ['the log-in', /^\/api\/session$/, listVms],
  ['a read', /^\/api\/vcenter\/vm$/, listVms],
  ['the search for the release of VI/JSON', /action=hello$/, readNames],
  ['the service content', /\/content$/, readNames],
  ['the log-in of VI/JSON', /\/Login$/, readNames],
  ['the creation of a view', /\/CreateContainerView$/, readNames],
  ['a page of an inventory', /\/RetrievePropertiesEx$/, readNames]
]

/** A vCenter 8.0 U2, with two sessions, that does not answer where `path` says so. */
function vcenterWithout(path: RegExp, onReached: () => void): Handler {
  return ({ url, method }, response) => {
    if (path.test(url)) return onReached()
    if (url === '/api/session') return answerJson(response, method === 'POST' ? 201 : 204, 'id-1')
    if (url.endsWith('/Login')) response.setHeader('vmware-api-session-id', 'id-2')
    const service = answerService(url, '8.0.2')
    if (service !== undefined) return answerJson(response, 200, service)
    if (url.endsWith('/Login')) return answerJson(response, 200, { _typeName: 'UserSession', key: 'x' })
    if (url.endsWith('/CreateContainerView'))
      return answerJson(response, 200, reference('ContainerView', 'view-1'))
    if (url.endsWith('/RetrievePropertiesEx')) return answerJson(response, 200, { objects: [] })
    answerJson(response, 204)
  }
}

/** A client whose deadline comes as soon as the call hangs. */
async function openClient(t: TestContext, path: RegExp) {
  const deadline = new AbortController()
  const server = await startServer(
    t,
    vcenterWithout(path, () => deadline.abort(reason)),
    { tls: true }
  )
  return { server, client: connectionTo(t, server).client({ signal: deadline.signal }) }
}

for (const [where, path, call] of hanging) {
  test(`a call ends at its deadline although ${where} hangs`, async t => {
    const { client } = await openClient(t, path)
    await soon(assert.rejects(call(client), reason))
  })
}

test('what was read is answered at once although the view cannot be tidied up', async t => {
  const { server, client } = await openClient(t, /\/DestroyView$/)
  assert.deepEqual(await soon(readNames(client)), [])
  await until('the view is given up', () => server.seen.at(-1)?.url.endsWith('/view-1/DestroyView') === true)
})

test('a call ends at its deadline although it waits for a place', async t => {
  const { server, connection } = await openConnection(t, () => undefined)
  const leaving = new AbortController()
  const holders = Array.from({ length: 16 }, (_item, index) =>
    connection.client({ signal: leaving.signal }).listHosts({ names: [`host-${index}`] })
  )
  while (server.seen.length < 17) await new Promise(resolve => setTimeout(resolve, 5))
  const deadline = new AbortController()
  const call = connection.client({ signal: deadline.signal }).listVms()
  while (connection.gauges().requests_waiting.read < 1) await new Promise(resolve => setTimeout(resolve, 5))
  deadline.abort(reason)
  await soon(assert.rejects(call, reason))
  assert.equal(server.seen.length, 17)
  leaving.abort(reason)
  for (const holder of holders) await assert.rejects(holder, reason)
})

/** Half of an answer, then a byte at a time without end. */
function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' }).write('[')
  const timer = setInterval(() => response.write(' '), 5)
  response.on('close', () => clearInterval(timer))
}

test('a call ends at its deadline although its answer drips, and its connection is given up', async t => {
  const deadline = new AbortController()
  const { promise: isClosed, resolve } = Promise.withResolvers<void>()
  const { connection } = await openConnection(t, (_request, response) => {
    response.on('close', resolve)
    drip(response)
    setTimeout(() => deadline.abort(reason), 50)
  })
  await soon(assert.rejects(connection.client({ signal: deadline.signal }).listVms(), reason))
  await isClosed
})

test('a log-in whose answer drips without end is given up, so that the next one has a chance', async t => {
  let isDripping = true
  const server = await startServer(
    t,
    ({ url }, response) => {
      if (isDripping) drip(response)
      else answerJson(response, 200, url === '/api/session' ? 'id-1' : [])
    },
    { tls: true }
  )
  const client = connectionTo(t, server, { timeoutMs: 1_000 }).client()
  await assert.rejects(client.listVms(), {
    name: 'VcenterUnavailableError',
    reason: 'the answer did not end within 2 s'
  })
  isDripping = false
  assert.deepEqual(await client.listVms(), [])
})

test('a call ends at its deadline although it pauses before a repetition', async t => {
  const deadline = new AbortController()
  const { connection } = await openConnection(t, (_request, response) => {
    response.writeHead(503, { 'retry-after': '9' }).end('no healthy upstream')
    setTimeout(() => deadline.abort(reason), 50)
  })
  await soon(assert.rejects(connection.client({ signal: deadline.signal }).listVms(), reason))
})

test('a Retry-After beyond the deadline is not waited for', async t => {
  const credential = { user: 'gateway@vsphere.local', password: 'S3cret!pass' }
  const simulator = await startSimulator(watched(t, { vms: 1, ...credential }))
  t.after(() => simulator.close())
  simulator.fail(
    { method: 'GET', path: '/api/vcenter/vm' },
    { status: 503, body: undefined, headers: { 'retry-after': '9' } }
  )
  const { signal } = new AbortController()
  const connection = connectionTo(t, { host: simulator.host, ca: simulator.caPem })
  const client = connection.client({ signal, remainingMs: () => 8_000 })
  await soon(assert.rejects(client.listVms(), { name: 'VcenterUnavailableError', retryAfterS: 9 }))
})

test('a write that was sent goes on beyond the deadline, and its caller learns how it ended', async t => {
  const deadline = new AbortController()
  const { connection } = await openConnection(t, (_request, response) => {
    deadline.abort(reason)
    setTimeout(() => answerJson(response, 204), 100)
  })
  await connection.client({ signal: deadline.signal }).startVm({ vm: 'vm-1' })
})

const unanswered: Record<string, (response: ServerResponse) => void> = {
  'says nothing': () => undefined,
  drips: drip
}

for (const [how, answer] of Object.entries(unanswered)) {
  test(`a call that begins a task ends in its time although vCenter ${how}, and nobody claims to know`, async t => {
    const server = await startServer(
      t,
      ({ url }, response) => {
        const service = answerService(url, '8.0.3')
        if (url.endsWith('/CreateSnapshot_Task')) answer(response)
        else answerJson(response, 200, service ?? (url === '/api/session' ? 'id-1' : {}))
      },
      { tls: true }
    )
    const connection = connectionTo(t, server, { retries: 0 })
    const client = connection.client({ signal: new AbortController().signal, remainingMs: () => 600 })
    const spec = { vm: 'vm-1', name: 'x', description: '', memory: false, quiesce: false }
    await soon(assert.rejects(client.createSnapshot(spec), { name: 'VcenterOutcomeUnknownError' }))
  })
}
