import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ambiguityIn, unreadableBodyIn } from '../src/access/request-head.ts'
import { CodedError } from '../src/errors.ts'

/**
 * What stands before the body must have one meaning only: what this service and a proxy in front of it may read
 * differently is refused, and so is a body in a form that nobody here reads. The rules are in
 * src/access/request-head.ts.
 */
async function strictHeaders(app: FastifyInstance) {
  // JSON is all that is read; text/plain is also what a form of any web page may send
  app.removeContentTypeParser('text/plain')

  app.addHook('onRequest', function checkHead({ raw }: FastifyRequest, reply: FastifyReply, done) {
    const ambiguity = ambiguityIn(raw)
    if (ambiguity !== undefined) {
      // where its body ends may be in doubt too
      void reply.header('connection', 'close')
      return done(new CodedError('invalid_argument', ambiguity))
    }
    const unreadable = unreadableBodyIn(raw.headers)
    if (unreadable === undefined) return done()
    // https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3 asks for it with a 415
    void reply.header('accept-encoding', 'identity')
    done(Object.assign(new Error(unreadable), { statusCode: 415 }))
  })
}

export default fp(strictHeaders, { name: 'strict-headers', fastify: '5.x' })
