import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultRoles } from '../../src/access/default-roles.ts'
import { type RoleEntry, resolveRoles } from '../../src/access/roles.ts'
import { toolDefinitions } from '../../src/tools/index.ts'

const tools = [
  { name: 'list_vms', toolset: 'inventory', risk: 'read' },
  { name: 'list_hosts', toolset: 'inventory', risk: 'read' },
  { name: 'power_on_vm', toolset: 'power', risk: 'change' },
  { name: 'delete_vm', toolset: 'lifecycle', risk: 'destructive' }
]

function toolsOf(entries: Record<string, readonly string[]>, role: string): string[] {
  const { roles, mistakes } = resolveRoles(asEntries(entries), tools)
  assert.deepEqual(mistakes, [])
  return [...(roles.get(role)?.tools ?? [])]
}

function mistakesIn(entries: Record<string, readonly string[]>): string[] {
  return resolveRoles(asEntries(entries), tools).mistakes
}

function asEntries(entries: Record<string, readonly string[]>): Record<string, RoleEntry> {
  return Object.fromEntries(Object.entries(entries).map(([name, each]) => [name, { tools: each }]))
}

test('a role holds the tools it names, by name, glob, toolset, risk, or the role it inherits from', () => {
  assert.deepEqual(toolsOf({ a: ['list_vms'] }, 'a'), ['list_vms'])
  assert.deepEqual(toolsOf({ a: ['list_*'] }, 'a'), ['list_vms', 'list_hosts'])
  assert.deepEqual(toolsOf({ a: ['*'] }, 'a').length, tools.length)
  assert.deepEqual(toolsOf({ a: ['toolset:power'] }, 'a'), ['power_on_vm'])
  assert.deepEqual(toolsOf({ a: ['risk:destructive'] }, 'a'), ['delete_vm'])
  const chain = { a: ['list_vms'], b: ['role:a', 'power_*'], c: ['role:b', 'delete_vm'] }
  assert.deepEqual(toolsOf(chain, 'c'), ['list_vms', 'power_on_vm', 'delete_vm'])
  assert.deepEqual(toolsOf({ a: [] }, 'a'), [])
})

test('a role holds nothing that it does not name', () => {
  assert.ok(!toolsOf({ a: ['risk:read', 'toolset:power'] }, 'a').includes('delete_vm'))
})

test('an entry that names nothing is a mistake with what comes closest', () => {
  assert.deepEqual(mistakesIn({ a: ['list_vm'] }), [
    "role 'a' lists 'list_vm', which is no tool. Did you mean 'list_vms'?"
  ])
  assert.match(mistakesIn({ a: ['toolset:powr'] })[0] ?? '', /no toolset. Did you mean 'power'/)
  assert.match(mistakesIn({ a: ['risk:reads'] })[0] ?? '', /no risk. Did you mean 'read'/)
  assert.match(mistakesIn({ viewer: [], b: ['role:viewr'] })[0] ?? '', /no role. Did you mean 'viewer'/)
  assert.match(mistakesIn({ a: ['tools:power'] })[0] ?? '', /Did you mean 'toolset:'/)
  assert.match(mistakesIn({ a: ['snap_*'] })[0] ?? '', /matches no tool/)
})

test('roles that inherit in a circle are a mistake and not an endless start', () => {
  assert.match(mistakesIn({ a: ['role:b'], b: ['role:a'] }).join(), /inherits from itself/)
  assert.match(mistakesIn({ a: ['role:a'] }).join(), /inherits from itself/)
})

test('a role that inherits from a limited one says what it is limited to itself', () => {
  const team = { tools: ['list_vms'], scope: [{ folders: ['/DC/vm/a'] }] }
  const without = resolveRoles({ team, lead: { tools: ['role:team'] } }, tools)
  assert.match(without.mistakes.join(), /'lead' inherits from 'team', which has a scope/)
  const open = resolveRoles({ team, lead: { tools: ['role:team'], scope: [] } }, tools)
  assert.deepEqual(open.mistakes, [])
  assert.equal(open.roles.get('lead')?.scope, undefined)
  assert.deepEqual(open.roles.get('team')?.scope, team.scope)
})

test('a name that is on every object is a role like any other, or none', () => {
  const { roles } = resolveRoles(asEntries({ constructor: ['list_vms'] }), tools)
  assert.deepEqual([...(roles.get('constructor')?.tools ?? [])], ['list_vms'])
  assert.match(mistakesIn({ a: ['role:toString'] })[0] ?? '', /no role/)
})

test('by default viewer changes nothing, operator may not delete or resize VMs, admin may do everything', () => {
  const { roles } = resolveRoles(defaultRoles, toolDefinitions)
  const risks = (role: string) =>
    toolDefinitions.filter(tool => roles.get(role)?.tools.has(tool.name)).map(tool => tool.risk)
  assert.deepEqual([...new Set(risks('viewer'))], ['read'])
  const operator = roles.get('operator')?.tools
  assert.ok(operator?.has('power_off_vm'))
  assert.ok(operator?.has('delete_vm_snapshot'))
  assert.ok(!operator?.has('delete_vm'))
  assert.ok(!operator?.has('modify_vm_resources'))
  assert.equal(roles.get('admin')?.tools.size, toolDefinitions.length)
})
