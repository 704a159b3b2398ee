import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { digestOf } from '../../src/access/tokens.ts'
import { loadConfig } from '../../src/config.ts'
import { temporaryDirectory } from '../helper.ts'
import { mistakesOf } from './mistakes.ts'

const vcenter = { VCENTER_HOST: 'vc-1', VCENTER_USER: 'svc', VCENTER_PASSWORD: 'secret-password' }
const token = 'secret-token-of-a-caller-0123456789'
const key = `sha256:${digestOf(token)}`

function load(tokens: unknown, variables: NodeJS.ProcessEnv = {}) {
  const text = typeof tokens === 'string' ? tokens : JSON.stringify(tokens)
  return loadConfig({ ...vcenter, TOKENS_TO_ROLES: text, ...variables }).access.static.tokens
}

function mistakesIn(tokens: unknown, variables: NodeJS.ProcessEnv = {}): readonly string[] {
  return mistakesOf(() => load(tokens, variables))
}

function fileWith(t: TestContext, content: unknown): string {
  const path = join(temporaryDirectory(t), 'tokens.json')
  writeFileSync(path, JSON.stringify(content), { mode: 0o600 })
  return path
}

test('a token alone, or its digest with a name and limits: of both only the digest is kept', () => {
  const limits = { expires: '2027-03-31T18:00:00Z', vcenters: ['VC-1'], cidr: ['10.2.0.0/16'] }
  const found = load({
    [token]: 'viewer',
    [`${key.slice(0, -1)}0`]: { name: 'ci-bot', role: 'admin', ...limits }
  })
  assert.deepEqual(found[0], {
    digest: digestOf(token),
    name: `token:${digestOf(token).slice(0, 12)}`,
    role: 'viewer'
  })
  const { digest: _, ...other } = found[1] ?? { digest: '' }
  assert.deepEqual(other, {
    name: 'ci-bot',
    role: 'admin',
    expiresAt: Date.UTC(2027, 2, 31, 18),
    vcenters: ['vc-1'],
    networks: ['10.2.0.0/16']
  })
  assert.doesNotMatch(JSON.stringify(found), /secret-token/)
})

test('a token that could be guessed ends the start with the command that makes a good one', () => {
  for (const weak of [
    't',
    'a'.repeat(40),
    'change-me',
    'secret-token-of-31-characters-x',
    'abcdefghi'.repeat(4)
  ]) {
    assert.match(mistakesIn({ [weak]: 'viewer' })[0] ?? '', /entry 1: .*guessed.*npm run token/, weak)
  }
  for (const good of ['0123456789abcdef'.repeat(2), 'abcdefghij'.repeat(4)])
    assert.deepEqual(mistakesIn({ [good]: 'viewer' }), [], good)
})

test('a token that no header can carry is a mistake, and so are tables without any', () => {
  for (const bad of ['with space in a long enough token 1', 'ümlaut-in-a-token-of-enough-characters', '']) {
    assert.match(mistakesIn({ [bad]: 'viewer' })[0] ?? '', /no header can carry/, bad)
  }
  assert.match(mistakesIn('{}')[0] ?? '', /missing or empty.*npm run token/)
})

test('a digest is never taken for a token: however sha256 is written, and with a warning where it is left out', () => {
  const digest = digestOf(token)
  assert.deepEqual(load({ [`SHA256:${digest.toUpperCase()}`]: 'viewer' })[0]?.digest, digest)
  for (const prefix of ['sha256=', 'SHA-256:', 'sha256:sha256:', 'SHA2-256(stdin)=', 'sha-256-'])
    assert.match(mistakesIn({ [prefix + digest]: 'viewer' })[0] ?? '', /behind sha256:/, prefix)
  const { warnings } = loadConfig({ ...vcenter, TOKENS_TO_ROLES: JSON.stringify({ [digest]: 'viewer' }) })
  assert.match(warnings[0] ?? '', /^TOKENS_TO_ROLES: entry 1 .*write sha256: before it/)
  assert.doesNotMatch(warnings.join(), new RegExp(digest.slice(0, 12)))
})

test('the digest of nothing ends the start: the blanks of a header would be that token', () => {
  assert.match(mistakesIn({ [`sha256:${digestOf('')}`]: 'viewer' })[0] ?? '', /of an empty text/)
})

test('a day that no calendar has is no expiry, or the token would count for longer than was meant', () => {
  const expiring = (expires: string) => ({ [key]: { name: 'ci-bot', role: 'viewer', expires } })
  for (const never of ['2027-02-30', '2027-02-29T10:00:00Z', '2027-04-31', '2027-13-01', '2027-03-31T25:00Z'])
    assert.match(mistakesIn(expiring(never))[0] ?? '', /expires is no date that exists/, never)
  assert.equal(load(expiring('2028-02-29'))[0]?.expiresAt, Date.UTC(2028, 1, 29))
  assert.equal(load(expiring('2027-01-01T00:30+02:00'))[0]?.expiresAt, Date.UTC(2026, 11, 31, 22, 30))
})

