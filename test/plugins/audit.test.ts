import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { bearer, startService, until } from '../helper.ts'

test('a record tells who called what, where, with which arguments and how it ended', async t => {
  const { app, audit, simulator } = await startService(t)
  const answer = await app.inject({
    method: 'DELETE',
    url: '/api/v1/vms/vm-1001?confirm=true',
    headers: bearer('operator')
  })
  const [record] = audit()
  assert.ok(record)
  const { time, id, duration_ms, principal, error, ...rest } = record
  assert.deepEqual(rest, {
    log: 'audit',
    v: 1,
    request_id: answer.json<{ request_id: string }>().request_id,
    face: 'rest',
    protocol: 'http',
    role: 'operator',
    address: '127.0.0.1',
    tool: 'delete_vm',
    risk: 'destructive',
    vcenter: simulator.host,
    arguments: { vm: 'vm-1001', confirm: true },
    consent: 'argument',
    outcome: 'denied',
    code: 'forbidden'
  })
  assert.match(principal, /^token:/)
  assert.match(error ?? '', /operator/)
  assert.ok(!Number.isNaN(Date.parse(time)))
  assert.ok(id.length > 30)
  assert.ok(duration_ms >= 0)
})

test('a tool that does not exist is recorded too, with its arguments masked', async t => {
  const { app, audit } = await startService(t)
  const answer = await app.inject({
    method: 'POST',
    url: '/mcp',
    headers: { ...bearer('viewer'), accept: 'application/json, text/event-stream', host: 'localhost' },
    payload: {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'drop_vms', arguments: { token: 'secret' } }
    }
  })
  assert.match(answer.body, /-32602.*Unknown tool: drop_vms/)
  const [record] = audit()
  assert.equal(record?.tool, 'drop_vms')
  assert.equal(record?.outcome, 'denied')
  assert.equal(record?.risk, null)
  assert.deepEqual(record?.arguments, { token: '***' })
})

test('a call that the protocol refuses after the hooks is settled and recorded all the same', async t => {
  const { audit, listen } = await startService(t)
  const url = `${await listen()}/mcp`
  const refused = await fetch(url, {
    method: 'POST',
    // a 2025-era client must accept both kinds of answer
    headers: { ...bearer('viewer'), 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'list_vms', arguments: {} }
    })
  })
  assert.equal(refused.status, 406)
  await refused.text()
  await until('the call is recorded', () => audit().length === 1)
  assert.equal(audit()[0]?.outcome, 'denied')
  assert.equal(audit()[0]?.code, 'invalid_argument')
})

test(
  'while the audit cannot be written nothing is changed, and reads go on',
  { skip: existsSync('/dev/full') ? false : 'needs /dev/full' },
  async t => {
    const { app, simulator } = await startService(t, { env: { AUDIT_LOG_PATH: '/dev/full' } })
    const read = () => app.inject({ url: '/api/v1/datacenters', headers: bearer('viewer') })
    assert.equal((await read()).statusCode, 200)
    const change = await app.inject({
      method: 'POST',
      url: '/api/v1/vms/db-02/power-on',
      headers: bearer('operator')
    })
    assert.equal(change.statusCode, 503)
    assert.equal(change.json<{ code: string }>().code, 'audit_unavailable')
    assert.equal((await read()).statusCode, 200)
    assert.ok(!simulator.requests.some(request => request.path.includes('power')))
  }
)
