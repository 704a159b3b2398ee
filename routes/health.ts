import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Probes. Neither asks vCenter: its outage must not restart this service or take it out of the balancer. */
export async function healthRoutes(app: FastifyInstance) {
  const config = { public: true }
  // a probe that is shed under load would have the pod killed exactly then
  const underPressure = { pressureHandler: () => undefined }

  app.get(
    '/livez',
    { config: { ...config, ...underPressure }, logLevel: 'warn', schema: { hide: true } },
    onLive
  )
  app.get(
    '/readyz',
    { config: { ...config, ...underPressure }, logLevel: 'warn', schema: { hide: true } },
    onReady
  )

  async function onLive() {
    return { status: 'ok' }
  }

  async function onReady(_request: FastifyRequest, reply: FastifyReply) {
    if (app.isReady()) return { status: 'ok' }
    return reply.code(503).send({ status: 'stopping' })
  }
}
