import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { createKeepAlive } from '../../src/vcenter/keep-alive.ts'

const minute = 60_000

/** A session that is asked about under a clock that is moved by hand. */
function look(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] })
  const state = { asked: 0, ended: 0, mayAsk: true, answer: () => Promise.resolve(true) }
  const keepAlive = createKeepAlive({
    idleMs: 10 * minute,
    isAlive: () => {
      state.asked += 1
      return state.answer()
    },
    mayAsk: () => state.mayAsk,
    onEnded: () => {
      state.ended += 1
    },
    now: () => Date.now()
  })
  async function pass(minutes: number): Promise<void> {
    for (let count = 0; count < minutes; count++) {
      t.mock.timers.tick(minute)
      for (let turns = 0; turns < 5; turns++) await Promise.resolve()
    }
  }
  return { state, keepAlive, pass }
}

test('a session is asked about once it was idle for ten minutes, and every ten minutes after', async t => {
  const { state, keepAlive, pass } = look(t)
  keepAlive.used()
  await pass(9)
  assert.equal(state.asked, 0)
  await pass(1)
  assert.equal(state.asked, 1)
  await pass(20)
  assert.equal(state.asked, 3)
})

test('a session in use is not asked about', async t => {
  const { state, keepAlive, pass } = look(t)
  for (let count = 0; count < 10; count++) {
    keepAlive.used()
    await pass(9)
  }
  assert.equal(state.asked, 0)
  await pass(1)
  assert.equal(state.asked, 1)
})

test('after a failure it rests until the session is used again', async t => {
  const { state, keepAlive, pass } = look(t)
  state.answer = () => Promise.reject(new Error('no answer'))
  keepAlive.used()
  await pass(100)
  assert.deepEqual([state.asked, state.ended], [1, 0])
  state.answer = () => Promise.resolve(true)
  keepAlive.used()
  await pass(20)
  assert.equal(state.asked, 3)
})

test('while vCenter does not answer nothing is sent, and it is tried again later', async t => {
  const { state, keepAlive, pass } = look(t)
  state.mayAsk = false
  keepAlive.used()
  await pass(15)
  assert.equal(state.asked, 0)
  state.mayAsk = true
  await pass(5)
  assert.equal(state.asked, 1)
})

test('a session that has ended is reported once and left alone', async t => {
  const { state, keepAlive, pass } = look(t)
  state.answer = () => Promise.resolve(false)
  keepAlive.used()
  await pass(60)
  assert.deepEqual([state.asked, state.ended], [1, 1])
})

test('nothing happens after the stop, whatever was under way', async t => {
  const { state, keepAlive, pass } = look(t)
  const { promise, resolve } = Promise.withResolvers<boolean>()
  state.answer = () => promise
  keepAlive.used()
  await pass(10)
  assert.equal(state.asked, 1)
  keepAlive.stop()
  resolve(true)
  await pass(60)
  keepAlive.used()
  await pass(60)
  assert.deepEqual([state.asked, state.ended], [1, 0])
})
