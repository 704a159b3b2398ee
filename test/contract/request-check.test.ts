import assert from 'node:assert/strict'
import { test } from 'node:test'
import { violationsOf, type Written } from './exchange.ts'
import { basic, clone, list, login, restClone, restList, restStop, stop } from './good-exchanges.ts'

/** What is broken, the exchange, and what must be told. */
const broken: [string, Written, string][] = [
  ['an unknown path', { ...list, ask: 'GET /api/vcenter/machine' }, 'no operation at /api/vcenter/machine'],
  ['a wrong method', { ...list, ask: 'PUT /api/vcenter/vm' }, 'no PUT at /api/vcenter/vm'],
  [
    'the action of /rest in /api',
    { ...stop, ask: 'POST /api/vcenter/vm/vm-1/power/stop' },
    'no operation at'
  ],
  [
    'the action of /api in /rest',
    { ...restStop, ask: 'POST /rest/vcenter/vm/vm-1/power?action=stop' },
    'no POST at'
  ],
  [
    'an unknown action',
    { ...stop, ask: 'POST /api/vcenter/vm/vm-1/power?action=halt' },
    'no action action=halt'
  ],
  [
    'an unknown query name',
    { ...list, ask: 'GET /api/vcenter/vm?name=a' },
    'vm list api: query name: unknown name'
  ],
  [
    'a prefix in /api',
    { ...list, ask: 'GET /api/vcenter/vm?filter.names=a' },
    'query filter.names: unknown name'
  ],
  [
    'no prefix in /rest',
    { ...restList, ask: 'GET /rest/vcenter/vm?names=a' },
    'vm list rest: query names: unknown'
  ],
  [
    'a value of no enumeration',
    { ...list, ask: 'GET /api/vcenter/vm?power_states=ON' },
    'query power_states: '
  ],
  ['no boolean', { ...list, ask: 'GET /api/vcenter/host?standalone=1', answer: [] }, 'query standalone: '],
  [
    'a single name repeated',
    { ...list, ask: 'GET /api/vcenter/folder?type=HOST&type=NETWORK', answer: [] },
    'query type: repeated'
  ],
  [
    'a required name left out',
    { ...list, ask: 'GET /api/content/library/item', answer: [] },
    'library_id: missing'
  ],
  [
    'a query of a later release',
    { ...list, ask: 'GET /api/vcenter/host?host_uuids=a', answer: [] },
    'host_uuids: unknown'
  ],
  ['a body left out', { ...clone, body: undefined }, 'request body missing'],
  ['a required field left out', { ...clone, body: { source: 'vm-1' } }, 'request $.name: Expected required'],
  [
    'an unknown field',
    { ...clone, body: { source: 'vm-1', name: 'b', wait: true } },
    'request $.wait: Unexpected'
  ],
  [
    'a field of another type',
    { ...clone, body: { source: 'vm-1', name: 1 } },
    'request $.name: Expected string'
  ],
  [
    'a body not wrapped in /rest',
    { ...restClone, body: { source: 'vm-1', name: 'b' } },
    'request $.spec: Expected required'
  ],
  [
    'a map of /api in /rest',
    { ...restClone, body: { spec: clone.body } },
    'request $.spec.disks_to_update: Expected array'
  ],
  ['a body where there is none', { ...stop, body: { force: true } }, 'request body where there is none'],
  [
    'a body of no content type',
    { ...clone, headers: { 'content-type': undefined } },
    'request content-type missing'
  ],
  [
    'a content type without a body',
    { ...list, headers: { 'content-type': 'application/json' } },
    'without a body'
  ],
  [
    'null before 9.0',
    { ...clone, body: { source: 'vm-1', name: 'b', power_on: null } },
    'request $.power_on: '
  ],
  [
    'no session',
    { ...list, headers: { 'vmware-api-session-id': undefined } },
    'vm list api: no session header'
  ],
  ['a cookie', { ...list, headers: { cookie: 'a=b' } }, 'request with a cookie'],
  [
    'a password beside the session',
    { ...list, headers: { authorization: 'Basic YTpi' } },
    'Authorization header'
  ],
  [
    'login without a password',
    { ...login, headers: { ...basic, authorization: undefined } },
    'login without Basic'
  ]
]

for (const [what, written, told] of broken) {
  test(`a wrong request is told: ${what}`, () => {
    const violations = violationsOf(written)
    assert.ok(
      violations.some(text => text.includes(told)),
      `${told} is not in ${JSON.stringify(violations)}`
    )
  })
}
