import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from '@sinclair/typebox'
import { CodedError } from '../../src/errors.ts'
import { stringEnum } from '../../src/tools/schemas.ts'
import { createCoercion, createInputCheck, createOutputCheck } from '../../src/tools/validation.ts'

const schema = Type.Object(
  {
    vm: Type.String({ minLength: 1 }),
    limit: Type.Optional(Type.Integer({ minimum: 1, default: 50 })),
    states: Type.Optional(Type.Array(stringEnum(['ON', 'OFF']))),
    verbose: Type.Optional(Type.Boolean())
  },
  { additionalProperties: false }
)
const check = createInputCheck('a_tool', schema, Object.keys(schema.properties))

function complaint(value: Record<string, unknown>): string {
  try {
    check(value)
  } catch (error) {
    assert.ok(error instanceof CodedError)
    assert.equal(error.code, 'invalid_argument')
    return error.message
  }
  return ''
}

test('good input passes and gets its defaults', () => {
  const value = { vm: 'web-01' }
  check(value)
  assert.deepEqual(value, { vm: 'web-01', limit: 50 })
})

test('an unknown argument is named together with the closest known one', () => {
  assert.match(complaint({ vm: 'x', limmit: 3 }), /Unknown argument 'limmit'. Did you mean 'limit'\?/)
  assert.match(complaint({ vm_id: 'x' }), /'vm_id'.*'vm'/)
})

test('each mistake has its sentence', () => {
  assert.match(complaint({}), /Argument 'vm' is missing/)
  assert.match(complaint({ vm: 'x', limit: 0 }), /Argument 'limit' must be >= 1/)
  assert.match(complaint({ vm: 'x', states: ['ON', 'UP'] }), /Argument 'states.1' must be one of: ON, OFF/)
  assert.match(complaint({ vm: 7 }), /Argument 'vm' must be string/)
})

test('nothing is coerced and nothing is dropped silently', () => {
  assert.notEqual(complaint({ vm: 'x', limit: '3' }), '')
  assert.notEqual(complaint({ vm: 'x', verbose: 'true' }), '')
})

test('a query string is coerced by the schema and judged afterwards', () => {
  const coerce = createCoercion(schema)
  const query: Record<string, unknown> = { vm: '42', limit: '20', states: 'ON', verbose: 'true', other: 'x' }
  coerce(query)
  assert.deepEqual(query, { vm: '42', limit: 20, states: ['ON'], verbose: true, other: 'x' })
  const bad: Record<string, unknown> = { vm: 'x', limit: 'many' }
  coerce(bad)
  assert.match(complaint(bad), /'limit' must be integer/)
})

test('an answer that breaks its schema is noticed', () => {
  const mistake = createOutputCheck(Type.Object({ id: Type.String() }))
  assert.equal(mistake({ id: 'vm-1', more: true }), undefined)
  assert.match(mistake({ id: 1 }) ?? '', /id/)
})

test('the check stops at the first mistake: half a million of them would occupy the process', () => {
  let wasRead = false
  const states = ['UP', 'UP']
  Object.defineProperty(states, 1, { get: () => (wasRead = true), enumerable: true })
  assert.match(complaint({ vm: 'x', states }), /'states.0' must be one of/)
  assert.equal(wasRead, false)
})

test('of any number of unknown arguments one is told', () => {
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`unknown${index}`, 1]))
  assert.equal(complaint(many).match(/Unknown argument/g)?.length, 1)
})
