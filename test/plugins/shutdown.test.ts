import assert from 'node:assert/strict'
import { Agent, get } from 'node:http'
import { connect } from 'node:net'
import { once } from 'node:events'
import { test } from 'node:test'
import { bearer, startService, until } from '../helper.ts'

test('a connection that is kept alive, and one that never carried a request, do not hold the stop', async t => {
  const service = await startService(t)
  const address = new URL(await service.listen())
  const agent = new Agent({ keepAlive: true })
  t.after(() => agent.destroy())
  const [answer] = (await once(get(new URL('/livez', address), { agent }), 'response')) as [
    NodeJS.ReadableStream
  ]
  answer.resume()
  await once(answer, 'end')
  const silent = connect(Number(address.port), '127.0.0.1')
  await once(silent, 'connect')
  const closed = once(silent, 'close')

  const startedAt = performance.now()
  await service.app.close()
  await closed
  assert.ok(performance.now() - startedAt < 1500)
})

test('a change whose client has left ends before the service does, and is recorded with its real end', async t => {
  const service = await startService(t, { simulator: { taskMs: 900 } })
  const url = `${await service.listen()}/api/v1/vms/db-02/power-on`
  const client = new AbortController()
  const leaving = fetch(url, { method: 'POST', headers: bearer('operator'), signal: client.signal })
  // the VM was found, and the change is what comes next
  await until('the VM is looked for', () =>
    service.simulator.requests.some(({ path }) => path.endsWith('/vm'))
  )
  await new Promise(resolve => setTimeout(resolve, 200))
  client.abort()
  await assert.rejects(leaving)
  await service.app.close()
  assert.equal(service.audit()[0]?.outcome, 'ok')
  assert.equal(service.simulator.sessions, 0)
})

test('a change that outlasts the grace is answered and recorded as unknown, and the service ends', async t => {
  const service = await startService(t, { simulator: { taskMs: 10_000 }, stopGraceMs: 200 })
  const url = `${await service.listen()}/api/v1/vms/db-02/power-on`
  const call = fetch(url, { method: 'POST', headers: bearer('operator') })
  await new Promise(resolve => setTimeout(resolve, 400))
  const startedAt = performance.now()
  const closed = service.app.close()
  const answer = await call
  assert.equal(answer.status, 504)
  assert.equal(((await answer.json()) as { code: string }).code, 'outcome_unknown')
  await closed
  assert.ok(performance.now() - startedAt < 4000)
  assert.equal(service.audit()[0]?.outcome, 'unknown')
})

test('a read that outlasts the grace is told that the service stops', async t => {
  const service = await startService(t, { stopGraceMs: 200 })
  service.simulator.fail({ path: '/api/vcenter/datacenter' }, { delayMs: 10_000 })
  const call = fetch(`${await service.listen()}/api/v1/datacenters`, { headers: bearer('viewer') })
  await new Promise(resolve => setTimeout(resolve, 300))
  const closed = service.app.close()
  const answer = await call
  assert.equal(answer.status, 503)
  assert.match(await answer.text(), /The service is stopping/)
  await closed
})
