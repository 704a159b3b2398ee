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
    for (const boundTo of ['localhost', '127.0.0.1', '::1']) {
      const refusalOf = createOriginCheck({ allowedHosts: [], allowedOrigins: [], boundTo })
      assert.match(refusalOf(host, undefined) ?? '', /ALLOWED_HOSTS/, `${host} on ${boundTo}`)
    }
  }
})

test('every address of loopback is one, however it is written, and answers to its own name too', () => {
  for (const boundTo of ['127.0.0.2', 'LocalHost', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '127.1']) {
    const refusalOf = createOriginCheck({ allowedHosts: [], allowedOrigins: [], boundTo })
    assert.match(refusalOf('evil.example.com', undefined) ?? '', /ALLOWED_HOSTS/, boundTo)
    assert.equal(refusalOf('localhost:8000', undefined), undefined, boundTo)
  }
  const second = createOriginCheck({ allowedHosts: [], allowedOrigins: [], boundTo: '127.0.0.2' })
  assert.equal(second('127.0.0.2:8000', undefined), undefined)
})

test('a rebound name does not become acceptable by sending itself as Origin', () => {
  assert.match(onLoopback('evil.example.com:8000', 'http://evil.example.com:8000') ?? '', /Host/)
})

test('without ALLOWED_HOSTS a service bound to all addresses takes every Host', () => {
  for (const host of ['10.1.2.3:8000', '[2001:DB8::1]:8000'])
    assert.equal(everywhere(host, undefined), undefined, host)
})

test('ALLOWED_HOSTS restricts the Host; an entry without a port allows every port', () => {
  assert.equal(named('mcp.example.com', undefined), undefined)
  assert.equal(named('mcp.example.com:8000', undefined), undefined)
  assert.equal(named('alt.example.com:8443', undefined), undefined)
  assert.notEqual(named('alt.example.com:9000', undefined), undefined)
  assert.notEqual(named('other.example.com', undefined), undefined)
  const one = createOriginCheck({ allowedHosts: ['MCP.example.com'], allowedOrigins: [], boundTo: '0.0.0.0' })
  assert.equal(one('mcp.example.com:8000', undefined), undefined)
  assert.notEqual(one('other.example.com', undefined), undefined)
})

test('an Origin must be listed or be the own one; a missing Origin is no browser', () => {
  assert.equal(everywhere('gw:8000', undefined), undefined)
  assert.equal(everywhere('gw:8000', 'http://gw:8000'), undefined)
  assert.equal(everywhere('gw:8000', 'https://gw:8000'), undefined)
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

test('a Host in other letters is the same; one with a trailing dot, a user, a path or a blank is another or none', () => {
  for (const host of ['MCP.Example.COM', 'mcp.EXAMPLE.com:443', 'ALT.example.com:8443']) {
    assert.equal(named(host, undefined), undefined, host)
  }
  for (const host of [
    'mcp.example.com.',
    'mcp.example.com.:443',
    'evil.example.com@mcp.example.com',
    'mcp.example.com@evil.example.com',
    'mcp.example.com:443@evil.example.com',
    'mcp.example.com/',
    'mcp.example.com#',
    'mcp.example.com\\',
    ' mcp.example.com',
    'mcp.example.com:',
    'mcp.example.com:443:443',
    'mcp.example.com, evil.example.com',
    'evil.example.com, mcp.example.com',
    'mcp.example.com:x',
    'xmcp.example.com',
    'alt.example.com'
  ]) {
    assert.notEqual(named(host, undefined), undefined, host)
  }
})

test('IPv6 literals keep their brackets, and a port is told from an address', () => {
  for (const host of ['[::1]', '[::1]:8000', '127.0.0.1', '127.0.0.1:1']) {
    assert.equal(onLoopback(host, undefined), undefined, host)
  }
  for (const host of [
    '::1',
    '::1:8000',
    '[::1',
    '[::1]x',
    '[::1%25eth0]',
    '[::ffff:127.0.0.1]',
    '[0:0:0:0:0:0:0:1]',
    '127.1',
    '0x7f000001',
    '0'
  ]) {
    assert.notEqual(onLoopback(host, undefined), undefined, host)
  }
  assert.equal(everywhere('[fd00::7]:8000', 'http://[fd00::7]:8000'), undefined)
})

test('where every Host is taken it must be one all the same', () => {
  for (const host of [
    '',
    ' ',
    'a b',
    'a/b',
    'user@gw',
    'gw:',
    'gw:port',
    'gw,other',
    'gw?x',
    '[::1',
    'gw\u00e9'
  ]) {
    assert.match(everywhere(host, undefined) ?? '', /no name of a host/, host)
  }
  // HTTP/1.0 and probes within the cluster
  assert.equal(everywhere(undefined, undefined), undefined)
  for (const host of ['gw', 'gw_1:8000', '10.1.2.3:8000', 'gw.svc.cluster.local']) {
    assert.equal(everywhere(host, undefined), undefined, host)
  }
})

test('an Origin is compared as a whole, as browsers write it', () => {
  for (const origin of [
    'null',
    'https://PORTAL.example.com',
    'https://portal.example.com.',
    'https://portal.example.com:443',
    'https://portal.example.com:8443',
    'https://portal.example.com/',
    'http://portal.example.com',
    'https://user@portal.example.com',
    'https://portal.example.com@evil.example.com',
    'https://portal.example.com#.evil.example.com',
    'https://portal.example.com https://evil.example.com',
    'https://evil.example.com, https://portal.example.com',
    'file://',
    'chrome-extension://abc',
    'javascript:alert(1)'
  ]) {
    assert.match(everywhere('gw:8000', origin) ?? '', /ALLOWED_ORIGINS/, origin)
  }
  // a Host cannot smuggle one in
  assert.notEqual(everywhere('gw:8000@evil.example.com', 'http://gw:8000@evil.example.com'), undefined)
  assert.notEqual(everywhere(undefined, 'http://undefined'), undefined)
})
