import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { AuditRecord } from '../src/audit/record.ts'
import { toolDefinitions } from '../src/tools/index.ts'
import { type FaceName, type Told, callerFor } from './faces.ts'
import { type Role, startService } from './helper.ts'
import { usualVcenter, type VcenterKind, vcenterKinds } from './vcenter-kinds.ts'

type Call = [role: Role, tool: string, args: Record<string, unknown>, expected: string]

/** One story through every tool, its refusals included; the same for each face. `ok` or the code of the refusal. */
const story: Call[] = [
  ['viewer', 'list_vms', { limit: 5 }, 'ok'],
  ['viewer', 'list_vms', { limit: 3, verbose: true, power_states: ['POWERED_ON'] }, 'ok'],
  ['viewer', 'list_vms', { names: ['web-01', '東京-web-01'], cluster: 'prod' }, 'ok'],
  ['viewer', 'list_vms', { host: 'no-such-host' }, 'not_found'],
  ['viewer', 'list_vms', { limit: 0 }, 'invalid_argument'],
  ['viewer', 'list_vms', { cursor: 'bm9wZQ' }, 'invalid_argument'],
  ['viewer', 'get_vm_details', { vm: 'web-01', verbose: true }, 'ok'],
  ['viewer', 'get_vm_details', { vm: 'vm-1011' }, 'ok'],
  ['viewer', 'get_vm_details', { vm: 'load 100% test' }, 'ok'],
  ['viewer', 'get_vm_details', { vm: 'app-01' }, 'ambiguous'],
  ['viewer', 'get_vm_details', { vm: 'wbe-01' }, 'not_found'],
  ['viewer', 'list_hosts', { verbose: true, limit: 2 }, 'ok'],
  ['viewer', 'list_hosts', { cluster: 'prod', connection_states: ['CONNECTED'] }, 'ok'],
  ['viewer', 'get_host_details', { host: 'esx-prod-01.corp.example' }, 'ok'],
  ['viewer', 'get_host_details', { host: 'esx-prod-1.corp.example' }, 'not_found'],
  ['viewer', 'list_datastores', { types: ['NFS'] }, 'ok'],
  ['viewer', 'get_datastore_details', { datastore: 'prod-vmfs-01' }, 'ok'],
  ['viewer', 'get_datastore_details', { datastore: 'archive-nfs-01' }, 'ok'],
  ['viewer', 'get_datastore_details', { datastore: 'archive-nfs-1' }, 'not_found'],
  ['viewer', 'list_networks', { datacenter: 'Frankfurt' }, 'ok'],
  ['viewer', 'list_datacenters', {}, 'ok'],
  ['viewer', 'list_clusters', { verbose: true }, 'ok'],
  ['viewer', 'list_clusters', { group_by: 'drs_mode' }, 'ok'],
  ['viewer', 'list_vms', { count_only: true }, 'ok'],
  ['viewer', 'list_vms', { group_by: 'host', limit: 3 }, 'ok'],
  ['viewer', 'list_vms', { top: 'memory_mib', limit: 3, fields: ['guest_os', 'name'] }, 'ok'],
  ['viewer', 'list_vms', { fields: ['memory'] }, 'invalid_argument'],
  ['viewer', 'list_hosts', { top: 'cpu_used_mhz', cursor: 'x' }, 'invalid_argument'],
  ['viewer', 'get_datastore_usage', { limit: 2, min_used_percent: 10 }, 'ok'],
  ['viewer', 'get_resource_utilization_summary', {}, 'ok'],
  ['viewer', 'get_resource_utilization_summary', { cluster: 'dev' }, 'ok'],
  ['viewer', 'get_vm_performance', { vm: 'web-01', minutes: 5 }, 'ok'],
  ['viewer', 'get_vm_performance', { vm: 'db-02' }, 'invalid_state'],
  ['viewer', 'get_vm_performance', { vm: 'web-01', minutes: 90 }, 'invalid_argument'],
  ['viewer', 'list_alarms', {}, 'ok'],
  ['viewer', 'list_alarms', { status: 'red', limit: 1 }, 'ok'],
  ['viewer', 'list_alarms', { status: 'green' }, 'invalid_argument'],
  ['viewer', 'power_on_vm', { vm: 'db-02' }, 'forbidden'],
  ['operator', 'power_on_vm', { vm: 'db-02' }, 'ok'],
  ['operator', 'power_on_vm', { vm: 'db-02' }, 'ok'],
  ['operator', 'power_off_vm', { vm: 'db-02' }, 'ok'],
  ['operator', 'power_off_vm', { vm: 'db-02', mode: 'soft' }, 'invalid_argument'],
  ['operator', 'power_off_vm', { vm: 'legacy-erp', mode: 'guest' }, 'invalid_state'],
  ['operator', 'restart_vm', { vm: 'web-02' }, 'ok'],
  ['operator', 'restart_vm', { vm: 'db-02' }, 'invalid_state'],
  ['operator', 'create_vm_snapshot', { vm: 'web-02', name: 'before update' }, 'ok'],
  [
    'operator',
    'create_vm_snapshot',
    { vm: 'web-02', name: 'both', memory: true, quiesce: true },
    'invalid_argument'
  ],
  ['viewer', 'get_task', { task: 'task-101' }, 'ok'],
  ['viewer', 'get_task', { task: 'task-101', wait_s: 50 }, 'ok'],
  ['viewer', 'get_task', { task: 'task-999999', wait_s: 1 }, 'not_found'],
  ['viewer', 'get_task', { task: 'web-02' }, 'invalid_argument'],
  ['operator', 'list_vm_snapshots', { vm: 'web-02' }, 'ok'],
  ['operator', 'list_snapshots', { older_than_days: 30, order_by: 'largest', limit: 3 }, 'ok'],
  ['operator', 'list_snapshots', { cluster: 'prod', vm: 'web-*', min_size_bytes: 1 }, 'ok'],
  ['operator', 'list_snapshots', { cluster: 'no-such-cluster' }, 'not_found'],
  ['operator', 'list_snapshots', { cursor: 'bm9wZQ' }, 'invalid_argument'],
  ['operator', 'delete_vm_snapshot', { vm: 'web-02', snapshot: 'before update' }, 'confirmation_required'],
  ['operator', 'delete_vm_snapshot', { vm: 'web-02', snapshot: 'before update', confirm: true }, 'ok'],
  ['operator', 'delete_vm_snapshot', { vm: 'web-02', snapshot: 'before update', confirm: true }, 'not_found'],
  ['operator', 'modify_vm_resources', { vm: 'db-02', cpu_count: 2, confirm: true }, 'forbidden'],
  ['admin', 'modify_vm_resources', { vm: 'db-02', cpu_count: 2, memory_mib: 8192 }, 'confirmation_required'],
  ['admin', 'modify_vm_resources', { vm: 'db-02', cpu_count: 2, memory_mib: 8192, confirm: true }, 'ok'],
  ['admin', 'modify_vm_resources', { vm: 'db-01', memory_mib: 65_536, confirm: true }, 'invalid_state'],
  ['operator', 'delete_vm', { vm: 'db-02', confirm: true }, 'forbidden'],
  ['admin', 'delete_vm', { vm: 'web-02', confirm: true }, 'invalid_state'],
  ['admin', 'delete_vm', { vm: 'db-02' }, 'confirmation_required'],
  ['admin', 'delete_vm', { vm: 'db-02', confirm: true }, 'ok'],
  ['admin', 'delete_vm', { vm: 'db-02', confirm: true }, 'not_found'],
  ['viewer', 'list_vms', { names: ['db-02'] }, 'ok'],
  [
    'viewer',
    'query_result',
    {
      result_id: 'list_vms',
      where: ['name ~ web-*', 'memory_mib >= 1024'],
      order: ['-memory_mib'],
      limit: 3
    },
    'ok'
  ],
  ['viewer', 'query_result', { result_id: 'list_vms', where: ['memory > 1'] }, 'invalid_argument'],
  ['viewer', 'query_result', { result_id: 'list_vms.0123456789abcdefghijkl' }, 'not_found'],
  ['operator', 'search_audit', {}, 'forbidden'],
  ['admin', 'search_audit', { object: 'db-02', outcome: 'ok' }, 'ok'],
  ['admin', 'search_audit', { changes_only: false, tool: 'list_vms', since: '1h' }, 'ok'],
  ['admin', 'search_audit', { until: '2026-02-30' }, 'invalid_argument'],
  ['viewer', 'get_runbook', { runbook: 'slow_vm', vm: 'web-01' }, 'ok'],
  ['admin', 'get_runbook', { runbook: 'snapshot_cleanup' }, 'ok'],
  ['viewer', 'get_runbook', { runbook: 'slow_vm' }, 'invalid_argument'],
  ['viewer', 'get_runbook', { runbook: 'capacity_review', host: 'esx-01' }, 'invalid_argument']
]

