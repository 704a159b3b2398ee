import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { type CryptoKey, exportSPKI, importJWK } from 'jose'
import { createIssuerKeys } from '../../../src/access/oidc/issuer-keys.ts'
import { type OidcSettings, createOidc } from '../../../src/access/oidc/index.ts'
import { CodedError } from '../../../src/errors.ts'
import { type SignOptions, audience, startIssuer } from '../../issuer.ts'

const silent = { info: () => undefined, warn: () => undefined }

async function start(t: TestContext, settings: Partial<OidcSettings> = {}) {
  const issuer = await startIssuer(t)
  const all: OidcSettings = {
    issuer: issuer.url,
    audiences: [audience],
    roleClaim: 'roles',
    valuesToRoles: new Map(['admin', 'operator', 'viewer'].map(role => [role, role])),
    nameClaim: 'sub',
    publicUrl: 'https://mcp.example.com',
    ...settings
  }
  const authenticate = createOidc(all, createIssuerKeys({ issuer: issuer.url, log: silent }))
  const log: string[] = []
  async function find(token: string) {
    return authenticate(token, '127.0.0.1', { info: message => log.push(message) })
  }
  return { issuer, find, log, found: async (options?: SignOptions) => find(await issuer.sign(options)) }
}

type Started = Awaited<ReturnType<typeof start>>

/** Refused like any wrong token, with the reason in the log and nothing of the token there. */
async function assertRefused({ find, log }: Started, token: string, reason: RegExp): Promise<void> {
  log.length = 0
  assert.equal(await find(token), undefined)
  assert.match(log.join(), reason)
  for (const part of token.split('.').filter(each => each !== '')) assert.ok(!log.join().includes(part))
}

function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

test('a good token names its principal and role, whichever kind of key of the issuer has signed it', async t => {
  const { issuer, found, log } = await start(t)
  for (const alg of ['RS256', 'PS256', 'ES256', 'EdDSA'] as const) await issuer.addKey(alg)
  for (const key of issuer.keys) {
    const principal = await found({ key })
    assert.deepEqual(principal, { name: 'oidc:user-1', role: 'viewer', fromIssuer: true }, key.alg)
  }
  assert.deepEqual(log, [])
})

test('a token for any of the audiences is good, also when it is for others besides', async t => {
  const { found } = await start(t, { audiences: ['one', 'two'] })
  for (const aud of ['one', 'two', ['three', 'two']]) {
    assert.ok(await found({ claims: { aud } }), String(aud))
  }
})

test('a token for somebody else, of somebody else, or of another time is refused', async t => {
  const started = await start(t)
  const { issuer } = started
  const wrong: [claims: Record<string, unknown>, reason: RegExp][] = [
    [{ aud: 'another-service' }, /"aud"/],
    [{ aud: [`${audience}-2`, audience.toUpperCase()] }, /"aud"/],
    [{ aud: undefined }, /"aud"/],
    [{ iss: `${issuer.url}/` }, /another issuer/],
    [{ iss: 'https://evil.example.com' }, /another issuer/],
    [{ iss: [issuer.url] }, /another issuer/],
    [{ exp: inSeconds(-60) }, /"exp"/],
    [{ exp: undefined }, /"exp"/],
    [{ exp: 'never' }, /"exp"/],
    [{ nbf: inSeconds(60) }, /"nbf"/],
    [{ sub: undefined }, /"sub"/],
    [{ sub: '' }, /no text in sub/],
    [{ sub: 42 }, /no text in sub/]
  ]
  for (const [claims, reason] of wrong) await assertRefused(started, await issuer.sign({ claims }), reason)
})

test('a clock that is half a minute off does no harm', async t => {
  const { found } = await start(t)
  for (const claims of [{ exp: inSeconds(-25) }, { nbf: inSeconds(25) }]) assert.ok(await found({ claims }))
})

test('a token without a signature is refused, however its header spells that', async t => {
  const started = await start(t)
  const [, payload = '', signature = ''] = (await started.issuer.sign()).split('.')
  for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
    assert.equal(await started.find(`${encoded({ alg })}.${payload}.`), undefined)
    await assertRefused(started, `${encoded({ alg })}.${payload}.${signature}`, /"alg"/)
  }
  assert.deepEqual(started.issuer.requests, [], 'the issuer was not even asked')
})

