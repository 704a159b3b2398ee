import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { parseBody, shorten } from '../../../src/vcenter/transport/json.ts'

test('JSON is parsed whatever its type, and no body is no value', () => {
  assert.deepEqual(parseBody('"b00db39f"'), { kind: 'json', value: 'b00db39f' })
  assert.deepEqual(parseBody('null'), { kind: 'json', value: null })
  assert.deepEqual(parseBody(' \n'), { kind: 'empty' })
})

test('HTML of a proxy becomes one short line without markup', () => {
  const html = `<html><style>body { color: red }</style><h1>503\r\n Service Unavailable</h1>${'x'.repeat(2000)}</html>`
  const body = parseBody(html)
  assert.ok(body.kind === 'text')
  assert.match(body.text, /^503 Service Unavailable x+…$/)
  assert.ok(body.text.length <= 300)
})

test('half of a JSON is not shown to anybody', () => {
  for (const text of ['[{"vm":"vm-1","name":"payroll', ' {"value":', '"b00db39f', '[1}']) {
    assert.deepEqual(parseBody(text), { kind: 'text', text: 'JSON that is broken or ends half-way' })
  }
})

test('keys that could reach a prototype are dropped, also when written with escapes', () => {
  const text = String.raw`{"a":{"__proto__":{"x":1},"constructor":{"prototype":{}},"\u005f\u005fproto\u005f\u005f":2},"b":[{"__proto__":1,"c":2}]}`
  const body = parseBody(text)
  assert.deepEqual(body, { kind: 'json', value: { a: {}, b: [{ c: 2 }] } })
})

test('a key with null is the same as a missing key, null in a list stays', () => {
  assert.deepEqual(parseBody('{"a":null,"b":[null,{"c": null}]}'), { kind: 'json', value: { b: [null, {}] } })
})

test('no text makes the parser throw, and no dangerous key comes through', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.jsonValue().map(value => JSON.stringify({ __proto: value, ['__proto__']: value }))
      ),
      text => {
        const body = parseBody(text)
        if (body.kind === 'json') assertSafe(body.value)
      }
    )
  )
})

function assertSafe(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  assert.ok(!Object.hasOwn(value, '__proto__'))
  Object.values(value).forEach(assertSafe)
}

test('control characters never reach an error message', () => {
  assert.equal(shorten('a\u001b[31m\n\tb'), 'a [31m b')
})

test('a megabyte of half-open markup is tidied at once, and words around a lone < are kept', () => {
  for (const piece of ['<', '<script', '<script>', '<a ', '</', '<!--', '< ', '\\', ' ']) {
    const start = performance.now()
    parseBody(`x${piece.repeat(1_000_000 / piece.length)}`)
    const milliseconds = performance.now() - start
    assert.ok(milliseconds < 100, `${piece} took ${milliseconds} ms`)
  }
  assert.deepEqual(parseBody('a < 5 and b <c'), { kind: 'text', text: 'a < 5 and b' })
})

test('words behind a long style sheet are found', () => {
  const html = `<style>${'body { color: red } '.repeat(500)}</style><p>No healthy upstream</p>`
  assert.deepEqual(parseBody(html), { kind: 'text', text: 'No healthy upstream' })
})

test('JSON that nests without bound is not read as JSON, whatever is in its strings', () => {
  const tooDeep = { kind: 'text', text: 'JSON that is nested too deeply' }
  for (const levels of [501, 100_000]) {
    assert.deepEqual(parseBody('['.repeat(levels) + ']'.repeat(levels)), tooDeep)
    assert.deepEqual(parseBody(`${'{"__proto__":'.repeat(levels)}null${'}'.repeat(levels)}`), tooDeep)
  }
  const deep = `${'['.repeat(500)}${']'.repeat(500)}`
  assert.equal(parseBody(deep).kind, 'json')
  const brackets = JSON.stringify(['['.repeat(10_000), `"\\${'{'.repeat(10_000)}`, '\\'])
  assert.deepEqual(parseBody(brackets), { kind: 'json', value: JSON.parse(brackets) as unknown })
  assert.equal(parseBody(`[${'[],'.repeat(10_000)}[]]`).kind, 'json')
})
