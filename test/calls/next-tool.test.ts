import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withNextTool } from '../../src/calls/next-tool.ts'
import { type ErrorCode, catalogue, problem } from '../../src/errors.ts'
import { callerFor } from '../faces.ts'
import { startService } from '../helper.ts'

function nextAfter(code: ErrorCode, args: Record<string, unknown>, named?: string, mayUse = () => true) {
  const told = problem(code, 'x', named === undefined ? {} : { nextTool: named })
  const outcome = withNextTool({ name: 'a_tool', arguments: args }, { kind: 'failed', problem: told }, mayUse)
  return 'problem' in outcome ? outcome.problem.next_tool : assert.fail()
}

test('each code leads to the same tool, to the one that reads the object, to the one that lists, or nowhere', () => {
  const led = Object.keys(catalogue).map(code => [code, nextAfter(code as ErrorCode, { vm: 'x' }) ?? '-'])
  assert.deepEqual(Object.fromEntries(led), {
    unauthenticated: '-',
    forbidden: '-',
    rate_limited: 'a_tool',
    confirmation_required: 'a_tool',
    declined: '-',
    invalid_argument: 'a_tool',
    not_found: 'list_vms',
    ambiguous: 'a_tool',
    invalid_state: 'get_vm_details',
    conflict: 'get_vm_details',
    busy: 'a_tool',
    unsupported: '-',
    unavailable: 'a_tool',
    timeout: 'a_tool',
    cancelled: 'a_tool',
    outcome_unknown: 'get_vm_details',
    vcenter_error: '-',
    audit_unavailable: '-',
    payload_too_large: '-',
    internal: '-'
  })
})

test('the object that is named most narrowly decides, and one that is named by nothing leads nowhere', () => {
  assert.equal(nextAfter('not_found', { vm: 'x', snapshot: 'y' }), 'list_vm_snapshots')
  assert.equal(nextAfter('not_found', { host: 'x' }), 'list_hosts')
  assert.equal(nextAfter('not_found', {}), undefined)
})

test('who refuses knows best, and nobody is sent to a tool that it does not have', () => {
  assert.equal(nextAfter('invalid_state', { vm: 'x' }, 'power_off_vm'), 'power_off_vm')
  assert.equal(
    nextAfter('invalid_state', { vm: 'x' }, 'power_off_vm', () => false),
    undefined
  )
})

test('refusals lead on over both faces, as far as the role allows', async t => {
  const service = await startService(t, {
    env: {
      ROLES_TO_TOOLS: JSON.stringify({
        viewer: ['delete_vm', 'list_vms'],
        operator: ['delete_vm'],
        admin: ['*']
      })
    }
  })
  for (const face of ['rest', '2025', '2026'] as const) {
    const call = await callerFor(t, service, face)
    const next = async (role: 'viewer' | 'operator' | 'admin', vm: string) =>
      (await call(role, 'delete_vm', { vm })).body['next_tool']
    assert.equal(await next('admin', 'web-01'), 'power_off_vm')
    assert.equal(await next('viewer', 'web-01'), undefined)
    assert.equal(await next('viewer', 'no-such-vm'), 'list_vms')
    assert.equal(await next('operator', 'no-such-vm'), undefined)
    assert.equal(await next('admin', 'db-02'), 'delete_vm')
  }
})

test('a hook that refuses a call sends nobody to a tool that it does not have either', async t => {
  const service = await startService(t, {
    env: { RATE_LIMIT: 'true', RATE_LIMIT_RPS: '0.1', RATE_LIMIT_BURST: '1' }
  })
  for (const face of ['rest', '2025', '2026'] as const) {
    const call = await callerFor(t, service, face)
    for (const [role, next] of [
      ['viewer', undefined],
      ['admin', 'delete_vm']
    ] as const) {
      await call(role, 'delete_vm', { vm: 'db-02' })
      const { body } = await call(role, 'delete_vm', { vm: 'db-02' })
      assert.deepEqual([body['code'], body['next_tool']], ['rate_limited', next], `${face} ${role}`)
    }
  }
})
