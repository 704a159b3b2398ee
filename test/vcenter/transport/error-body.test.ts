import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readErrorBody } from '../../../src/vcenter/transport/error-body.ts'

const message = {
  id: 'com.vmware.api.vcenter.vm.not_found',
  default_message: 'VM vm-9 was not found.',
  args: ['vm-9']
}

function read(value: unknown) {
  return readErrorBody({ kind: 'json', value })
}

test('an error of /api is read', () => {
  assert.deepEqual(read({ error_type: 'NOT_FOUND', messages: [message] }), {
    errorType: 'NOT_FOUND',
    messages: ['VM vm-9 was not found.'],
    messageIds: ['com.vmware.api.vcenter.vm.not_found']
  })
})

test('an error of /rest is read, its dotted type becomes the same word', () => {
  const words = read({ type: 'com.vmware.vapi.std.errors.not_found', value: { messages: [message] } })
  assert.equal(words.errorType, 'NOT_FOUND')
  assert.deepEqual(words.messages, ['VM vm-9 was not found.'])
})

test('an error of the older routing level keeps its name as an id', () => {
  const words = read({
    name: 'com.vmware.vapi.rest.httpNotFound',
    localizableMessages: [{ id: 'x', defaultMessage: 'Not found.' }],
    majorErrorCode: 404
  })
  assert.deepEqual(words.messageIds, ['x', 'com.vmware.vapi.rest.httpNotFound'])
  assert.deepEqual(words.messages, ['Not found.'])
})

test('a fault of VI/JSON is read', () => {
  const words = read({
    _typeName: 'InvalidPowerState',
    faultstring: 'The attempted operation cannot be performed in the current state (Powered off).',
    requestedState: 'poweredOn',
    existingState: 'poweredOff'
  })
  assert.equal(words.errorType, 'InvalidPowerState')
  assert.match(words.messages[0] ?? '', /current state/)
})

test('bodies without words give none', () => {
  for (const value of [null, 'x', [], {}, { messages: 'x' }, { messages: [1, { default_message: 5 }] }]) {
    assert.deepEqual(read(value).messages, [])
    assert.equal(read(value).errorType, undefined)
  }
  assert.deepEqual(readErrorBody({ kind: 'empty' }), { messages: [], messageIds: [] })
  assert.deepEqual(readErrorBody({ kind: 'text', text: 'no healthy upstream' }).messages, [
    'no healthy upstream'
  ])
})
