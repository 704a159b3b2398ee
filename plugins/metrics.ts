import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Registry } from 'prom-client'
import { registerCallMetrics } from '../src/metrics/calls.ts'
import { registerVcenterMetrics } from '../src/metrics/vcenters.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Where the metrics are served: `http://127.0.0.1:9464/metrics`. */
    readonly metricsUrl: string
  }
}

export interface MetricsOptions {
  host: string
  /** 0 takes any free one. */
  port: number
}

/**
 * Metrics for Prometheus, without a token, and so on a port of their own that no ingress leads to.
 */
async function metrics(app: FastifyInstance, { host, port }: MetricsOptions) {
  const registry = new Registry()
  registerVcenterMetrics(registry, app.vcenters)
  const count = registerCallMetrics(registry, app.tools.tools)
  const server = Fastify({ logger: false, forceCloseConnections: true })
  let url = ''

  server.get('/metrics', async function onScrape(_request, reply) {
    return reply.type(registry.contentType).send(await registry.metrics())
  })

  app.addHook('preHandler', function countCalls(request: FastifyRequest, _reply: FastifyReply, done) {
    for (const call of request.toolCalls) call.onSettled(count)
    done()
  })

  app.decorate('metricsUrl', { getter: () => url })
  app.addHook('onReady', async function listen() {
    url = `${await server.listen({ host, port })}/metrics`
    app.log.info(`Metrics at ${url}`)
  })
  app.addHook('onClose', async function close() {
    await server.close()
  })
}

export default fp(metrics, { name: 'metrics', fastify: '5.x', dependencies: ['vcenter', 'tool-calls'] })
