import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import { createGate, type GateOptions } from '../../../src/vcenter/transport/gate.ts'

function openGate(options: Partial<GateOptions>) {
  return createGate({ vcenter: 'vc', what: 'reads', places: 1, line: 512, waitMs: 60_000, ...options })
}

test('only so many are inside at a time, and all get their turn in order', async () => {
  const gate = openGate({ places: 3 })
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
  const gate = openGate({ places: 1 })
  await assert.rejects(gate.run(() => Promise.reject(new Error('x'))))
  assert.equal(await gate.run(() => Promise.resolve(1)), 1)
})

test('who waits too long, or has gone, leaves the line without having done anything', async () => {
  const gate = openGate({ places: 1, waitMs: 30 })
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
  await assert.rejects(late, {
    name: 'VcenterUnavailableError',
    reason: 'it is busy with 1 reads, and none of them ended within 0.03 s; try again in 5 s',
    retryAfterS: 5
  })
  await holder
  assert.equal(done, 0)
  await gate.run(work)
  assert.equal(done, 1)
})

test('a full line refuses at once, and takes callers again when somebody has left it', async () => {
  const gate = openGate({ places: 1, line: 2 })
  const { promise: end, resolve } = Promise.withResolvers<void>()
  const controller = new AbortController()
  const reason = new Error('client gone')
  const done = [gate.run(() => end), gate.run(async () => {})]
  const gone = gate.run(async () => {}, controller.signal)
  await assert.rejects(
    gate.run(async () => {}),
    { name: 'VcenterUnavailableError', message: /'vc'.* 2 reads wait for it already/, retryAfterS: 5 }
  )
  assert.deepEqual([gate.inside(), gate.waiting()], [1, 2])
  controller.abort(reason)
  await assert.rejects(gone, reason)
  done.push(gate.run(async () => {}))
  resolve()
  await Promise.all(done)
  assert.deepEqual([gate.inside(), gate.waiting()], [0, 0])
})
