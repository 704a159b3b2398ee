import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { Outcome } from '../../src/calls/outcome.ts'
import { createToolCall } from '../../src/calls/tool-call.ts'

function aCall() {
  return createToolCall(
    { name: 'list_vms', arguments: {}, face: 'rest', protocol: 'http' },
    {
      requestId: 'r1',
      tool: undefined,
      principal: { name: 'p', role: 'read' },
      vcenter: 'vc',
      address: '127.0.0.1'
    }
  )
}

const ok: Outcome = { kind: 'ok', data: {} }

test('the first outcome counts and later ones change nothing', () => {
  const call = aCall()
  const heard: Outcome[] = []
  call.onSettled((_call, outcome) => heard.push(outcome))
  assert.equal(call.settle(ok), true)
  assert.equal(call.settle({ kind: 'ok', data: { other: true } }), false)
  assert.deepEqual(heard, [ok])
  assert.equal(call.outcome, ok)
})

test('a listener that comes after the end is told at once', () => {
  const call = aCall()
  call.settle(ok)
  let heard: Outcome | undefined
  call.onSettled((_call, outcome) => (heard = outcome))
  assert.equal(heard, ok)
})

test('a call begins once, and not after it was settled', () => {
  const call = aCall()
  assert.equal(call.begin(), true)
  assert.equal(call.begin(), false)
  const refused = aCall()
  refused.settle(ok)
  assert.equal(refused.begin(), false)
  assert.equal(refused.running, false)
})

test('the duration stands still once a call is settled', async () => {
  const call = aCall()
  call.settle(ok)
  const { durationMs } = call
  await new Promise(resolve => setTimeout(resolve, 10))
  assert.equal(call.durationMs, durationMs)
})

test('whatever the order of events, every listener hears exactly one outcome', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('settle', 'begin', 'listen'), { maxLength: 30 }), events => {
      const call = aCall()
      const counts: number[] = []
      for (const event of [...events, 'settle']) {
        if (event === 'settle') call.settle(ok)
        if (event === 'begin') call.begin()
        if (event !== 'listen') continue
        const index = counts.push(0) - 1
        call.onSettled(() => (counts[index] = (counts[index] ?? 0) + 1))
      }
      return counts.every(count => count === 1)
    })
  )
})
