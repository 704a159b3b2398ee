import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startSimulator } from '../../src/simulator/index.ts'
import type { VcenterClient } from '../../src/vcenter/types.ts'
import { answerService, connectionTo, openConnection, reference } from './connections.ts'
import { answerJson, startServer, type Handler } from './server.ts'

const deadlineMs = 300
/** Far from the deadline and from every time-out, however busy the machine is. */
const boundMs = 5_000

/** A signal that aborts at its deadline, as a call of the service has it. */
function patience() {
  const controller = new AbortController()
  const reason = new DOMException('The time of the call is over.', 'TimeoutError')
  const end = performance.now() + deadlineMs
  setTimeout(() => controller.abort(reason), deadlineMs)
  return { signal: controller.signal, remainingMs: () => end - performance.now(), reason }
}

async function within<T>(work: Promise<T>): Promise<T> {
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
function vcenterWithout(path: RegExp): Handler {
  return ({ url, method }, response) => {
    if (path.test(url)) return
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

for (const [where, path, call] of hanging) {
  test(`a call ends at its deadline although ${where} hangs`, async t => {
    const server = await startServer(t, vcenterWithout(path), { tls: true })
    const { reason, ...caller } = patience()
    const client = connectionTo(t, server).client(caller)
    await within(assert.rejects(call(client), reason))
    assert.ok(server.seen.some(({ url }) => path.test(url)))
  })
}

test('what was read is answered at the deadline although the view cannot be tidied up', async t => {
  const server = await startServer(t, vcenterWithout(/\/DestroyView$/), { tls: true })
  const { signal, remainingMs } = patience()
  const client = connectionTo(t, server).client({ signal, remainingMs })
  assert.deepEqual(await within(readNames(client)), [])
  assert.equal(server.seen.at(-1)?.url, '/sdk/vim25/8.0.2.0/ContainerView/view-1/DestroyView')
})

test('a call ends at its deadline although it waits for a place', async t => {
  const { server, connection } = await openConnection(t, () => undefined)
  const leaving = new AbortController()
  const holders = Array.from({ length: 16 }, () => connection.client({ signal: leaving.signal }).listHosts())
  while (server.seen.length < 17) await new Promise(resolve => setTimeout(resolve, 5))
  const { reason, ...caller } = patience()
  await within(assert.rejects(connection.client(caller).listVms(), reason))
  assert.equal(server.seen.length, 17)
  leaving.abort(reason)
  for (const holder of holders) await assert.rejects(holder, reason)
})

test('a Retry-After beyond the deadline is not waited for', async t => {
  const credential = { user: 'gateway@vsphere.local', password: 'S3cret!pass' }
  const simulator = await startSimulator({ vms: 1, ...credential })
  t.after(() => simulator.close())
  simulator.fail(
    { method: 'GET', path: '/api/vcenter/vm' },
    { status: 503, body: undefined, headers: { 'retry-after': '9' } }
  )
  const { reason: _reason, ...caller } = patience()
  const client = connectionTo(t, { host: simulator.host, ca: simulator.caPem }).client(caller)
  await within(assert.rejects(client.listVms(), { name: 'VcenterUnavailableError', retryAfterS: 9 }))
})

test('a write that was sent goes on beyond the deadline, and its caller learns how it ended', async t => {
  const { connection } = await openConnection(t, (_request, response) => {
    setTimeout(() => answerJson(response, 204), 2 * deadlineMs)
  })
  const { signal, remainingMs } = patience()
  const start = performance.now()
  await connection.client({ signal, remainingMs }).changePower('vm-1', 'start')
  assert.ok(performance.now() - start > 1.5 * deadlineMs)
})
