import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apiDialect, restDialect, type Dialect } from '../../../src/vcenter/automation/dialect.ts'
import type { AnyArguments, Operation } from '../../../src/vcenter/automation/operation.ts'
import { operations } from '../../../src/vcenter/automation/operations/index.ts'

function line(dialect: Dialect, operation: Operation, given: AnyArguments): string {
  const { method, path, query, body } = dialect.encode(operation, given)
  return `${method} ${path}${query}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`
}

const tag = 'urn:vmomi:InventoryServiceTag:5a:GLOBAL'
const encodedTag = 'urn%3Avmomi%3AInventoryServiceTag%3A5a%3AGLOBAL'

const spellings: [string, Operation, AnyArguments, string, string][] = [
  [
    'filters are repeated; /rest puts a prefix before them',
    operations.listVms,
    { names: ['a b', 'c&d=ü'], power_states: ['POWERED_ON'], hosts: [] },
    'GET /api/vcenter/vm?names=a%20b&names=c%26d%3D%C3%BC&power_states=POWERED_ON',
    'GET /rest/vcenter/vm?filter.names=a%20b&filter.names=c%26d%3D%C3%BC&filter.power_states=POWERED_ON'
  ],
  [
    'a single parameter of a query has no prefix',
    operations.deleteDatacenter,
    { datacenter: 'datacenter-1', force: true },
    'DELETE /api/vcenter/datacenter/datacenter-1?force=true',
    'DELETE /rest/vcenter/datacenter/datacenter-1?force=true'
  ],
  [
    'old actions are segments of the path in /rest',
    operations.startVm,
    { vm: 'vm-1' },
    'POST /api/vcenter/vm/vm-1/power?action=start',
    'POST /rest/vcenter/vm/vm-1/power/start'
  ],
  [
    'newer ones are in its query too',
    operations.shutdownGuest,
    { vm: 'vm-1' },
    'POST /api/vcenter/vm/vm-1/guest/power?action=shutdown',
    'POST /rest/vcenter/vm/vm-1/guest/power?action=shutdown'
  ],
  [
    'a body is wrapped, and its maps are lists',
    operations.relocateVm,
    { vm: 'vm-1', body: { disks: { 2000: { datastore: 'datastore-1' } } } },
    'POST /api/vcenter/vm/vm-1?action=relocate&vmw-task=true {"disks":{"2000":{"datastore":"datastore-1"}}}',
    'POST /rest/vcenter/vm/vm-1?action=relocate&vmw-task=true {"spec":{"disks":[{"key":"2000","value":{"datastore":"datastore-1"}}]}}'
  ],
  [
    'a body of parameters is not wrapped',
    operations.upgradeHardware,
    { vm: 'vm-1', body: {} },
    'POST /api/vcenter/vm/vm-1/hardware?action=upgrade {}',
    'POST /rest/vcenter/vm/vm-1/hardware/action/upgrade {}'
  ],
  [
    'ids below /com/vmware have a prefix, and special characters are encoded',
    operations.updateTag,
    { tag, body: { name: 'x' } },
    `PATCH /api/cis/tagging/tag/${encodedTag} {"name":"x"}`,
    `PATCH /rest/com/vmware/cis/tagging/tag/id:${encodedTag} {"update_spec":{"name":"x"}}`
  ],
  [
    'a category moves from the body into the path',
    operations.listTagsOfCategory,
    { body: { category_id: 'c1' } },
    'POST /api/cis/tagging/tag?action=list-tags-for-category {"category_id":"c1"}',
    'POST /rest/com/vmware/cis/tagging/tag/id:c1?~action=list-tags-for-category'
  ],
  [
    'the token of a deployment moves from the query into the body',
    operations.deployOvf,
    { item: 'i1', client_token: 't', body: { target: {}, deployment_spec: {} } },
    'POST /api/vcenter/ovf/library-item/i1?action=deploy&client_token=t {"target":{},"deployment_spec":{}}',
    'POST /rest/com/vmware/vcenter/ovf/library-item/id:i1?~action=deploy {"client_token":"t","target":{},"deployment_spec":{}}'
  ],
  [
    'the filter of tasks moves from the body into the query',
    operations.listAutomationTasks,
    { body: { filter_spec: { tasks: ['a', 'b'] }, result_spec: { return_all: true } } },
    'POST /api/cis/tasks?action=list {"filter_spec":{"tasks":["a","b"]},"result_spec":{"return_all":true}}',
    'GET /rest/cis/tasks?filter_spec.tasks=a&filter_spec.tasks=b&result_spec.return_all=true'
  ],
  [
    'one task is asked for with a prefix of its own',
    operations.getAutomationTask,
    { task: 'x:y', exclude_result: false },
    'GET /api/cis/tasks/x%3Ay?exclude_result=false',
    'GET /rest/cis/tasks/x%3Ay?spec.exclude_result=false'
  ],
  [
    'what came after /rest is asked below /api in either mode',
    operations.hello,
    { body: { api_releases: ['8.0.1.0'] } },
    'POST /api/vcenter/system?action=hello {"api_releases":["8.0.1.0"]}',
    'POST /api/vcenter/system?action=hello {"api_releases":["8.0.1.0"]}'
  ]
]

for (const [what, operation, given, api, rest] of spellings) {
  test(`${what} (${operation.does})`, () => {
    assert.equal(line(apiDialect, operation, given), api)
    assert.equal(line(restDialect, operation, given), rest)
  })
}

test('an id that a server would resolve as a path is refused in both dialects', () => {
  for (const dialect of [apiDialect, restDialect]) {
    for (const vm of ['', '.', '..']) {
      assert.throws(() => dialect.encode(operations.deleteVm, { vm }), TypeError)
    }
    assert.equal(dialect.encode(operations.deleteVm, { vm: 'vm/1?x' }).path.split('/').length, 5)
  }
})

test('an answer of /rest has its value taken out of its wrapper, an empty one stays empty', () => {
  const wrapped = { kind: 'json', value: { value: 'vm-1' } } as const
  assert.equal(restDialect.decode(operations.createVm, wrapped), 'vm-1')
  assert.equal(apiDialect.decode(operations.createVm, { kind: 'json', value: 'vm-1' }), 'vm-1')
  assert.equal(restDialect.decode(operations.createVm, { kind: 'json', value: 'vm-1' }), undefined)
  assert.equal(restDialect.decode(operations.deleteVm, { kind: 'empty' }), undefined)
  assert.notEqual(restDialect.decode(operations.deleteVm, { kind: 'json', value: {} }), undefined)
})

test('an answer to what is asked below /api in either mode has no wrapper', () => {
  const release = { kind: 'json', value: { api_release: '8.0.3.0' } } as const
  assert.deepEqual(restDialect.decode(operations.hello, release), { api_release: '8.0.3.0' })
})

test('no two operations of the table are the same request, in either dialect', () => {
  const all: Operation[] = Object.values(operations)
  for (const lines of [all.map(each => each.api), all.flatMap(each => each.rest ?? [])]) {
    assert.equal(new Set<string>(lines).size, lines.length)
  }
  for (const { api, rest } of all) {
    assert.match(api, /^(GET|POST|PUT|PATCH|DELETE) \/api\/[^ ]+$/)
    if (rest !== undefined) assert.match(rest, /^(GET|POST|PUT|PATCH|DELETE) \/rest\/[^ ]+$/)
  }
})