/** The story over one face, against a vCenter of its own that is the same for all. */
async function tell(t: TestContext, face: FaceName, vcenter: VcenterKind = usualVcenter) {
  const service = await startService(t, {
    simulator: { clock: tickingClock() },
    vcenter
  })
  const call = await callerFor(t, service, face)
  const told: Told[] = []
  const results = new Map<unknown, unknown>()
  for (const [role, tool, args] of story) {
    const { result_id: list, ...others } = args
    const found = results.get(list)
    const { outcome, body } = await call(
      role,
      tool,
      found === undefined ? args : { ...others, result_id: found }
    )
    results.set(tool, body['result_id'] ?? results.get(tool))
    told.push({ outcome, body })
  }
  return { told, records: service.audit() }
}

/** The same times in each run, whatever the real ones. */
function tickingClock() {
  let now = Date.parse('2026-11-22T12:00:00Z')
  return () => (now += 5)
}

test('every tool says and does the same over REST and both MCP eras, and leaves the same audit', async t => {
  const tools = new Set(story.map(([, tool]) => tool))
  assert.deepEqual(
    toolDefinitions.map(tool => tool.name).filter(name => !tools.has(name)),
    [],
    'every tool is in the story'
  )

  const rest = await tell(t, 'rest')
  for (const [index, [, tool, args, expected]] of story.entries()) {
    const { outcome, body } = rest.told[index] as Told
    assert.equal(
      outcome === 'ok' ? 'ok' : body['code'],
      expected,
      `${tool} ${JSON.stringify(args)}: ${JSON.stringify(body)}`
    )
  }
  for (const era of ['2025', '2026'] as const) {
    const mcp = await tell(t, era)
    for (const [index, [, tool, args]] of story.entries()) {
      const name = `${era}: ${tool} ${JSON.stringify(args)}`
      assert.deepEqual(comparable(mcp.told[index] as Told), comparable(rest.told[index] as Told), name)
    }
    assert.deepEqual(mcp.records.map(comparableRecord), rest.records.map(comparableRecord))
    assert.ok(mcp.records.every(record => record.face === 'mcp'))
  }
  assert.equal(rest.records.length, story.length)
  assert.ok(rest.records.every(record => record.face === 'rest'))
})

