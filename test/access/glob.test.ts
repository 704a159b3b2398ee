import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { matchesGlob } from '../../src/access/glob.ts'

test('a star stands for any run of characters, a question mark for one, all else for itself', () => {
  for (const [pattern, text] of [
    ['*', ''],
    ['web-*', 'web-'],
    ['web-*', 'web-01'],
    ['*-db-*', 'a-db-b-db-c'],
    ['web-0?', 'web-01'],
    ['a*b*c', 'a-b-b-c'],
    ['a.c', 'a.c'],
    ['a-?', 'a-😀'],
    ['*?😀', '😀😀'],
    ['**', 'x']
  ] as const)
    assert.ok(matchesGlob(pattern, text), `${pattern} ${text}`)
  for (const [pattern, text] of [
    ['web-*', 'Web-01'],
    ['web-*', 'my-web-01'],
    ['web-0?', 'web-0'],
    ['a.c', 'abc'],
    ['', 'a'],
    ['a*b', 'abc'],
    ['a-??', 'a-😀'],
    ['*??', '😀'],
    ['[ab]', 'a']
  ] as const)
    assert.ok(!matchesGlob(pattern, text), `${pattern} ${text}`)
})

test('it agrees with a regular expression on any pattern and text', () => {
  const characters = fc.constantFrom('a', 'b', '*', '?', '.', '😀', '😁')
  const texts = fc.array(characters, { maxLength: 8 }).map(all => all.join(''))
  fc.assert(
    fc.property(texts, texts, (pattern, text) => {
      const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')
      assert.equal(matchesGlob(pattern, text), new RegExp(`^${source}$`, 'su').test(text))
    }),
    { numRuns: 2000 }
  )
})

test('a pattern of many stars takes no time', () => {
  const start = performance.now()
  assert.ok(!matchesGlob(`${'a*'.repeat(40)}c`, 'a'.repeat(5000) + 'b'))
  assert.ok(performance.now() - start < 100)
})

test('what follows a star is found in time that grows with the text, not with both', () => {
  const start = performance.now()
  for (let round = 0; round < 20_000; round += 1)
    assert.ok(!matchesGlob(`*${'a'.repeat(120)}b`, 'a'.repeat(250)))
  assert.ok(performance.now() - start < 1000)
})
