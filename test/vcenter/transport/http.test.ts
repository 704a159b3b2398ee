import assert from 'node:assert/strict'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { test, type TestContext } from 'node:test'
import { makeCertificates } from '../../../src/simulator/tls.ts'
import { connections } from '../../../src/vcenter/transport/bulkhead.ts'
import {
  createTransport,
  type TransportOptions,
  type TransportRequest
} from '../../../src/vcenter/transport/http.ts'
import { until } from '../../helper.ts'
import { answerJson, startServer } from '../server.ts'

const get: TransportRequest = { method: 'GET', path: '/', timeoutMs: 2_000, abort: 'always' }
const post: TransportRequest = { ...get, method: 'POST', abort: 'until sent' }

function openTransport(t: TestContext, origin: string, options: Partial<TransportOptions> = {}) {
  const transport = createTransport({ origin, insecure: false, queueMs: 2_000, ...options })
  t.after(() => transport.close())
  return transport
}

test('a certificate is checked against the added CA', async t => {
  const server = await startServer(t, (_request, response) => answerJson(response, 200, 'hello'), {
    tls: true
  })
  const transport = openTransport(t, server.origin, { ca: server.ca })
  const answer = await transport.send(get)
  assert.equal(answer.status, 200)
  assert.deepEqual(answer.body, { kind: 'json', value: 'hello' })
})

test('an IPv6 literal is checked against its address in the certificate', async t => {
  const server = await startServer(t, (_request, response) => answerJson(response, 200, 6), {
    tls: true,
    address: '::1'
  })
  const answer = await openTransport(t, server.origin, { ca: server.ca }).send(get)
  assert.deepEqual(answer.body, { kind: 'json', value: 6 })
})

test('an untrusted certificate ends the connection before a byte of the request is sent', async t => {
  const pems = await makeCertificates()
  let bytes = 0
  const server = createTlsServer({ key: pems.serverKey, cert: pems.serverPem }, socket => {
    socket.on('error', () => undefined)
    socket.on('data', data => (bytes += data.length))
  })
  server.on('tlsClientError', () => undefined)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const transport = openTransport(t, `https://127.0.0.1:${port}`)
  await assert.rejects(transport.send({ ...post, headers: { authorization: 'Basic c2VjcmV0' } }), {
    name: 'TransportError',
    requestSent: false,
    isTransient: false,
    message: 'certificate not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE)'
  })
  assert.equal(bytes, 0)
})

test('a certificate for another host is refused although its CA is trusted', async t => {
  const server = await startServer(t, (_request, response) => answerJson(response, 200), {
    tls: true,
    address: '127.0.0.2'
  })
  await assert.rejects(openTransport(t, server.origin, { ca: server.ca }).send(get), {
    requestSent: false,
    message: 'certificate not trusted (ERR_TLS_CERT_ALTNAME_INVALID)'
  })
  assert.equal(server.seen.length, 0)
})

test('any certificate is accepted only when the setting says so', async t => {
  const server = await startServer(t, (_request, response) => answerJson(response, 200, 1), { tls: true })
  assert.equal((await openTransport(t, server.origin, { insecure: true }).send(get)).status, 200)
  await assert.rejects(openTransport(t, server.origin).send(get), { requestSent: false })
})

test('a redirect is an answer, never followed', async t => {
  const target = await startServer(t, (_request, response) => answerJson(response, 200, 'secret'))
  const server = await startServer(t, (_request, response) => {
    response.writeHead(302, { location: `${target.origin}/elsewhere` }).end()
  })
  assert.equal((await openTransport(t, server.origin).send(get)).status, 302)
  assert.equal(target.seen.length, 0)
})

test('HTML of a proxy comes back as short text', async t => {
  const server = await startServer(t, (_request, response) => {
    response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>no healthy upstream</h1>')
  })
  const answer = await openTransport(t, server.origin).send(get)
  assert.deepEqual(answer.body, { kind: 'text', text: 'no healthy upstream' })
})

test('a body is sent as JSON, and nothing asks for compression', async t => {
  const server = await startServer(t, (_request, response) => answerJson(response, 204))
  const transport = openTransport(t, server.origin)
  assert.deepEqual((await transport.send({ ...post, body: { a: 1 } })).body, { kind: 'empty' })
  await transport.send(post)
  const [withBody, without] = server.seen
  assert.equal(withBody?.body, '{"a":1}')
  assert.equal(withBody.headers['content-type'], 'application/json')
  assert.equal(withBody.headers['accept-encoding'], 'identity')
  assert.equal(withBody.headers['user-agent'], 'vsphere-mcp-pro')
  assert.equal(without?.headers['content-type'], undefined)
})

