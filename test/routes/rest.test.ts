import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bearer, startService } from '../helper.ts'

interface ProblemBody {
  type: string
  title: string
  status: number
  detail: string
  code: string
  hint?: string
  details?: { candidates?: { id: string }[]; close_matches?: { name: string }[] }
  plan?: { summary: string; objects: { id: string; name: string }[]; changes: unknown[]; warnings: string[] }
}

test('a refusal is a problem of RFC 9457', async t => {
  const { app } = await startService(t)
  const answer = await app.inject({ url: '/api/v1/vms/wbe-01', headers: bearer('viewer') })
  assert.equal(answer.statusCode, 404)
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
  const body = answer.json<ProblemBody>()
  assert.equal(body.type, 'about:blank')
  assert.equal(body.status, 404)
  assert.match(body.detail, /No VM has the id or name 'wbe-01'/)
  assert.match(body.hint ?? '', /web-01/)
  assert.equal(body.details?.close_matches?.[0]?.name, 'web-01')
})

test('a name of several VMs lists the candidates and picks none', async t => {
  const { app, simulator } = await startService(t)
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/vms/app-01/power-off',
    headers: bearer('operator')
  })
  assert.equal(answer.statusCode, 409)
  assert.deepEqual(
    answer.json<ProblemBody>().details?.candidates?.map(each => each.id),
    ['vm-1008', 'vm-1009']
  )
  assert.ok(!simulator.requests.some(request => request.path.endsWith('/power')))
})

test('names with spaces, percent signs and other scripts work in the path', async t => {
  const { app } = await startService(t)
  for (const name of ['load 100% test', 'Büro Drucker 01', '東京-web-01']) {
    const answer = await app.inject({
      url: `/api/v1/vms/${encodeURIComponent(name)}`,
      headers: bearer('viewer')
    })
    assert.equal(answer.statusCode, 200, name)
    assert.equal(answer.json<{ name: string }>().name, name)
  }
})

test('query values are typed by the schema and repeated keys make lists', async t => {
  const { app } = await startService(t)
  const url = '/api/v1/vms?limit=3&verbose=true&power_states=POWERED_OFF&power_states=SUSPENDED'
  const answer = await app.inject({ url, headers: bearer('viewer') })
  const { items } = answer.json<{ items: { power_state: string }[] }>()
  assert.equal(items.length, 3)
  assert.ok(items.every(item => item.power_state !== 'POWERED_ON'))
  const bad = await app.inject({ url: '/api/v1/vms?limit=many', headers: bearer('viewer') })
  assert.equal(bad.statusCode, 400)
  assert.match(bad.json<ProblemBody>().detail, /'limit' must be integer/)
})

test('an argument given twice or unknown is refused instead of being ignored', async t => {
  const { app } = await startService(t)
  const twice = await app.inject({
    method: 'POST',
    url: '/api/v1/vms/db-02/power-on',
    headers: bearer('operator'),
    payload: { vm: 'db-01' }
  })
  assert.equal(twice.statusCode, 400)
  assert.match(twice.json<ProblemBody>().detail, /'vm' is given twice/)
  const unknown = await app.inject({ url: '/api/v1/vms?power_state=POWERED_ON', headers: bearer('viewer') })
  assert.equal(unknown.statusCode, 400)
  assert.match(
    unknown.json<ProblemBody>().detail,
    /Unknown argument 'power_state'. Did you mean 'power_states'\?/
  )
})

test('a destructive call without confirm answers its plan and does nothing', async t => {
  const { app, simulator } = await startService(t)
  const answer = await app.inject({ method: 'DELETE', url: '/api/v1/vms/db-02', headers: bearer('admin') })
  assert.equal(answer.statusCode, 428)
  const { code, plan, hint } = answer.json<ProblemBody>()
  assert.equal(code, 'confirmation_required')
  assert.deepEqual(plan?.objects, [{ type: 'VirtualMachine', id: 'vm-1004', name: 'db-02' }])
  assert.match(plan?.summary ?? '', /Delete VM 'db-02' \(vm-1004\) and its \d disks? \(\d+ GiB\)/)
  assert.match(hint ?? '', /confirm: true/)
  assert.ok(!simulator.requests.some(request => request.method === 'DELETE'))
})

