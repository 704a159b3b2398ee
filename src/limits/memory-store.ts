import { type Bucket, type BucketRules, type Taken, fullBucket, take } from './token-bucket.ts'

/** Buckets by key. Bounded: the key least recently used is forgotten first, and starts again with a full bucket. */
export interface BucketStore {
  take(key: string): Taken
  readonly size: number
}

export interface MemoryStoreOptions {
  rules: BucketRules
  maxKeys?: number
  /** Monotonic milliseconds. */
  clock?: () => number
}

export function createMemoryStore({
  rules,
  maxKeys = 10_000,
  clock = () => performance.now()
}: MemoryStoreOptions): BucketStore {
  const buckets = new Map<string, Bucket>()

  function remember(key: string, bucket: Bucket): void {
    buckets.delete(key)
    buckets.set(key, bucket)
    if (buckets.size > maxKeys) buckets.delete(buckets.keys().next().value as string)
  }

  return {
    take(key) {
      const now = clock()
      const taken = take(buckets.get(key) ?? fullBucket(rules, now), rules, now)
      remember(key, taken.bucket)
      return taken
    },
    get size() {
      return buckets.size
    }
  }
}
