import type { Socket } from 'node:net'
import fp from 'fastify-plugin'
import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborts when the service stops and calls in flight have had their time. */
    readonly stopping: AbortSignal
  }
}

/** Time for the answers that say that the time is over. */
const lastWordsMs = 2000

export interface ShutdownOptions {
  /** How long calls in flight may go on after the stop has begun. */
  graceMs: number
}

/**
 * Ends politely: answers in flight are finished and say `connection: close`, connections are closed as they fall
 * idle. Without that a keep-alive client holds `app.close()` for 72 seconds.
 */
async function shutdown(app: FastifyInstance, { graceMs }: ShutdownOptions) {
  const stop = new AbortController()
  let isStopping = false
  let sweep: NodeJS.Timeout | undefined
  let grace: NodeJS.Timeout | undefined
  app.decorate('stopping', stop.signal)

  app.addHook('onSend', function closeConnection(_request, reply, payload, done) {
    if (isStopping) void reply.header('connection', 'close')
    done(null, payload)
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
    isStopping = true
    sweep = setInterval(closeIdle, 100)
    grace = setTimeout(endGrace, graceMs)
  })

  /** What does not end by itself even then, such as a stream whose client reads nothing, is cut. */
  function endGrace(): void {
    stop.abort(new Error('The service is stopping.'))
    grace = setTimeout(() => app.server.closeAllConnections(), lastWordsMs)
  }

  app.addHook('onClose', async function stopped() {
    clearInterval(sweep)
    clearTimeout(grace)
  })
}

export default fp(shutdown, { name: 'shutdown', fastify: '5.x' })
