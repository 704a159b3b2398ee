import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Exchange } from '../../src/simulator/index.ts'
import { startBench } from './helper.ts'

test('an answer can be replaced once, and the next request is answered as ever', async t => {
  const { simulator, api } = await startBench(t)
  simulator.fail({ path: '/api/vcenter/vm' }, { status: 503, body: 'no healthy upstream' })
  const failed = await api('GET', '/api/vcenter/vm?names=web-01')
  assert.deepEqual(
    [failed.status, failed.text, failed.headers['content-type']],
    [503, 'no healthy upstream', 'text/plain']
  )
  assert.equal((await api('GET', '/api/vcenter/vm')).status, 200)
})

test('a fault without a body has no content type', async t => {
  const { simulator, api } = await startBench(t)
  simulator.fail({ path: '/api/vcenter/host' }, { status: 502, headers: { 'retry-after': '1' } })
  const failed = await api('GET', '/api/vcenter/host')
  assert.deepEqual(
    [failed.text, failed.headers['content-type'], failed.headers['retry-after']],
    ['', undefined, '1']
  )
})

test('a fault hits as many requests as it is for, of its method and path only', async t => {
  const { simulator, api } = await startBench(t)
  await api('GET', '/api/session')
  simulator.fail(
    { method: 'GET', path: /\/vcenter\/vm\/vm-100\d\/power/, times: 2 },
    { status: 500, body: {} }
  )
  assert.equal((await api('POST', '/api/vcenter/vm/vm-1004/power?action=start')).status, 204)
  const statuses = []
  for (const id of ['vm-1001', 'vm-1002', 'vm-1001']) {
    statuses.push((await api('GET', `/api/vcenter/vm/${id}/power`)).status)
  }
  assert.deepEqual(statuses, [500, 500, 200])
})

test('a text with a question mark must equal path and query', async t => {
  const { simulator, api } = await startBench(t)
  simulator.fail({ path: '/api/vcenter/vm?names=db-01' }, { status: 500 })
  assert.equal((await api('GET', '/api/vcenter/vm?names=web-01')).status, 200)
  assert.equal((await api('GET', '/api/vcenter/vm?names=db-01')).status, 500)
})

test('afterEffect answers the fault although the work is done', async t => {
  const { simulator, api } = await startBench(t)
  simulator.fail({ path: /action=start/ }, { status: 504, afterEffect: true })
  assert.equal((await api('POST', '/api/vcenter/vm/vm-1004/power?action=start')).status, 504)
  assert.equal(simulator.inventory.vms.get('vm-1004')?.powerState, 'POWERED_ON')
})

test('a connection can be cut before or after the work, which the record shows as status 0', async t => {
  const { simulator, api } = await startBench(t)
  await api('GET', '/api/session')
  simulator.fail({ path: /action=start/ }, { reset: 'before' })
  await assert.rejects(api('POST', '/api/vcenter/vm/vm-1004/power?action=start'), /ECONNRESET|socket hang up/)
  assert.equal(simulator.inventory.vms.get('vm-1004')?.powerState, 'POWERED_OFF')
  simulator.fail({ path: /action=start/ }, { reset: 'after' })
  await assert.rejects(api('POST', '/api/vcenter/vm/vm-1004/power?action=start'), /ECONNRESET|socket hang up/)
  assert.equal(simulator.inventory.vms.get('vm-1004')?.powerState, 'POWERED_ON')
  assert.equal(simulator.requests.at(-1)?.status, 0)
})

test('an answer can be late', async t => {
  const { simulator, api } = await startBench(t)
  await api('GET', '/api/session')
  simulator.fail({ path: '/api/session' }, { delayMs: 60 })
  const before = performance.now()
  assert.equal((await api('GET', '/api/session')).status, 200)
  assert.ok(performance.now() - before >= 55)
})

test('an observer is told of every answer as it was written, and which of them a fault made', async t => {
  const seen: Exchange[] = []
  const { simulator, api } = await startBench(t, { observe: exchange => seen.push(exchange) })
  await api('GET', '/api/vcenter/datacenter')
  simulator.fail({ path: '/api/vcenter/host' }, { status: 503, body: 'no healthy upstream' })
  await api('GET', '/api/vcenter/host')
  const [, list, broken] = seen
  assert.deepEqual(
    [list?.status, list?.answerHeaders, list?.faulty],
    [200, { 'content-type': 'application/json' }, false]
  )
  assert.match(list?.answerBody ?? '', /"name":"Amsterdam"/)
  assert.deepEqual([broken?.status, broken?.answerBody, broken?.faulty], [503, 'no healthy upstream', true])
})
