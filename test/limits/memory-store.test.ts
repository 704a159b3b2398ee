import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemoryStore } from '../../src/limits/memory-store.ts'

function storeAt(start: number, maxKeys = 3) {
  const clock = { now: start }
  const store = createMemoryStore({
    rules: { burst: 2, refillPerSecond: 1 },
    maxKeys,
    clock: () => clock.now
  })
  return { store, clock }
}

test('each key has a bucket of its own', () => {
  const { store } = storeAt(0)
  store.take('alice')
  store.take('alice')
  assert.equal(store.take('alice').allowed, false)
  assert.equal(store.take('bob').allowed, true)
})

test('tokens come back with time', () => {
  const { store, clock } = storeAt(0)
  store.take('alice')
  store.take('alice')
  clock.now = 1000
  assert.equal(store.take('alice').allowed, true)
  assert.equal(store.take('alice').allowed, false)
})

test('the store stays bounded: the key used longest ago is forgotten', () => {
  const { store } = storeAt(0)
  for (const key of ['a', 'b', 'c']) store.take(key)
  store.take('a')
  store.take('a')
  store.take('d')
  assert.equal(store.size, 3)
  assert.equal(store.take('a').allowed, false, 'a was used again and is remembered')
  assert.equal(store.take('b').remaining, 1, 'b starts anew')
})