test('the public key of the issuer is no shared secret', async t => {
  const started = await start(t)
  const { kid, jwk } = await started.issuer.addKey('RS256')
  const [, payload = ''] = (await started.issuer.sign()).split('.')
  const pem = await exportSPKI((await importJWK(jwk, 'RS256')) as CryptoKey)
  for (const secret of [pem, pem.trim(), jwk.n ?? '', JSON.stringify(jwk)]) {
    const signed = `${encoded({ alg: 'HS256', kid, typ: 'at+jwt' })}.${payload}`
    const mac = createHmac('sha256', secret).update(signed).digest('base64url')
    await assertRefused(started, `${signed}.${mac}`, /"alg"/)
  }
})

test('a key that the token brings along, or points to, counts for nothing', async t => {
  const started = await start(t)
  const { issuer } = started
  const own = await issuer.makeKey()
  const kid = issuer.keys[0]?.kid
  const known = issuer.requests.length
  for (const header of [
    { jwk: own.jwk, kid },
    { jku: `${issuer.url}/evil`, kid },
    { x5u: `${issuer.url}/evil`, kid }
  ]) {
    await assertRefused(started, await issuer.sign({ key: own, header }), /signature/)
  }
  const [, payload, signature] = (await issuer.sign()).split('.')
  const critical = encoded({ alg: 'ES256', kid, crit: ['must-know'], 'must-know': 1 })
  await assertRefused(started, `${critical}.${payload}.${signature}`, /must-know/)
  assert.ok(issuer.requests.slice(known).every(path => !path.includes('evil')))
})

test('a payload, header or signature that was changed is refused', async t => {
  const started = await start(t)
  const [header = '', payload = '', signature = ''] = (await started.issuer.sign()).split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
  const other = (await started.issuer.sign({ claims: { sub: 'user-2' } })).split('.')
  await assertRefused(
    started,
    [header, encoded({ ...claims, roles: ['admin'] }), signature].join('.'),
    /signature/
  )
  await assertRefused(started, [header, payload, other[2]].join('.'), /signature/)
  await assertRefused(started, [header, payload, `AAAA${signature.slice(4)}`].join('.'), /signature/)
})

test('only access tokens count: no ID token, no logout token, no proof of possession', async t => {
  const started = await start(t)
  for (const typ of [undefined, 'JWT', 'jwt', 'at+jwt', 'AT+JWT', 'application/at+jwt']) {
    assert.ok(await started.found({ header: { typ } }), typ)
  }
  for (const typ of ['id+jwt', 'logout+jwt', 'dpop+jwt', 'secevent+jwt', '']) {
    await assertRefused(started, await started.issuer.sign({ header: { typ } }), /typ/)
  }
  // what Keycloak writes into the payload
  assert.ok(await started.found({ claims: { typ: 'Bearer' } }))
  await assertRefused(started, await started.issuer.sign({ claims: { typ: 'ID' } }), /ID token/)
  // a token that is worth nothing without the key of its owner
  for (const cnf of [{ jkt: 'thumbprint-of-a-key' }, { 'x5t#S256': 'thumbprint-of-a-certificate' }, null])
    await assertRefused(started, await started.issuer.sign({ claims: { cnf } }), /bound to a key/)
})

test('of several values the first in the order of the map counts, whatever the order in the token', async t => {
  const { found } = await start(t, {
    valuesToRoles: new Map([
      ['vsphere-admins', 'admin'],
      ['vsphere-users', 'viewer']
    ])
  })
  for (const roles of [
    ['vsphere-users', 'vsphere-admins'],
    ['others', 'vsphere-admins', 'vsphere-users']
  ]) {
    const principal = await found({ claims: { roles } })
    assert.equal(principal instanceof CodedError ? undefined : principal?.role, 'admin')
  }
})

test('a role is read from a scope, a claim with dots in its name, or a path', async t => {
  const cases: [roleClaim: string, claims: Record<string, unknown>][] = [
    ['scope', { scope: 'openid viewer email' }],
    ['scp', { scp: ['openid', 'viewer'] }],
    ['role', { role: 'viewer' }],
    ['https://example.com/roles', { 'https://example.com/roles': ['viewer'] }],
    ['realm_access.roles', { realm_access: { roles: ['viewer'] } }],
    ['realm_access.roles', { realm_access: { roles: ['admin'] }, 'realm_access.roles': ['viewer'] }],
    ['resource_access.vsphere.roles', { resource_access: { vsphere: { roles: 'viewer' } } }]
  ]
  for (const [roleClaim, claims] of cases) {
    const { found } = await start(t, { roleClaim })
    const principal = await found({ claims: { roles: undefined, ...claims } })
    assert.equal(principal instanceof CodedError ? principal.message : principal?.role, 'viewer', roleClaim)
  }
})