test('what is wrong with an entry is told by its place and name', () => {
  const entry = { name: 'ci-bot', role: 'viewer' }
  const wrong: [object, RegExp][] = [
    [
      { ...entry, role: 'viewr' },
      /entry 1 \('ci-bot'\): role 'viewr' does not exist.*viewer, operator, admin/
    ],
    [{ role: 'viewer' }, /entry 1: name is missing/],
    [{ ...entry, name: 'two words' }, /name has the wrong form/],
    [{ ...entry, name: 'token:0123' }, /name has the wrong form/],
    [{ ...entry, name: 'anonymous' }, /name has the wrong form/],
    [{ ...entry, expire: '2027-01-01' }, /'expire' is no key.*'expires'/],
    [{ ...entry, expires: 'tomorrow' }, /expires has the wrong form/],
    [{ ...entry, expires: '2027-02-31T25:00:00Z' }, /expires is no date/],
    [{ ...entry, vcenters: ['vc-9'] }, /vCenter 'vc-9' is not configured. Use one of: vc-1/],
    [{ ...entry, vcenters: [] }, /vcenters must NOT have fewer/],
    [{ ...entry, cidr: ['10.0.0.0/99'] }, /'10.0.0.0\/99' is no network/]
  ]
  for (const [value, expected] of wrong) assert.match(mistakesIn({ [key]: value })[0] ?? '', expected)
  for (const digits of ['abc', '0'.repeat(65), `x${'0'.repeat(64)}`])
    assert.match(mistakesIn({ [`sha256:${digits}`]: entry })[0] ?? '', /64 hexadecimal digits/, digits)
  assert.match(mistakesIn({ [token]: 'viewr' })[0] ?? '', /entry 1: role 'viewr' does not exist/)
  for (const value of [1, null, ['viewer']])
    assert.match(mistakesIn({ [token]: value })[0] ?? '', /neither a role nor an object/)
  for (const text of ['[]', '"x"', 'null']) assert.match(mistakesIn(text)[0] ?? '', /wrong shape/, text)
})

test('one token twice, also once by its digest, is a mistake', () => {
  assert.match(
    mistakesIn({ [token]: 'viewer', [key]: { name: 'b', role: 'admin' } })[0] ?? '',
    /configured twice/
  )
  const doubled = `{"${token}": "admin", "${token}": "viewer"}`
  assert.match(mistakesIn(doubled)[0] ?? '', /entry 2 has a key that stands there twice/)
})

test('two tokens may share a name while one replaces the other, but not with two roles', () => {
  const other = `sha256:${digestOf('other')}`
  const bot = { name: 'ci-bot', role: 'viewer' }
  assert.equal(load({ [key]: bot, [other]: bot }).length, 2)
  assert.match(
    mistakesIn({ [key]: bot, [other]: { ...bot, role: 'admin' } })[0] ?? '',
    /tokens with two roles/
  )
})

test('a TOKENS_FILE that others may read is a warning, and one without tokens repeats no mistake', t => {
  const path = fileWith(t, {})
  const warnings = () =>
    loadConfig({ ...vcenter, TOKENS_TO_ROLES: `{"${token}": "viewer"}`, TOKENS_FILE: path }).warnings
  assert.deepEqual(warnings(), [])
  chmodSync(path, 0o644)
  assert.match(warnings()[0] ?? '', /^TOKENS_FILE: .* may be read by others.*chmod 600/)
  assert.equal(mistakesIn({ [token]: 'viewer', [key]: 'admin' }, { TOKENS_FILE: path }).length, 1)
})

test('TOKENS_FILE adds tokens and is enough alone; its mistakes and those between the two are told', t => {
  const path = fileWith(t, { [key]: { name: 'ci-bot', role: 'viewer' } })
  assert.equal(load('{}', { TOKENS_FILE: path }).length, 1)
  assert.equal(load('', { TOKENS_FILE: path }).length, 1)
  assert.match(
    mistakesIn({ [token]: 'viewer' }, { TOKENS_FILE: path })[0] ?? '',
    /^TOKENS_FILE: .*configured twice/
  )
  assert.match(
    mistakesIn('', { TOKENS_FILE: '/no/such/file' })[0] ?? '',
    /^TOKENS_FILE: .*readable JSON file/
  )
  assert.match(mistakesIn('', { TOKENS_FILE: fileWith(t, []) })[0] ?? '', /^TOKENS_FILE: has the wrong shape/)
})

test('a file read anew says which tokens it lists, also where one of them cannot be used', t => {
  const path = fileWith(t, { [key]: 'viewer' })
  const { file } = loadConfig({ ...vcenter, TOKENS_FILE: path }).access.static
  const listed = (content: string) => {
    writeFileSync(path, content)
    return file?.read().listed
  }
  assert.deepEqual([...(listed(JSON.stringify({ [key]: 'no-such-role' })) ?? [])], [digestOf(token)])
  assert.equal(listed(JSON.stringify({ [key.slice(0, -1)]: 'viewer' })), undefined)
  assert.equal(listed('{ broken'), undefined)
})

test('what would hold up the service for long is not read: a pipe, a directory, more than 1 MiB', t => {
  const path = fileWith(t, { [key]: 'viewer' })
  execFileSync('mkfifo', [`${path}.fifo`])
  for (const other of [`${path}.fifo`, dirname(path)])
    assert.match(mistakesIn('', { TOKENS_FILE: other })[0] ?? '', /^TOKENS_FILE: .* is no file\./)
  writeFileSync(path, `${' '.repeat(1 << 20)}{}`)
  assert.match(mistakesIn('', { TOKENS_FILE: path })[0] ?? '', /^TOKENS_FILE: .* is larger than 1 MiB\./)
})
