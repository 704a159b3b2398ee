import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bearer, startService } from '../helper.ts'

async function scrape(url: string): Promise<{ type: string | null; values: Map<string, number> }> {
  const response = await fetch(url)
  const lines = (await response.text()).split('\n').filter(line => line !== '' && !line.startsWith('#'))
  const values = new Map(
    lines.map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))])
  )
  return { type: response.headers.get('content-type'), values }
}

test('metrics tell what goes on with each vCenter, on a port of their own and without a token', async t => {
  const { app, simulator } = await startService(t, { env: { METRICS_PORT: '0' } })
  await app.ready()
  const at = (name: string, label = '') => `vsphere_mcp_vcenter_${name}{vcenter="${simulator.host}"${label}}`
  const before = await scrape(app.metricsUrl)
  assert.match(before.type ?? '', /^text\/plain; version=0\.0\.4/)
  assert.equal(before.values.get(at('sessions', ',api="automation"')), 0)

  await app.inject({ url: '/api/v1/datacenters', headers: bearer('viewer') })
  simulator.fail(
    { path: '/api/vcenter/host' },
    { status: 400, body: { error_type: 'INVALID_ARGUMENT', messages: [] } }
  )
  await app.inject({ url: '/api/v1/hosts', headers: bearer('viewer') })
  const { values } = await scrape(app.metricsUrl)
  assert.equal(values.get(at('sessions', ',api="automation"')), 1)
  assert.equal(values.get(at('logins_total')), 1)
  assert.equal(values.get(at('breaker', ',state="closed"')), 1)
  assert.equal(values.get(at('breaker', ',state="open"')), 0)
  assert.equal(values.get(at('requests_total', ',outcome="ok"')), 2)
  assert.equal(values.get(at('requests_total', ',outcome="api_error"')), 1)
  assert.equal(values.get(at('timed_requests_total', ',effect="read"')), 2)
  const durations = app.vcenters.get(simulator.host)?.gauges().request_duration_seconds
  assert.ok(durations && durations.read.sum > 0)
  assert.equal(values.get(at('request_seconds_total', ',effect="read"')), durations.read.sum)
  assert.equal(values.get(at('requests_in_flight', ',effect="write"')), 0)
})

test('the service itself serves no metrics, and without METRICS_PORT nobody does', async t => {
  const { app } = await startService(t)
  assert.equal((await app.inject({ url: '/metrics', headers: bearer('admin') })).statusCode, 404)
  assert.ok(!app.hasDecorator('metricsUrl'))
})

test('a port that is taken ends the start', async t => {
  const first = await startService(t, { env: { METRICS_PORT: '0' } })
  await first.app.ready()
  const { port } = new URL(first.app.metricsUrl)
  const second = await startService(t, { env: { METRICS_PORT: port } })
  await assert.rejects(async () => second.app.ready(), { code: 'EADDRINUSE' })
})
