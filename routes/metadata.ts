import type { FastifyInstance } from 'fastify'

/** `GET /openapi.json`: the REST face in OpenAPI 3.1, made from the tool registry. */
export async function metadataRoutes(app: FastifyInstance) {
  app.get('/openapi.json', { schema: { hide: true } }, onOpenApi)

  async function onOpenApi() {
    return app.swagger()
  }
}
