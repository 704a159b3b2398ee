import type { FastifyInstance } from 'fastify'

/**
 * Probes. Neither asks vCenter: its outage must not restart this service or take it out of the balancer. A
 * service that stops takes no new connection, and so fails both.
 */
export async function healthRoutes(app: FastifyInstance) {
  for (const url of ['/livez', '/readyz']) {
    app.get(
      url,
      {
        // a probe that is shed under load would have the pod killed exactly then
        config: { public: true, pressureHandler: () => undefined },
        logLevel: 'warn',
        schema: { hide: true }
      },
      onProbe
    )
  }

  async function onProbe() {
    return { status: 'ok' }
  }
}
