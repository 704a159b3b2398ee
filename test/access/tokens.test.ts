import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { test } from 'node:test'
import { createTokenTable } from '../../src/access/tokens.ts'

const table = createTokenTable(
  new Map([
    ['secret-token', 'read'],
    ['other-token', 'admin']
  ])
)

test('a configured token finds its principal with its role', () => {
  assert.equal(table('secret-token')?.role, 'read')
  assert.equal(table('other-token')?.role, 'admin')
})

test('unknown, empty and nearly right tokens find nobody', () => {
  for (const token of ['', 'secret-toke', 'secret-token ', 'SECRET-TOKEN', '__proto__']) {
    assert.equal(table(token), undefined, token)
  }
})

test("a principal's name identifies its token without telling it", () => {
  const principal = table('secret-token')
  assert.match(principal?.name ?? '', /^token:[0-9a-f]{12}$/)
  assert.notEqual(principal?.name, table('other-token')?.name)
  assert.ok(!inspect(principal).includes('secret'))
})
