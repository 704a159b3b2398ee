import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ambiguityIn, unreadableBodyIn } from '../../src/access/request-head.ts'

function headOf(rawHeaders: string[], url = '/') {
  return ambiguityIn({ url, httpVersion: '1.1', rawHeaders, headers: {} })
}

test('a hundred headers are no mistake, and neither is one that may be repeated, or the path of OPTIONS', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => [`x-${index}`, 'a']).flat()
  assert.equal(headOf(hundred), undefined)
  assert.match(headOf([...hundred, 'x-100', 'a']) ?? '', /at most 100 headers/)
  assert.equal(headOf(['accept', 'a', 'Accept', 'b', 'via', 'a', 'via', 'b']), undefined)
  assert.equal(headOf([], '*'), undefined)
})

test('whatever decides something is refused when it stands there twice, in any letters', () => {
  const names =
    'authorization content-encoding content-length content-type host mcp-method mcp-name mcp-protocol-version mcp-session-id origin transfer-encoding'
  for (const name of names.split(' '))
    assert.match(headOf([name, 'a', 'accept', 'a', name.toUpperCase(), 'a']) ?? '', new RegExp(`'${name}'`))
})

test('the charset of a body is UTF-8 in any spelling, and nothing that only looks like it', () => {
  const told = (charset: string) => unreadableBodyIn({ 'content-type': `application/json; ${charset}` })
  for (const good of ['charset=utf-8', 'Charset="UTF-8"', 'charset=utf8', 'x=1'])
    assert.equal(told(good), undefined, good)
  for (const bad of ['CHARSET=utf-16', 'charset=x-utf-8', 'charset=utf-8x', 'charset=utf-8; charset=latin1'])
    assert.match(told(bad) ?? '', /must be UTF-8/, bad)
})
