import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from '../../src/access/policy.ts'

const roles = new Map([['read', new Set(['list_vms'])]])
const reader = { name: 'token:1', role: 'read' }
const policy = createPolicy({ enforce: true, roles, vcenters: ['vc-1', 'vc-2'] })

test('a role may call exactly the tools it lists', () => {
  assert.equal(policy.refusal(reader, 'list_vms', 'vc-1'), undefined)
  assert.equal(policy.refusal(reader, 'delete_vm', 'vc-1')?.code, 'forbidden')
  assert.equal(policy.mayUse(reader, 'delete_vm'), false)
})

test('a role that does not exist may call nothing', () => {
  assert.equal(policy.mayUse({ name: 'x', role: 'ghost' }, 'list_vms'), false)
})

test('a vCenter that is not configured is refused with the names of those that are', () => {
  const refusal = policy.refusal(reader, 'list_vms', 'evil.example.com')
  assert.equal(refusal?.code, 'forbidden')
  assert.match(refusal?.message ?? '', /Hostname not in allowed set/)
  assert.match(refusal?.hint ?? '', /vc-1, vc-2.*ALLOWED_VCENTER_HOSTS/)
})

test('without enforcement every tool is allowed, but still only on configured vCenters', () => {
  const open = createPolicy({ enforce: false, roles, vcenters: ['vc-1'] })
  assert.equal(open.refusal({ name: 'anonymous', role: 'anonymous' }, 'delete_vm', 'vc-1'), undefined)
  assert.equal(open.refusal({ name: 'anonymous', role: 'anonymous' }, 'delete_vm', 'vc-9')?.code, 'forbidden')
})
