import fastifyRateLimit, { type FastifyRateLimitStore } from '@fastify/rate-limit'
import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { problem } from '../src/errors.ts'
import type { BucketStore } from '../src/limits/memory-store.ts'

export interface RateLimitOptions {
  burst: number
  refillPerSecond: number
  buckets: BucketStore
}

/** Takes one token per tool call from the bucket of its principal; a call that finds none is refused. */
async function rateLimit(app: FastifyInstance, { burst, refillPerSecond, buckets }: RateLimitOptions) {
  await app.register(fastifyRateLimit, { global: false, store: storeOver(buckets) })
  const takeToken = app.createRateLimit({
    max: burst,
    timeWindow: (burst / refillPerSecond) * 1000,
    keyGenerator: request => request.principal.name
  })

  app.addHook('preHandler', async function limitCalls(request: FastifyRequest, reply: FastifyReply) {
    for (const call of request.toolCalls) {
      const limit = await takeToken(request)
      if (limit.isAllowed) continue
      setHeaders(reply, limit)
      if (limit.isExceeded) call.settle({ kind: 'denied', problem: tooMany(call.name, limit.ttlInSeconds) })
    }
  })

  function tooMany(tool: string, retryAfterS: number) {
    const message = `More than ${refillPerSecond} calls a second (${burst} at once); this one was not carried out.`
    const hint = `Wait ${retryAfterS} s, then repeat it.`
    return problem('rate_limited', message, { retryAfterS, hint, nextTool: tool })
  }
}

/** https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-07 */
function setHeaders(
  reply: FastifyReply,
  limit: { max: number; remaining: number; ttlInSeconds: number }
): void {
  void reply.headers({
    'ratelimit-limit': limit.max,
    'ratelimit-remaining': limit.remaining,
    'ratelimit-reset': limit.ttlInSeconds
  })
}

/**
 * The package counts requests in a fixed window and decides by `current > max`. A token bucket speaks that language
 * by answering how many tokens are out, and one more than there are when none is left.
 */
function storeOver(buckets: BucketStore) {
  return class TokenBucketStore implements FastifyRateLimitStore {
    incr(
      key: string,
      callback: (error: Error | null, result?: { current: number; ttl: number }) => void,
      _timeWindow?: number,
      max = 0
    ): void {
      const { allowed, remaining, waitMs } = buckets.take(key)
      callback(null, { current: allowed ? max - remaining : max + 1, ttl: waitMs })
    }

    child(): FastifyRateLimitStore {
      return this
    }
  }
}

export default fp(rateLimit, { name: 'rate-limit', fastify: '5.x', dependencies: ['tool-calls', 'audit'] })
