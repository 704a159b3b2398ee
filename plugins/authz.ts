import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Policy } from '../src/access/policy.ts'
import { problem } from '../src/errors.ts'

declare module 'fastify' {
  interface FastifyInstance {
    policy: Policy
  }
}

/** May this principal call this tool, on this vCenter? */
async function authz(app: FastifyInstance, { policy }: { policy: Policy }) {
  app.decorate('policy', policy)

  app.addHook('preHandler', function authorize(request: FastifyRequest, _reply: FastifyReply, done) {
    for (const call of request.toolCalls) {
      if (call.outcome) continue
      const refusal = call.tool
        ? policy.refusal(call.principal, call.name, call.vcenter)
        : problem('not_found', 'There is no tool of that name.', {
            hint: `Did you mean '${app.tools.closestName(call.name)}'?`
          })
      if (refusal) call.settle({ kind: 'denied', problem: refusal })
    }
    done()
  })
}

export default fp(authz, { name: 'authz', fastify: '5.x', dependencies: ['tool-calls', 'audit'] })
