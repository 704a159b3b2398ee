import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type Service, bearer, startService, tokens } from './helper.ts'
import { sendRaw, statusesIn } from './raw-socket.ts'

/** What no HTTP library sends: each is refused before any handler, and the connection says nothing more. */

const host = 'Host: localhost\r\n'
const reader = `Authorization: ${bearer('viewer').authorization}\r\n`
const operator = `Authorization: ${bearer('operator').authorization}\r\n`
const json = 'Content-Type: application/json\r\n'
const get = (headers: string, target = '/api/v1/datacenters', version = '1.1') =>
  `GET ${target} HTTP/${version}\r\n${headers}\r\n`
const post = (headers: string, body: string, version = '1.1') =>
  `POST /api/v1/vms/db-02/power-on HTTP/${version}\r\n${headers}\r\n${body}`
const chunks = '2\r\n{}\r\n0\r\n\r\n'
const usual = `${host}${operator}${json}`

async function refuses(t: TestContext, cases: Record<string, [request: string, status: number]>) {
  const service = await startService(t)
  const address = await service.listen()
  for (const [name, [request, status]] of Object.entries(cases)) {
    const answer = await sendRaw(address, request)
    assert.deepEqual(statusesIn(answer), [status], `${name}: ${answer.slice(0, 300)}`)
    assertNothingRan(service, name)
  }
  // the same bytes without their fault are a good request: what was refused was the fault
  assert.deepEqual(statusesIn(await sendRaw(address, get(host + reader))), [200])
  assert.deepEqual(
    statusesIn(await sendRaw(address, post(`${usual}Transfer-Encoding: chunked\r\n`, chunks))),
    [200]
  )
}

function assertNothingRan(service: Service, name: string) {
  assert.equal(service.audit().length, 0, `${name}: a call was found`)
  assert.equal(service.simulator.requests.length, 0, `${name}: vCenter heard of it`)
}

test('a header that decides something and stands there twice is refused, also with the same value', t =>
  refuses(t, {
    authorization: [get(host + reader + operator), 400],
    'authorization, the same': [get(host + reader + reader), 400],
    'authorization, other letters': [get(`${host}${reader}AUTHORIZATION: Bearer token-admin\r\n`), 400],
    host: [get(`${host}Host: evil.example.com\r\n${reader}`), 400],
    'host, the same': [get(host + host + reader), 400],
    origin: [get(`${host}${reader}Origin: http://localhost\r\nOrigin: http://evil.example.com\r\n`), 400],
    'content-type': [post(`${usual}Content-Type: text/plain\r\nContent-Length: 2\r\n`, '{}'), 400],
    'mcp-name': [
      `POST /mcp HTTP/1.1\r\n${host}${reader}${json}Mcp-Name: a\r\nMcp-Name: b\r\nContent-Length: 2\r\n\r\n{}`,
      400
    ]
  }))

test('headers that are too long or too many are refused', t =>
  refuses(t, {
    'a token of 20,000 characters': [get(`${host}Authorization: Bearer ${'x'.repeat(20_000)}\r\n`), 431],
    'a path of 20,000 characters': [get(host + reader, `/${'x'.repeat(20_000)}`), 431],
    '101 headers': [get(host + reader + 'X: y\r\n'.repeat(99)), 400],
    'a token after 2,000 headers, where Node stops to count': [
      get(host + 'X:\r\n'.repeat(2000) + reader),
      431
    ],
    '10,000 headers': [get(host + reader + 'X: y\r\n'.repeat(10_000)), 431]
  }))

test('line breaks, folding, blanks and NUL within headers are refused', t =>
  refuses(t, {
    'a bare CR': [get(`${host}${reader}X: a\rY: b\r\n`), 400],
    'a bare LF': [get(`${host}${reader}X: a\nY: b\r\n`), 400],
    'LF instead of CRLF': [get(host + reader).replaceAll('\r', ''), 400],
    'a folded header': [get(`${host}${reader}X: a\r\n b\r\n`), 400],
    'a folded token': [get(`${host}Authorization: Bearer\r\n ${tokens.viewer}\r\n`), 400],
    'a NUL': [get(`${host}${reader}X: a\0b\r\n`), 400],
    'a blank before the colon': [get(`${host}Authorization : Bearer ${tokens.viewer}\r\n`), 400],
    'a blank before the name': [get(` ${host}${reader}`), 400],
    'no name': [get(`${host}${reader}: x\r\n`), 400],
    'a control character in the path': [get(host + reader, '/api/v1/\u0001'), 400],
    'a blank in the path': [get(host + reader, '/api/v1/data centers'), 400]
  }))