test('a running VM is not deleted, and the answer says what to do first', async t => {
  const { app } = await startService(t)
  const answer = await app.inject({
    method: 'DELETE',
    url: '/api/v1/vms/web-01?confirm=true',
    headers: bearer('admin')
  })
  assert.equal(answer.statusCode, 409)
  assert.equal(answer.json<ProblemBody>().code, 'invalid_state')
  assert.match(answer.json<ProblemBody>().hint ?? '', /power_off_vm/)
})

test('unreadable, oversized and foreign bodies are refused in the same shape', async t => {
  const { app } = await startService(t)
  const send = (payload: string, type: string) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/vms/db-02/power-on',
      headers: { ...bearer('operator'), 'content-type': type },
      payload
    })
  const cases: [string, string, number, string][] = [
    ['{"vm":', 'application/json', 400, 'invalid_argument'],
    ['[]', 'application/json', 400, 'invalid_argument'],
    ['{"__proto__": {"x": 1}}', 'application/json', 400, 'invalid_argument'],
    ['vm=db-02', 'application/x-www-form-urlencoded', 415, 'invalid_argument'],
    [JSON.stringify({ mode: 'x'.repeat(2 << 20) }), 'application/json', 413, 'payload_too_large']
  ]
  for (const [payload, type, status, code] of cases) {
    const answer = await send(payload, type)
    assert.equal(answer.statusCode, status, payload.slice(0, 30))
    assert.equal(answer.json<ProblemBody>().code, code)
  }
})

test('a fault of vCenter reaches the caller with its code and its own words', async t => {
  const { app, simulator } = await startService(t)
  simulator.fail(
    { method: 'POST', path: /action=start/ },
    {
      status: 500,
      body: {
        error_type: 'UNABLE_TO_ALLOCATE_RESOURCE',
        messages: [{ id: 'x', default_message: 'No host has room.', args: [] }]
      }
    }
  )
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/vms/db-02/power-on',
    headers: bearer('operator')
  })
  assert.equal(answer.statusCode, 502)
  const { code, detail } = answer.json<ProblemBody>()
  assert.equal(code, 'vcenter_error')
  assert.match(detail, /Failed to .*vm-1004.*HTTP 500 .*\[UNABLE_TO_ALLOCATE_RESOURCE\]: No host has room/)
})

test('a change whose answer is lost is looked after, and not sent again', async t => {
  const { app, simulator, audit } = await startService(t)
  simulator.fail({ method: 'POST', path: /action=start/ }, { reset: 'after' })
  const post = (tool: string) =>
    app.inject({ method: 'POST', url: `/api/v1/vms/db-02/${tool}`, headers: bearer('operator') })
  const started = await post('power-on')
  assert.equal(started.statusCode, 200)
  assert.equal(started.json<{ changed: boolean }>().changed, true)
  assert.equal(simulator.requests.filter(request => request.query.includes('action=start')).length, 1)
  assert.equal(audit()[0]?.outcome, 'ok')
})

test('a change whose answer is lost and that cannot be seen afterwards is of unknown outcome', async t => {
  // without VI/JSON nobody can look for the task of a reset
  const { app, simulator, audit } = await startService(t, { simulator: { apiRelease: '8.0.0.0' } })
  simulator.fail({ method: 'POST', path: /action=reset/ }, { reset: 'after' })
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/vms/web-02/restart',
    headers: bearer('operator')
  })
  assert.equal(answer.statusCode, 504)
  assert.equal(answer.json<ProblemBody>().code, 'outcome_unknown')
  assert.equal(simulator.requests.filter(request => request.query.includes('action=reset')).length, 1)
  assert.equal(audit()[0]?.outcome, 'unknown')
})

test('a task that outlives the call is answered as running, with its id', async t => {
  const { app, audit } = await startService(t, {
    simulator: { taskMs: 5000 },
    env: { CALL_TIMEOUT_S: '1.4' }
  })
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/vms/web-02/snapshots',
    headers: bearer('operator'),
    payload: { name: 'slow' }
  })
  assert.equal(answer.statusCode, 202)
  const { task } = answer.json<{ task: { id: string; state: string } }>()
  assert.match(task.id, /^task-/)
  assert.equal(audit()[0]?.outcome, 'running')
  assert.equal(audit()[0]?.task, task.id)
})

