import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createChallenge } from '../../../src/access/oidc/challenge.ts'

const roles = new Map([
  ['nothing', { tools: new Set<string>() }],
  ['viewer', { tools: new Set(['list_vms']) }],
  ['power', { tools: new Set(['list_vms', 'power_on_vm']) }],
  ['remove', { tools: new Set(['list_vms', 'list_hosts', 'delete_vm']) }]
])
const challenge = createChallenge({
  oidc: {
    issuer: 'https://sso.example.com',
    audiences: ['vsphere'],
    roleClaim: 'scope',
    valuesToRoles: new Map([...roles.keys()].map(role => [`vsphere.${role}`, role])),
    nameClaim: 'sub',
    publicUrl: 'https://mcp.example.com'
  },
  roles,
  mcpPath: '/mcp'
})

test('a client that does not know yet what it will call is told the least scope that allows anything', () => {
  const header = challenge({ code: 'unauthenticated', isSent: false, route: '/mcp' })
  assert.match(header ?? '', /scope="vsphere\.viewer"/)
})

test('where no scope allows all of the tools, the least one that allows any of them is named', () => {
  const refusal = { code: 'forbidden', isSent: true, route: '/mcp' } as const
  const header = challenge({ ...refusal, tools: ['delete_vm', 'power_on_vm'] })
  assert.match(header ?? '', /scope="vsphere\.power"/)
  assert.doesNotMatch(challenge({ ...refusal, tools: ['no_such_tool'] }) ?? '', /scope=/)
})
