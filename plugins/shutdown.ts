import type { Socket } from 'node:net'
import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** False from the moment the service begins to stop. */
    readonly isReady: () => boolean
    /** Aborts when the service stops and calls in flight have had their time. */
    readonly stopping: AbortSignal
  }
}

export interface ShutdownOptions {
  /** How long calls in flight may go on after the stop has begun. */
  graceMs?: number
}

/**
 * Ends politely: readiness goes first, answers in flight are finished and say `connection: close`, connections are
 * closed as they fall idle. Without that a keep-alive client holds `app.close()` for 72 seconds.
 */
async function shutdown(app: FastifyInstance, { graceMs = 15_000 }: ShutdownOptions) {
  const stop = new AbortController()
  let ready = true
  let sweep: NodeJS.Timeout | undefined
  let grace: NodeJS.Timeout | undefined
  app.decorate('isReady', () => ready)
  app.decorate('stopping', stop.signal)

  app.addHook('onSend', async function closeConnection(_request: FastifyRequest, reply: FastifyReply) {
    if (!ready) void reply.header('connection', 'close')
  })

  // Node takes a connection that has not carried a request yet for a busy one
  const unused = new Set<Socket>()
  app.server.on('connection', socket => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  app.server.on('request', request => unused.delete(request.socket))

  function closeIdle(): void {
    app.server.closeIdleConnections()
    for (const socket of unused) socket.destroy()
  }

  app.addHook('preClose', async function beginToStop() {
    ready = false
    sweep = setInterval(closeIdle, 100)
    grace = setTimeout(() => stop.abort(new Error('The service is stopping.')), graceMs)
  })

  app.addHook('onClose', async function stopped() {
    clearInterval(sweep)
    clearTimeout(grace)
  })
}

export default fp(shutdown, { name: 'shutdown', fastify: '5.x' })