test('a read that takes too long is a time-out that may be repeated', async t => {
  const { app, simulator } = await startService(t, { env: { CALL_TIMEOUT_S: '0.2' } })
  simulator.fail({ path: '/api/vcenter/datacenter' }, { delayMs: 3000 })
  const answer = await app.inject({ url: '/api/v1/datacenters', headers: bearer('viewer') })
  assert.equal(answer.statusCode, 504)
  assert.equal(answer.json<ProblemBody>().code, 'timeout')
})

test('one of CPU and memory applied and the other failed is said so', async t => {
  const { app, simulator } = await startService(t)
  simulator.fail(
    { method: 'PATCH', path: /hardware\/memory/ },
    { status: 400, body: { error_type: 'ERROR', messages: [] } }
  )
  const answer = await app.inject({
    method: 'PATCH',
    url: '/api/v1/vms/db-02/resources',
    headers: bearer('admin'),
    payload: { cpu_count: 2, memory_mib: 8192, confirm: true }
  })
  assert.equal(answer.statusCode, 502)
  const body = answer.json<{ detail: string; details: Record<string, { status: string }> }>()
  assert.match(body.detail, /cpu_count was changed from 4 to 2. memory_mib was not changed/)
  assert.equal(body.details['cpu_count']?.status, 'changed')
  assert.equal(body.details['memory_mib']?.status, 'failed')
})

test('an unknown path and an unknown method are problems too', async t => {
  const { app } = await startService(t)
  const path = await app.inject({ url: '/api/v1/nothing', headers: bearer('viewer') })
  assert.equal(path.statusCode, 404)
  assert.match(path.json<ProblemBody>().hint ?? '', /openapi/)
  const method = await app.inject({ method: 'PUT', url: '/api/v1/vms', headers: bearer('viewer') })
  assert.equal(method.statusCode, 404)
})

test('an old vCenter lacks snapshots and says which release has them', async t => {
  const { app } = await startService(t, { simulator: { apiRelease: '8.0.0.0' } })
  const snapshots = await app.inject({ url: '/api/v1/vms/web-01/snapshots', headers: bearer('viewer') })
  assert.equal(snapshots.statusCode, 501)
  assert.match(snapshots.json<ProblemBody>().detail, /8\.0 U1/)
  const details = await app.inject({ url: '/api/v1/vms/web-01', headers: bearer('viewer') })
  assert.equal(details.statusCode, 200, 'details do without')
})

test('what the route itself refuses is recorded and counted like any other refusal', async t => {
  const { app, audit } = await startService(t, {
    env: { RATE_LIMIT: 'true', RATE_LIMIT_BURST: '2', RATE_LIMIT_RPS: '0.1' }
  })
  const send = () =>
    app.inject({ method: 'DELETE', url: '/api/v1/vms/db-02?vm=db-01&confirm=true', headers: bearer('admin') })
  assert.equal((await send()).json<ProblemBody>().code, 'invalid_argument')
  assert.equal((await send()).headers['ratelimit-remaining'], '0')
  assert.deepEqual(
    audit().map(record => [record.tool, record.code]),
    [
      ['delete_vm', 'invalid_argument'],
      ['delete_vm', 'invalid_argument']
    ]
  )
})

test('an argument named like a property of every object is an unknown argument', async t => {
  const { app } = await startService(t)
  for (const name of ['__proto__', 'constructor', 'toString']) {
    const answer = await app.inject({ url: `/api/v1/datacenters?${name}=x`, headers: bearer('viewer') })
    assert.equal(answer.statusCode, 400, name)
    assert.match(answer.json<ProblemBody>().detail, /Unknown argument/)
  }
})

test('a path that cannot be decoded is a problem too', async t => {
  const { app } = await startService(t)
  const answer = await app.inject({ url: '/api/v1/vms/%ZZ', headers: bearer('viewer') })
  assert.equal(answer.statusCode, 400)
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
})

test('a page of a foreign site cannot call it, not even where nobody needs a token', async t => {
  const { app, simulator } = await startService(t, { env: { AUTH_ENFORCE: 'false' } })
  const headers = { origin: 'https://evil.example.com' }
  const answer = await app.inject({ method: 'POST', url: '/api/v1/vms/web-01/power-off', headers })
  assert.equal(answer.statusCode, 403)
  assert.equal(simulator.requests.length, 0)
})

