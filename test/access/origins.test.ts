import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createOriginCheck } from '../../src/access/origins.ts'

const onLoopback = createOriginCheck({ allowedHosts: [], allowedOrigins: [], boundTo: '127.0.0.1' })
const everywhere = createOriginCheck({
  allowedHosts: [],
  allowedOrigins: ['https://portal.example.com'],
  boundTo: '0.0.0.0'
})
const named = createOriginCheck({
  allowedHosts: ['mcp.example.com', 'alt.example.com:8443'],
  allowedOrigins: [],
  boundTo: '0.0.0.0'
})

test('a service on loopback answers to localhost names only', () => {
  for (const host of ['localhost:8000', '127.0.0.1:8000', '[::1]:8000', 'LOCALHOST']) {
    assert.equal(onLoopback(host, undefined), undefined, host)
  }
  for (const host of ['evil.example.com', 'localhost.evil.com:8000', '127.0.0.1.evil.com', '', undefined]) {
    assert.match(onLoopback(host, undefined) ?? '', /ALLOWED_HOSTS/, host)
  }
})

test('a rebound name does not become acceptable by sending itself as Origin', () => {
  assert.match(onLoopback('evil.example.com:8000', 'http://evil.example.com:8000') ?? '', /Host/)
})

test('without ALLOWED_HOSTS a service bound to all addresses takes every Host', () => {
  assert.equal(everywhere('10.1.2.3:8000', undefined), undefined)
})

test('ALLOWED_HOSTS restricts the Host; an entry without a port allows every port', () => {
  assert.equal(named('mcp.example.com', undefined), undefined)
  assert.equal(named('mcp.example.com:8000', undefined), undefined)
  assert.equal(named('alt.example.com:8443', undefined), undefined)
  assert.notEqual(named('alt.example.com:9000', undefined), undefined)
  assert.notEqual(named('other.example.com', undefined), undefined)
})

test('an Origin must be listed or be the own one; a missing Origin is no browser', () => {
  assert.equal(everywhere('gw:8000', undefined), undefined)
  assert.equal(everywhere('gw:8000', 'http://gw:8000'), undefined)
  assert.equal(everywhere('gw:8000', 'https://portal.example.com'), undefined)
  for (const origin of [
    'null',
    'http://evil.example.com',
    'https://portal.example.com.evil.com',
    'http://gw:8001',
    ''
  ]) {
    assert.match(everywhere('gw:8000', origin) ?? '', /ALLOWED_ORIGINS/, origin)
  }
})
