import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import {
  ClientCredentialsProvider,
  InsufficientScopeError,
  Client as ModernClient,
  SdkHttpError,
  StreamableHTTPClientTransport as ModernTransport
} from '@modelcontextprotocol/client'
import { type OAuthClientProvider, UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js'
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js'
import {
  StreamableHTTPClientTransport as LegacyTransport,
  StreamableHTTPError
} from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js'
import { connectClient } from './clients.ts'
import { startService } from './helper.ts'
import { type Issuer, keysPath, oidcVariables, sendJson, startIssuer } from './issuer.ts'

const publicUrl = 'https://mcp.example.com'

async function start(t: TestContext) {
  const issuer = await startIssuer(t)
  const env = {
    ...oidcVariables(issuer),
    PUBLIC_URL: publicUrl,
    OIDC_ROLE_CLAIM: 'scope',
    OIDC_CLAIMS_TO_ROLES:
      '{"vsphere.admin": "admin", "vsphere.operate": "operator", "vsphere.read": "viewer"}'
  }
  const service = await startService(t, { env })
  return { issuer, service, address: await service.listen() }
}

/** What the client of an era makes of a refusal: its class, and the status or the scope it names. */
function heardOf(error: unknown): string {
  if (error instanceof InsufficientScopeError) return `InsufficientScopeError ${error.requiredScope}`
  if (error instanceof SdkHttpError) return `SdkHttpError ${error.code} ${error.status}`
  if (error instanceof StreamableHTTPError) return `StreamableHTTPError ${error.code}`
  return String(error)
}

async function heardIn(attempt: () => Promise<unknown>): Promise<string> {
  try {
    await attempt()
  } catch (error) {
    return heardOf(error)
  }
  return 'nothing'
}

test('the clients of both SDKs hear of a refused token, of no token, and of one that may not do enough', async t => {
  const { issuer, address } = await start(t)
  const expired = await issuer.sign({ claims: { exp: 1 } })
  const viewer = await issuer.sign({ claims: { scope: 'vsphere.read' } })
  const heard: string[] = []
  for (const era of ['2025', '2026'] as const) {
    for (const token of [expired, 'wrong']) {
      heard.push(await heardIn(() => connectClient(t, era, `${address}/mcp`, { token })))
    }
    const client = await connectClient(t, era, `${address}/mcp`, { token: viewer })
    heard.push(await heardIn(() => client.callTool('power_on_vm', { vm: 'vm-1' })))
    heard.push(await heardIn(() => client.callTool('list_datacenters', {})))
  }
  assert.deepEqual(heard, [
    'StreamableHTTPError 401',
    'StreamableHTTPError 401',
    'StreamableHTTPError 403',
    'nothing',
    'SdkHttpError CLIENT_HTTP_AUTHENTICATION 401',
    'SdkHttpError CLIENT_HTTP_AUTHENTICATION 401',
    'InsufficientScopeError vsphere.operate',
    'nothing'
  ])
})

interface Wish {
  scope: string
  resource: string | null
}

/** Makes the issuer grant whatever is asked for, and tell what that was. The code of a consent is its scope. */
function grantTokens(issuer: Issuer): Wish[] {
  const asked: Wish[] = []
  issuer.answers.set('/.well-known/openid-configuration', (_request, response) =>
    sendJson(response, {
      issuer: issuer.url,
      jwks_uri: issuer.url + keysPath,
      authorization_endpoint: `${issuer.url}/authorize`,
      token_endpoint: `${issuer.url}/token`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'none'],
      code_challenge_methods_supported: ['S256']
    })
  )
  issuer.answers.set('/token', (request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const form = new URLSearchParams(body)
      const scope = form.get('scope') ?? form.get('code') ?? ''
      asked.push({ scope, resource: form.get('resource') })
      void issuer
        .sign({ claims: { scope } })
        .then(token =>
          sendJson(response, { access_token: token, token_type: 'Bearer', expires_in: 300, scope })
        )
    })
  })
  return asked
}

type CallTool = (name: string, args: Record<string, unknown>) => Promise<Record<string, unknown>>

interface Meeting {
  issuer: Issuer
  address: string
}

const endpoint = new URL(`${publicUrl}/mcp`)
const info = { name: 'test-client', version: '1.0.0' }

/** As if name, TLS and ingress led to the service. */
function fetchAt(address: string) {
  return (url: string | URL, init?: RequestInit) => fetch(String(url).replace(publicUrl, address), init)
}

/** With credentials of its own at the issuer, as agents have them. */
async function connectAgent(t: TestContext, { issuer, address }: Meeting): Promise<CallTool> {
  const credentials = { clientId: 'agent', clientSecret: 'secret', expectedIssuer: issuer.url }
  const authProvider = new ClientCredentialsProvider(credentials)
  const client = new ModernClient(info, { versionNegotiation: { mode: { pin: '2026-07-28' } } })
  await client.connect(new ModernTransport(endpoint, { authProvider, fetch: fetchAt(address) }))
  t.after(() => client.close())
  return (name, args) => client.callTool({ name, arguments: args })
}

/** For a person, who agrees at the issuer to whatever the client asks for. */
async function connectPerson(t: TestContext, { issuer, address }: Meeting): Promise<CallTool> {
  let asked = ''
  let tokens: OAuthTokens | undefined
  let verifier = ''
  const authProvider: OAuthClientProvider = {
    redirectUrl: 'http://localhost/callback',
    clientMetadata: { redirect_uris: ['http://localhost/callback'] },
    clientInformation: () => ({ client_id: 'desktop', issuer: issuer.url }),
    tokens: () => tokens,
    saveTokens: given => void (tokens = given),
    saveCodeVerifier: given => void (verifier = given),
    codeVerifier: () => verifier,
    redirectToAuthorization: url => void (asked = url.searchParams.get('scope') ?? '')
  }
  const transport = () => new LegacyTransport(endpoint, { authProvider, fetch: fetchAt(address) })
  const first = transport()
  await assert.rejects(new LegacyClient(info).connect(first), UnauthorizedError)
  await first.finishAuth(asked)
  const second = transport()
  const client = new LegacyClient(info)
  await client.connect(second)
  t.after(() => client.close())
  return async (name, args) => {
    try {
      return await client.callTool({ name, arguments: args })
    } catch (error) {
      if (!(error instanceof UnauthorizedError)) throw error
      await second.finishAuth(asked)
      return client.callTool({ name, arguments: args })
    }
  }
}

for (const [who, connect] of [
  ['a person with a 2025-era client', connectPerson],
  ['an agent with a 2026-07-28 client', connectAgent]
] as const) {
  test(`${who} is led to the issuer, begins with little and gets more when a tool needs it`, async t => {
    const { issuer, service, address } = await start(t)
    const asked = grantTokens(issuer)
    const callTool = await connect(t, { issuer, address })
    assert.equal((await callTool('list_datacenters', {}))['isError'] ?? false, false)
    assert.deepEqual(asked, [{ scope: 'vsphere.read', resource: `${publicUrl}/mcp` }])
    const answer = await callTool('power_on_vm', { vm: 'no-such-vm' })
    assert.match(JSON.stringify(answer['content']), /not_found/)
    assert.equal(asked.length, 2)
    assert.match(asked[1]?.scope ?? '', /\bvsphere\.operate$/)
    assert.deepEqual(
      service.audit().map(record => `${record.role} ${record.tool} ${record.code ?? record.outcome}`),
      ['viewer list_datacenters ok', 'viewer power_on_vm forbidden', 'operator power_on_vm not_found']
    )
  })
}
