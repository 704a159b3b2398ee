import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Role, type Service, bearer, startService } from './helper.ts'

/** Keys that mean something to JavaScript, and keys that stand twice: in bodies, queries, names and vCenter's answers. */

const pollutions = [
  '{"__proto__":{"polluted":true}}',
  '{"__proto__":null}',
  String.raw`{"\u005f_proto__":{"polluted":true}}`,
  String.raw`{"\u005f\u005fproto\u005f\u005f":{"polluted":true}}`,
  String.raw`{"__pr\u006fto__":{"polluted":true}}`,
  '{"constructor":{"prototype":{"polluted":true}}}',
  String.raw`{"c\u006fnstructor":{"prototype":{"polluted":true}}}`,
  String.raw`{"constructor":{"pr\u006ftotype":{"polluted":true}}}`
]
/** As they stand, and deeper. */
const nestedPollutions = pollutions.flatMap(each => [each, `{"vm":"web-01","mode":[{"a":${each}}]}`])

const namesOfObjects = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__'
]

function post({ app }: Service, url: string, payload: string, role: Role = 'operator') {
  const headers = {
    ...bearer(role),
    host: 'localhost',
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json'
  }
  return app.inject({ method: 'POST', url, headers, payload })
}

function callOf(name: string, args: string): string {
  return `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":${JSON.stringify(name)},"arguments":${args}}}`
}

function assertClean(): void {
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
}

test('a body with a key that reaches a prototype is refused on both faces, however deep or escaped it is', async t => {
  const service = await startService(t)
  for (const payload of nestedPollutions) {
    const rest = await post(service, '/api/v1/vms/db-02/power-on', payload)
    assert.equal(rest.statusCode, 400, payload)
    assert.equal(rest.json<{ code: string }>().code, 'invalid_argument')
    assert.match(rest.json<{ hint: string }>().hint, /__proto__/)
    for (const body of [payload, callOf('power_on_vm', payload), `[${callOf('power_on_vm', payload)}]`]) {
      const mcp = await post(service, '/mcp', body)
      assert.equal(mcp.statusCode, 400, body)
      assert.equal(mcp.json<{ error: { code: number } }>().error.code, -32_700, body)
    }
    assertClean()
  }
  assert.equal(service.audit().length, 0)
  assert.equal(service.simulator.requests.length, 0)
})

test('an argument named like a property of every object is an unknown argument, in a query, a body and a call', async t => {
  const service = await startService(t)
  for (const name of namesOfObjects) {
    const told = new RegExp(`Unknown argument '${name}'`)
    for (const query of [
      `${name}=x`,
      `${encodeURIComponent(name).replace('_', '%5f')}=x`,
      `${name}=x&${name}=y`
    ]) {
      const answer = await service.app.inject({
        url: `/api/v1/datacenters?${query}`,
        headers: bearer('viewer')
      })
      assert.equal(answer.statusCode, 400, query)
      assert.match(answer.json<{ detail: string }>().detail, told)
    }
    if (name === '__proto__') continue // refused before that
    const rest = await post(service, '/api/v1/vms/db-02/power-on', `{"${name}":1}`)
    assert.match(rest.json<{ detail: string }>().detail, told)
    const mcp = await post(service, '/mcp', callOf('power_on_vm', `{"vm":"db-02","${name}":1}`))
    assert.match(mcp.body, told)
  }
  const brackets = await service.app.inject({
    url: '/api/v1/datacenters?__proto__[polluted]=1&constructor[prototype][polluted]=1',
    headers: bearer('viewer')
  })
  assert.equal(brackets.statusCode, 400)
  assertClean()
  assert.equal(service.simulator.requests.length, 0)
})

test('a tool named like a property of every object is an unknown tool', async t => {
  const service = await startService(t)
  for (const name of namesOfObjects) {
    const answer = await post(service, '/mcp', callOf(name, '{}'), 'admin')
    assert.equal(answer.json<{ error: { code: number } }>().error.code, -32_602, name)
    assert.match(answer.body, /Unknown tool/)
    assert.equal(service.audit().at(-1)?.code, 'not_found')
    const path = await service.app.inject({ url: `/api/v1/${name}`, headers: bearer('admin') })
    assert.equal(path.statusCode, 404, name)
  }
})

test('a vCenter named like a property of every object is none', async t => {
  const service = await startService(t)
  for (const name of namesOfObjects) {
    const answer = await service.app.inject({
      url: `/api/v1/datacenters?hostname=${name}`,
      headers: bearer('admin')
    })
    assert.equal(answer.statusCode, 403, name)
  }
})