test('every tool says and does the same in both dialects and on every release', async t => {
  const usual = await tell(t, 'rest')
  for (const vcenter of vcenterKinds.filter(each => each !== usualVcenter)) {
    const other = await tell(t, 'rest', vcenter)
    for (const [index, [, tool, args]] of story.entries()) {
      const name = `${vcenter.name}: ${tool} ${JSON.stringify(args)}`
      assert.deepEqual(comparable(other.told[index] as Told), comparable(usual.told[index] as Told), name)
    }
    assert.deepEqual(other.records.map(comparableRecord), usual.records.map(comparableRecord), vcenter.name)
  }
})

/** Times of the simulator depend on how many requests came before; REST adds what RFC 9457 asks for. */
function comparable({ outcome, body }: Told): unknown {
  if (outcome === 'ok') return JSON.parse(JSON.stringify(body, withoutTimesAndReleases))
  const { type: _, title: _title, status: _status, request_id: _request, detail, message, ...shared } = body
  return JSON.parse(JSON.stringify({ ...shared, message: message ?? detail }, withoutTimesAndReleases))
}

const ofOneRun = new Set(
  'created age_days uptime_s since queued started finished time duration_ms vcenter complete_since'.split(' ')
)

function withoutTimesAndReleases(name: string, value: unknown): unknown {
  // no two results have the same id
  if (name === 'result_id') return typeof value
  if (ofOneRun.has(name) || (name === 'id' && /^[\da-f-]{36}$/.test(String(value)))) return undefined
  if (typeof value !== 'string') return value
  // the release of the hosts is the one thing that differs by what vCenter it is
  return value
    .replace(/(state of|pass until:) \S+Z/, '$1 …')
    .replace(/^VMware ESXi \S+ build-\d+$/, 'VMware ESXi')
}

function comparableRecord(record: AuditRecord): unknown {
  const {
    id: _,
    time: _time,
    request_id: _request,
    duration_ms: _ms,
    face: _face,
    protocol: _protocol,
    vcenter: _vc,
    ...same
  } = record
  const { result_id, ...args } = record.arguments
  return { ...same, result: typeof result_id, arguments: new Map(Object.entries(args)) }
}
