import { type EnvelopeCase, type Era, callOf, codes, messageOf, modern, tool } from './eras.ts'

const { parseError, invalidRequest, methodNotFound, invalidParams } = codes

/** The same envelopes in both eras. */
export function envelopeCases(era: Era): EnvelopeCase[] {
  const headers = era.headers('tools/call', tool)
  const good = callOf(era)
  const isModern = era === modern
  const refused = (name: string, body: string | Buffer, code: number, status = 400): EnvelopeCase => ({
    name,
    body,
    headers,
    status,
    code
  })
  const withId = (id: string) => good.replace('"id":1', `"id":${id}`)
  const runs = (name: string, body: string | Buffer): EnvelopeCase => ({
    name,
    body,
    headers,
    status: 200,
    runs: true
  })
  const otherMethod = (name: string, method: string): EnvelopeCase => ({
    name,
    body: callOf(era, { method }),
    headers: era.headers(method, tool),
    status: isModern ? 404 : 200,
    code: methodNotFound
  })
  return [
    runs('a good call', good),
    refused('jsonrpc 1.0', callOf(era, { jsonrpc: '1.0' }), invalidRequest),
    refused('jsonrpc as a number', callOf(era, { jsonrpc: 2 }), invalidRequest),
    refused('no jsonrpc', callOf(era, { jsonrpc: undefined }), invalidRequest),
    refused('no method', callOf(era, { method: undefined }), invalidRequest),
    refused('a method that is an object', callOf(era, { method: { a: 1 } }), invalidRequest),
    refused('a method that is null', callOf(era, { method: null }), invalidRequest),
    refused('a method that is a list', callOf(era, { method: ['tools/call'] }), invalidRequest),
    otherMethod('a method in other letters', 'Tools/Call'),
    otherMethod('an unknown method', 'vms/list'),
    otherMethod('a method named __proto__', '__proto__'),
    otherMethod('a method named constructor', 'constructor'),
    refused('params as a list', callOf(era, { params: [tool] }), invalidRequest),
    refused('params as a text', callOf(era, { params: 'x' }), invalidRequest),
    refused('params null', callOf(era, { params: null }), invalidRequest),
    refused('no params', callOf(era, { params: undefined }), invalidParams, isModern ? 400 : 200),
    refused('id null', withId('null'), invalidRequest),
    refused('id true', withId('true'), invalidRequest),
    refused('id an object', withId('{}'), invalidRequest),
    refused('id a list', withId('[1]'), invalidRequest),
    refused('id a fraction', withId('1.5'), invalidRequest),
    refused('id beyond 2^53', withId('9007199254740993'), invalidRequest),
    refused('id beyond every number', withId('1e400'), invalidRequest),
    refused('id of a megabyte', withId(`"${'x'.repeat(900_000)}"`), invalidRequest),
    refused('id of 257 characters', withId(`"${'x'.repeat(257)}"`), invalidRequest),
    runs('id of 256 characters', withId(`"${'x'.repeat(256)}"`)),
    refused(
      'a progress token of 257 characters',
      callOf(era, { params: { name: tool, _meta: { progressToken: 'x'.repeat(257) } } }),
      invalidRequest
    ),
    runs('id 0', withId('0')),
    runs('id below 0', withId('-1')),
    runs('id an empty text', withId('""')),
    runs('id __proto__', withId('"__proto__"')),
    {
      name: 'no id: a notification, which calls nothing',
      body: callOf(era, { id: undefined }),
      headers,
      status: 202
    },
    refused('a tool name that is a number', callOf(era, {}, { name: 7 }), invalidParams, 200),
    refused('a tool name that is a list', callOf(era, {}, { name: [tool] }), invalidParams, 200),
    refused('no tool name', callOf(era, {}, { name: undefined }), invalidParams, 200),
    refused('arguments as a list', callOf(era, {}, { arguments: [] }), invalidParams, 200),
    refused('arguments as a text', callOf(era, {}, { arguments: 'x' }), invalidParams, 200),
    refused('a member that JSON-RPC does not know', callOf(era, { extra: 1 }), invalidRequest),
    refused('a request that is an answer too', callOf(era, { result: {} }), invalidRequest),
    refused('_meta as a text', callOf(era, { params: { name: tool, _meta: 'x' } }), invalidRequest),
    runs('a byte order mark', Buffer.from(`\ufeff${good}`)),
    refused('NaN', withId('NaN'), parseError),
    refused('trailing garbage', `${good} x`, parseError),
    refused('two messages in a row', good + good, parseError),
    refused('a trailing comma', good.replace(/\}$/, ',}'), parseError),
    refused('a comment', good.replace('{', '{/* */'), parseError),
    refused('half a message', good.slice(0, -1), parseError),
    refused('an empty body', '', parseError),
    refused('blanks', ' \n ', parseError),
    refused('UTF-16', Buffer.from(good, 'utf16le'), parseError),
    refused('a key __proto__', good.replace('"arguments":{}', '"arguments":{"__proto__":{}}'), parseError),
    refused('null', 'null', invalidRequest),
    refused('a number', '7', invalidRequest),
    refused('a text', '"tools/call"', invalidRequest),
    refused('an empty object', '{}', invalidRequest),
    refused('an empty list', '[]', invalidRequest),
    refused('a list within a list', `[[${good}]]`, invalidRequest),
    refused('a batch, which this revision has not', `[${good}]`, invalidRequest),
    {
      name: 'a notification',
      body: messageOf(era, 'notifications/initialized'),
      headers: era.headers('notifications/initialized'),
      status: 202
    },
    // without a handshake there is nothing to ping
    {
      name: 'ping',
      body: messageOf(era, 'ping', 1),
      headers: era.headers('ping'),
      ...(isModern ? { status: 404, code: methodNotFound } : { status: 200 })
    }
  ]
}
