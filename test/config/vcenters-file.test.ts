import assert from 'node:assert/strict'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import * as fc from 'fast-check'
import { type Config, ConfigError, loadConfig } from '../../src/config.ts'
import { vcenterEntryCheck } from '../../src/config/vcenter-entry.ts'
import { makeCertificates } from '../../src/simulator/tls.ts'
import { temporaryDirectory } from '../helper.ts'
import { mistakesOf } from './mistakes.ts'

const access = { TOKENS_TO_ROLES: '{"secret-token-of-a-caller-0123456789": "viewer"}' }
const single = { VCENTER_HOST: 'vc.example.com', VCENTER_USER: 'svc', VCENTER_PASSWORD: 'secret-one' }
const entry = { name: 'prod', host: 'vc-prod.example.com', user: 'svc@prod', password: 'secret-prod' }
const dr = { name: 'dr', host: 'vc-dr.example.com', user: 'svc@dr', password: 'secret-dr' }
const { caPem } = await makeCertificates()
const fingerprint = 'ab'.repeat(32)

/** A directory with VCENTERS_FILE and whatever else it names; only its owner may read them. */
function written(t: TestContext, entries: unknown, others: Record<string, string> = {}): string {
  const directory = temporaryDirectory(t)
  const path = join(directory, 'vcenters.json')
  const text = typeof entries === 'string' ? entries : JSON.stringify(entries)
  for (const [name, content] of Object.entries({ 'vcenters.json': text, ...others })) {
    writeFileSync(join(directory, name), content, { mode: 0o600 })
  }
  return path
}

function load(t: TestContext, entries: unknown, variables: NodeJS.ProcessEnv = {}): Config {
  return loadConfig({ ...access, ...variables, VCENTERS_FILE: written(t, entries) })
}

function mistakesIn(t: TestContext, entries: unknown, variables: NodeJS.ProcessEnv = {}): readonly string[] {
  return mistakesOf(() => load(t, entries, variables))
}

test('the file alone is enough: its first entry is the default, and what it leaves out comes from the variables', t => {
  const { vcenters } = load(t, [entry, dr], { VCENTER_TIMEOUT_S: '7', VSPHERE_API_MODE: 'rest' })
  const shared = { insecure: false, timeoutMs: 7000, retries: 3, backoffMs: 500, apiMode: 'rest' }
  assert.deepEqual(vcenters, [
    {
      name: 'prod',
      address: 'vc-prod.example.com:443',
      user: 'svc@prod',
      password: 'secret-prod',
      ...shared
    },
    { name: 'dr', address: 'vc-dr.example.com:443', user: 'svc@dr', password: 'secret-dr', ...shared }
  ])
})

test('beside the variables the file adds vCenters, and VCENTER_HOST stays the default with a trust of its own', t => {
  const { vcenters } = load(t, [entry], {
    ...single,
    ALLOWED_VCENTER_HOSTS: 'vc-2.example.com,vc.example.com',
    INSECURE: 'true'
  })
  assert.deepEqual(
    vcenters.map(({ name, insecure }) => [name, insecure]),
    [
      ['vc.example.com', true],
      ['vc-2.example.com', true],
      ['prod', false]
    ]
  )
  assert.equal(vcenters[0].address, 'vc.example.com')
})

test('an entry has its own port, times, repetitions and dialect', t => {
  const own = { port: 8443, timeoutS: 1.5, retries: 0, backoffS: 0, apiMode: 'rest' }
  const [vcenter] = load(t, [{ ...entry, ...own }]).vcenters
  const { address, timeoutMs, retries, backoffMs, apiMode } = vcenter
  assert.deepEqual(
    { address, timeoutMs, retries, backoffMs, apiMode },
    { address: 'vc-prod.example.com:8443', timeoutMs: 1500, retries: 0, backoffMs: 0, apiMode: 'rest' }
  )
})

test('an IPv6 address needs no brackets, and may have them', t => {
  for (const host of ['fd00::5', '[fd00::5]']) {
    assert.equal(load(t, [{ ...entry, host }]).vcenters[0].address, '[fd00::5]:443')
  }
})

test('files are found beside the file that names them', t => {
  const { password: _, ...others } = entry
  const named = [{ ...others, passwordFile: 'prod.txt', caFile: './ca.pem' }]
  const path = written(t, named, { 'prod.txt': ' from a file \r\n', 'ca.pem': caPem })
  const [vcenter] = loadConfig({ ...access, VCENTERS_FILE: path }).vcenters
  assert.equal(vcenter.password, ' from a file ')
  assert.equal(vcenter.ca?.trim(), caPem.trim())
})

test('a CA may stand in the entry, and a fingerprint may be written with and without colons', t => {
  assert.equal(load(t, [{ ...entry, ca: caPem }]).vcenters[0].ca, caPem)
  const withColons = Array.from({ length: 32 }, () => 'AB').join(':')
  for (const fingerprint256 of [fingerprint, withColons, withColons.toLowerCase()]) {
    assert.equal(load(t, [{ ...entry, fingerprint256 }]).vcenters[0].fingerprint256, fingerprint256)
  }
})