test('no answer in time, and an answer that stops half-way, are failures after sending', async t => {
  const server = await startServer(t, (request, response) => {
    if (request.url === '/half') response.writeHead(200, { 'content-length': '100' }).write('{"a":')
  })
  const transport = openTransport(t, server.origin)
  await assert.rejects(transport.send({ ...post, timeoutMs: 100 }), {
    requestSent: true,
    message: 'no answer within 0.1 s'
  })
  await assert.rejects(transport.send({ ...get, path: '/half', timeoutMs: 100 }), {
    requestSent: true,
    message: 'the answer stopped half-way'
  })
})

test('a refused connection and a name without address are failures before sending', async t => {
  const server = createTcpServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  await assert.rejects(openTransport(t, `http://127.0.0.1:${port}`).send(post), {
    requestSent: false,
    isTransient: true,
    message: 'connection refused'
  })
  await assert.rejects(openTransport(t, 'http://vcenter.invalid').send(post), { requestSent: false })
})

test('a connection that is cut after the request was read is a failure after sending', async t => {
  const server = await startServer(t, (_request, response) => void response.destroy())
  await assert.rejects(openTransport(t, server.origin).send(post), { requestSent: true, isTransient: true })
  assert.equal(server.seen.length, 1)
})

test('an answer beyond 32 MiB is cut off', async t => {
  const server = await startServer(t, (_request, response) => {
    response.writeHead(200)
    response.end(Buffer.alloc(33 * 1024 * 1024, 'x'))
  })
  await assert.rejects(openTransport(t, server.origin).send(get), {
    message: 'the answer is too large',
    obstacle: 'size'
  })
})

test('an abort ends a read at once, a write only while it waits to be sent', async t => {
  const server = await startServer(t, (request, response) => {
    if (request.method === 'POST') setTimeout(() => answerJson(response, 204), 60)
  })
  const transport = openTransport(t, server.origin)
  const reason = new Error('client gone')

  await assert.rejects(transport.send({ ...post, signal: AbortSignal.abort(reason) }), reason)
  assert.equal(server.seen.length, 0)

  const reading = new AbortController()
  const read = transport.send({ ...get, signal: reading.signal })
  setTimeout(() => reading.abort(reason), 30)
  await assert.rejects(read, reason)

  const writing = new AbortController()
  const write = transport.send({ ...post, signal: writing.signal })
  setTimeout(() => writing.abort(reason), 30)
  assert.equal((await write).status, 204)
})

test('a write that waits for a free connection can be given up, or gives up itself, and is never sent', async t => {
  const server = await startServer(t, () => undefined)
  const transport = openTransport(t, server.origin, { queueMs: 150 })
  const holders = Array.from({ length: connections }, () =>
    transport.send({ ...get, timeoutMs: 600 }).catch(() => undefined)
  )
  while (server.seen.length < connections) await new Promise(resolve => setTimeout(resolve, 5))

  const controller = new AbortController()
  const reason = new Error('client gone')
  const given = transport.send({ ...post, signal: controller.signal })
  setTimeout(() => controller.abort(reason), 10)
  await assert.rejects(given, reason)
  await assert.rejects(transport.send(post), { requestSent: false, message: 'all connections stayed busy' })

  await Promise.all(holders)
  await new Promise(resolve => setTimeout(resolve, 50))
  assert.equal(server.seen.filter(request => request.method === 'POST').length, 0)
})

test('the wait for a connection ends when the request is sent, however late the answer', async t => {
  const server = await startServer(t, (_request, response) => {
    setTimeout(() => answerJson(response, 200, 'late'), 700)
  })
  assert.equal((await openTransport(t, server.origin, { queueMs: 400 }).send(get)).status, 200)
})

test('a request whose whole time is over gives up its connection', async t => {
  let isClosed = false
  const server = await startServer(t, (_request, response) => {
    response.on('close', () => (isClosed = true))
  })
  const transport = openTransport(t, server.origin)
  await assert.rejects(transport.send({ ...get, timeoutMs: 20_000, wholeMs: 100 }), {
    requestSent: true,
    message: 'the answer did not end within 0.1 s'
  })
  await until('the connection is closed', () => isClosed)
})
