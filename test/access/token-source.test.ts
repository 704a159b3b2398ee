import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTokenSource } from '../../src/access/token-source.ts'
import { type TokenEntry, digestOf } from '../../src/access/tokens.ts'

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
