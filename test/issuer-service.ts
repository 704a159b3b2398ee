import type { TestContext } from 'node:test'
import { startService } from './helper.ts'
import { type SignOptions, oidcVariables, startIssuer } from './issuer.ts'

/** The service with an issuer, and both faces to send a token to. */
export async function startWithIssuer(t: TestContext, env: Record<string, string> = {}) {
  const issuer = await startIssuer(t)
  const service = await startService(t, { env: { ...oidcVariables(issuer), ...env } })
  async function get(token: string, url = '/api/v1/datacenters') {
    return service.app.inject({ url, headers: { authorization: `Bearer ${token}` } })
  }
  async function post(token: string, payload: object) {
    return service.app.inject({
      method: 'POST',
      url: '/mcp',
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json, text/event-stream',
        host: 'localhost'
      },
      payload
    })
  }
  return { issuer, service, get, post, signed: (options?: SignOptions) => issuer.sign(options) }
}