test('every mistake of the file is a line that names the entry, the key and the remedy, all at once', t => {
  const { host: _, ...hostless } = dr
  const bad = { name: 'a b', host: 'https://vc', port: 0, user: '', password: 7, insecure: 'yes' }
  const mistakes = mistakesIn(
    t,
    [
      entry,
      hostless,
      { ...bad, timeoutS: 0, retries: 1.5, backoffS: -1, apiMode: 'soap' },
      'vc',
      { ...dr, name: 'x', hots: '' }
    ],
    { SERVER_PORT: 'x' }
  )
  for (const start of [
    'SERVER_PORT: ',
    "VCENTERS_FILE: entry 2 ('dr'): host is missing. Host name or address",
    "VCENTERS_FILE: entry 3 ('a b'): name has the wrong form. What callers pass",
    "VCENTERS_FILE: entry 3 ('a b'): host 'https://vc' is no host name. Write it without https://",
    "VCENTERS_FILE: entry 3 ('a b'): port must be >= 1.",
    "VCENTERS_FILE: entry 3 ('a b'): user must NOT have fewer than 1 characters. Service account.",
    "VCENTERS_FILE: entry 3 ('a b'): password must be string.",
    "VCENTERS_FILE: entry 3 ('a b'): insecure must be boolean.",
    "VCENTERS_FILE: entry 3 ('a b'): timeoutS must be > 0.",
    "VCENTERS_FILE: entry 3 ('a b'): retries must be integer.",
    "VCENTERS_FILE: entry 3 ('a b'): backoffS must be >= 0.",
    "VCENTERS_FILE: entry 3 ('a b'): apiMode must be one of: api, rest.",
    'VCENTERS_FILE: entry 4: is no object. Write {',
    "VCENTERS_FILE: entry 5 ('x'): 'hots' is no key of an entry. Did you mean 'host'?"
  ]) {
    assert.equal(mistakes.filter(mistake => mistake.startsWith(start)).length, 1, start)
  }
  assert.equal(mistakes.length, 14)
})

test('a host is a host and nothing else', t => {
  for (const host of ['vc:8443', 'user@vc', 'vc/ui', 'vc?x', '1.2.3.4.5', 'v c', 'vc\u001b[31m']) {
    const [mistake, ...others] = mistakesIn(t, [{ ...entry, host }])
    assert.match(mistake ?? '', /entry 1 \('prod'\): host '.*' is no host name/, host)
    assert.deepEqual(others, [])
  }
})

test('a name is that of one vCenter, however it is written', t => {
  const again = { ...dr, name: 'PROD' }
  assert.match(
    mistakesIn(t, [entry, again])[0] ?? '',
    /entry 2 \('PROD'\): name is that of entry 1 \('prod'\)/
  )
  assert.match(
    mistakesIn(t, [{ ...dr, name: 'VC.example.com' }], single)[0] ?? '',
    /entry 1 \('VC.example.com'\): name is that of a vCenter of the variables/
  )
})

test('one account on one vCenter is configured once, because sessions and refused log-ins are counted for it', t => {
  const again = { ...entry, name: 'again', host: 'VC-PROD.example.com', user: 'SVC@prod' }
  assert.match(
    mistakesIn(t, [entry, again])[0] ?? '',
    /entry 2 \('again'\): host and user are those of entry 1 \('prod'\)/
  )
  assert.match(
    mistakesIn(t, [{ ...entry, host: single.VCENTER_HOST, user: single.VCENTER_USER }], single)[0] ?? '',
    /host and user are those of vCenter 'vc.example.com'/
  )
  assert.deepEqual(
    mistakesIn(t, [entry, { ...again, user: 'other' }, { ...again, name: 'b', port: 444 }]),
    []
  )
})

test('ways of trust that contradict each other are refused, a CA with a pin is not', t => {
  for (const both of [
    { ca: caPem, caFile: 'ca.pem' },
    { fingerprint256: fingerprint, insecure: true },
    { ca: caPem, insecure: true }
  ]) {
    assert.match(mistakesIn(t, [{ ...entry, ...both }])[0] ?? '', /is set together with .*(Keep one|Leave)/)
  }
  assert.deepEqual(mistakesIn(t, [{ ...entry, ca: caPem, insecure: false, fingerprint256: fingerprint }]), [])
  for (const ca of ['nonsense', `${caPem}${caPem.replace(/\n[A-Za-z0-9]{9}/, '\nAAAAAAAAA')}`]) {
    assert.match(mistakesIn(t, [{ ...entry, ca }])[0] ?? '', /ca holds no PEM certificate/)
  }
  assert.match(
    mistakesIn(t, [{ ...entry, fingerprint256: 'ab:cd' }])[0] ?? '',
    /fingerprint256 has the wrong form/
  )
})

