import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultRoles } from '../../src/access/default-roles.ts'
import { resolveRoles } from '../../src/access/roles.ts'
import { toolDefinitions } from '../../src/tools/index.ts'

test('a role holds the tools it lists, and a star stands for all of them', () => {
  const { roles, mistakes } = resolveRoles({ read: ['list_vms'], admin: ['*'], none: [] }, [
    'list_vms',
    'delete_vm'
  ])
  assert.deepEqual(mistakes, [])
  assert.deepEqual([...(roles.get('read') ?? [])], ['list_vms'])
  assert.deepEqual([...(roles.get('admin') ?? [])], ['list_vms', 'delete_vm'])
  assert.equal(roles.get('none')?.size, 0)
})

test('an entry that names no tool is a mistake with the closest name', () => {
  const { mistakes } = resolveRoles({ read: ['list_vm'] }, ['list_vms', 'delete_vm'])
  assert.deepEqual(mistakes, ["role 'read' lists 'list_vm', which is no tool. Did you mean 'list_vms'?"])
})

test('by default read changes nothing, ops may not delete or resize VMs, admin may do everything', () => {
  const names = toolDefinitions.map(tool => tool.name)
  const { roles } = resolveRoles(defaultRoles(toolDefinitions), names)
  const risks = (role: string) =>
    toolDefinitions.filter(tool => roles.get(role)?.has(tool.name)).map(tool => tool.risk)
  assert.deepEqual([...new Set(risks('read'))], ['read'])
  assert.ok(roles.get('ops')?.has('power_off_vm'))
  assert.ok(roles.get('ops')?.has('delete_vm_snapshot'))
  assert.ok(!roles.get('ops')?.has('delete_vm'))
  assert.ok(!roles.get('ops')?.has('modify_vm_resources'))
  assert.equal(roles.get('admin')?.size, names.length)
})
