import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Challenge } from '../src/access/oidc/challenge.ts'
import type { Policy } from '../src/access/policy.ts'
import { stepUpOf } from '../src/access/oidc/step-up.ts'
import type { ToolCall } from '../src/calls/tool-call.ts'
import { type Problem, problem } from '../src/errors.ts'

declare module 'fastify' {
  interface FastifyInstance {
    policy: Policy
  }
}

export interface AuthzOptions {
  policy: Policy
  challenge: Challenge
}

/** May this principal call this tool, on this vCenter? */
async function authz(app: FastifyInstance, { policy, challenge }: AuthzOptions) {
  app.decorate('policy', policy)

  app.addHook('preHandler', function authorize(request: FastifyRequest, reply: FastifyReply, done) {
    for (const call of request.toolCalls) {
      const refusal = refusalOf(call)
      if (refusal) call.settle({ kind: 'denied', problem: refusal })
    }
    const stepUp = stepUpOf(request.principal, request.toolCalls, policy)
    if (stepUp) challengeToMore(request, reply)
    done(stepUp)
  })

  function refusalOf({ tool, principal, name, vcenter }: ToolCall): Problem | undefined {
    if (tool) return policy.refusal(principal, name, vcenter)
    return problem('not_found', 'There is no tool of that name.', {
      hint: `Did you mean '${app.tools.closestName(name)}'?`
    })
  }

  /**
   * A client that has its token from the issuer can get one that may do more, if the HTTP answer says so; an answer that
   * only its model reads would end there.
   */
  function challengeToMore({ toolCalls, routeOptions }: FastifyRequest, reply: FastifyReply): void {
    const tools = toolCalls.map(call => call.name)
    const header = challenge({ code: 'forbidden', isSent: true, route: routeOptions.url, tools })
    if (header) void reply.header('www-authenticate', header)
  }
}

export default fp(authz, { name: 'authz', fastify: '5.x', dependencies: ['tool-calls', 'audit'] })
