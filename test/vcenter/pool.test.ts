import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { createVcenterPool, type VcenterSettings } from '../../src/vcenter/pool.ts'
import type { VcenterClient } from '../../src/vcenter/types.ts'
import { isAddress } from '../../src/vcenter/address.ts'
import { answerError, answerJson, startServer, type Handler, type TestServer } from './server.ts'

const password = 'S3cret!pass'

function settings(name: string, more: Partial<VcenterSettings> = {}): VcenterSettings {
  const credential = { user: 'gateway@vsphere.local', password }
  return {
    name,
    address: name,
    ...credential,
    insecure: false,
    timeoutMs: 1_000,
    retries: 2,
    backoffMs: 5,
    apiMode: 'api',
    pollMs: 5,
    ...more
  }
}

/** A server that opens sessions and leaves everything else to `handler`. */
async function startVcenter(
  t: TestContext,
  handler: Handler,
  more: Partial<VcenterSettings> = {}
): Promise<{ server: TestServer; client: VcenterClient; sent: () => string[]; close: () => Promise<void> }> {
  const server = await startServer(
    t,
    (request, response, count) => {
      if (request.url !== '/api/session') return handler(request, response, count)
      if (request.method === 'POST') return answerJson(response, 201, `id-${count}`)
      answerJson(response, 204)
    },
    { tls: true }
  )
  const pool = createVcenterPool([settings(server.host, { ca: server.ca, ...more })])
  t.after(() => pool.close())
  const client = pool.get(server.host)?.client()
  assert.ok(client)
  const sent = () =>
    server.seen.filter(({ url }) => url !== '/api/session').map(({ method, url }) => `${method} ${url}`)
  return { server, client, sent, close: () => pool.close() }
}

test('nothing is contacted before the first call, and only what is configured can be reached', async t => {
  const { server, client, close } = await startVcenter(t, (_request, response) =>
    answerJson(response, 200, [])
  )
  assert.equal(server.seen.length, 0)
  await client.listVms()
  assert.deepEqual(
    server.seen.map(({ method, url }) => `${method} ${url}`),
    ['POST /api/session', 'GET /api/vcenter/vm']
  )
  await close()
  assert.equal(server.seen.at(-1)?.method, 'DELETE')
  assert.equal(server.seen.at(-1)?.headers['vmware-api-session-id'], 'id-1')
})

test('a name that is not just a host is refused, hosts with ports and IPv6 literals are not', () => {
  const wrong = ['', 'a/b', 'user@a', 'a?x', 'https://a', 'a:99999', '::1', 'a b', 'a#', 'a\\b']
  for (const name of [...wrong, '[:::::1]', '1.2.3.4.5', 'a:b', '[::1', 'a\n']) {
    assert.equal(isAddress(name), false, name)
    assert.throws(() => createVcenterPool([settings(name)]), /is not a host/, name)
  }
  const pool = createVcenterPool([
    settings('[::1]:8443'),
    settings('vc.example.com'),
    settings('10.0.0.1:443')
  ])
  assert.deepEqual(pool.names, ['[::1]:8443', 'vc.example.com', '10.0.0.1:443'])
  assert.ok(pool.names.every(isAddress))
  assert.equal(pool.get('vc.example.com')?.name, 'vc.example.com')
  assert.equal(pool.get('evil.example.com'), undefined)
  assert.throws(() => createVcenterPool([settings('a'), settings('a')]), /configured twice/)
})

test('filters are repeated keys, ids and values are percent-encoded', async t => {
  const { client, sent } = await startVcenter(t, (request, response) => {
    answerJson(response, request.method === 'GET' ? 200 : 204, request.method === 'GET' ? [] : undefined)
  })
  await client.listVms({ names: ['a b', 'c&d=ü'], power_states: ['POWERED_ON'], hosts: [] })
  await client.deleteVm({ vm: 'vm/1?x' })
  await assert.rejects(client.deleteVm({ vm: '..' }), TypeError)
  await assert.rejects(client.deleteVm({ vm: '' }), TypeError)
  assert.deepEqual(sent(), [
    'GET /api/vcenter/vm?names=a%20b&names=c%26d%3D%C3%BC&power_states=POWERED_ON',
    'DELETE /api/vcenter/vm/vm%2F1%3Fx'
  ])
})

