import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** No answer is kept by anybody on the way: each depends on who asked and when. */
async function noStore(app: FastifyInstance) {
  // as late as this, because the MCP SDKs bring a header of their own for their streams
  app.addHook('onSend', function forbidStoring(_request: FastifyRequest, reply: FastifyReply, payload, done) {
    const isStream = String(reply.getHeader('cache-control')).includes('no-transform')
    void reply.header('cache-control', isStream ? 'no-store, no-transform' : 'no-store')
    done(null, payload)
  })
}

export default fp(noStore, { name: 'no-store', fastify: '5.x' })
