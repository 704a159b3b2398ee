import type { FastifyInstance, FastifyRequest } from 'fastify'
import { metadataPath, scopesOf } from '../src/access/oidc/challenge.ts'
import type { OidcSettings } from '../src/access/oidc/index.ts'

export interface MetadataOptions {
  /** SERVER_NAME */
  name: string
  /** Unset: there is nothing to tell of an issuer. */
  oidc?: OidcSettings | undefined
  mcpPath: string
}

/** What the service tells of itself: the REST face in OpenAPI 3.1, as far as its reader may use it, and where its tokens come from. */
export async function metadataRoutes(app: FastifyInstance, { name, oidc, mcpPath }: MetadataOptions) {
  app.get('/openapi.json', { schema: { hide: true } }, onOpenApi)
  if (oidc) {
    for (const path of ['', mcpPath]) serveResource(oidc, path)
  }

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

  /**
   * A client looks for it below the URL that `WWW-Authenticate` names, or between host and path of the resource, which is
   * another place when PUBLIC_URL has a path.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9728#section-3
   */
  function serveResource({ issuer, publicUrl, ...others }: OidcSettings, path: string): void {
    const { pathname } = new URL(publicUrl)
    const scopes = scopesOf({ issuer, publicUrl, ...others })
    const resource = {
      resource: publicUrl + path,
      authorization_servers: [issuer],
      bearer_methods_supported: ['header'],
      resource_name: name,
      ...(scopes.length > 0 && { scopes_supported: scopes })
    }
    const places = new Set([path, (pathname === '/' ? '' : pathname) + path])
    for (const place of places) {
      app.get(metadataPath + place, { config: { public: true }, schema: { hide: true } }, (_request, reply) =>
        // clients that run in a browser read it from pages of other origins; there is nothing secret in it
        reply.header('access-control-allow-origin', '*').send(resource)
      )
    }
  }
}
