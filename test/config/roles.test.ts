import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from '../../src/config.ts'
import { mistakesOf } from './mistakes.ts'

const complete = {
  VCENTER_HOST: 'vc-1',
  VCENTER_USER: 'svc',
  VCENTER_PASSWORD: 'secret-password',
  AUTH_ENFORCE: 'false'
}

function load(variables: NodeJS.ProcessEnv) {
  return loadConfig({ ...complete, ...variables })
}

function mistakesIn(variables: NodeJS.ProcessEnv): readonly string[] {
  return mistakesOf(() => load(variables))
}

function mistakesOfRole(role: unknown): readonly string[] {
  return mistakesIn({ ROLES_TO_TOOLS: JSON.stringify({ team: role }) })
}

test('a role is a list of tools, or one with a scope; {} and no scope stand for everything', () => {
  const scope = { vcenters: ['vc-1'], folders: ['/DC/vm/a'], vm_names: ['web-*'] }
  const { roles } = load({
    ROLES_TO_TOOLS: JSON.stringify({
      plain: ['list_*'],
      team: { tools: ['list_vms'], scope },
      either: { tools: ['list_vms'], scope: [scope, { tags: ['owner/a'] }] },
      all: { tools: ['list_vms'], scope: {} }
    })
  }).access
  assert.ok(roles.get('plain')?.tools.has('list_hosts'))
  assert.deepEqual(roles.get('team')?.scope, [scope])
  assert.equal(roles.get('either')?.scope?.length, 2)
  assert.equal(roles.get('all')?.scope, undefined)
})

test('what is wrong with a role is told by its name and what comes closest', () => {
  const wrong: [unknown, RegExp][] = [
    ['list_vms', /role 'team' has the wrong shape/],
    [{ tools: 'list_vms' }, /role 'team' has the wrong shape/],
    [{ tools: ['list_vms'], scop: {} }, /has the key 'scop'. Did you mean 'scope'/],
    [{ tools: ['list_vms'], scope: 'a' }, /scope that is no object/],
    [{ tools: ['list_vms'], scope: [] }, /empty scope/],
    [{ tools: ['list_vms'], scope: { folder: ['/a'] } }, /'folder' is no key.*'folders'/],
    [{ tools: ['list_vms'], scope: { folders: [] } }, /scope: folders must NOT have fewer/],
    [{ tools: ['list_vms'], scope: { folders: '/a' } }, /scope: folders must be array/],
    [{ tools: ['list_vms'], scope: { vcenters: ['vc-9'] } }, /vCenter 'vc-9' is not configured/],
    [
      { tools: ['list_vms'], scope: { folders: ['team-a'] } },
      /scope: folders has the wrong form. Ids or inventory paths/
    ],
    [{ tools: ['list_vms'], scope: { folders: ['//'] } }, /scope: folders has the wrong form/],
    [{ tools: ['list_vms'], scope: { tags: ['shop'] } }, /scope: tags has the wrong form/],
    [['list_vm'], /lists 'list_vm', which is no tool. Did you mean 'list_vms'/]
  ]
  for (const [role, expected] of wrong) {
    const [mistake = ''] = mistakesOfRole(role)
    assert.match(mistake, /^ROLES_TO_TOOLS: /)
    assert.match(mistake, expected)
  }
})

test('a scope with a mistake never lets everything through: the start ends', () => {
  assert.ok(mistakesOfRole({ tools: ['*'], scope: { folders: '/a' } }).length > 0)
  assert.ok(mistakesOfRole({ tools: ['*'], scope: [null] }).length > 0)
})

test('an id in a scope is refused where it means something in more than one vCenter', () => {
  const mistakes = (scope: unknown) =>
    mistakesIn({
      ALLOWED_VCENTER_HOSTS: 'vc-1, vc-2',
      ROLES_TO_TOOLS: JSON.stringify({ team: { tools: ['list_vms'], scope } })
    })
  for (const limits of [
    { datacenters: ['datacenter-3'] },
    { clusters: ['prod', 'domain-c8'] },
    { folders: ['group-v3'], vcenters: ['vc-1', 'vc-2'] },
    { resource_pools: ['resgroup-8'] }
  ])
    assert.match(mistakes([{ vm_names: ['a'] }, limits])[0] ?? '', /something else in each vCenter/)
  for (const limits of [
    { folders: ['group-v3'], vcenters: ['vc-2'] },
    { folders: ['/DC/vm/a'], clusters: ['prod'], tags: ['urn:a'], vm_names: ['vm-1'] }
  ])
    assert.deepEqual(mistakes(limits), [])
})

test('READ_ONLY leaves the tools that change nothing, TOOLSETS those of its toolsets', () => {
  assert.ok(load({}).tools.some(tool => tool.name === 'delete_vm'))
  assert.deepEqual([...new Set(load({ READ_ONLY: 'true' }).tools.map(tool => tool.risk))], ['read'])
  const some = load({ TOOLSETS: 'power, snapshots' }).tools
  assert.deepEqual([...new Set(some.map(tool => tool.toolset))], ['power', 'snapshots', 'common'])
  assert.match(
    mistakesIn({ TOOLSETS: 'powr' })[0] ?? '',
    /^TOOLSETS: 'powr' is no toolset. Did you mean 'power'/
  )
  assert.match(mistakesIn({ TOOLSETS: 'power', READ_ONLY: 'true' })[0] ?? '', /leaves no tool/)
})

test('a role may list tools that this deployment has switched off', () => {
  assert.deepEqual(mistakesIn({ READ_ONLY: 'true', ROLES_TO_TOOLS: '{"a": ["delete_vm"]}' }), [])
})

test('proxies are trusted by network, and never all of them', () => {
  assert.deepEqual(load({ TRUSTED_PROXIES: '10.42.0.0/16, 192.0.2.1' }).access.trustedProxies, [
    '10.42.0.0/16',
    '192.0.2.1'
  ])
  for (const bad of ['true', '1', 'loopback', '::ffff:10.0.0.0/8'])
    assert.match(mistakesIn({ TRUSTED_PROXIES: bad })[0] ?? '', /is no network/, bad)
  for (const all of ['0.0.0.0/0', '::/0', '0.0.0.0/00', '128.0.0.0/1', '2000::/3'])
    assert.match(mistakesIn({ TRUSTED_PROXIES: all })[0] ?? '', /is everybody/, all)
})
