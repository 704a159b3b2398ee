import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bearer, startService } from '../helper.ts'

const payload = { jsonrpc: '2.0', id: 1, method: 'ping' }
const accept = 'application/json, text/event-stream'

test('the MCP endpoint refuses a foreign Host and a foreign Origin before it looks at the token', async t => {
  const { app } = await startService(t)
  for (const headers of [
    { host: 'evil.example.com' },
    { host: 'localhost', origin: 'http://evil.example.com' }
  ]) {
    const answer = await app.inject({ method: 'POST', url: '/mcp', headers, payload })
    assert.equal(answer.statusCode, 403)
    assert.equal(answer.json<{ error: { data: { code: string } } }>().error.data.code, 'forbidden')
  }
})

test('its own origin and no origin pass', async t => {
  const { app } = await startService(t)
  for (const headers of [
    { host: 'localhost:8000' },
    { host: 'localhost:8000', origin: 'http://localhost:8000' }
  ]) {
    const answer = await app.inject({
      method: 'POST',
      url: '/mcp',
      headers: { ...bearer('viewer'), accept, ...headers },
      payload
    })
    assert.equal(answer.statusCode, 200, JSON.stringify(headers))
  }
})

test('every method of the endpoint is checked', async t => {
  const { app } = await startService(t)
  for (const method of ['GET', 'DELETE', 'PUT'] as const) {
    const answer = await app.inject({
      method,
      url: '/mcp',
      headers: { ...bearer('viewer'), host: 'evil.example.com' }
    })
    assert.equal(answer.statusCode, 403, method)
  }
})

test('probes are asked under the name of a pod and are not checked', async t => {
  const { app } = await startService(t)
  assert.equal((await app.inject({ url: '/livez', headers: { host: '10.42.0.7:8000' } })).statusCode, 200)
})

test('REST is checked like MCP, before the token, and answers a problem', async t => {
  const { app, simulator } = await startService(t)
  for (const headers of [
    { host: 'evil.example.com' },
    { host: 'localhost.' },
    { host: 'evil.example.com@localhost' },
    { host: '[::ffff:127.0.0.1]' },
    { host: 'localhost', origin: 'null' },
    { host: 'localhost', origin: 'http://localhost.evil.example.com' },
    { host: 'localhost', origin: 'http://localhost:8000' }
  ]) {
    for (const token of [{}, bearer('admin')]) {
      const answer = await app.inject({ url: '/api/v1/vms', headers: { ...headers, ...token } })
      assert.equal(answer.statusCode, 403, JSON.stringify(headers))
      assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
    }
  }
  assert.equal(simulator.requests.length, 0)
})

test('a forwarded host is believed by nobody', async t => {
  const { app } = await startService(t)
  const answer = await app.inject({
    url: '/api/v1/vms',
    headers: {
      ...bearer('viewer'),
      host: 'evil.example.com',
      'x-forwarded-host': 'localhost',
      forwarded: 'host=localhost'
    }
  })
  assert.equal(answer.statusCode, 403)
})
