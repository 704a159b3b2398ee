import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isReference } from '../../../src/vcenter/vim/answers.ts'
import { isAtLeast, unbox } from '../../../src/vcenter/vim/vim-values.ts'

test('boxed values lose their box, at any depth', () => {
  assert.equal(unbox({ _typeName: 'string', _value: 'x' }), 'x')
  assert.equal(unbox({ _typeName: 'boolean', _value: false }), false)
  assert.equal(unbox({ _typeName: 'ManagedEntityStatus', _value: 'gray' }), 'gray')
  assert.deepEqual(unbox({ _typeName: 'ArrayOfInt', _value: [1, 2] }), [1, 2])
  assert.deepEqual(
    unbox([{ _typeName: 'OptionValue', key: 'a', value: { _typeName: 'string', _value: 'b' } }]),
    [{ _typeName: 'OptionValue', key: 'a', value: 'b' }]
  )
})

test('structures and references keep their fields and their type, also inside a box', () => {
  const reference = { _typeName: 'ManagedObjectReference', type: 'Task', value: 'task-1' }
  assert.deepEqual(unbox({ ...reference }), reference)
  assert.deepEqual(unbox({ _typeName: 'ManagedObjectReference', _value: { ...reference } }), reference)
  assert.deepEqual(unbox({ _typeName: 'ArrayOfManagedObjectReference', _value: [{ ...reference }] }), [
    reference
  ])
  assert.equal(isReference(reference), true)
  assert.equal(isReference({ type: 'Task' }), false)
})

test('an empty box is an empty list, or nothing', () => {
  assert.deepEqual(unbox({ _typeName: 'ArrayOfAlarmState', _value: [] }), [])
  assert.deepEqual(unbox({ _typeName: 'ArrayOfAlarmState', _value: null }), [])
  assert.deepEqual(unbox({ _typeName: 'ArrayOfAlarmState' }), [])
  assert.equal(unbox({ _typeName: 'string' }), undefined)
  assert.equal(unbox({ _typeName: 'dateTime', _value: null }), undefined)
  assert.deepEqual(unbox({ _typeName: 'TaskReasonSchedule' }), { _typeName: 'TaskReasonSchedule' })
})

test('what has no box stays as it is', () => {
  for (const value of [null, undefined, 0, '', 'x', true]) assert.equal(unbox(value), value)
  assert.deepEqual(unbox({ a: null, b: [] }), { a: null, b: [] })
})

test('versions are compared number by number', () => {
  assert.equal(isAtLeast('8.0.3', '8.0.3'), true)
  assert.equal(isAtLeast('8.0.10', '8.0.3'), true)
  assert.equal(isAtLeast('9.0.0', '8.0.3'), true)
  assert.equal(isAtLeast('8.0.3.1', '8.0.3'), true)
  assert.equal(isAtLeast('8.0.2', '8.0.3'), false)
  assert.equal(isAtLeast('8', '8.0.3'), false)
  assert.equal(isAtLeast('', '8.0.3'), false)
})