test('many values of a filter are asked in several requests, and doubled values once', async t => {
  const { client, sent } = await startVcenter(t, (request, response) => {
    const ids = new URL(request.url, 'https://x').searchParams.getAll('vms')
    answerJson(
      response,
      200,
      ids.map(vm => ({ vm, name: vm, power_state: 'POWERED_ON' }))
    )
  })
  const vms = Array.from({ length: 200 }, (_item, index) => `vm-${index}`)
  const found = await client.listVms({ vms: [...vms, ...vms] })
  assert.deepEqual(found.map(({ vm }) => vm).toSorted(), vms.toSorted())
  assert.equal(sent().length, 3)
})

test('a read survives an outage of a moment', async t => {
  const { client, sent } = await startVcenter(t, (_request, response, count) => {
    if (count === 2) response.destroy()
    else if (count === 3) response.writeHead(503).end('no healthy upstream')
    else answerJson(response, 200, [])
  })
  assert.deepEqual(await client.listHosts(), [])
  assert.equal(sent().length, 3)
})

test('an outage that lasts becomes one unavailable error with the reason', async t => {
  const { client, sent } = await startVcenter(t, (_request, response) => {
    response.writeHead(503, { 'retry-after': '30' }).end('<b>no healthy upstream</b>')
  })
  await assert.rejects(client.listHosts(), {
    name: 'VcenterUnavailableError',
    reason: 'Failed to list hosts: HTTP 503 on /api/vcenter/host: no healthy upstream',
    retryAfterS: 30
  })
  assert.equal(sent().length, 1)
})

test('a write that was cut off after sending has an unknown outcome and is never sent again', async t => {
  const { client, sent } = await startVcenter(t, (_request, response) => void response.destroy())
  await assert.rejects(client.standbyGuest({ vm: 'vm-1' }), {
    name: 'VcenterOutcomeUnknownError',
    operation: "stand by guest of VM 'vm-1'",
    path: '/api/vcenter/vm/vm-1/guest/power?action=standby'
  })
  assert.deepEqual(sent(), ['POST /api/vcenter/vm/vm-1/guest/power?action=standby'])
})

test('a write without an answer in its own, longer time-out has an unknown outcome', async t => {
  const { client, sent } = await startVcenter(
    t,
    (request, response) => {
      if (request.url.endsWith('start')) setTimeout(() => answerJson(response, 204), 200)
    },
    { timeoutMs: 100, writeTimeoutMs: 400 }
  )
  await client.startVm({ vm: 'vm-1' })
  await assert.rejects(client.standbyGuest({ vm: 'vm-1' }), { name: 'VcenterOutcomeUnknownError' })
  assert.equal(sent().length, 2)
})

test('a gateway error or a time-out inside vCenter leaves the outcome of a write unknown', async t => {
  const { client, sent } = await startVcenter(t, (_request, response, count) => {
    if (count === 2) response.writeHead(504).end('upstream request timeout')
    else if (count === 3) answerError(response, 500, 'TIMED_OUT')
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>')
  })
  for (let count = 0; count < 3; count++) {
    await assert.rejects(client.standbyGuest({ vm: 'vm-1' }), { name: 'VcenterOutcomeUnknownError' })
  }
  assert.equal(sent().length, 3)
})

test('a busy VM is tried again, because the write was not started', async t => {
  const { client, sent } = await startVcenter(t, (_request, response, count) => {
    if (count === 2) answerError(response, 500, 'RESOURCE_BUSY', 'The VM is busy.')
    else answerJson(response, 204)
  })
  await client.updateMemory({ vm: 'vm-1', body: { size_MiB: 2048 } })
  assert.equal(sent().length, 2)
})

test('errors of vCenter about a write are thrown as they are', async t => {
  const { client, sent } = await startVcenter(t, (_request, response) =>
    answerError(response, 400, 'NOT_ALLOWED_IN_CURRENT_STATE', 'The VM is powered on.')
  )
  await assert.rejects(client.deleteVm({ vm: 'vm-1' }), {
    name: 'VcenterApiError',
    isConflict: true,
    message:
      "Failed to delete VM 'vm-1': HTTP 400 on /api/vcenter/vm/vm-1 [NOT_ALLOWED_IN_CURRENT_STATE]: The VM is powered on."
  })
  assert.equal(sent().length, 1)
})

test('a write refused for its session is sent once more with a new one', async t => {
  const { client, sent } = await startVcenter(t, (_request, response, count) => {
    if (count === 2) answerError(response, 401, 'UNAUTHENTICATED')
    else answerJson(response, 204)
  })
  await client.updateCpu({ vm: 'vm-1', body: { count: 2 } })
  assert.equal(sent().length, 2)
})

