import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { createServer as createTlsServer } from 'node:https'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { judgeCertificate } from '../../src/doctor/certificate.ts'
import type { SimulatorOptions } from '../../src/simulator/index.ts'
import { makeCertificates } from '../../src/simulator/tls.ts'
import type { Trust } from '../../src/vcenter/transport/tls.ts'
import { entryOf, startNamed, vcentersFile } from '../vcenters.ts'
import { allWith, examined, findingOf, statusesOf, variablesFor } from './helper.ts'

const refused = [
  'reach ok',
  'certificate fail',
  ...allWith('skipped', 'log-in', 'release', 'clock', 'privileges')
]
const [genuine, other] = await Promise.all([makeCertificates(90), makeCertificates()])
const fingerprint = new X509Certificate(genuine.serverPem).fingerprint256

async function start(t: TestContext, options: SimulatorOptions = {}) {
  return (await startNamed(t, 'vc', { certificateDays: 90, ...options })).simulator
}

/** Shows the certificate and counts what it is sent. */
async function startCounting(t: TestContext, onConnection: (socket: Socket) => void = () => undefined) {
  let bytes = 0
  const server = createTlsServer({ key: genuine.serverKey, cert: genuine.serverPem }, (_request, response) =>
    response.end()
  )
  server.on('connection', onConnection)
  server.on('secureConnection', socket => socket.on('data', (data: Buffer) => (bytes += data.length)))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { port, bytes: () => bytes }
}

