import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toolDefinitions } from '../src/tools/index.ts'
import { connectClient } from './clients.ts'
import { callerFor } from './faces.ts'
import { bearer, startService } from './helper.ts'

/** What this installation configures; the columns below are written out by hand, and not derived from it. */
const roles = {
  viewer: ['risk:read'],
  operator: ['role:viewer', 'toolset:power', 'toolset:snapshots'],
  admin: ['*'],
  'night-shift': ['list_*', 'power_o*_vm'],
  auditor: ['list_vms', 'list_vm_snapshots'],
  'team-a': { tools: ['role:viewer', 'risk:change'], scope: { vm_names: ['a-*'] } },
  nobody: []
}

const columns = ['viewer', 'operator', 'admin', 'night-shift', 'auditor', 'team-a', 'nobody'] as const
type RoleName = (typeof columns)[number]

/** x: may be called; a space: may not. One column for each role above, in that order. */
const matrix: Record<string, string> = {
  list_vms: 'xxxxxx ',
  get_vm_details: 'xxx  x ',
  list_hosts: 'xxxx x ',
  get_host_details: 'xxx  x ',
  list_datastores: 'xxxx x ',
  get_datastore_details: 'xxx  x ',
  list_networks: 'xxxx x ',
  list_datacenters: 'xxxx x ',
  list_clusters: 'xxxx x ',
  get_datastore_usage: 'xxx  x ',
  get_resource_utilization_summary: 'xxx  x ',
  get_vm_performance: 'xxx  x ',
  list_alarms: 'xxxx x ',
  power_on_vm: ' xxx x ',
  power_off_vm: ' xxx   ',
  restart_vm: ' xx    ',
  list_vm_snapshots: 'xxxxxx ',
  list_snapshots: 'xxxx x ',
  create_vm_snapshot: ' xx  x ',
  delete_vm_snapshot: ' xx    ',
  delete_vm: '  x    ',
  modify_vm_resources: '  x    ',
  query_result: 'xxx  x ',
  search_audit: '  x    ',
  get_runbook: 'xxx  x ',
  get_task: 'xxx  x '
}

/** The same deployment switched to reading, and to some toolsets: what is off is off for every role. */
const deployments: [name: string, env: Record<string, string>, isOn: (tool: string) => boolean][] = [
  ['all tools', {}, () => true],
  ['READ_ONLY', { READ_ONLY: 'true' }, tool => /^(list|get|query|search)_/.test(tool)],
  [
    'TOOLSETS=power,snapshots',
    { TOOLSETS: 'power,snapshots' },
    tool => /power|restart|snapshot|^(query_result|get_task|get_runbook)$/.test(tool)
  ]
]

const tokenOf = (role: string) => `token-of-role-${role}-0123456789abcdef`

function mayCall(role: RoleName, tool: string): boolean {
  return matrix[tool]?.[columns.indexOf(role)] === 'x'
}

/** Enough to pass the schema; nothing of it exists, so that a call that is let through changes nothing. */
function argumentsOf(tool: string): Record<string, unknown> {
  const { properties, required = [] } =
    toolDefinitions.find(({ name }) => name === tool)?.input ?? assert.fail()
  const values: Record<string, unknown> = {
    vm: 'no-such-vm',
    snapshot: 'none',
    name: 'none',
    result_id: 'none',
    runbook: 'slow_vm',
    task: 'task-999999',
    host: 'no-such-host',
    datastore: 'no-such-datastore',
    confirm: true
  }
  const optional = tool === 'modify_vm_resources' ? { cpu_count: 2 } : {}
  const confirmed = ['delete_vm', 'delete_vm_snapshot', 'modify_vm_resources'].includes(tool)
  const given = Object.keys(properties).filter(name => required.includes(name))
  return {
    ...Object.fromEntries(given.map(name => [name, values[name]])),
    ...optional,
    ...(confirmed && { confirm: true })
  }
}

test('the matrix has a row for every tool and a column for every role', () => {
  assert.deepEqual(
    Object.keys(matrix),
    toolDefinitions.map(({ name }) => name)
  )
  for (const [tool, row] of Object.entries(matrix)) assert.equal(row.length, columns.length, tool)
  assert.deepEqual(Object.keys(roles), [...columns])
})

for (const [deployment, env, isOn] of deployments) {
  test(`with ${deployment} every role may call what the matrix says and nothing else, over every face`, async t => {
    const service = await startService(t, {
      env: {
        ...env,
        ROLES_TO_TOOLS: JSON.stringify(roles),
        TOKENS_TO_ROLES: JSON.stringify(Object.fromEntries(columns.map(role => [tokenOf(role), role])))
      }
    })
    const url = `${await service.listen()}/mcp`
    for (const role of columns) {
      const caller = { token: tokenOf(role) }
      const allowed = Object.keys(matrix).filter(tool => isOn(tool) && mayCall(role, tool))

      const { body } = await service.app.inject({ url: '/openapi.json', headers: bearer(caller) })
      const { paths } = JSON.parse(body) as { paths: Record<string, Record<string, { operationId: string }>> }
      const operations = Object.values(paths).flatMap(path => Object.values(path))
      const described = operations.map(({ operationId }) => operationId)
      assert.deepEqual(described.toSorted(), allowed.toSorted(), `OpenAPI for ${role}`)
      for (const era of ['2025', '2026'] as const) {
        const client = await connectClient(t, era, url, caller)
        const shown = (await client.listTools()).map(({ name }) => name)
        assert.deepEqual(shown, allowed, `tools/list of ${era} for ${role}`)
      }

      for (const face of ['rest', '2025', '2026'] as const) {
        const call = await callerFor(t, service, face)
        for (const tool of Object.keys(matrix).filter(isOn)) {
          const { body: told } = await call(caller, tool, argumentsOf(tool))
          assert.equal(told['code'] === 'forbidden', !allowed.includes(tool), `${face} ${role} ${tool}`)
          const record = service.audit().at(-1)
          assert.deepEqual([record?.tool, record?.role], [tool, role])
          assert.equal(
            record?.outcome === 'denied',
            !allowed.includes(tool),
            `audit of ${face} ${role} ${tool}`
          )
        }
      }
    }
  })
}

test('a tool that is switched off does not exist, on either face and for anybody', async t => {
  const service = await startService(t, { env: { READ_ONLY: 'true' } })
  const rest = await service.app.inject({
    method: 'DELETE',
    url: '/api/v1/vms/db-02',
    headers: bearer('admin')
  })
  assert.equal(rest.statusCode, 404)
  const client = await connectClient(t, '2026', `${await service.listen()}/mcp`, 'admin')
  await assert.rejects(client.callTool('delete_vm', { vm: 'db-02', confirm: true }), /Unknown tool/)
  assert.equal(service.simulator.requests.length, 0)
})
