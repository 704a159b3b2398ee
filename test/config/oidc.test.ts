import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Config, loadConfig } from '../../src/config.ts'
import { mistakesOf } from './mistakes.ts'

const vcenter = { VCENTER_HOST: 'vc-1', VCENTER_USER: 'svc', VCENTER_PASSWORD: 'secret-password' }
const usual = {
  OIDC_ISSUER: 'https://sso.example.com/realms/platform',
  OIDC_AUDIENCE: 'https://mcp.example.com/mcp, vsphere',
  OIDC_CLAIMS_TO_ROLES: '{"vsphere-admins": "admin", "vsphere-users": "viewer"}',
  PUBLIC_URL: 'https://mcp.example.com'
}

function load(variables: NodeJS.ProcessEnv): Config {
  return loadConfig({ ...vcenter, ...usual, ...variables })
}

function mistakesIn(variables: NodeJS.ProcessEnv): readonly string[] {
  return mistakesOf(() => load(variables))
}

/** Exactly one mistake, or the operator looks for a second one that is not there. */
function assertMistake(variables: NodeJS.ProcessEnv, mistake: RegExp): void {
  const mistakes = mistakesIn(variables)
  assert.equal(mistakes.length, 1, `${JSON.stringify(variables)}: ${mistakes.join('; ')}`)
  assert.match(mistakes[0] ?? '', mistake)
}

test('an issuer, an audience, a map and the public URL are enough: no static token is needed', () => {
  const { access } = load({})
  assert.deepEqual(access.oidc, {
    issuer: usual.OIDC_ISSUER,
    audiences: ['https://mcp.example.com/mcp', 'vsphere'],
    roleClaim: 'roles',
    valuesToRoles: new Map([
      ['vsphere-admins', 'admin'],
      ['vsphere-users', 'viewer']
    ]),
    nameClaim: 'sub',
    publicUrl: 'https://mcp.example.com'
  })
  assert.deepEqual(access.static.tokens, [])
})

test('without an issuer a static token is still required, and the mistake names the alternative', () => {
  assert.match(
    mistakesIn({ OIDC_ISSUER: '', OIDC_AUDIENCE: '', OIDC_CLAIMS_TO_ROLES: '', PUBLIC_URL: '' })[0] ?? '',
    /TOKENS_TO_ROLES: missing.*OIDC_ISSUER/
  )
})

test('values of a claim keep the order in which they are written', () => {
  const { access } = load({ OIDC_CLAIMS_TO_ROLES: '{"ops": "operator", "42": "viewer", "7": "admin"}' })
  assert.deepEqual(
    [...(access.oidc?.valuesToRoles ?? [])],
    [
      ['ops', 'operator'],
      ['42', 'viewer'],
      ['7', 'admin']
    ]
  )
})

test('http is for issuers and services on this machine only', () => {
  for (const issuer of [
    'http://localhost:8080/realms/x',
    'http://127.0.0.1',
    'http://[::1]:8080',
    'https://sso/'
  ]) {
    assert.equal(load({ OIDC_ISSUER: issuer }).access.oidc?.issuer, issuer)
  }
  for (const issuer of [
    'http://sso.example.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'sso.example.com',
    'ftp://localhost',
    'https://sso.example.com?tenant=1',
    'https://sso.example.com/#x',
    'https://user:secret-password@sso.example.com'
  ]) {
    assertMistake({ OIDC_ISSUER: issuer }, /^OIDC_ISSUER: is no URL of an issuer/)
    assert.doesNotMatch(mistakesIn({ OIDC_ISSUER: issuer }).join(), /secret-/)
  }
})

test('the public URL has no slash at its end, and may have a path', () => {
  for (const [given, kept] of [
    ['https://mcp.example.com/', 'https://mcp.example.com'],
    ['https://MCP.example.com:443/vsphere/', 'https://mcp.example.com/vsphere'],
    ['http://localhost:8000', 'http://localhost:8000']
  ] as const) {
    assert.equal(load({ PUBLIC_URL: given }).access.oidc?.publicUrl, kept)
  }
  for (const wrong of ['mcp.example.com', 'http://mcp.example.com', 'https://x/?a', 'https://u:p@x']) {
    assertMistake({ PUBLIC_URL: wrong }, /^PUBLIC_URL: is no URL of this service/)
  }
  assertMistake({ PUBLIC_URL: 'https://mcp.example.com/a:b' }, /^PUBLIC_URL: has a path of other characters/)
  assertMistake({ PUBLIC_URL: 'https://mcp.example.com/mcp' }, /^PUBLIC_URL: ends in MCP_PATH \(\/mcp\)/)
})