test('a write is not aborted once it was sent', async t => {
  const { server } = await startVcenter(
    t,
    (_request, response) => void setTimeout(() => answerJson(response, 204), 80)
  )
  const pool = createVcenterPool([settings(server.host, { ca: server.ca })])
  t.after(() => pool.close())
  const controller = new AbortController()
  const client = pool.get(server.host)?.client({ signal: controller.signal })
  assert.ok(client)
  const write = client.stopVm({ vm: 'vm-1' })
  while (server.seen.length < 2) await new Promise(resolve => setTimeout(resolve, 5))
  controller.abort(new Error('client gone'))
  await write
  await assert.rejects(client.startVm({ vm: 'vm-1' }), { message: 'client gone' })
  assert.equal(server.seen.length, 2)
})

test('a wrong password is tried once, at one address, and never shown', async t => {
  const server = await startServer(
    t,
    (_request, response) => answerError(response, 401, 'UNAUTHENTICATED', 'Authentication required.'),
    { tls: true }
  )
  const pool = createVcenterPool([settings(server.host, { ca: server.ca })])
  t.after(() => pool.close())
  const client = pool.get(server.host)?.client()
  assert.ok(client)
  for (let count = 0; count < 3; count++) {
    await assert.rejects(client.listVms(), (error: unknown) => {
      assert.ok(error instanceof Error)
      assert.equal(
        error.message,
        `Login to vCenter '${server.host}' failed: HTTP 401 on /api/session [UNAUTHENTICATED]: Authentication required.`
      )
      assert.ok(!JSON.stringify(error).includes(password))
      return true
    })
  }
  await assert.rejects(client.listVms(), { name: 'VcenterUnavailableError', obstacle: 'credential' })
  await assert.rejects(client.getSnapshots({ vm: 'vm-1' }))
  assert.equal(server.seen.filter(({ url }) => url === '/api/session').length, 3)
  assert.equal(
    server.seen[0]?.headers.authorization,
    `Basic ${Buffer.from(`gateway@vsphere.local:${password}`).toString('base64')}`
  )
})

test('a server that is no vCenter says so at the log-in', async t => {
  const server = await startServer(
    t,
    (_request, response) => response.writeHead(404).end('<p>nothing here</p>'),
    { tls: true }
  )
  const pool = createVcenterPool([settings(server.host, { ca: server.ca })])
  t.after(() => pool.close())
  await assert.rejects(pool.get(server.host)?.client().listVms() ?? Promise.resolve(), {
    message:
      /HTTP 404 on \/api\/session: nothing here\. No vCenter 7\.0 U2 or later answers here; for an older one set VSPHERE_API_MODE=rest\.$/,
    isLoginFailure: false
  })
})

test('an answer of an unexpected form is an error, not data', async t => {
  const { client } = await startVcenter(t, (_request, response) => answerJson(response, 200, [{ vm: 5 }]))
  await assert.rejects(
    client.listVms(),
    /Failed to list VMs: HTTP 200 on \/api\/vcenter\/vm: .*unexpected form/
  )
})

test('fields and enum values that this service does not know come through', async t => {
  const vm = { vm: 'vm-1', name: 'a', power_state: 'HIBERNATED', new_in_9: { x: 1 }, cpu_count: null }
  const { client } = await startVcenter(t, (_request, response) => answerJson(response, 200, [vm]))
  const { cpu_count: _absent, ...rest } = vm
  assert.deepEqual(await client.listVms(), [rest])
})

test('guest identity is absent while VMware Tools does not run', async t => {
  const { client, sent } = await startVcenter(t, (_request, response) =>
    answerError(response, 503, 'SERVICE_UNAVAILABLE', 'VMware Tools is not running.')
  )
  assert.equal(await client.getGuestIdentity({ vm: 'vm-1' }), undefined)
  await assert.rejects(client.shutdownGuest({ vm: 'vm-1' }), { isToolsNotRunning: true })
  assert.equal(sent().length, 2)
})

test('closing takes at most two seconds when vCenter no longer answers', async t => {
  const server = await startServer(
    t,
    (request, response) => {
      if (request.method === 'POST') answerJson(response, 201, 'id-1')
      else if (request.method === 'GET') answerJson(response, 200, [])
    },
    { tls: true }
  )
  const pool = createVcenterPool([settings(server.host, { ca: server.ca, timeoutMs: 60_000 })])
  const client = pool.get(server.host)?.client()
  await client?.listVms()
  const start = performance.now()
  await pool.close()
  assert.ok(performance.now() - start < 2_100)
  await assert.rejects(client?.listVms() ?? Promise.resolve(), { name: 'VcenterUnavailableError' })
})

