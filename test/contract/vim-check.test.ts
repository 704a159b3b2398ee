import assert from 'node:assert/strict'
import { test } from 'node:test'
import { violationsOf, type Written } from './exchange.ts'
import { base, goodVim, login, read, rename, retrieved, snapshot, tree } from './good-vim-exchanges.ts'

for (const [name, written] of Object.entries(goodVim)) {
  test(`a right exchange of VI/JSON passes: ${name}`, () => {
    assert.deepEqual(violationsOf(written), [])
  })
}

const inTree = (change: object): Written => ({
  ...read,
  answer: { _typeName: 'VirtualMachineSnapshotInfo', rootSnapshotList: [{ ...tree, ...change }] }
})
const faulted = (answer: unknown): Written => ({ ...snapshot, status: 500, answer })

/** What is broken, the exchange, and what must be told. */
const broken: [string, Written, string][] = [
  [
    'an unknown method',
    { ...snapshot, ask: `POST ${base}/VirtualMachine/vm-1/Snap` },
    'no POST VirtualMachine.Snap'
  ],
  [
    'a method of another class',
    { ...snapshot, ask: `POST ${base}/Folder/group-1/RenameSnapshot` },
    'no POST Folder.Rename'
  ],
  ['an unknown class', { ...read, ask: `GET ${base}/Machine/vm-1/name` }, 'no managed object type Machine'],
  [
    'a later release',
    { ...read, ask: 'GET /sdk/vim25/9.0.0.0/VirtualMachine/vm-1/name' },
    'newer than 8.0.3.0'
  ],
  [
    'a release that is none',
    { ...read, ask: 'GET /sdk/vim25/8.0.9.9/VirtualMachine/vm-1/name' },
    'none of VI/JSON'
  ],
  ['a query', { ...read, ask: `${read.ask}?a=b` }, 'a query where VI/JSON has none'],
  ['a parameter left out', { ...snapshot, body: { name: 'a' } }, 'request $.memory: missing'],
  ['no parameters', { ...snapshot, body: undefined }, 'request $.name: missing'],
  [
    'an unknown parameter',
    { ...snapshot, body: { name: 'a', memory: false, quiesce: true } },
    'request $.quiesce: unknown'
  ],
  [
    'a parameter of another type',
    { ...snapshot, body: { name: 'a', memory: 'no' } },
    'request $.memory: boolean expected'
  ],
  [
    'an unknown field in a structure',
    { ...snapshot, body: { name: 'a', memory: false, quiesceSpec: { time: 1 } } },
    'request $.quiesceSpec.time: unknown'
  ],
  [
    'a structure of another type',
    { ...snapshot, body: { name: 'a', memory: false, quiesceSpec: { _typeName: 'PropertySpec' } } },
    'PropertySpec is no VirtualMachineGuestQuiesceSpec'
  ],
  [
    'another name at the root',
    { ...snapshot, body: { _typeName: 'Login', name: 'a', memory: true } },
    'request $._typeName'
  ],
  ['a body on a read', { ...read, body: {} }, 'request body on a property read'],
  ['no session', { ...read, headers: { 'vmware-api-session-id': undefined } }, 'no session header'],
  ['a result where there is none', { ...rename, status: 200, answer: null }, 'status 200, not 204'],
  [
    'a content type with 204',
    { ...rename, answerHeaders: { 'content-type': 'application/json' } },
    'without a body'
  ],
  ['another status', { ...snapshot, status: 202 }, 'status 202, not 200'],
  [
    'a login without the session',
    { ...login, status: 200, answer: { _typeName: 'UserSession' } },
    'no vmware-api-session-id header'
  ],
  [
    'a structure that does not name its type',
    { ...read, answer: { rootSnapshotList: [tree] } },
    '$._typeName: missing'
  ],
  ['a field forgotten', inTree({ quiesced: undefined }), '$.rootSnapshotList[0].quiesced: missing'],
  ['an invented field', inTree({ size: 1 }), '$.rootSnapshotList[0].size: unknown field'],
  [
    'an unknown word',
    inTree({ state: 'on' }),
    '$.rootSnapshotList[0].state: VirtualMachinePowerState expected'
  ],
  ['a time that is none', inTree({ createTime: 'today' }), '.createTime: dateTime expected'],
  ['a bare word where any may stand', retrieved('a'), '.val: not boxed'],
  ['a list without its box', retrieved(['a']), '.val: not boxed'],
  [
    'a structure in a box',
    retrieved({ _typeName: 'ManagedEntityStatus', _value: 'blue' }),
    'ManagedEntityStatus expected'
  ],
  [
    'a boxed list of something else',
    retrieved({ _typeName: 'ArrayOfInt', _value: ['a'] }),
    '._value[0]: int expected'
  ],
  [
    'a property of another type',
    retrieved({ _typeName: 'int', _value: 1 }, 'name'),
    '.propSet[0].val._typeName: int is not the string of VirtualMachine.name'
  ],
  [
    'a property inside a structure, of another type',
    retrieved({ _typeName: 'string', _value: 'poweredOn' }, 'runtime.powerState'),
    'string is not the VirtualMachinePowerState of VirtualMachine.runtime.powerState'
  ],
  [
    'an undeclared fault',
    faulted({ _typeName: 'ToolsUnavailable', faultstring: 'a' }),
    'is no fault of this call'
  ],
  [
    'an unknown fault',
    faulted({ _typeName: 'Oops', faultstring: 'a' }),
    'fault Oops: is no fault of this call'
  ],
  [
    'a fault without a text',
    faulted({ _typeName: 'InvalidName', name: 'a' }),
    '$.faultstring: string expected'
  ],
  ['a fault without its field', faulted({ _typeName: 'InvalidName', faultstring: 'a' }), '$.name: missing'],
  ['a fault without a type', faulted({ faultstring: 'a' }), 'fault: $._typeName: missing'],
  [
    'an error of the Automation API',
    faulted({ error_type: 'NOT_FOUND', messages: [] }),
    'fault: $._typeName: missing'
  ]
]

for (const [what, written, told] of broken) {
  test(`a wrong exchange of VI/JSON is told: ${what}`, () => {
    const violations = violationsOf(written)
    assert.ok(
      violations.some(text => text.includes(told)),
      `${told} is not in ${JSON.stringify(violations)}`
    )
  })
}

test('asking a vCenter without VI/JSON for it is answered with 404', () => {
  assert.deepEqual(
    violationsOf({ ask: `GET ${base}/ServiceInstance/ServiceInstance/content`, status: 404 }, '8.0.0.0'),
    []
  )
  assert.match(violationsOf(read, '8.0.0.0').join(), /VI\/JSON exists from 8\.0\.1\.0 on/)
})

test('where requests may be wrong, a fault or a 404 passes and success does not', () => {
  const wrong = { ...snapshot, body: { name: 'a' } }
  const refused = { _typeName: 'InvalidRequest', faultstring: 'a' }
  assert.deepEqual(violationsOf({ ...wrong, status: 500, answer: refused }, '8.0.3.0', 'answers'), [])
  assert.match(violationsOf(wrong, '8.0.3.0', 'answers').join(), /status 200 to a wrong request/)
  const stranger = { ...read, headers: { 'vmware-api-session-id': undefined }, status: 500, answer: refused }
  assert.match(violationsOf(stranger, '8.0.3.0', 'answers').join(), /not NotAuthenticated/)
})
