import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from '@sinclair/typebox'
import { maskArguments } from '../../src/audit/redaction.ts'

const schema = Type.Object({
  vm: Type.String(),
  names: Type.Array(Type.String()),
  password: Type.String({ secret: true })
})

test('known arguments are kept, secret and unknown ones keep their name only', () => {
  assert.deepEqual(maskArguments({ vm: 'web-01', password: 'hunter2', token: 'abc', names: ['a'] }, schema), {
    vm: 'web-01',
    password: '***',
    token: '***',
    names: ['a']
  })
})

test('a value of another type than the schema has is kept where it holds no more than the schema knows', () => {
  assert.deepEqual(maskArguments({ vm: null, names: 7, password: null }, schema), {
    vm: null,
    names: 7,
    password: '***'
  })
})

test('arguments of a tool that does not exist are all masked', () => {
  assert.deepEqual(maskArguments({ vm: 'web-01' }, undefined), { vm: '***' })
})

test('a secret within an argument is masked like one at its top, and so is what stands where it should not', () => {
  const nested = Type.Object({
    disks: Type.Array(Type.Object({ size: Type.Integer(), key: Type.String({ secret: true }) })),
    vm: Type.String()
  })
  const given = { disks: [{ size: 1, key: 'hunter2', other: 'abc' }], vm: { password: 'hunter2' } }
  assert.deepEqual(maskArguments(given, nested), {
    disks: [{ size: 1, key: '***', other: '***' }],
    vm: { password: '***' }
  })
})

test('names of Object.prototype are unknown arguments', () => {
  const given = JSON.parse('{"constructor": "x", "toString": "y"}') as Record<string, unknown>
  assert.deepEqual(maskArguments(given, schema), { constructor: '***', toString: '***' })
})

test('long texts, deep values and many entries are cut', () => {
  let deep: unknown = 'end'
  for (let level = 0; level < 100_000; level += 1) deep = [deep]
  const masked = maskArguments({ vm: 'x'.repeat(10_000), names: deep }, schema)
  assert.equal(String(masked['vm']).length, 256)
  assert.ok(JSON.stringify(masked).length < 400)
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`a${index}`, 1]))
  assert.equal(Object.keys(maskArguments(many, schema)).length, 50)
  const { names } = maskArguments({ names: Object.keys(many) }, schema)
  assert.equal((names as string[]).length, 50)
})

test('neither a value nor a name keeps characters that a terminal would obey or hide', () => {
  const given = {
    vm: 'web\u202e-01\u001b[2J',
    'a\u200bb\r\n': 1,
    names: [{ '__pro\u200bto__': 1, 'k\u2066': 'x\u0085' }]
  }
  const masked = maskArguments(given, schema)
  assert.deepEqual(masked, { vm: 'web-01[2J', 'ab ': '***', names: [{ k: '***' }] })
})
