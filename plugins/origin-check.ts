import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createOriginCheck, type OriginRules } from '../src/access/origins.ts'
import { CodedError } from '../src/errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Refuse requests with a foreign Host or Origin: browsers can reach this route. */
    checkOrigin?: boolean
  }
}

/** Host and Origin allow-lists for routes with `config.checkOrigin`; the rules are in src/access/origins.ts. */
async function originCheck(app: FastifyInstance, rules: OriginRules) {
  const refusalOf = createOriginCheck(rules)

  app.addHook('onRequest', function checkOrigin(request: FastifyRequest, _reply: FastifyReply, done) {
    const { host, origin } = request.headers
    const refusal = request.routeOptions.config.checkOrigin ? refusalOf(host, origin) : undefined
    done(refusal === undefined ? undefined : new CodedError('forbidden', refusal))
  })
}

export default fp(originCheck, { name: 'origin-check', fastify: '5.x' })
