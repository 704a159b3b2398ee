import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spendEvening } from './evening.ts'
import { createSeededRandom, weathersInAnyOrder } from './weather.ts'

test('on a Friday evening every call is answered once and truly, and nothing is lost or done twice', async t => {
  const random = createSeededRandom(20_261_127)
  const { calls, violations } = await spendEvening(t, {
    seed: 1,
    turnMs: 300,
    readers: 3,
    changers: 3,
    vcenters: [
      { name: 'ill', release: '8.0.3.0', apiMode: 'api', weathers: weathersInAnyOrder(random) },
      { name: 'ill-and-old', release: '8.0.1.0', apiMode: 'rest', weathers: weathersInAnyOrder(random) },
      { name: 'well', release: '8.0.3.0', apiMode: 'api', weathers: [] }
    ]
  })
  assert.deepEqual(violations, [])
  // the weather was bad: many calls were told so, and many came through it
  assert.ok(calls.some(({ told }) => told.code === 'unavailable'))
  assert.ok(calls.filter(({ told }) => told.code !== undefined).length > 10)
  assert.ok(calls.filter(({ told }) => told.code === undefined).length > 100)
})
