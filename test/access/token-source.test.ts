import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ReadTokens, createTokenSource } from '../../src/access/token-source.ts'
import { type TokenEntry, digestOf } from '../../src/access/tokens.ts'
import { until } from '../helper.ts'

const entry = (token: string): TokenEntry => ({ digest: digestOf(token), name: token, role: 'viewer' })

test('a file that cannot be used leaves the tokens as they are and is told without them', t => {
  const told: unknown[] = []
  let found: { tokens: TokenEntry[]; mistakes: string[] } = { tokens: [entry('new')], mistakes: [] }
  const source = createTokenSource({
    tokens: [entry('old')],
    file: { path: '/no/such/file', read: () => found },
    log: { info: () => undefined, error: (...details) => told.push(details) }
  })
  t.after(() => source.close())
  assert.ok(source.find('old', '::1'))
  source.reload()
  assert.ok(source.find('new', '::1'))
  assert.equal(source.find('old', '::1'), undefined, 'what is no longer in the file is revoked')
  found = { tokens: [], mistakes: ['TOKENS_FILE: entry 1: role does not exist.'] }
  source.reload()
  assert.ok(source.find('new', '::1'))
  assert.match(JSON.stringify(told), /tokens from before still count/)
})

test('a token that the file no longer lists is out, whatever is wrong with the others', t => {
  let found: ReadTokens = { tokens: [entry('kept'), entry('revoked')], mistakes: [] }
  const source = createTokenSource({
    tokens: found.tokens,
    file: { path: '/no/such/file', read: () => found },
    log: { info: () => undefined, error: () => undefined }
  })
  t.after(() => source.close())
  found = { tokens: [], mistakes: ['entry 2: …'], listed: new Set([digestOf('kept'), digestOf('new')]) }
  source.reload()
  assert.ok(source.find('kept', '::1'))
  assert.equal(source.find('revoked', '::1'), undefined)
  assert.equal(source.find('new', '::1'), undefined, 'nothing new counts')
})

test('a file that could not be read is read again and told again, also when nothing of it changes', async t => {
  let told = 0
  let isReadable = false
  const source = createTokenSource({
    tokens: [entry('revoked')],
    file: {
      path: '/no/such/file',
      read: () => ({ tokens: [], mistakes: isReadable ? [] : ['TOKENS_FILE: EMFILE: too many open files'] })
    },
    log: { info: () => undefined, error: () => (told += 1) },
    everyMs: 60_000,
    retryMs: 10
  })
  t.after(() => source.close())
  const alive = setInterval(() => undefined, 1000)
  t.after(() => clearInterval(alive))
  source.reload()
  await until('it is told again', () => told > 1)
  isReadable = true
  await until('the token is out', () => source.find('revoked', '::1') === undefined)
})

test('a file that changes between the reading of the configuration and the first look counts', async t => {
  const source = createTokenSource({
    tokens: [entry('revoked')],
    file: { path: '/no/such/file', read: () => ({ tokens: [], mistakes: [] }) },
    log: { info: () => undefined, error: () => undefined },
    everyMs: 10
  })
  t.after(() => source.close())
  const alive = setInterval(() => undefined, 1000)
  t.after(() => clearInterval(alive))
  await until('the token is out', () => source.find('revoked', '::1') === undefined)
})
