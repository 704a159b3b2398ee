import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bearer, startService } from '../helper.ts'
import { oidcVariables } from '../issuer.ts'

const path = '/.well-known/oauth-protected-resource'
const issuer = 'https://sso.example.com/realms/platform'

test('both resources tell anybody where their tokens come from, without asking the issuer', async t => {
  const { app } = await startService(t, { env: oidcVariables({ url: issuer }) })
  for (const [url, resource] of [
    [path, 'https://mcp.example.com'],
    [`${path}/mcp`, 'https://mcp.example.com/mcp']
  ] as const) {
    const answer = await app.inject({
      url,
      headers: { host: 'evil.example.com', origin: 'https://evil.example.com' }
    })
    assert.equal(answer.statusCode, 200)
    assert.match(String(answer.headers['content-type']), /^application\/json/)
    assert.equal(answer.headers['access-control-allow-origin'], '*')
    assert.deepEqual(answer.json(), {
      resource,
      authorization_servers: [issuer],
      bearer_methods_supported: ['header'],
      resource_name: 'vsphere-mcp-pro'
    })
  }
})

test('scopes are named when roles come from them', async t => {
  const env = {
    ...oidcVariables({ url: issuer }),
    OIDC_ROLE_CLAIM: 'scp',
    OIDC_CLAIMS_TO_ROLES: '{"vsphere.admin": "admin", "vsphere.read": "viewer"}'
  }
  const { app } = await startService(t, { env })
  const answer = await app.inject({ url: path })
  assert.deepEqual(answer.json<{ scopes_supported: string[] }>().scopes_supported, [
    'vsphere.admin',
    'vsphere.read'
  ])
})

test('behind an ingress that takes a path off, both places of RFC 9728 lead to it', async t => {
  const env = {
    ...oidcVariables({ url: issuer }),
    PUBLIC_URL: 'https://gw.example.com/vsphere',
    MCP_PATH: '/v1/mcp'
  }
  const { app } = await startService(t, { env })
  for (const [place, resource] of [
    ['', 'https://gw.example.com/vsphere'],
    ['/vsphere', 'https://gw.example.com/vsphere'],
    ['/v1/mcp', 'https://gw.example.com/vsphere/v1/mcp'],
    ['/vsphere/v1/mcp', 'https://gw.example.com/vsphere/v1/mcp']
  ]) {
    const answer = await app.inject({ url: `${path}${place}` })
    assert.equal(answer.json<{ resource: string }>().resource, resource)
  }
  const refused = await app.inject({ method: 'POST', url: '/v1/mcp' })
  assert.equal(
    refused.headers['www-authenticate'],
    `Bearer resource_metadata="https://gw.example.com/vsphere${path}/v1/mcp"`
  )
})

test('without an issuer there is no such path, and other paths are never opened to other origins', async t => {
  const { app } = await startService(t)
  for (const url of [path, `${path}/mcp`]) {
    assert.equal((await app.inject({ url })).statusCode, 401)
    assert.equal((await app.inject({ url, headers: bearer('viewer') })).statusCode, 404)
  }
  const { app: withIssuer } = await startService(t, { env: oidcVariables({ url: issuer }) })
  for (const url of ['/openapi.json', '/livez', '/api/v1/datacenters', '/no/such/path', `${path}/other`]) {
    const answer = await withIssuer.inject({ url, headers: bearer('viewer') })
    assert.equal(answer.headers['access-control-allow-origin'], undefined, url)
  }
})
