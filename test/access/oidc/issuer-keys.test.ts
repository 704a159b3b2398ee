import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { errors, jwtVerify } from 'jose'
import { createIssuerKeys, IssuerUnavailableError } from '../../../src/access/oidc/issuer-keys.ts'
import { until } from '../../helper.ts'
import { type Issuer, type IssuerOptions, keysPath, sendJson, startIssuer } from '../../issuer.ts'

const minute = 60_000

async function start(
  t: TestContext,
  options: IssuerOptions & { timeoutMs?: number; issuerUrl?: (url: string) => string } = {}
) {
  const issuer = await startIssuer(t, options)
  const log: string[] = []
  let now = 1000
  const keys = createIssuerKeys({
    issuer: options.issuerUrl?.(issuer.url) ?? issuer.url,
    log: {
      info: (_details, message) => log.push(message),
      warn: details => log.push((details as { reason: string }).reason)
    },
    clock: () => now,
    timeoutMs: options.timeoutMs ?? 5000
  })
  /** `good`, `unknown` (no such key), or the seconds after which the issuer can be asked again. */
  async function judge(token: string): Promise<string | number> {
    try {
      await jwtVerify(token, keys)
      return 'good'
    } catch (error) {
      if (error instanceof IssuerUnavailableError) return error.retryAfterS
      if (error instanceof errors.JWKSNoMatchingKey) return 'unknown'
      throw error
    }
  }
  return { issuer, log, judge, pass: (ms: number) => (now += ms) }
}

const metadata = '/.well-known/openid-configuration'

test('nothing is asked before the first token, and then metadata and keys once for everybody', async t => {
  const { issuer, judge, log } = await start(t)
  assert.deepEqual(issuer.requests, [])
  const token = await issuer.sign()
  assert.deepEqual(
    new Set(await Promise.all(Array.from({ length: 100 }, () => judge(token)))),
    new Set(['good'])
  )
  assert.deepEqual(issuer.requests, [metadata, keysPath])
  assert.deepEqual(log, ['the keys of the OIDC issuer were read'])
})

test('a token that several keys may have signed is refused without asking for more', async t => {
  const { issuer, judge, pass } = await start(t)
  await issuer.addKey()
  const token = await issuer.sign({ header: { kid: undefined } })
  for (let time = 0; time < 2; time++) {
    await assert.rejects(judge(token), errors.JWKSMultipleMatchingKeys)
    pass(1)
  }
  assert.equal(issuer.keyRequests(), 1)
})

test('a new key is fetched with the first token that names it', async t => {
  const { issuer, judge, pass } = await start(t)
  await judge(await issuer.sign())
  pass(1)
  await issuer.addKey()
  assert.equal(await judge(await issuer.sign()), 'good')
  assert.equal(issuer.keyRequests(), 2)
})

test('100 tokens at once with one unknown key, and more of them soon after, make one fetch', async t => {
  const { issuer, judge, pass } = await start(t)
  await judge(await issuer.sign())
  pass(1)
  const token = await issuer.sign({ key: await issuer.makeKey() })
  const told = await Promise.all(Array.from({ length: 100 }, () => judge(token)))
  assert.deepEqual(new Set(told), new Set(['unknown']))
  assert.equal(issuer.keyRequests(), 2)
  pass(29_000)
  assert.equal(await judge(token), 'unknown')
  assert.equal(issuer.keyRequests(), 2)
  pass(1000)
  assert.equal(await judge(token), 'unknown')
  assert.equal(issuer.keyRequests(), 3)
})

test('100 tokens with an unknown key as the very first make one fetch too', async t => {
  const { issuer, judge } = await start(t)
  const token = await issuer.sign({ key: await issuer.makeKey() })
  const told = await Promise.all(Array.from({ length: 100 }, () => judge(token)))
  assert.deepEqual(new Set(told), new Set(['unknown']))
  assert.equal(issuer.keyRequests(), 1)
})

test('a key that the issuer has dropped stops counting after ten minutes at the latest', async t => {
  const { issuer, judge, pass } = await start(t)
  const token = await issuer.sign()
  await judge(token)
  await issuer.addKey()
  issuer.keys.shift()
  pass(10 * minute - 1)
  assert.equal(await judge(token), 'good')
  pass(1)
  assert.equal(await judge(token), 'unknown')
  assert.equal(issuer.keyRequests(), 2, 'the fetch of the refresh was enough to know')
})

