import type { FastifyReply } from 'fastify'

/**
 * Aborts when the client leaves before its answer is complete. Fastify's own `request.signal` cannot be used: on a
 * POST it aborts as soon as the body has been read (https://github.com/fastify/fastify/pull/6725).
 */
export function clientGone(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort(new Error('The client closed the connection.'))
  })
  return controller.signal
}
