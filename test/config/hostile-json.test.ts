import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadConfig } from '../../src/config.ts'
import { temporaryDirectory } from '../helper.ts'

const base = {
  VCENTER_HOST: 'vc.example.com',
  VCENTER_USER: 'svc',
  VCENTER_PASSWORD: 'secret',
  TOKENS_TO_ROLES: '{"a-token-of-32-characters-0123456789": "viewer"}'
}

/** What the start is refused with. */
function mistakesOf(environment: Record<string, string>): string {
  try {
    loadConfig({ ...base, ...environment })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return ''
}

const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']

test('a token cannot get a role or a tool that exists only as a property of every object', () => {
  for (const name of names) {
    assert.match(
      mistakesOf({ TOKENS_TO_ROLES: `{"a-token-of-32-characters-0123456789": "${name}"}` }),
      new RegExp(`role '${name}' does not exist`)
    )
    assert.match(
      mistakesOf({ ROLES_TO_TOOLS: `{"viewer": ["${name}"]}` }),
      new RegExp(`'${name}', which is no tool`)
    )
  }
})

test('a role or a token named like a property of every object is that name and nothing else', () => {
  for (const name of names) {
    const { access } = loadConfig({
      ...base,
      ROLES_TO_TOOLS: `{"${name}": ["list_vms"]}`,
      TOKENS_TO_ROLES: `{"a-token-of-32-characters-0123456789": "${name}"}`
    })
    assert.deepEqual([...access.roles.keys()], [name])
    assert.deepEqual([...(access.roles.get(name)?.tools ?? [])], ['list_vms'])
    assert.equal(Object.getPrototypeOf({}), Object.prototype)
  }
  assert.equal(({} as Record<string, unknown>)['list_vms'], undefined)
})

test('an object of prototypes in place of a role has the wrong shape', () => {
  for (const value of ['{"__proto__": {"x": "admin"}}', '{"constructor": {"prototype": {"x": "admin"}}}']) {
    assert.match(mistakesOf({ TOKENS_TO_ROLES: value }), /TOKENS_TO_ROLES: entry 1: /)
  }
  assert.match(
    mistakesOf({ ROLES_TO_TOOLS: '{"__proto__": {"viewer": ["*"]}}' }),
    /ROLES_TO_TOOLS: role '__proto__' has the wrong shape/
  )
})

test('such a key in VCENTERS_FILE is no key of an entry, also when it is escaped, and sets nothing', t => {
  const path = join(temporaryDirectory(t), 'vcenters.json')
  const entry = '"name":"dr","host":"dr.example.com","user":"svc","password":"x"'
  for (const [key, shown] of [
    ['__proto__', '__proto__'],
    [String.raw`\u005f_proto__`, '__proto__'],
    ['constructor', 'constructor'],
    ['toString', 'toString']
  ] as const) {
    writeFileSync(path, `[{${entry},"${key}":{"insecure":true}}]`, { mode: 0o600 })
    assert.match(mistakesOf({ VCENTERS_FILE: path }), new RegExp(`'${shown}' is no key of an entry`))
    // nor does what stands in it count for the entry
    writeFileSync(path, `[{"name":"dr","host":"h","user":"u","${key}":{"password":"x"}}]`, { mode: 0o600 })
    assert.match(mistakesOf({ VCENTERS_FILE: path }), /password is missing/)
  }
  assert.equal(({} as Record<string, unknown>)['insecure'], undefined)
})
