import type { FastifyInstance } from 'fastify'

/**
 * Probes. Neither asks vCenter: its outage must not restart this service or take it out of the balancer. While the
 * service stops, Fastify itself answers 503 to both.
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
