import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { createCallSignal } from '../../src/calls/call-signal.ts'

function sources(timeoutMs = 60_000) {
  return { cancelled: new AbortController(), stopping: new AbortController(), timeoutMs }
}

function signalOver({ cancelled, stopping, timeoutMs }: ReturnType<typeof sources>) {
  return createCallSignal({ cancelled: cancelled.signal, stopping: stopping.signal, timeoutMs })
}

test('a client that leaves ends the wait, and that is no time-out', () => {
  const from = sources()
  const wait = signalOver(from)
  from.cancelled.abort()
  assert.equal(wait.signal.aborted, true)
  assert.equal(wait.timedOut, false)
  wait.dispose()
})

test('the deadline and the stop of the service end the wait as a time-out', async () => {
  const late = signalOver(sources(5))
  await new Promise(resolve => setTimeout(resolve, 30))
  assert.equal(late.signal.aborted, true)
  assert.equal(late.timedOut, true)
  assert.equal(late.remainingMs(), 0)
  const from = sources()
  const stopped = signalOver(from)
  from.stopping.abort()
  assert.equal(stopped.timedOut, true)
  stopped.dispose()
})

test('what comes first says why', () => {
  const from = sources()
  const wait = signalOver(from)
  from.cancelled.abort()
  from.stopping.abort()
  assert.equal(wait.timedOut, false)
  wait.dispose()
})

test('sources that had aborted before count at once', () => {
  const from = sources()
  from.cancelled.abort()
  const wait = signalOver(from)
  assert.equal(wait.signal.aborted, true)
  wait.dispose()
})

test('a call that has ended leaves nothing behind on the signals that outlive it', () => {
  const from = sources()
  for (let call = 0; call < 100; call += 1) signalOver(from).dispose()
  assert.equal(getEventListeners(from.stopping.signal, 'abort').length, 0)
  assert.equal(getEventListeners(from.cancelled.signal, 'abort').length, 0)
})

test('while a person is asked the deadline waits, and then goes on from where it was', async () => {
  const wait = signalOver(sources(300))
  const answer = await wait.suspend(async () => {
    await new Promise(resolve => setTimeout(resolve, 500))
    return 'yes'
  })
  assert.equal(answer, 'yes')
  assert.equal(wait.signal.aborted, false)
  assert.ok(wait.remainingMs() > 200, String(wait.remainingMs()))
  await new Promise(resolve => setTimeout(resolve, 400))
  assert.equal(wait.timedOut, true)
})
