import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sortedInTurns } from '../../src/tools/order.ts'

const byKey = (one: { key: number }, other: { key: number }) => one.key - other.key

function items(size: number, keyOf: (index: number) => number) {
  return Array.from({ length: size }, (_, index) => ({ index, key: keyOf(index) }))
}

test('a long sort is that of a short one, and equals stay in their order', async () => {
  for (const size of [0, 1, 3_999, 4_000, 4_001, 12_000, 20_001])
    for (const keyOf of [
      (index: number) => (index * 7_919) % 5,
      (index: number) => index,
      (index: number) => -index,
      (index: number) => Math.floor(index / 4_000) % 2
    ]) {
      const list = items(size, keyOf)
      assert.deepEqual(await sortedInTurns(list, byKey), list.toSorted(byKey))
    }
})

test('a sort leaves others their turn until its end', async () => {
  const list = items(40_000, index => (index * 7_919) % 40_000)
  let compared = 0
  let most = 0
  let before = 0
  const turn = () => {
    most = Math.max(most, compared - before)
    before = compared
    next = setImmediate(turn)
  }
  let next = setImmediate(turn)
  await sortedInTurns(list, (one, other) => {
    compared += 1
    return byKey(one, other)
  })
  clearImmediate(next)
  most = Math.max(most, compared - before)
  assert.ok(compared > 400_000)
  assert.ok(most < 60_000, `${most} of ${compared} comparisons in one turn`)
})
