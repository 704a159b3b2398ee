import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { test } from 'node:test'
import { createTokenTable, digestOf, nameOfDigest } from '../../src/access/tokens.ts'

const digest = digestOf('secret-token')
const table = createTokenTable([
  { digest, name: nameOfDigest(digest), role: 'viewer' },
  { digest: digestOf('other-token'), name: 'ci-bot', role: 'admin', vcenters: ['dr'] }
])

test('a configured token finds its principal with its role and vCenters', () => {
  assert.equal(table('secret-token', '10.0.0.1')?.role, 'viewer')
  assert.deepEqual(table('other-token', '10.0.0.1'), { name: 'ci-bot', role: 'admin', vcenters: ['dr'] })
})

test('unknown, empty and nearly right tokens find nobody, and neither does a digest', () => {
  for (const token of [
    '',
    'secret-toke',
    'secret-token ',
    'SECRET-TOKEN',
    '__proto__',
    digest,
    `sha256:${digest}`
  ]) {
    assert.equal(table(token, '10.0.0.1'), undefined, token)
  }
})

test('the name of a token without one identifies it without telling it', () => {
  const principal = table('secret-token', '10.0.0.1')
  assert.match(principal?.name ?? '', /^token:[0-9a-f]{12}$/)
  assert.ok(!inspect(principal).includes('secret'))
})

test('a token counts until the moment it expires', () => {
  let now = 0
  const expiring = createTokenTable([{ digest, name: 'a', role: 'viewer', expiresAt: 1000 }], () => now)
  now = 999
  assert.ok(expiring('secret-token', '10.0.0.1'))
  now = 1000
  assert.equal(expiring('secret-token', '10.0.0.1'), undefined)
})

test('a token for some networks finds nobody from elsewhere', () => {
  const local = createTokenTable([{ digest, name: 'a', role: 'viewer', networks: ['10.2.0.0/16', '::1'] }])
  for (const address of ['10.2.0.1', '::ffff:10.2.3.4', '::1'])
    assert.ok(local('secret-token', address), address)
  for (const address of ['10.3.0.1', '::ffff:10.3.0.1', '::2', '', 'unix:'])
    assert.equal(local('secret-token', address), undefined, address)
})
