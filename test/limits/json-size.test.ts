import assert from 'node:assert/strict'
import { test } from 'node:test'
import { excessIn } from '../../src/limits/json-size.ts'

const limits = { deepest: 3, mostElements: 5 }

test('what is within both limits has no excess, and texts and numbers have no size', () => {
  for (const value of [
    undefined,
    null,
    7,
    'x'.repeat(100_000),
    {},
    [],
    [[{}]],
    [1, 2, 3, 4, 5],
    { a: [1, 2], b: {} }
  ]) {
    assert.equal(excessIn(value, limits), undefined, JSON.stringify(value)?.slice(0, 30))
  }
})

test('one level and one element more are too many, wherever they stand', () => {
  for (const value of [[[[[]]]], { a: { b: { c: {} } } }, { a: [{ b: [] }] }]) {
    assert.match(excessIn(value, limits) ?? '', /at most 3 levels/)
  }
  for (const value of [[1, 2, 3, 4, 5, 6], { a: 1, b: [1, 2, 3, 4] }, [{ a: 1 }, { a: 1 }, [1, 2]]]) {
    assert.match(excessIn(value, limits) ?? '', /at most 5 properties and list entries/)
  }
})

test('a value that would exhaust the stack of a recursive walk is judged at once', () => {
  const deep = JSON.parse('['.repeat(400_000) + ']'.repeat(400_000)) as unknown
  const wide = JSON.parse(`[${'[],'.repeat(300_000)}[]]`) as unknown
  const startedAt = performance.now()
  assert.match(excessIn(deep, { deepest: 32, mostElements: 5000 }) ?? '', /levels/)
  assert.match(excessIn(wide, { deepest: 32, mostElements: 5000 }) ?? '', /entries/)
  assert.ok(performance.now() - startedAt < 1000)
})

test('it stops at the first element beyond the limit', () => {
  let wasRead = false
  const late = Object.defineProperty({}, 'inner', { get: () => (wasRead = true), enumerable: true })
  assert.match(excessIn([[1, 2, 3, 4, 5, 6], late], limits) ?? '', /entries/)
  assert.equal(wasRead, false)
})