test('a good token without a role that counts is forbidden, not invalid', async t => {
  const cases: [roleClaim: string, claims: Record<string, unknown>][] = [
    ['roles', { roles: undefined }],
    ['roles', { roles: [] }],
    ['roles.names', { roles: null }],
    ['roles', { roles: ['unknown', 'Viewer', 'viewer '] }],
    ['roles', { roles: 'viewer admin' }],
    ['roles', { roles: 7 }],
    ['roles', { roles: { viewer: true } }],
    ['roles', { roles: [['viewer'], { role: 'viewer' }, null] }],
    ['scope', { scope: 'viewers,viewer' }],
    ['a.b', { a: 'viewer' }],
    ['a.constructor', { a: {} }],
    ['__proto__', { roles: ['viewer'] }]
  ]
  for (const [roleClaim, claims] of cases) {
    const { found, log } = await start(t, { roleClaim })
    const error = await found({ claims })
    assert.ok(error instanceof CodedError, `${roleClaim} ${JSON.stringify(claims)}`)
    assert.equal(error.code, 'forbidden')
    assert.match(log.join(), new RegExp(`'${roleClaim.replaceAll('.', '\\.')}'`))
  }
})

test('the name is printable and bounded, and two callers never become one by that', async t => {
  const { found } = await start(t, { nameClaim: 'who.name' })
  const nameOf = async (name: unknown) => {
    const principal = await found({ claims: { who: { name } } })
    return principal instanceof CodedError ? undefined : principal?.name
  }
  assert.equal(await nameOf('Zoë Müller <zoe@example.com>'), 'oidc:Zoë Müller <zoe@example.com>')
  assert.equal(await nameOf('x'.repeat(195)), `oidc:${'x'.repeat(195)}`)
  const names = await Promise.all(
    [
      'a\nb',
      'a\rb',
      'a?b',
      'a\u202Eb',
      'x'.repeat(300),
      'x'.repeat(301),
      `${'x'.repeat(181)}${'😀'.repeat(20)}`
    ].map(nameOf)
  )
  for (const name of names) {
    assert.match(name ?? '', /^oidc:[^\p{C}]+$/u)
    assert.ok((name ?? '').length <= 200)
  }
  assert.equal(new Set(names).size, names.length)
  for (const name of ['', undefined, 42, ['a']]) assert.equal(await nameOf(name), undefined)
})

test('what does not look like a token of an issuer never makes it be asked', async t => {
  const { issuer, find, log } = await start(t)
  const [header = '', payload = '', signature = ''] = (await issuer.sign()).split('.')
  const others = [
    'token-viewer-0123456789abcdefghij',
    `${header}.${payload}`,
    `${header}.${payload}.${signature}.x`,
    `${header}.${payload}.${signature}=`,
    `${encoded([])}.${payload}.${signature}`,
    `${encoded({ kid: 'x' })}.${payload}.${signature}`,
    `not-json.${payload}.${signature}`,
    `${header}.not-json.${signature}`,
    `${header}.${encoded({ iss: 'https://evil.example.com' })}.${signature}`,
    '..',
    ''
  ]
  for (const token of others) assert.equal(await find(token), undefined, token)
  assert.deepEqual(issuer.requests, [])
  assert.equal(log.length, 2, 'a guess at a static token is no line of the log')
})

test('a token cannot fill the log with what it says of itself', async t => {
  const started = await start(t)
  const [, payload, signature] = (await started.issuer.sign()).split('.')
  const [{ kid, alg } = assert.fail()] = started.issuer.keys
  const extension = 'x'.repeat(5000)
  const header = encoded({ alg, kid, crit: [extension], [extension]: 1 })
  await assertRefused(started, `${header}.${payload}.${signature}`, /Extension Header Parameter "x{100}/)
  assert.ok(started.log.join().length < 300)
})
