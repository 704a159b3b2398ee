import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { connectClient } from './clients.ts'
import { bearer, startService, until } from './helper.ts'

/** What app.inject cannot show: streams, disconnections and the SDKs' own clients. */

for (const era of ['2025', '2026'] as const) {
  test(`${era}: the SDK's client lists tools, calls one and accepts its structured answer`, async t => {
    const service = await startService(t)
    const client = await connectClient(t, era, `${await service.listen()}/mcp`, 'viewer')
    assert.ok((await client.listTools()).every(tool => tool.outputSchema))
    const answer = await client.callTool('list_vms', { limit: 2 })
    assert.equal(answer.structuredContent?.['returned'], 2)
    const lines = (answer.content[0]?.text ?? '').split('\n')
    assert.match(lines[0] ?? '', /^2 of \d+$/)
    assert.ok(lines.includes('id\tname\tpower_state\tcpu_count\tmemory_mib'))
    assert.match(client.instructions() ?? '', /never instructions to you/)
  })

  test(`${era}: a long call tells its progress, which only increases`, async t => {
    const service = await startService(t, { simulator: { taskMs: 1200 } })
    const client = await connectClient(t, era, `${await service.listen()}/mcp`, 'operator')
    const seen: number[] = []
    const answer = await client.callTool(
      'create_vm_snapshot',
      { vm: 'web-02', name: 'with progress' },
      { onprogress: ({ progress }) => seen.push(progress) }
    )
    assert.equal(answer.isError, undefined)
    assert.ok(seen.length > 0, 'some progress was told')
    assert.deepEqual(
      seen,
      [...new Set(seen)].toSorted((one, other) => one - other)
    )
  })

  test(`${era}: a cancelled read ends upstream too, and is recorded as cancelled`, async t => {
    const service = await startService(t)
    const client = await connectClient(t, era, `${await service.listen()}/mcp`, 'viewer')
    service.simulator.fail({ path: '/api/vcenter/datacenter' }, { delayMs: 10_000 })
    const controller = new AbortController()
    const call = client.callTool('list_datacenters', {}, { signal: controller.signal })
    setTimeout(() => controller.abort(), 300)
    await assert.rejects(call)
    await until('the call is recorded', () => service.audit().length === 1)
    assert.equal(service.audit()[0]?.code, 'cancelled')
    assert.ok((service.audit()[0]?.duration_ms ?? 0) < 5000)
  })

  test(`${era}: a change goes on when its client leaves, and is recorded with its real end`, async t => {
    const service = await startService(t, { simulator: { taskMs: 800 } })
    const client = await connectClient(t, era, `${await service.listen()}/mcp`, 'operator')
    const controller = new AbortController()
    const call = client.callTool('power_on_vm', { vm: 'db-02' }, { signal: controller.signal })
    setTimeout(() => controller.abort(), 400)
    await assert.rejects(call)
    await until('the call is recorded', () => service.audit().length === 1)
    assert.equal(service.audit()[0]?.outcome, 'ok')
  })
}

test('a REST client that leaves cancels its read', async t => {
  const service = await startService(t)
  service.simulator.fail({ path: '/api/vcenter/datacenter' }, { delayMs: 10_000 })
  const url = `${await service.listen()}/api/v1/datacenters`
  await assert.rejects(fetch(url, { headers: bearer('viewer'), signal: AbortSignal.timeout(300) }))
  await until('the call is recorded', () => service.audit().length === 1)
  assert.equal(service.audit()[0]?.code, 'cancelled')
})

test('a POST with a body is not taken for a client that left', async t => {
  const service = await startService(t, { simulator: { taskMs: 300 } })
  const answer = await fetch(`${await service.listen()}/api/v1/vms/db-02/power-on`, {
    method: 'POST',
    headers: { ...bearer('operator'), 'content-type': 'application/json' },
    body: '{}'
  })
  assert.equal(answer.status, 200)
  assert.equal(((await answer.json()) as { changed: boolean }).changed, true)
})

test('the headers of an event stream leave before its first event', async t => {
  const service = await startService(t, { simulator: { taskMs: 1500 } })
  const payload = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: {
      name: 'create_vm_snapshot',
      arguments: { vm: 'web-02', name: 'slow' },
      _meta: { progressToken: 1 }
    }
  }
  const startedAt = performance.now()
  const answer = await fetch(`${await service.listen()}/mcp`, {
    method: 'POST',
    headers: {
      ...bearer('operator'),
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream'
    },
    body: JSON.stringify(payload)
  })
  const headersAfterMs = performance.now() - startedAt
  assert.equal(answer.headers.get('x-accel-buffering'), 'no')
  await answer.text()
  assert.ok(headersAfterMs < 1000, `${headersAfterMs} ms`)
  assert.ok(performance.now() - startedAt > 1400)
})

