import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { makeCertificates } from '../../../src/simulator/tls.ts'
import { createTransport, type TransportRequest } from '../../../src/vcenter/transport/http.ts'
import { normalFingerprint, type Trust } from '../../../src/vcenter/transport/tls.ts'

const login: TransportRequest = {
  method: 'POST',
  path: '/api/session',
  headers: { authorization: 'Basic c2VjcmV0' },
  timeoutMs: 2_000,
  abort: 'always'
}

const [genuine, other] = await Promise.all([makeCertificates(), makeCertificates()])
const fingerprint = new X509Certificate(genuine.serverPem).fingerprint256
const otherFingerprint = new X509Certificate(other.serverPem).fingerprint256

/** A vCenter that closes its connection after every answer and can change its certificate. */
async function startVcenter(t: TestContext, address = '127.0.0.1') {
  const seen: string[] = []
  let bytes = 0
  const server = createServer({ key: genuine.serverKey, cert: genuine.serverPem }, (request, response) => {
    seen.push(`${request.method} ${request.url}`)
    response.writeHead(201, { connection: 'close' }).end('"id"')
  })
  server.on('secureConnection', socket => socket.on('data', (data: Buffer) => (bytes += data.length)))
  await new Promise<void>(resolve => server.listen(0, address, resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo

  function open(trust: Partial<Trust>) {
    const transport = createTransport({
      origin: `https://${address}:${port}`,
      insecure: false,
      queueMs: 2_000,
      ...trust
    })
    t.after(() => transport.close())
    return transport
  }

  function swapCertificate(): void {
    server.setSecureContext({ key: other.serverKey, cert: other.serverPem })
  }

  return { open, swapCertificate, seen, bytes: () => bytes }
}

test('a fingerprint is read with or without colons, in any case, and nothing else is one', () => {
  const digits = fingerprint.replaceAll(':', '').toLowerCase()
  for (const text of [fingerprint, digits, digits.toUpperCase(), ` ${fingerprint.toLowerCase()}\n`]) {
    assert.equal(normalFingerprint(text), digits)
  }
  for (const text of ['', digits.slice(1), `${digits}0`, 'g'.repeat(64), `SHA256:${digits}`]) {
    assert.equal(normalFingerprint(text), undefined)
  }
  assert.throws(
    () => createTransport({ origin: 'https://vc', insecure: false, queueMs: 1, fingerprint256: 'abc' }),
    /64 hex digits/
  )
})

test('the pinned certificate is accepted whoever signed it and whatever host it names', async t => {
  const { open } = await startVcenter(t, '127.0.0.2')
  await assert.rejects(open({ ca: genuine.caPem }).send(login), /ERR_TLS_CERT_ALTNAME_INVALID/)
  assert.equal((await open({ fingerprint256: fingerprint }).send(login)).status, 201)
})

test('another certificate is refused before a byte of the request is sent, and the words name it', async t => {
  const { open, seen, bytes } = await startVcenter(t)
  for (const trust of [{}, { insecure: true }, { ca: genuine.caPem }]) {
    await assert.rejects(open({ ...trust, fingerprint256: otherFingerprint }).send(login), {
      name: 'TransportError',
      requestSent: false,
      isTransient: false,
      code: 'ERR_CERT_PIN',
      message: `certificate not trusted: it is not the pinned one, its SHA-256 fingerprint is ${fingerprint}`
    })
  }
  assert.deepEqual([seen, bytes()], [[], 0])
})

test('a certificate that changes between two connections is refused on the next one', async t => {
  const { open, swapCertificate, seen } = await startVcenter(t)
  const transport = open({ fingerprint256: fingerprint })
  await transport.send(login)
  await transport.send(login)
  swapCertificate()
  await assert.rejects(transport.send(login), { requestSent: false, code: 'ERR_CERT_PIN' })
  assert.equal(seen.length, 2)
})

test('with a CA and a pin both must hold', async t => {
  const { open, seen } = await startVcenter(t)
  const right = { ca: genuine.caPem, fingerprint256: fingerprint }
  assert.equal((await open(right).send(login)).status, 201)
  await assert.rejects(open({ ...right, ca: other.caPem }).send(login), { requestSent: false })
  await assert.rejects(open({ ...right, fingerprint256: otherFingerprint }).send(login), {
    code: 'ERR_CERT_PIN'
  })
  assert.equal(seen.length, 1)
})

test('a CA is trusted in addition to those Node trusts', async t => {
  const { open } = await startVcenter(t)
  const defaults = getCACertificates('default')
  t.after(() => setDefaultCACertificates(defaults))
  await assert.rejects(open({ ca: other.caPem }).send(login), { requestSent: false })
  setDefaultCACertificates([...defaults, genuine.caPem])
  assert.equal((await open({ ca: other.caPem }).send(login)).status, 201)
})
