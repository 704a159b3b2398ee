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

test('what a fault says only in its fields is put into words', () => {
  const vm = { _typeName: 'ManagedObjectReference', type: 'VirtualMachine', value: 'vm-42' }
  const pool = { ...vm, type: 'ResourcePool', value: 'resgroup-8' }
  const faults: [object, string[]][] = [
    [
      { _typeName: 'NoPermission', object: vm, privilegeId: 'VirtualMachine.State.CreateSnapshot' },
      ["Missing privilege VirtualMachine.State.CreateSnapshot on VirtualMachine 'vm-42'."]
    ],
    [
      {
        _typeName: 'NoPermission',
        object: vm,
        privilegeId: 'a.b',
        missingPrivileges: [
          { entity: vm, privilegeIds: ['a.b', 'c.d'] },
          { entity: pool, privilegeIds: ['e.f'] },
          { entity: pool }
        ]
      },
      [
        "Missing privilege a.b on VirtualMachine 'vm-42'.",
        "Missing privilege c.d on VirtualMachine 'vm-42'.",
        "Missing privilege e.f on ResourcePool 'resgroup-8'."
      ]
    ],
    [{ _typeName: 'NoPermission' }, []],
    [{ _typeName: 'ManagedObjectNotFound', obj: vm }, ["There is no VirtualMachine 'vm-42'."]],
    [
      { _typeName: 'TaskInProgress', task: { type: 'Task', value: 'task-1' } },
      ["It is busy with Task 'task-1'."]
    ],
    [{ _typeName: 'InvalidArgument', invalidProperty: 'spec.host' }, ['Wrong: spec.host.']],
    [{ _typeName: 'InvalidPowerState', existingState: 'poweredOff' }, ['It is poweredOff.']],
    [{ _typeName: 'InvalidName', name: 'a/b' }, ["'a/b' is no valid name."]],
    [
      { _typeName: 'DuplicateName', name: 'web', object: vm },
      ["'web' is the name of VirtualMachine 'vm-42'."]
    ],
    [{ _typeName: 'SomethingElse', name: 'web' }, []]
  ]
  for (const [fault, sentences] of faults) {
    assert.deepEqual(read({ ...fault, faultstring: 'No.' }).messages, ['No.', ...sentences])
  }
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
