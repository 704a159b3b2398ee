import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from '../../src/access/policy.ts'
import type { Role } from '../../src/access/roles.ts'

const roles = new Map<string, Role>([
  ['viewer', { tools: new Set(['list_vms']) }],
  ['team', { tools: new Set(['list_vms']), scope: [{ vcenters: ['vc-2'], folders: ['/DC/vm/a'] }] }],
  ['wide', { tools: new Set(['list_vms']), scope: [{ vcenters: ['vc-1', 'vc-2'], tags: ['team/a'] }] }],
  ['mixed', { tools: new Set(['list_vms']), scope: [{ vcenters: ['VC-1'] }, { tags: ['team/a'] }] }]
])
const viewer = { name: 'token:1', role: 'viewer' }
const policy = createPolicy({ enforce: true, roles, vcenters: ['vc-1', 'vc-2'] })

test('a role may call exactly the tools it lists', () => {
  assert.equal(policy.refusal(viewer, 'list_vms', 'vc-1'), undefined)
  assert.equal(policy.refusal(viewer, 'delete_vm', 'vc-1')?.code, 'forbidden')
  assert.equal(policy.mayUse(viewer, 'delete_vm'), false)
})

test('a role that does not exist may call nothing', () => {
  assert.equal(policy.mayUse({ name: 'x', role: 'ghost' }, 'list_vms'), false)
})

test('a vCenter that is not configured is refused with the names of those that are', () => {
  const refusal = policy.refusal(viewer, 'list_vms', 'evil.example.com')
  assert.equal(refusal?.code, 'forbidden')
  assert.match(refusal?.message ?? '', /Hostname not in allowed set/)
  assert.match(refusal?.hint ?? '', /vc-1, vc-2.*ALLOWED_VCENTER_HOSTS/)
})

test('a vCenter of others is refused in the very words of one that does not exist', () => {
  for (const principal of [
    { name: 'ci', role: 'viewer', vcenters: ['vc-2'] },
    { name: 'ann', role: 'team' }
  ]) {
    assert.deepEqual(policy.vcentersOf(principal), ['vc-2'])
    assert.equal(policy.refusal(principal, 'list_vms', 'vc-2'), undefined)
    const refusal = policy.refusal(principal, 'list_vms', 'vc-1')
    assert.deepEqual(refusal, policy.refusal(principal, 'list_vms', 'no-such'))
    assert.doesNotMatch(JSON.stringify(refusal), /vc-1/)
  }
})

test('a token for a vCenter that its role does not see is good for none', () => {
  const principal = { name: 'x', role: 'team', vcenters: ['vc-1'] }
  assert.deepEqual(policy.vcentersOf(principal), [])
  assert.match(policy.refusal(principal, 'list_vms', 'vc-1')?.hint ?? '', /Use one of: \(none\)\./)
})

test('the limits of a vCenter are those that are set for it, and a set without any other lets everything through', () => {
  assert.equal(policy.limitsOf(viewer, 'vc-1'), undefined)
  assert.deepEqual(policy.limitsOf({ name: 'x', role: 'team' }, 'vc-2'), roles.get('team')?.scope)
  assert.equal(policy.limitsOf({ name: 'x', role: 'mixed' }, 'vc-1'), undefined)
  assert.deepEqual(policy.limitsOf({ name: 'x', role: 'mixed' }, 'vc-2'), [{ tags: ['team/a'] }])
  assert.deepEqual(policy.limitsOf({ name: 'x', role: 'team' }, 'vc-1'), [])
  for (const role of ['wide', 'mixed'])
    assert.deepEqual(policy.vcentersOf({ name: 'x', role }), ['vc-1', 'vc-2'], role)
  const inCapitals = createPolicy({ enforce: true, roles, vcenters: ['VC-1', 'VC-2'] })
  assert.deepEqual(inCapitals.vcentersOf({ name: 'x', role: 'team' }), ['VC-2'])
})

test('without enforcement every tool is allowed, but still only on configured vCenters', () => {
  const open = createPolicy({ enforce: false, roles, vcenters: ['vc-1'] })
  const limited = { name: 'x', role: 'team', vcenters: ['vc-2'] }
  for (const principal of [{ name: 'anonymous', role: 'anonymous' }, limited]) {
    assert.equal(open.refusal(principal, 'delete_vm', 'vc-1'), undefined)
    assert.equal(open.limitsOf(principal, 'vc-1'), undefined)
    assert.equal(open.refusal(principal, 'delete_vm', 'vc-9')?.code, 'forbidden')
  }
})