test('a dropped key stops counting at once when another token makes the keys be read again', async t => {
  const { issuer, judge, pass } = await start(t)
  const old = await issuer.sign()
  await judge(old)
  await issuer.addKey()
  issuer.keys.shift()
  pass(1)
  assert.equal(await judge(await issuer.sign()), 'good')
  assert.equal(await judge(old), 'unknown')
})

test('an issuer that is down at first is asked again after five seconds, and meanwhile nobody is judged', async t => {
  const { issuer, judge, pass, log } = await start(t)
  const token = await issuer.sign()
  await issuer.stop()
  assert.equal(await judge(token), 5)
  assert.match(log.join(), /ECONNREFUSED/)
  await issuer.start()
  pass(2000)
  assert.equal(await judge(token), 3)
  assert.deepEqual(issuer.requests, [])
  pass(3000)
  assert.equal(await judge(token), 'good')
})

test('an issuer that goes down later: known keys count on, unknown ones wait, and it recovers by itself', async t => {
  const { issuer, judge, pass, log } = await start(t)
  const known = await issuer.sign()
  assert.equal(await judge(known), 'good')
  await issuer.addKey()
  const rotated = await issuer.sign()
  await issuer.stop()
  pass(1)
  assert.equal(await judge(rotated), 30)
  pass(10_000)
  assert.equal(await judge(rotated), 20)
  assert.equal(await judge(known), 'good')
  for (let hour = 0; hour < 24; hour++) {
    const told = log.length
    pass(60 * minute)
    assert.equal(await judge(known), 'good')
    await until('it was asked in the background', () => log.length > told)
  }
  await issuer.start()
  pass(30_000)
  assert.equal(await judge(rotated), 'good')
  assert.equal(await judge(known), 'good')
})

test('while the issuer hangs, at most the first token with a known key waits for it', async t => {
  const { issuer, judge, pass } = await start(t, { timeoutMs: 300 })
  const token = await issuer.sign()
  await judge(token)
  issuer.answers.set('*', () => undefined)
  pass(10 * minute)
  assert.equal(await judge(token), 'good')
  pass(minute)
  const startedAt = performance.now()
  assert.equal(await judge(token), 'good')
  assert.ok(performance.now() - startedAt < 200, 'it was asked in the background')
  const asked = issuer.requests.length
  assert.equal(await judge(token), 'good')
  assert.ok(issuer.requests.length <= asked + 1, 'and not for every token')
})

test('an answer that drips is given up in time', async t => {
  const { issuer, judge, log } = await start(t, { timeoutMs: 300 })
  issuer.answers.set(keysPath, (_request, response) => {
    response.writeHead(200)
    const drip = setInterval(() => response.write(' '), 20)
    response.on('close', () => clearInterval(drip))
  })
  const startedAt = performance.now()
  assert.equal(await judge(await issuer.sign()), 5)
  assert.ok(performance.now() - startedAt < 2000)
  assert.match(log.join(), /cannot be read: .*timeout$/)
})

type Misbehaviour = [
  what: string,
  path: string,
  answer: Parameters<Issuer['answers']['set']>[1],
  reason: RegExp
]

const misbehaviours: Misbehaviour[] = [
  ['garbage', keysPath, (_q, a) => a.writeHead(200).end('<html>'), /something else than a JSON object/],
  ['a list', keysPath, (_q, a) => sendJson(a, []), /something else than a JSON object/],
  ['no keys', keysPath, (_q, a) => sendJson(a, { keys: 'none' }), /malformed/],
  ['500', keysPath, (_q, a) => a.writeHead(500).end(), /answered 500/],
  ['a redirect', keysPath, (_q, a) => a.writeHead(302, { location: '/elsewhere' }).end(), /answered 302/],
  [
    'more than a MiB',
    keysPath,
    (_q, a) => a.writeHead(200).end('{"keys":[]}'.padEnd((1 << 20) + 1)),
    /^http\S+ answered more than 1 MiB$/
  ],
  ['a closed connection', keysPath, request => request.socket.destroy(), /cannot be read/],
  ['metadata that is garbage', metadata, (_q, a) => a.writeHead(200).end('null'), /JSON object/],
  [
    'a redirect of the metadata',
    metadata,
    (_q, a) => a.writeHead(301, { location: keysPath }).end(),
    /answered 301/
  ],
  ['500 for the metadata', metadata, (_q, a) => a.writeHead(500).end(), /answered 500/],
  ['no metadata', metadata, (_q, a) => a.writeHead(400).end(), /neither .* nor /],
  [
    'another issuer',
    metadata,
    (_q, a) => sendJson(a, { issuer: `https://evil.example.com/${'x'.repeat(1000)}` }),
    /names the issuer "https:\/\/evil[^,]{187}, but/
  ],
  [
    'no issuer',
    metadata,
    (_q, a) => sendJson(a, { jwks_uri: 'https://evil.example.com' }),
    /names the issuer null/
  ]
]