test('a password is given once, and a file that cannot be read is not named by what may be a password', t => {
  const { password: _, ...others } = entry
  assert.match(mistakesIn(t, [others])[0] ?? '', /password is missing. Set passwordFile, or password/)
  assert.match(
    mistakesIn(t, [{ ...entry, passwordFile: 'x' }])[0] ?? '',
    /password is set together with passwordFile/
  )
  for (const key of ['passwordFile', 'caFile']) {
    const [mistake] = mistakesIn(t, [{ ...(key === 'caFile' ? entry : others), [key]: 'secret-of-prod' }])
    assert.match(mistake ?? '', new RegExp(`${key} cannot be read \\(ENOENT\\).*its path begins at /`))
  }
  const path = written(t, [{ ...others, passwordFile: 'empty' }], { empty: '\n' })
  assert.throws(() => loadConfig({ ...access, VCENTERS_FILE: path }), /passwordFile is empty/)
})

test('a file that holds no list of vCenters, or cannot be read, is one mistake', t => {
  for (const text of ['', '[]', '{}', 'null', '[{"password": "secret-x" "name"', '{"name": "a"}']) {
    const [mistake, ...others] = mistakesIn(t, text)
    assert.match(
      mistake ?? '',
      /^VCENTERS_FILE: .*(is not valid JSON|holds no list of vCenters)\. Write it as \[/,
      text
    )
    assert.deepEqual(others, [])
  }
  assert.throws(
    () => loadConfig({ ...access, VCENTERS_FILE: '/no/such' }),
    /VCENTERS_FILE: ENOENT.*readable JSON/
  )
})

test('a key that stands twice is refused, because only the last would count', t => {
  const text = JSON.stringify([entry, dr]).replace('"host":"vc-dr', '"user":"secret-a","host":"vc-dr')
  assert.deepEqual(mistakesIn(t, text), [
    "VCENTERS_FILE: entry 2 ('dr'): 'user' is there twice. Keep the one that is meant."
  ])
})

test('half of the variables beside the file is a mistake, and so is a trust that would count for nobody', t => {
  const mistakes = mistakesIn(t, [entry], { VCENTER_USER: 'svc' })
  assert.match(mistakes[0] ?? '', /^VCENTER_HOST: missing. Set it, or leave out VCENTER_USER/)
  assert.match(mistakes[1] ?? '', /^VCENTER_PASSWORD: missing/)
  const lost = mistakesIn(t, [entry], { INSECURE: 'true', VCENTER_CA_BUNDLE: '/etc/ca.pem' })
  assert.deepEqual(
    lost.map(mistake => mistake.split(', ')[0]),
    ['VCENTER_CA_BUNDLE: is for VCENTER_HOST', 'INSECURE: is for VCENTER_HOST']
  )
})

test('files with passwords that others can read are warned of and used', t => {
  const { password: _, ...others } = entry
  const path = written(t, [{ ...others, passwordFile: 'prod.txt' }, dr], { 'prod.txt': 'x' })
  assert.deepEqual(loadConfig({ ...access, VCENTERS_FILE: path }).warnings, [])
  const passwordPath = join(path, '../prod.txt')
  chmodSync(passwordPath, 0o640)
  chmodSync(path, 0o604)
  const { warnings, vcenters } = loadConfig({ ...access, VCENTERS_FILE: path })
  assert.equal(vcenters.length, 2)
  assert.deepEqual(
    warnings.map(warning => warning.split(' holds')[0]),
    [`passwordFile: ${passwordPath}`, `VCENTERS_FILE: ${path}`]
  )
})

test('whatever the file holds, each mistake is one line that repeats no value but name and host', t => {
  const keys = fc.constantFrom(
    'name',
    'host',
    'port',
    'user',
    'password',
    'passwordFile',
    'caFile',
    'insecure'
  )
  const values = fc.oneof(fc.jsonValue(), fc.constant('secret-value'))
  const entries = fc.array(fc.oneof(fc.dictionary(fc.oneof(keys, fc.string()), values), fc.jsonValue()))
  const path = written(t, [])
  fc.assert(
    fc.property(entries, value => {
      const lines = value.map(each =>
        typeof each === 'object' && each !== null && !Array.isArray(each)
          ? { ...each, name: 'n', host: '?' }
          : each
      )
      writeFileSync(path, JSON.stringify(lines))
      assert.throws(() => loadConfig({ ...access, VCENTERS_FILE: path }), isOneLineEach)
    })
  )
})

function isOneLineEach(error: unknown): boolean {
  assert.ok(error instanceof ConfigError, String(error))
  assert.ok(
    error.mistakes.every(mistake => /^VCENTERS_FILE: [^\p{C}]+$/u.test(mistake)),
    error.message
  )
  assert.doesNotMatch(error.message, /secret-value/)
  return true
}

test('the example of the documentation can be used', () => {
  const page = readFileSync('docs/several-vcenters.md', 'utf8')
  const entries = JSON.parse(/```json\n([^]*?)```/.exec(page)?.[1] ?? '') as unknown[]
  assert.equal(entries.length, 2)
  assert.ok(entries.every(each => vcenterEntryCheck.accepts(each)))
})
