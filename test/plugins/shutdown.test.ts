import assert from 'node:assert/strict'
import { Agent, get } from 'node:http'
import { connect } from 'node:net'
import { once } from 'node:events'
import { test } from 'node:test'
import { startService, until } from '../helper.ts'

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

test('readiness goes as soon as the service begins to stop', async t => {
  const service = await startService(t)
  await service.app.ready()
  assert.equal(service.app.isReady(), true)
  const closing = service.app.close()
  await until('it is no longer ready', () => !service.app.isReady())
  await closing
})
