/** A token bucket as arithmetic: no clock, no storage. Times are milliseconds. */
export interface BucketRules {
  /** Tokens that come back per second. */
  refillPerSecond: number
  /** How many tokens a full bucket holds. */
  burst: number
}

export interface Bucket {
  tokens: number
  updatedAt: number
}

export interface Taken {
  bucket: Bucket
  allowed: boolean
  /** Whole tokens left. */
  remaining: number
  /** When refused: until there is one token; when allowed: until the bucket is full again. */
  waitMs: number
}

export function fullBucket(rules: BucketRules, now: number): Bucket {
  return { tokens: rules.burst, updatedAt: now }
}

/** What the bucket holds at `now`. A clock that went backwards refills nothing. */
export function refill(bucket: Bucket, rules: BucketRules, now: number): Bucket {
  const elapsed = Math.max(0, now - bucket.updatedAt)
  return {
    tokens: Math.min(rules.burst, bucket.tokens + (elapsed / 1000) * rules.refillPerSecond),
    updatedAt: now
  }
}

/** Milliseconds until the bucket holds one whole token; 0 when it does. */
export function waitForTokenMs(bucket: Bucket, rules: BucketRules): number {
  const missing = 1 - bucket.tokens
  // a hair below one whole token is one: the rounding of many small refills must not cost a call
  return missing < 1e-9 ? 0 : Math.ceil((missing / rules.refillPerSecond) * 1000)
}

export function take(bucket: Bucket, rules: BucketRules, now: number): Taken {
  const refilled = refill(bucket, rules, now)
  const waitMs = waitForTokenMs(refilled, rules)
  if (waitMs > 0) {
    return { bucket: refilled, allowed: false, remaining: 0, waitMs }
  }
  const tokens = Math.max(0, refilled.tokens - 1)
  const untilFullMs = Math.ceil(((rules.burst - tokens) / rules.refillPerSecond) * 1000)
  return {
    bucket: { tokens, updatedAt: now },
    allowed: true,
    remaining: Math.floor(tokens),
    waitMs: untilFullMs
  }
}