test('texts with control characters or broken Unicode are refused before vCenter sees them', async t => {
  const { app, simulator } = await startService(t)
  for (const name of ['\ud800', 'a\u0000b', '\u001b[31m']) {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/vms/web-02/snapshots',
      headers: { ...bearer('operator'), 'content-type': 'application/json' },
      payload: JSON.stringify({ name })
    })
    assert.equal(answer.json<ProblemBody>().code, 'invalid_argument', JSON.stringify(name))
  }
  assert.equal(simulator.requests.length, 0)
})

test('a VM that vCenter names without being asked for it is not taken for the one that was meant', async t => {
  const { app, simulator } = await startService(t)
  const other = [{ vm: 'vm-1016', name: 'old-mailbox', power_state: 'POWERED_OFF' }]
  simulator.fail({ path: '/api/vcenter/vm', times: 2 }, { status: 200, body: other })
  const answer = await app.inject({
    method: 'DELETE',
    url: '/api/v1/vms/vm-1004?confirm=true',
    headers: bearer('admin')
  })
  assert.equal(answer.json<ProblemBody>().code, 'not_found')
  assert.ok(!simulator.requests.some(request => request.method === 'DELETE'))
})

test('a snapshot that has begun is never reported as failed because its progress cannot be read', async t => {
  const { app, simulator } = await startService(t, {
    simulator: { taskMs: 5000 },
    env: { CALL_TIMEOUT_S: '2.5', VCENTER_RETRIES: '0' }
  })
  simulator.fail({ path: /Task\/.*\/info/, times: 1000 }, { status: 503, body: 'down' })
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/vms/web-02/snapshots',
    headers: bearer('operator'),
    payload: { name: 'x' }
  })
  assert.equal(answer.statusCode, 202)
  assert.match(answer.json<{ task: { id: string } }>().task.id, /^task-/)
})

test('a client that announces JSON and sends nothing sends no arguments', async t => {
  const { app } = await startService(t)
  const headers = { ...bearer('operator'), 'content-type': 'application/json' }
  const answer = await app.inject({ method: 'POST', url: '/api/v1/vms/db-02/power-on', headers, payload: '' })
  assert.equal(answer.statusCode, 200)
})

test('the cursor of one list does not open another', async t => {
  const { app } = await startService(t)
  const vms = await app.inject({ url: '/api/v1/vms?limit=5', headers: bearer('viewer') })
  const { next_cursor } = vms.json<{ next_cursor: string }>()
  const hosts = await app.inject({ url: `/api/v1/hosts?cursor=${next_cursor}`, headers: bearer('viewer') })
  assert.equal(hosts.json<ProblemBody>().code, 'invalid_argument')
})

test('naming the only vCenter is no mistake', async t => {
  const { app, simulator, audit } = await startService(t)
  const answer = await app.inject({
    url: `/api/v1/datacenters?hostname=${simulator.host}`,
    headers: bearer('viewer')
  })
  assert.equal(answer.statusCode, 200)
  assert.equal(audit()[0]?.vcenter, simulator.host)
})

test('an unknown name stays unknown where there are more VMs than vCenter lists', async t => {
  const { app } = await startService(t, { simulator: { caps: { vms: 30 } } })
  const unknown = await app.inject({ url: '/api/v1/vms/no-such-vm', headers: bearer('viewer') })
  assert.equal(unknown.json<ProblemBody>().code, 'not_found')
})

test('a list that cannot be had whole, in whatever parts, is an error that says how to ask for less', async t => {
  const { app } = await startService(t, { simulator: { apiRelease: '8.0.0.0', caps: { vms: 1 } } })
  const list = await app.inject({ url: '/api/v1/vms', headers: bearer('viewer') })
  assert.match(list.json<ProblemBody>().hint ?? '', /filter by host, cluster or datacenter/)
})

test("an answer of vCenter that is not as described is vCenter's failure, not a wrong answer", async t => {
  const { app, simulator } = await startService(t)
  simulator.fail(
    { path: '/api/vcenter/datacenter' },
    { status: 200, body: [{ datacenter: 'datacenter-1', name: 7 }] }
  )
  const answer = await app.inject({ url: '/api/v1/datacenters', headers: bearer('viewer') })
  assert.equal(answer.statusCode, 502)
  assert.equal(answer.json<ProblemBody>().code, 'vcenter_error')
})
