import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** No answer is kept by anybody on the way: each depends on who asked and when. The streams of MCP say it themselves. */
async function noStore(app: FastifyInstance) {
  app.addHook('onRequest', function forbidStoring(_request: FastifyRequest, reply: FastifyReply, done) {
    void reply.header('cache-control', 'no-store')
    done()
  })
}

export default fp(noStore, { name: 'no-store', fastify: '5.x' })
