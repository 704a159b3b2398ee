import type { FastifyInstance, FastifyRequest } from 'fastify'

/** `GET /openapi.json`: the REST face in OpenAPI 3.1, made from the tool registry, as far as its reader may use it. */
export async function metadataRoutes(app: FastifyInstance) {
  app.get('/openapi.json', { schema: { hide: true } }, onOpenApi)

  async function onOpenApi({ principal }: FastifyRequest) {
    const document = app.swagger() as { paths?: Record<string, Record<string, { operationId?: string }>> }
    const paths = Object.entries(document.paths ?? {}).map(([path, operations]) => {
      const usable = Object.entries(operations).filter(([, { operationId }]) =>
        app.policy.mayUse(principal, operationId ?? '')
      )
      return [path, Object.fromEntries(usable)] as const
    })
    const shown = paths.filter(([, operations]) => Object.keys(operations).length > 0)
    return { ...document, paths: Object.fromEntries(shown) }
  }
}
