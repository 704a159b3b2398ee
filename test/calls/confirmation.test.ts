import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createUsedOnce } from '../../src/calls/confirmation.ts'

test('an answer counts once, and when there is no more room nothing new does until an old one has expired', async () => {
  const use = createUsedOnce({ most: 2, ttlMs: 100 })
  assert.deepEqual([use('a'), use('a'), use('b'), use('c'), use('b')], [true, false, true, false, false])
  await new Promise(resolve => setTimeout(resolve, 130))
  assert.deepEqual([use('c'), use('d'), use('e'), use('c')], [true, true, false, false])
})