for (const [what, path, answer, reason] of misbehaviours) {
  test(`an issuer that answers ${what} is as good as down, and nothing of it is followed`, async t => {
    const { issuer, judge, pass, log } = await start(t)
    const token = await issuer.sign()
    issuer.answers.set(path, answer)
    assert.equal(await judge(token), 5)
    assert.match(log.join(), reason)
    assert.ok(issuer.requests.every(each => each !== '/elsewhere'))
    issuer.answers.clear()
    pass(5000)
    assert.equal(await judge(token), 'good')
  })
}

test('keys are only fetched where nobody can read along or answer instead', async t => {
  for (const jwks of ['http://sso.example.com/keys', 'ftp://127.0.0.1/keys', '/keys', 7, undefined]) {
    const { issuer, judge, log } = await start(t)
    issuer.answers.set(metadata, (_request, response) =>
      sendJson(response, { issuer: issuer.url, jwks_uri: jwks })
    )
    assert.equal(await judge(await issuer.sign()), 5)
    assert.match(log.join(), /no jwks_uri with https/)
    assert.equal(issuer.requests.length, 1)
  }
})

test('keys of one MiB are read', async t => {
  const { issuer, judge } = await start(t)
  issuer.answers.set(keysPath, (_request, response) => {
    const keys = JSON.stringify({ keys: issuer.keys.map(({ jwk }) => jwk) })
    response.writeHead(200).end(keys.padEnd(1 << 20))
  })
  assert.equal(await judge(await issuer.sign()), 'good')
})

test('keys that cannot verify anything, or that are secret, do not count', async t => {
  const { issuer, judge } = await start(t)
  const { kid } = await issuer.addKey()
  issuer.answers.set(keysPath, (_request, response) =>
    sendJson(response, { keys: [{ kty: 'oct', k: 'c2VjcmV0', kid, alg: 'ES256' }] })
  )
  assert.equal(await judge(await issuer.sign()), 'unknown')
})

test('the metadata is below the path of the issuer, or where OAuth has it', async t => {
  const { issuer, judge } = await start(t, { path: '/realms/platform' })
  assert.equal(await judge(await issuer.sign()), 'good')
  assert.deepEqual(issuer.requests, ['/realms/platform/.well-known/openid-configuration', keysPath])

  const other = await start(t, { path: '/tenant/' })
  const oauth = '/.well-known/oauth-authorization-server/tenant'
  const { url } = other.issuer
  other.issuer.answers.set(oauth, (_request, response) =>
    sendJson(response, { issuer: url, jwks_uri: new URL(keysPath, url).href })
  )
  assert.equal(await other.judge(await other.issuer.sign()), 'good')
  assert.deepEqual(other.issuer.requests, ['/tenant/.well-known/openid-configuration', oauth, keysPath])
})

test('keys that have moved are found where the metadata says by then', async t => {
  const { issuer, judge, pass } = await start(t)
  const token = await issuer.sign()
  await judge(token)
  issuer.answers.set(keysPath, (_request, response) => response.writeHead(410).end())
  issuer.answers.set('/moved', (_request, response) =>
    sendJson(response, { keys: issuer.keys.map(({ jwk }) => jwk) })
  )
  issuer.answers.set(metadata, (_request, response) =>
    sendJson(response, { issuer: issuer.url, jwks_uri: `${issuer.url}/moved` })
  )
  await issuer.addKey()
  pass(1)
  const rotated = await issuer.sign()
  assert.equal(await judge(rotated), 30)
  pass(30_000)
  assert.equal(await judge(rotated), 'good')
})
