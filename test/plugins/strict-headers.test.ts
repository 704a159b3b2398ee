import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { bearer, startService } from '../helper.ts'

/** Doubled headers and the like need a raw socket: test/broken-http.test.ts. */

test('a body that is coded is refused with 415 on both faces, and nothing is decompressed', async t => {
  const { app, audit } = await startService(t)
  const bomb = gzipSync(Buffer.alloc(10_000_000))
  for (const url of ['/api/v1/vms/db-02/power-on', '/mcp']) {
    for (const encoding of [
      'gzip',
      'deflate',
      'br',
      'zstd',
      'GZIP',
      'x-gzip',
      'identity, gzip',
      'gzip, identity',
      'aws-chunked',
      ''
    ]) {
      const answer = await app.inject({
        method: 'POST',
        url,
        headers: {
          ...bearer('operator'),
          host: 'localhost',
          'content-type': 'application/json',
          'content-encoding': encoding
        },
        payload: bomb
      })
      assert.equal(answer.statusCode, 415, `${url} ${encoding}`)
      assert.match(answer.body, /without Content-Encoding/)
      assert.equal(answer.headers['accept-encoding'], 'identity')
    }
  }
  assert.equal(audit().length, 0)
})

test('Content-Encoding: identity says nothing, and is taken', async t => {
  const { app } = await startService(t)
  for (const encoding of ['identity', 'Identity']) {
    const headers = {
      ...bearer('operator'),
      'content-type': 'application/json',
      'content-encoding': encoding
    }
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/vms/db-02/power-on',
      headers,
      payload: '{}'
    })
    assert.equal(answer.statusCode, 200)
  }
})

test('a body that is no JSON, or not in UTF-8, is refused with 415 on REST too', async t => {
  const { app, audit } = await startService(t)
  for (const type of [
    'text/plain',
    'application/json\ta',
    'application/json; charset=utf-16',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml'
  ]) {
    const headers = { ...bearer('operator'), 'content-type': type }
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/vms/db-02/power-on',
      headers,
      payload: '{}'
    })
    assert.equal(answer.statusCode, 415, type)
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
  }
  assert.equal(audit().length, 0)
})