test('a connection that is closed twice at once logs out all the same', async t => {
  const { server, client, close } = await startVcenter(t, (_request, response) =>
    answerJson(response, 200, [])
  )
  await client.listVms()
  await Promise.all([close(), close()])
  assert.deepEqual(server.seen.filter(({ method }) => method === 'DELETE').length, 1)
})

test('writes that hold their connections do not keep anybody from reading', async t => {
  const { client, sent } = await startVcenter(t, (request, response) => {
    if (request.method === 'GET') answerJson(response, 200, [])
    else setTimeout(() => answerJson(response, 204), 150)
  })
  const writes = Array.from({ length: 20 }, (_item, index) => client.startVm({ vm: `vm-${index}` }))
  while (sent().length < 8) await new Promise(resolve => setTimeout(resolve, 5))
  assert.deepEqual(await client.listVms(), [])
  assert.equal(sent().length, 9)
  await Promise.all(writes)
})

test('a change that is answered with a body was not understood: its outcome is unknown', async t => {
  const bodies = [{ a: 1 }, null, '', [], { error_type: 'NOT_FOUND', messages: [] }]
  const { client, sent } = await startVcenter(t, (request, response, count) => {
    if (request.method === 'GET') answerError(response, 500, 'ERROR')
    else answerJson(response, 200, bodies[(count - 2) % bodies.length])
  })
  const changesSent = () => sent().filter(line => !line.startsWith('GET')).length
  const changes = [
    () => client.startVm({ vm: 'vm-1' }),
    () => client.rebootGuest({ vm: 'vm-1' }),
    () => client.updateCpu({ vm: 'vm-1', body: { count: 2 } }),
    () => client.updateMemory({ vm: 'vm-1', body: { size_MiB: 1024 } }),
    () => client.deleteVm({ vm: 'vm-1' })
  ]
  for (const change of changes) await assert.rejects(change(), { name: 'VcenterOutcomeUnknownError' })
  await assert.rejects(client.stopVm({ vm: 'vm-1' }), {
    operation: "power off VM 'vm-1'",
    path: '/api/vcenter/vm/vm-1/power?action=stop'
  })
  assert.equal(changesSent(), 6)
})

test('an answer that nests without bound is an error of vCenter, and of a change an unknown outcome', async t => {
  const deep = `${'{"a":['.repeat(50_000)}${']}'.repeat(50_000)}`
  let status = 200
  const { client } = await startVcenter(t, (_request, response) => response.writeHead(status).end(deep), {
    retries: 0
  })
  await assert.rejects(client.listVms(), { name: 'VcenterApiError', message: /nested too deeply/ })
  await assert.rejects(client.getSnapshots({ vm: 'vm-1' }), { name: 'VcenterApiError' })
  await assert.rejects(client.standbyGuest({ vm: 'vm-1' }), { name: 'VcenterOutcomeUnknownError' })
  status = 500
  await assert.rejects(client.listVms(), { name: 'VcenterApiError', status: 500 })
  status = 503
  await assert.rejects(client.listVms(), { name: 'VcenterUnavailableError' })
})

test('an operation that is refused whatever the session is not answered with a session after the other', async t => {
  const { server, client } = await startVcenter(t, (request, response) => {
    if (request.url === '/api/vcenter/host') answerJson(response, 200, [])
    else answerError(response, 401, 'UNAUTHENTICATED')
  })
  for (let count = 0; count < 4; count++) await assert.rejects(client.listVms(), { status: 401 })
  assert.deepEqual(await client.listHosts(), [])
  const sessions = server.seen.filter(({ url }) => url === '/api/session').map(({ method }) => method)
  assert.deepEqual(sessions.toSorted(), ['DELETE', 'GET', 'POST', 'POST'])
})

test('half a character in an id or a filter matches nothing instead of failing', async t => {
  const { client, sent } = await startVcenter(t, (request, response) =>
    request.url.includes('?') ? answerJson(response, 200, []) : answerError(response, 404, 'NOT_FOUND')
  )
  assert.deepEqual(await client.listVms({ names: ['a\ud800'] }), [])
  await assert.rejects(client.getVm({ vm: '\udfff' }), { name: 'VcenterApiError', isNotFound: true })
  assert.deepEqual(sent(), ['GET /api/vcenter/vm?names=a%EF%BF%BD', 'GET /api/vcenter/vm/%EF%BF%BD'])
})
