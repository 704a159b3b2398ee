import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { CodedError } from '../src/errors.ts'
import { excessIn } from '../src/limits/json-size.ts'

const limits = { deepest: 32, mostElements: 5000 }
const mostParameters = 100

/**
 * Bounds what a request may hold, after the body is parsed and before anything walks it: a megabyte of brackets is
 * parsed in no time, and would exhaust the stack or the second of whoever looks into it.
 */
async function strictBody(app: FastifyInstance) {
  app.addHook('preValidation', function checkSize(request: FastifyRequest, _reply: FastifyReply, done) {
    const excess = parametersBeyond(request.query) ?? excessIn(request.body, limits)
    done(excess === undefined ? undefined : new CodedError('invalid_argument', excess))
  })
}

/** A parameter that is repeated counts each time. */
function parametersBeyond(query: unknown): string | undefined {
  const count = Object.values(query as Record<string, string | string[]>).flat().length
  return count > mostParameters ? `The query may hold at most ${mostParameters} parameters.` : undefined
}

export default fp(strictBody, { name: 'strict-body', fastify: '5.x', dependencies: ['auth'] })
