import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import { createGate } from '../../../src/vcenter/transport/gate.ts'

test('only so many are inside at a time, and all get their turn in order', async () => {
  const gate = createGate(3, 1_000)
  const order: number[] = []
  let inside = 0
  let most = 0
  async function work(index: number): Promise<void> {
    order.push(index)
    most = Math.max(most, ++inside)
    await sleep(2)
    inside -= 1
  }
  await Promise.all(Array.from({ length: 10 }, (_item, index) => gate.run(() => work(index))))
  assert.equal(most, 3)
  assert.deepEqual(order, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('a place is given back after a failure', async () => {
  const gate = createGate(1, 1_000)
  await assert.rejects(gate.run(() => Promise.reject(new Error('x'))))
  assert.equal(await gate.run(() => Promise.resolve(1)), 1)
})

test('who waits too long, or has gone, leaves the line without having done anything', async () => {
  const gate = createGate(1, 30)
  const holder = gate.run(() => sleep(60))
  const reason = new Error('client gone')
  let done = 0
  const work = async () => void (done += 1)
  const controller = new AbortController()
  const gone = gate.run(work, controller.signal)
  const late = gate.run(work)
  controller.abort(reason)
  await assert.rejects(gone, reason)
  await assert.rejects(gate.run(work, AbortSignal.abort(reason)), reason)
  await assert.rejects(late, { requestSent: false, message: 'all connections stayed busy' })
  await holder
  assert.equal(done, 0)
  await gate.run(work)
  assert.equal(done, 1)
})