test('what an issuer needs is asked for, and what needs an issuer too', () => {
  assertMistake({ OIDC_AUDIENCE: '' }, /^OIDC_AUDIENCE: missing/)
  assertMistake({ OIDC_AUDIENCE: ' , ' }, /^OIDC_AUDIENCE: missing/)
  assertMistake({ PUBLIC_URL: '' }, /^PUBLIC_URL: missing/)
  const alone = { OIDC_ISSUER: '', OIDC_AUDIENCE: '', OIDC_CLAIMS_TO_ROLES: '', AUTH_ENFORCE: 'false' }
  assert.deepEqual(mistakesIn(alone), [])
  for (const [name, value] of Object.entries({
    OIDC_AUDIENCE: 'vsphere',
    OIDC_ROLE_CLAIM: 'groups',
    OIDC_CLAIMS_TO_ROLES: '{"a": "viewer"}',
    OIDC_NAME_CLAIM: 'email'
  })) {
    assertMistake({ ...alone, [name]: value }, new RegExp(`^${name}: is for OIDC_ISSUER, which is not set`))
  }
})

test('a role that does not exist is told with the one that was meant', () => {
  assertMistake(
    { OIDC_CLAIMS_TO_ROLES: '{"vsphere-users": "viewr"}' },
    /^OIDC_CLAIMS_TO_ROLES: 'vsphere-users' has the role 'viewr', which does not exist. Did you mean 'viewer'\?$/
  )
  assertMistake({ OIDC_CLAIMS_TO_ROLES: '{"x": ["viewer"]}' }, /'x' has no role/)
  assertMistake({ OIDC_CLAIMS_TO_ROLES: '{}' }, /is empty/)
  assertMistake({ OIDC_CLAIMS_TO_ROLES: '' }, /missing. Say which value gives which role/)
  assertMistake({ OIDC_CLAIMS_TO_ROLES: '{"x": "viewer"' }, /not valid JSON/)
  assertMistake({ OIDC_CLAIMS_TO_ROLES: '["viewer"]' }, /wrong shape/)
  assertMistake({ OIDC_CLAIMS_TO_ROLES: '{"x": "viewer", "x": "admin"}' }, /stands there twice/)
})

test('an empty value of a claim gives nobody a role', () => {
  assertMistake({ OIDC_CLAIMS_TO_ROLES: '{"": "admin"}' }, /^OIDC_CLAIMS_TO_ROLES: '' is no value/)
})

test('a scope is one that a header can name; values of other claims may be anything', () => {
  const variables = { OIDC_CLAIMS_TO_ROLES: '{"say \\"yes\\"": "viewer"}' }
  assert.deepEqual(mistakesIn(variables), [])
  assertMistake({ ...variables, OIDC_ROLE_CLAIM: 'scope' }, /can be no scope/)
  assertMistake({ ...variables, OIDC_ROLE_CLAIM: 'scp' }, /can be no scope/)
})

test('scopes in an order in which more of them allow less are warned of', () => {
  const warningsOf = (map: object, claim: string) =>
    load({ OIDC_CLAIMS_TO_ROLES: JSON.stringify(map), OIDC_ROLE_CLAIM: claim }).warnings
  const wrongOrder = { 'vsphere.read': 'viewer', 'vsphere.admin': 'admin' }
  assert.match(warningsOf(wrongOrder, 'scope').join(), /'vsphere.read' comes before 'vsphere.admin'/)
  assert.deepEqual(warningsOf(wrongOrder, 'groups'), [])
  assert.deepEqual(warningsOf({ 'vsphere.admin': 'admin', 'vsphere.read': 'viewer' }, 'scope'), [])
})
