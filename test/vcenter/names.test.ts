import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { escapeName, unescapeName } from '../../src/vcenter/names.ts'

test('slash, backslash and percent are escaped, and nothing else', () => {
  assert.equal(escapeName('50% a/b\\c äß'), '50%25 a%2fb%5cc äß')
})

test('every name can be read back', () => {
  fc.assert(fc.property(fc.string(), name => unescapeName(escapeName(name)) === name))
})