test('where a body ends is never in doubt: two lengths, or a length and chunks, are refused', t =>
  refuses(t, {
    'a length and chunks': [post(`${usual}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n`, chunks), 400],
    'chunks and a length': [post(`${usual}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n`, chunks), 400],
    'two lengths': [post(`${usual}Content-Length: 2\r\nContent-Length: 3\r\n`, '{}'), 400],
    'two equal lengths': [post(`${usual}Content-Length: 2\r\nContent-Length: 2\r\n`, '{}'), 400],
    'a list of lengths': [post(`${usual}Content-Length: 2, 2\r\n`, '{}'), 400],
    'a length with a sign': [post(`${usual}Content-Length: +2\r\n`, '{}'), 400],
    'a hexadecimal length': [post(`${usual}Content-Length: 0x2\r\n`, '{}'), 400],
    'a negative length': [post(`${usual}Content-Length: -1\r\n`, '{}'), 400],
    'chunked twice': [
      post(`${usual}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n`, chunks),
      400
    ],
    'chunked and something after it': [post(`${usual}Transfer-Encoding: chunked, identity\r\n`, chunks), 400],
    'a compressed transfer': [post(`${usual}Transfer-Encoding: gzip, chunked\r\n`, chunks), 400],
    'an unknown coding': [post(`${usual}Transfer-Encoding: xchunked\r\n`, chunks), 400],
    'chunks in HTTP/1.0': [post(`${usual}Transfer-Encoding: chunked\r\n`, chunks, '1.0'), 400],
    'a broken chunk size': [post(`${usual}Transfer-Encoding: chunked\r\n`, '2x\r\n{}\r\n0\r\n\r\n'), 400],
    'chunks that end with LF': [post(`${usual}Transfer-Encoding: chunked\r\n`, '2\n{}\n0\n\n'), 400],
    'a request within the body': [
      post(`${usual}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n`, `0\r\n\r\n${get(host + operator)}`),
      400
    ]
  }))

test('a request line that names another server, another protocol or none is refused', t =>
  refuses(t, {
    'a whole URL': [get(host + reader, 'http://evil.example.com/api/v1/datacenters'), 400],
    'a whole URL of its own': [get(host + reader, 'http://localhost/api/v1/datacenters'), 400],
    'HTTP/1.1 without Host': [get(reader), 400],
    'HTTP/1.0 without Host, where only some names are its own': [get(reader, undefined, '1.0'), 403],
    'HTTP/1.2': [get(host + reader, undefined, '1.2'), 400],
    'the preface of HTTP/2': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    'an unknown expectation': [get(`${host}${reader}Expect: magic\r\n`), 417],
    'TRACE, which would echo the token': [`TRACE /api/v1/vms HTTP/1.1\r\n${host}${reader}\r\n`, 404]
  }))

test('CONNECT makes no proxy of it', async t => {
  const service = await startService(t)
  const answer = await sendRaw(await service.listen(), `CONNECT vc:443 HTTP/1.1\r\n${host}${operator}\r\n`)
  assert.doesNotMatch(answer, /^HTTP\/1\.1 2/)
})

test('a token in the trailers of a body is nobody', async t => {
  const service = await startService(t)
  const trailers = `2\r\n{}\r\n0\r\nAuthorization: Bearer token-admin\r\n\r\n`
  const address = await service.listen()
  const none = await sendRaw(address, post(`${host}${json}Transfer-Encoding: chunked\r\n`, trailers))
  assert.deepEqual(statusesIn(none), [401])
  const weak = await sendRaw(address, post(`${host}${reader}${json}Transfer-Encoding: chunked\r\n`, trailers))
  assert.deepEqual(statusesIn(weak), [403])
  assert.equal(service.audit()[0]?.role, 'viewer')
})

test('what is no HTTP is answered as a problem that says nothing of the inside, and the connection is closed', async t => {
  const service = await startService(t)
  for (const [request, status] of [
    ['nonsense\r\n\r\n', 400],
    [get(`${host}X: ${'x'.repeat(20_000)}\r\n`), 431]
  ] as const) {
    const answer = await sendRaw(await service.listen(), request, 5000)
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    assert.match(head, new RegExp(`^HTTP/1.1 ${status} `))
    assert.match(head, /^connection: close$/m)
    assert.match(head, /^x-content-type-options: nosniff$/m)
    assert.match(head, /^cache-control: no-store$/m)
    assert.match(head, /^content-type: application\/problem\+json/m)
    const {
      status: told,
      code,
      detail
    } = JSON.parse(body) as { status: number; code: string; detail: string }
    assert.equal(told, status)
    assert.match(code, /^(invalid_argument|payload_too_large)$/)
    assert.doesNotMatch(detail, /HPE|llhttp|Parse/)
  }
})