test('an unknown CA is named, with the fingerprint to compare, and not a byte is sent', async t => {
  const { port, bytes } = await startCounting(t)
  const simulator = await start(t)
  const env = { VCENTER_HOST: `127.0.0.1:${port}` }
  for (const [variables, reason] of [
    [
      { ...env, VCENTER_CA_BUNDLE: '' },
      /^not trusted: its CA is not known \(issued by CN=Simulated vCenter CA, /
    ],
    [env, /^not trusted: it was not issued by the configured CA or a public one \(/]
  ] as const) {
    const report = await examined(variablesFor(simulator, variables))
    assert.deepEqual(statusesOf(report), refused)
    const { message, remedy, lines = [] } = findingOf(report, 'certificate')
    assert.match(message, reason)
    assert.match(remedy ?? '', /VCENTER_CA_BUNDLE .*\/certs\/download\.zip/)
    assert.equal(lines[0], `SHA-256 fingerprint: ${fingerprint}`)
    assert.match(lines[1] ?? '', /compared with what vCenter shows by another way/)
  }
  assert.equal(bytes(), 0)
})

test('a certificate that has expired is told from one for another name', async t => {
  const expired = await start(t, { certificateDays: 0 })
  const one = await examined(variablesFor(expired))
  assert.deepEqual(statusesOf(one), refused)
  assert.match(findingOf(one, 'certificate').message, /^not trusted: it has expired on \d{4}-\d\d-\d\d \(/)
  assert.match(findingOf(one, 'certificate').remedy ?? '', /^Renew/)

  const elsewhere = await start(t, { host: '127.0.0.2' })
  const two = await examined(variablesFor(elsewhere))
  assert.deepEqual(statusesOf(two), refused)
  assert.match(
    findingOf(two, 'certificate').message,
    /^not trusted: it is not for 127\.0\.0\.2 but for DNS:localhost, IP Address:127\.0\.0\.1, /
  )

  const both = await start(t, { host: '127.0.0.2', certificateDays: 0 })
  const three = await examined(variablesFor(both, { VCENTER_CA_BUNDLE: '' }))
  assert.match(
    findingOf(three, 'certificate').message,
    /^not trusted: (its CA is not known; )?it is not for 127\.0\.0\.2 .*; it has expired on /
  )
  for (const { requests } of [expired, elsewhere, both]) assert.deepEqual(requests, [])
})

test('a certificate that ends within 30 days is a warning', async t => {
  for (const [certificateDays, status] of [
    [29, 'warn'],
    [31, 'ok']
  ] as const) {
    const simulator = await start(t, { certificateDays })
    const found = findingOf(await examined(variablesFor(simulator)), 'certificate')
    assert.equal(found.status, status)
    assert.match(found.message, /valid until \d{4}-\d\d-\d\d \((28|30) days\), verified by its CA/)
  }
})

test('the pinned certificate is good for any name, and another one is named', async t => {
  const simulator = await start(t, { host: '127.0.0.2' })
  const { ca: _ca, ...entry } = entryOf('pinned', simulator)
  const shown = findingOf(await examined(variablesFor(simulator)), 'certificate').data?.['fingerprint256']
  const pinned = { ...entry, host: '127.0.0.2', fingerprint256: String(shown) }
  const access = { TOKENS_TO_ROLES: '{"secret-token-of-a-caller-0123456789": "viewer"}' }
  const good = await examined({ ...access, VCENTERS_FILE: vcentersFile(t, [pinned]) })
  assert.equal(good.vcenters[0]?.status, 'ok')
  assert.match(findingOf(good, 'certificate').message, /, pinned$/)
  assert.equal(simulator.sessions, 0)

  simulator.requests.length = 0
  const wrong = { ...pinned, fingerprint256: fingerprint }
  const bad = await examined({ ...access, VCENTERS_FILE: vcentersFile(t, [wrong]) })
  assert.deepEqual(statusesOf(bad), refused)
  const { message, lines = [] } = findingOf(bad, 'certificate')
  assert.match(message, /^not trusted: it is not the pinned one \(/)
  assert.equal(lines[0], `SHA-256 fingerprint: ${String(shown)}`)
  assert.deepEqual(simulator.requests, [])
})

test('a certificate that nobody verifies is a warning, and the rest is checked', async t => {
  const simulator = await start(t, { host: '127.0.0.2' })
  const report = await examined(variablesFor(simulator, { INSECURE: 'true', VCENTER_CA_BUNDLE: '' }))
  assert.deepEqual(statusesOf(report), [
    'reach ok',
    'certificate warn',
    ...allWith('ok', 'log-in', 'release', 'clock', 'privileges')
  ])
  assert.match(
    findingOf(report, 'certificate').message,
    /^not verified: whoever answers at 127\.0\.0\.2 is given/
  )
  assert.equal(report.status, 'warn')
})

test('what speaks no TLS is told so', async t => {
  const server = createServer(socket =>
    socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n')
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const simulator = await start(t)
  const { port } = server.address() as AddressInfo
  const report = await examined(variablesFor(simulator, { VCENTER_HOST: `127.0.0.1:${port}` }))
  assert.deepEqual(statusesOf(report), refused)
  assert.match(findingOf(report, 'certificate').message, /^no TLS connection: /)
})

test('a connection that breaks is not taken for a certificate that is refused', async t => {
  let connections = 0
  const { port } = await startCounting(t, socket => {
    connections += 1
    // the first one is to see the certificate: reach has made one before
    if (connections > 2) socket.destroy()
  })
  const simulator = await start(t)
  const report = await examined(variablesFor(simulator, { VCENTER_HOST: `127.0.0.1:${port}` }))
  assert.deepEqual(statusesOf(report), refused)
  assert.match(findingOf(report, 'certificate').message, /^no TLS connection: (ECONNRESET|ERR_SSL|UND_ERR)/)
})

test('each way to trust a certificate is said', () => {
  const certificate = new X509Certificate(genuine.serverPem)
  const place = { host: '127.0.0.1', port: 443 }
  const saying = (trust: Partial<Trust>, days = 0, refusal?: string) => {
    const circumstances = { trust: { insecure: false, ...trust }, place, now: Date.now() + days * 86_400_000 }
    return judgeCertificate({ certificate, ...(refusal !== undefined && { refusal }) }, circumstances)
  }
  const pin = { fingerprint256: fingerprint }
  assert.match(saying({}).message, /verified by a public CA$/)
  assert.match(saying({ ca: genuine.caPem }).message, /verified by its CA or a public one$/)
  assert.match(saying({ ca: other.caPem, ...pin }).message, /verified by CA and pin$/)
  assert.match(saying({ ...pin, insecure: true }).message, /pinned$/)
  // a pin does not look at the dates
  const expired = saying(pin, 200)
  assert.deepEqual([expired.status, expired.message.endsWith('(expired), pinned')], ['warn', true])
  assert.match(
    saying({}, -10, 'CERT_NOT_YET_VALID').message,
    /^not trusted: it is not valid before \d{4}-.*Z \(/
  )
  assert.match(saying({}, 0, 'CRL_HAS_EXPIRED').message, /^not trusted: CRL_HAS_EXPIRED \(/)
})
