import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createContractCheck } from './check.ts'
import { exchangeOf, violationsOf, type Written } from './exchange.ts'
import {
  attach,
  clone,
  files,
  good,
  guest,
  hello,
  list,
  login,
  messages,
  missing,
  notFound,
  restClone,
  restGuest,
  restList,
  restLogin,
  restMissing,
  stop,
  vm
} from './good-exchanges.ts'

for (const [name, written] of Object.entries({ ...good, login, restLogin, attach, hello })) {
  test(`a right exchange passes: ${name}`, () => {
    assert.deepEqual(violationsOf(written), [])
  })
}

/** What is broken, the exchange, and what must be told. */
const broken: [string, Written, string][] = [
  ['another status', { ...clone, status: 200 }, 'vm clone task api: status 200, not 202'],
  ['the status of /api in /rest', { ...restClone, status: 202 }, 'vm clone task rest: status 202, not 200'],
  ['a redirect', { ...list, status: 302 }, 'status 302, not 200'],
  ['a value without its wrapping', { ...restList, answer: [vm] }, 'vm list rest: $: Expected object'],
  ['a wrapped value in /api', { ...list, answer: { value: [vm] } }, 'vm list api: $: Expected array'],
  [
    'an invented field',
    { ...list, answer: [vm, { ...vm, host: 'host-1' }] },
    'vm list api: $[1].host: Unexpected'
  ],
  [
    'a field forgotten',
    { ...list, answer: [{ vm: 'vm-1', name: 'a' }] },
    '$[0].power_state: Expected required'
  ],
  [
    'an unknown word',
    { ...list, answer: [{ ...vm, power_state: 'ON' }] },
    '$[0].power_state: Expected string to match'
  ],
  [
    'an answer of null',
    { ...list, answer: [{ ...vm, cpu_count: null }] },
    '$[0].cpu_count: Expected integer'
  ],
  ['a list for a map in /api', { ...guest, answer: [{ key: '/', value: files }] }, '$: Expected object'],
  [
    'a map for a list in /rest',
    { ...restGuest, answer: { value: { '/': files } } },
    '$.value: Expected array'
  ],
  ['an answer that is no JSON', { ...list, answerText: '<html>' }, 'vm list api: a body that is no JSON'],
  [
    'another content type',
    { ...list, answerHeaders: { 'content-type': 'text/html' } },
    'content-type text/html'
  ],
  [
    'a content type with 204',
    { ...stop, answerHeaders: { 'content-type': 'application/json' } },
    'without a body'
  ],
  ['a body with 204', { ...stop, answerText: 'null' }, 'a body where there is none'],
  [
    'an error of no operation',
    { ...stop, status: 400, answer: { error_type: 'UNSUPPORTED', messages } },
    'UNSUPPORTED is no error of this operation'
  ],
  ['an error under another status', { ...missing, status: 400 }, 'NOT_FOUND with status 400, not 404'],
  [
    'a status of /rest in /api',
    { ...stop, status: 400, answer: { error_type: 'RESOURCE_BUSY', messages } },
    'RESOURCE_BUSY with status 400, not 500'
  ],
  [
    'an unknown type of error',
    { ...missing, answer: { error_type: 'GONE', messages } },
    'unknown type of error GONE'
  ],
  [
    'an error without messages',
    { ...missing, answer: { error_type: 'NOT_FOUND' } },
    '$.messages: Expected required'
  ],
  ['an error of /rest in /api', { ...missing, answer: restMissing.answer }, 'error 404: $.messages'],
  ['an error of /api in /rest', { ...restMissing, answer: missing.answer }, 'vm get rest: error 404: $.type'],
  [
    'two types of one error',
    { ...restMissing, answer: { type: notFound, value: { error_type: 'ERROR', messages } } },
    'differs from'
  ],
  [
    'an error that is no JSON',
    { ...missing, answerHeaders: { 'content-type': 'text/html' } },
    'error 404: content-type text/html'
  ]
]

for (const [what, written, told] of broken) {
  test(`a wrong answer is told: ${what}`, () => {
    const violations = violationsOf(written)
    assert.ok(
      violations.some(text => text.includes(told)),
      `${told} is not in ${JSON.stringify(violations)}`
    )
  })
}

test('from 9.0 on an absent value may be null, a required or unknown one may not', () => {
  const release = '9.0.0.0'
  assert.deepEqual(violationsOf({ ...list, answer: [{ ...vm, cpu_count: null }] }, release), [])
  assert.match(violationsOf({ ...list, answer: [{ ...vm, name: null }] }, release).join(), /\$\[0\]\.name/)
  assert.match(violationsOf({ ...list, answer: [{ ...vm, host: null }] }, release).join(), /\$\[0\]\.host/)
})

test('an operation of a later release is a violation unless the answer says so', () => {
  const notThere = { ...hello, status: 404, answer: { error_type: 'NOT_FOUND', messages } }
  assert.deepEqual(violationsOf(notThere, '8.0.1.0'), [])
  assert.match(violationsOf(hello, '8.0.1.0').join(), /exists only from 8\.0\.2\.0 on/)
})

test('where requests may be wrong, a proper error passes and success does not', () => {
  const refused = { error_type: 'INVALID_ARGUMENT', messages }
  const wrong = { ...list, ask: 'GET /api/vcenter/vm?power_states=ON' }
  assert.deepEqual(violationsOf({ ...wrong, status: 400, answer: refused }, '8.0.3.0', 'answers'), [])
  assert.match(violationsOf(wrong, '8.0.3.0', 'answers').join(), /status 200 to a wrong request/)
  const nowhere = { ...missing, ask: 'GET /api/vcenter/vm/vm-1/snapshot' }
  assert.deepEqual(violationsOf(nowhere, '8.0.3.0', 'answers'), [])
  assert.match(violationsOf({ ...nowhere, status: 200 }, '8.0.3.0', 'answers').join(), /status 200, not 404/)
  const stranger = { ...list, headers: { 'vmware-api-session-id': undefined } }
  assert.match(
    violationsOf({ ...stranger, status: 400, answer: refused }, '8.0.3.0', 'answers').join(),
    /not 401 without a session/
  )
})

test('an answer that a fault made is not held against the contract, its request is', () => {
  const faulty = { ...list, status: 200, answer: 'nonsense', faulty: true }
  assert.deepEqual(violationsOf(faulty), [])
  assert.match(violationsOf({ ...faulty, headers: { cookie: 'a' } }).join(), /cookie/)
})

test('operations asked for rightly and answered with success are covered, each violation is told once', () => {
  const check = createContractCheck({ release: '8.0.3.0' })
  for (const written of Object.values(good)) check.observe(exchangeOf(written))
  for (let time = 0; time < 2; time++) check.observe(exchangeOf({ ...list, answer: {} }))
  assert.equal(check.violations.length, 1)
  assert.ok(check.covered.has('vm list api') && check.covered.has('vm list rest'))
  assert.ok(!check.covered.has('vm get api'))
})
