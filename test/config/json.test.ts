import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { keysInOrder, readJson } from '../../src/config/json.ts'

test('a key that stands twice in one object is found, with its place in the outermost list', () => {
  const text = '[{"a": 1}, {"b": {"c": [1, 2], "c": 2}}, {"a": 1, "x": [{}, "a"], "a" : 2, "a": 3}]'
  assert.deepEqual(readJson(text)?.doubledKeys, [
    { key: 'c', position: 1 },
    { key: 'a', position: 2 },
    { key: 'a', position: 2 }
  ])
})

test('an escaped spelling of a key is the same key', () => {
  assert.deepEqual(readJson('{"role": 1, "r\\u006fle": 2}')?.doubledKeys, [{ key: 'role', position: 1 }])
})

test('what looks like keys and brackets within texts is text', () => {
  const value = { a: '"a": [{', b: '\\', c: 'a":', d: ['a', 'a'], 'e"}': '}' }
  assert.deepEqual(readJson(JSON.stringify(value)), { value: { ...value }, doubledKeys: [] })
})

test('no value that was written as JSON is said to hold a key twice', () => {
  fc.assert(
    fc.property(fc.json(), text => {
      assert.deepEqual(readJson(text), { value: JSON.parse(text), doubledKeys: [] })
    })
  )
})

test('what is no JSON has no value', () => {
  for (const text of ['', '{"a": 1', '{a: 1}', '[1,]', "{'a': 1}", '{"a": 1} {"a": 1}']) {
    assert.equal(readJson(text), undefined, text)
  }
})

test('the keys of the outermost object keep the order of the text, also those that are whole numbers', () => {
  assert.deepEqual(keysInOrder('{"b": {"x": 1}, "42": ["y:", {"z": 1}], "a" : "c:", "7": 1, "\\u0063": 2}'), [
    'b',
    '42',
    'a',
    '7',
    'c'
  ])
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), object => {
      assert.deepEqual(keysInOrder(JSON.stringify(object)), Object.keys(object))
    })
  )
})
