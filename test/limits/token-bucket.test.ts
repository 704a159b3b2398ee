import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { type Bucket, fullBucket, refill, take, waitForTokenMs } from '../../src/limits/token-bucket.ts'

const rules = { burst: 3, refillPerSecond: 2 }

test('a full bucket allows its burst at once and then refuses', () => {
  let bucket = fullBucket(rules, 0)
  const allowed = [1, 2, 3, 4].map(() => {
    const taken = take(bucket, rules, 0)
    bucket = taken.bucket
    return taken.allowed
  })
  assert.deepEqual(allowed, [true, true, true, false])
})

test('a refused call learns how long until there is one token, an allowed one until the bucket is full', () => {
  const empty: Bucket = { tokens: 0, updatedAt: 0 }
  assert.deepEqual(take(empty, rules, 0), { bucket: empty, allowed: false, remaining: 0, waitMs: 500 })
  assert.equal(take({ tokens: 2, updatedAt: 0 }, rules, 0).waitMs, 1000)
})

test('waiting exactly as long as told is enough', () => {
  fc.assert(
    fc.property(
      fc.record({
        burst: fc.integer({ min: 1, max: 100 }),
        refillPerSecond: fc.double({ min: 0.1, max: 1000, noNaN: true })
      }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (anyRules, tokens) => {
        const refused = take({ tokens, updatedAt: 0 }, anyRules, 0)
        return refused.allowed || take(refused.bucket, anyRules, refused.waitMs).allowed
      }
    )
  )
})

test('never more calls than the burst plus what came back, whatever the rhythm', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 200 }), pauses => {
      let bucket = fullBucket(rules, 0)
      let now = 0
      let allowed = 0
      for (const pause of pauses) {
        now += pause
        const taken = take(bucket, rules, now)
        bucket = taken.bucket
        if (taken.allowed) allowed += 1
      }
      return allowed <= rules.burst + (now / 1000) * rules.refillPerSecond + 1e-6
    })
  )
})

test('a clock that goes backwards gives nothing and takes nothing', () => {
  assert.equal(refill({ tokens: 1, updatedAt: 1000 }, rules, 0).tokens, 1)
})

test('a full bucket has no wait', () => {
  assert.equal(waitForTokenMs(fullBucket(rules, 0), rules), 0)
})