test('such keys in an answer of vCenter end before the tool, and what stands beside them arrives', async t => {
  const service = await startService(t)
  // the tool hands on the CPU as it is, and each key of the map of disks
  const disk = '{"label":"Hard disk 1","type":"SCSI","backing":{"type":"VMDK_FILE"},"capacity":1}'
  const body = JSON.parse(`{
    "guest_OS":"OTHER","name":"web-01","power_state":"POWERED_OFF","boot":{"type":"BIOS"},
    "hardware":{"version":"VMX_19","upgrade_policy":"NEVER","upgrade_status":"NONE"},
    "cpu":{"count":2,"cores_per_socket":1,"hot_add_enabled":false,"hot_remove_enabled":false,
      "__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}},
    "memory":{"size_MiB":1024,"hot_add_enabled":false},
    "disks":{"2000":${disk},"__proto__":${disk}},"nics":{},"__proto__":{"polluted":true}
  }`) as object
  assert.ok(Object.hasOwn(body, '__proto__'), 'the simulator sends the key')
  service.simulator.fail({ path: /^\/api\/vcenter\/vm\/vm-1001$/ }, { status: 200, body })
  const answer = await service.app.inject({ url: '/api/v1/vms/vm-1001', headers: bearer('viewer') })
  assert.equal(answer.statusCode, 200, answer.body)
  const { cpu, disks } = answer.json<{ cpu: { count: number }; disks: { key: string }[] }>()
  assert.equal(cpu.count, 2)
  assert.deepEqual(
    disks.map(({ key }) => key),
    ['2000']
  )
  assert.doesNotMatch(answer.body, /polluted|__proto__|constructor/)
  assertClean()
})

test('a key that stands twice has one value, and roles, audit and execution all see that one', async t => {
  const service = await startService(t)
  const cases: [body: string, tool: string, fate: string, args?: object][] = [
    // the last name counts, for all of them
    [
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_datacenters","name":"delete_vm","arguments":{"vm":"vm-1004","confirm":true}}}',
      'delete_vm',
      'forbidden'
    ],
    [
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"delete_vm","name":"list_datacenters","arguments":{}}}',
      'list_datacenters',
      'ok'
    ],
    [
      String.raw`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_datacenters","n\u0061me":"delete_vm","arguments":{}}}`,
      'delete_vm',
      'forbidden'
    ],
    [
      '{"jsonrpc":"2.0","id":1,"method":"tools/list","method":"tools/call","params":{"name":"delete_vm","arguments":{}}}',
      'delete_vm',
      'forbidden'
    ],
    [
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_datacenters"},"params":{"name":"delete_vm","arguments":{}}}',
      'delete_vm',
      'forbidden'
    ],
    [
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_datacenters","arguments":{"names":["Frankfurt"]},"arguments":{"names":["Amsterdam"]}}}',
      'list_datacenters',
      'ok',
      { names: ['Amsterdam'] }
    ]
  ]
  for (const [body, tool, fate, args] of cases) {
    const answer = await post(service, '/mcp', body, 'viewer')
    const record = service.audit().at(-1)
    assert.equal(record?.tool, tool, body)
    assert.equal(record?.code ?? record?.outcome, fate, body)
    if (fate === 'forbidden') assert.match(answer.body, /may not call delete_vm/, body)
    else assert.match(answer.body, /Amsterdam/, body)
    if (!args) continue
    assert.deepEqual(record?.arguments, args)
    assert.doesNotMatch(answer.body, /Frankfurt/)
  }
  assert.ok(!service.simulator.requests.some(request => request.method === 'DELETE'))
})

test('a VM that is named twice is one VM: the one that is changed is the one in the audit', async t => {
  const service = await startService(t)
  const answer = await post(service, '/mcp', callOf('power_on_vm', '{"vm":"web-01","vm":"db-02"}'))
  assert.match(answer.body, /vm-1004/)
  assert.deepEqual(service.audit()[0]?.arguments, { vm: 'db-02' })
  const changed = service.simulator.requests.filter(request => request.query.includes('action=start'))
  assert.deepEqual(
    changed.map(request => request.path),
    ['/api/vcenter/vm/vm-1004/power']
  )
})

test('confirm that stands twice is what it is last: false after true deletes nothing', async t => {
  const service = await startService(t)
  await post(service, '/mcp', callOf('delete_vm', '{"vm":"db-02","confirm":true,"confirm":false}'), 'admin')
  assert.equal(service.audit()[0]?.code, 'confirmation_required')
  assert.deepEqual(service.audit()[0]?.arguments, { vm: 'db-02', confirm: false })
  assert.ok(!service.simulator.requests.some(request => request.method === 'DELETE'))
})
