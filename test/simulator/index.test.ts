import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { connect } from 'node:tls'
import { startSimulator } from '../../src/simulator/index.ts'
import { startBench } from './helper.ts'

test('the certificate is signed by the CA and good for 127.0.0.1 and localhost', async t => {
  const { simulator } = await startBench(t)
  for (const host of ['127.0.0.1', 'localhost']) {
    const socket = connect({
      host: '127.0.0.1',
      port: simulator.port,
      ca: simulator.caPem,
      servername: '',
      ...named(host)
    })
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject))
    assert.equal(socket.authorized, true)
    const certificate = socket.getPeerX509Certificate()
    assert.equal(
      certificate?.subjectAltName,
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1'
    )
    assert.equal(certificate?.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1')
    // Key identifiers of subject and authority, without which strict clients (Python 3.13) refuse it.
    for (const identifier of ['0603551d0e', '0603551d23']) {
      assert.ok(certificate?.raw.includes(Buffer.from(identifier, 'hex')))
    }
    socket.destroy()
  }
})

test('the certificate is valid as long as it was asked for, and 0 days are none', async t => {
  for (const [certificateDays, error] of [
    [0, 'CERT_HAS_EXPIRED'],
    [400, null]
  ] as const) {
    const { simulator } = await startBench(t, { certificateDays })
    const { port, caPem } = simulator
    const socket = connect({ host: '127.0.0.1', port, ca: caPem, rejectUnauthorized: false })
    await once(socket, 'secureConnect')
    const { authorizationError } = socket
    const end = socket.getPeerX509Certificate()?.validToDate.getTime() ?? 0
    socket.destroy()
    assert.equal(authorizationError ?? null, error)
    assert.ok(Math.abs(end - Date.now() - certificateDays * 86_400_000) < 60_000, `${certificateDays} days`)
  }
})

test('the header Date follows the clock', async t => {
  const { call } = await startBench(t, { clock: () => Date.parse('2030-01-02T03:04:05.678Z') })
  assert.equal((await call('GET', '/api/session')).headers['date'], 'Wed, 02 Jan 2030 03:04:05 GMT')
})

test('a client that does not know the CA refuses the certificate', async t => {
  const { simulator } = await startBench(t)
  const refusal = await new Promise<Error>(resolve => {
    request(`${simulator.url}/api/session`).once('error', resolve).end()
  })
  assert.match(refusal.message, /self-signed certificate|unable to verify/)
})

test('only the CA certificate is on disk, and its directory goes away at the end', async () => {
  const simulator = await startSimulator({ vms: 5 })
  const directory = dirname(simulator.caFile)
  assert.deepEqual(await readdir(directory), ['ca.pem'])
  assert.equal(await readFile(simulator.caFile, 'utf8'), simulator.caPem)
  assert.doesNotMatch(simulator.caPem, /PRIVATE/)
  await simulator.close()
  assert.equal(existsSync(directory), false)
})

test('the CA goes where the caller wants it, and stays there', async t => {
  const directory = await mkdtemp(join(tmpdir(), 'ca-'))
  t.after(() => rm(directory, { recursive: true }))
  const caFile = join(directory, 'my-ca.pem')
  const simulator = await startSimulator({ vms: 5, caFile })
  await simulator.close()
  assert.match(await readFile(caFile, 'utf8'), /BEGIN CERTIFICATE/)
})

test('closing does not wait for idle connections and can be repeated', async t => {
  const { simulator, call } = await startBench(t)
  await call('GET', '/api/session')
  const before = performance.now()
  await simulator.close()
  await simulator.close()
  assert.ok(performance.now() - before < 500)
})

test('every answered request is on record, until the record is cleared', async t => {
  const { simulator, api } = await startBench(t)
  await api('GET', '/api/vcenter/vm?names=web-01')
  assert.deepEqual(
    simulator.requests.map(({ method, path, query, status }) => [method, path, query, status]),
    [
      ['POST', '/api/session', '', 201],
      ['GET', '/api/vcenter/vm', 'names=web-01', 200]
    ]
  )
  assert.match(String(simulator.requests[1]?.headers['vmware-api-session-id']), /^[0-9a-f]{32}$/)
  simulator.requests.length = 0
  await api('PATCH', '/api/vcenter/vm/vm-1004/hardware/cpu', { count: 2, cores_per_socket: 1 })
  assert.equal(simulator.requests[0]?.body, '{"count":2,"cores_per_socket":1}')
})

test('options out of range are refused by name', async () => {
  await assert.rejects(startSimulator({ hosts: 3 }), /^RangeError: hosts must be a whole number from 4/)
  await assert.rejects(startSimulator({ datastores: 1 }), /^RangeError: datastores must be/)
  await assert.rejects(
    startSimulator({ apiRelease: '8.0' }),
    /^RangeError: apiRelease must look like 8.0.3.0/
  )
})

test('host names the address as VCENTER_HOST takes it', async t => {
  const { simulator } = await startBench(t)
  assert.equal(simulator.host, `127.0.0.1:${simulator.port}`)
  assert.equal(simulator.url, `https://${simulator.host}`)
})

test('40 virtual machines are there in half a second, 8,000 in three', async () => {
  for (const [vms, most] of [
    [40, 500],
    [8000, 3000]
  ] as const) {
    const before = performance.now()
    const simulator = await startSimulator({ vms })
    const took = performance.now() - before
    await simulator.close()
    assert.ok(took < most, `${vms} took ${took} ms`)
  }
})

test('a mistake of the simulator is a 500 that says whose it is', async t => {
  const observe = () => {
    throw new Error('an observer that fails')
  }
  const { call } = await startBench(t, { observe })
  const { status, text } = await call('GET', '/api/session')
  assert.equal(status, 500)
  assert.match(text, /^simulator: Error: an observer that fails/)
})

test('outside its three faces a path is 404', async t => {
  const { call } = await startBench(t)
  for (const path of ['/ui', '/api', '/rest', '/']) assert.equal((await call('GET', path)).status, 404, path)
})

function named(host: string): { servername?: string } {
  return host === 'localhost' ? { servername: host } : {}
}
