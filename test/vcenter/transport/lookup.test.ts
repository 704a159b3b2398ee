import assert from 'node:assert/strict'
import dns, { lookup } from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import type { LookupFunction } from 'node:net'
import { test } from 'node:test'
import { createTransport } from '../../../src/vcenter/transport/http.ts'
import { createSharedLookup } from '../../../src/vcenter/transport/lookup.ts'
import { answerJson, startServer } from '../server.ts'

/** The system's look-up, counted. */
function counted() {
  const names: string[] = []
  const system: LookupFunction = (hostname, options, callback) => {
    names.push(hostname)
    lookup(hostname, options, callback)
  }
  return { names, lookup: createSharedLookup(system) }
}

function ask(by: LookupFunction, hostname: string, all = false): Promise<unknown> {
  return new Promise((resolve, reject) => {
    by(hostname, { all }, (error, address) => (error ? reject(error) : resolve(address)))
  })
}

test('connections that look a name up at the same time take one thread, and all get the answer', async () => {
  const { names, lookup: shared } = counted()
  const answers = await Promise.all(Array.from({ length: 16 }, () => ask(shared, 'localhost')))
  assert.equal(names.length, 1)
  assert.equal(new Set(answers).size, 1)
  assert.match(String(answers[0]), /^(127\.0\.0\.1|::1)$/)
})

test('another name or another question is looked up by itself, and a later one anew', async () => {
  const { names, lookup: shared } = counted()
  const [one, all] = await Promise.all([
    ask(shared, 'localhost'),
    ask(shared, 'localhost', true),
    ask(shared, '127.0.0.1')
  ])
  assert.equal(typeof one, 'string')
  assert.ok(Array.isArray(all))
  await ask(shared, 'localhost')
  assert.deepEqual(names, ['localhost', 'localhost', '127.0.0.1', 'localhost'])
})

test('a name that is not found is told to everybody who asked, and asked for again', async () => {
  const { names, lookup: shared } = counted()
  const asked = [ask(shared, 'no-such-host.invalid'), ask(shared, 'no-such-host.invalid')]
  for (const each of asked) await assert.rejects(each, { syscall: 'getaddrinfo' })
  await assert.rejects(ask(shared, 'no-such-host.invalid'))
  assert.equal(names.length, 2)
})

test('the connections of a vCenter look its name up once', async t => {
  const server = await startServer(t, (_request, response) => answerJson(response, 200, []), { tls: true })
  const original = dns.lookup
  const spy = t.mock.method(dns, 'lookup', original)
  syncBuiltinESMExports()
  t.after(() => {
    spy.mock.restore()
    syncBuiltinESMExports()
  })
  const origin = server.origin.replace('127.0.0.1', 'localhost')
  const transport = createTransport({ origin, ca: server.ca, insecure: false, queueMs: 10_000 })
  t.after(() => transport.close())
  const request = { method: 'GET', path: '/', timeoutMs: 10_000, abort: 'always' } as const
  await Promise.all(Array.from({ length: 8 }, () => transport.send(request)))
  assert.equal(spy.mock.callCount(), 1)
})
