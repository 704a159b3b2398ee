import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startService } from '../helper.ts'

test('neither probe asks vCenter, whether it is up or down', async t => {
  const { app, simulator } = await startService(t)
  await simulator.close()
  for (const url of ['/livez', '/readyz']) {
    const answer = await app.inject({ url })
    assert.equal(answer.statusCode, 200)
    assert.deepEqual(answer.json(), { status: 'ok' })
  }
  assert.equal(simulator.requests.length, 0)
})