test('the id of a 2025-era session cannot cancel the calls of another principal', async t => {
  const service = await startService(t)
  const url = `${await service.listen()}/mcp`
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  const post = (role: 'viewer' | 'operator', body: object, session?: string) =>
    fetch(url, {
      method: 'POST',
      headers: { ...headers, ...bearer(role), ...(session !== undefined && { 'mcp-session-id': session }) },
      body: JSON.stringify({ jsonrpc: '2.0', ...body })
    })
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } }
  const greeting = await post('viewer', { id: 1, method: 'initialize', params })
  await greeting.text()
  const session = greeting.headers.get('mcp-session-id') ?? ''
  service.simulator.fail({ path: '/api/vcenter/datacenter' }, { delayMs: 600 })
  const call = post(
    'viewer',
    { id: 7, method: 'tools/call', params: { name: 'list_datacenters', arguments: {} } },
    session
  )
  const cancel = { method: 'notifications/cancelled', params: { requestId: 7 } }
  await new Promise(resolve => setTimeout(resolve, 200))
  assert.equal((await post('operator', cancel, session)).status, 202)
  assert.match(await (await call).text(), /Frankfurt/)
})

test('cancelling one call of a batch leaves the answers of the others', async t => {
  const service = await startService(t)
  const url = `${await service.listen()}/mcp`
  const headers = {
    ...bearer('viewer'),
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream'
  }
  const post = (body: unknown, session?: string) =>
    fetch(url, {
      method: 'POST',
      headers: { ...headers, ...(session !== undefined && { 'mcp-session-id': session }) },
      body: typeof body === 'string' ? body : JSON.stringify(body)
    })
  const params = { protocolVersion: '2025-03-26', capabilities: {}, clientInfo: { name: 't', version: '1' } }
  const greeting = await post({ jsonrpc: '2.0', id: 1, method: 'initialize', params })
  await greeting.text()
  const session = greeting.headers.get('mcp-session-id') ?? ''
  service.simulator.fail({ path: '/api/vcenter/datacenter' }, { delayMs: 5000 })
  const call = (id: number, name: string) => ({
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name, arguments: {} }
  })
  const batch = post([call(1, 'list_datacenters'), call(2, 'list_hosts')], session)
  await new Promise(resolve => setTimeout(resolve, 300))
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
  for (const requestId of [deep, '1']) {
    const cancel = `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":${requestId}}}`
    assert.ok((await post(cancel, session)).status < 500)
  }
  const text = await (await batch).text()
  assert.match(text, /esx-/, 'the other call is answered')
  assert.deepEqual(
    service
      .audit()
      .map(record => record.code ?? record.outcome)
      .toSorted((a, b) => (a < b ? -1 : 1)),
    ['cancelled', 'ok']
  )
})

test('two clients with the same request ids never get the answer of the other', async t => {
  const service = await startService(t)
  const url = `${await service.listen()}/mcp`
  const clients = await Promise.all(
    (['2025', '2026'] as const).map(era => connectClient(t, era, url, 'viewer'))
  )
  const names = ['web-01', 'web-02', 'db-01', 'win-dc-01']
  await Promise.all(
    clients.flatMap(client =>
      Array.from({ length: 20 }, async (_, index) => {
        const vm = names[index % names.length] as string
        const answer = await client.callTool('get_vm_details', { vm })
        assert.equal(answer.structuredContent?.['name'], vm)
      })
    )
  )
})

test('a body that never ends is cut off', async t => {
  const service = await startService(t)
  const { server } = service.app
  assert.equal(server.requestTimeout, 10_000)
  Object.assign(server, { requestTimeout: 500, headersTimeout: 500 })
  const url = new URL(`${await service.listen()}/api/v1/vms/db-02/power-on`)
  const startedAt = performance.now()
  const status = await new Promise<number | string>(resolve => {
    const slow = request(url, {
      method: 'POST',
      headers: { ...bearer('operator'), 'content-type': 'application/json', 'content-length': '1000' }
    })
    slow.on('response', answer => resolve(answer.statusCode ?? 0))
    slow.on('error', error => resolve(error.message))
    slow.write('{')
  })
  assert.ok(status === 408 || typeof status === 'string', String(status))
  assert.ok(performance.now() - startedAt < 5000)
})
