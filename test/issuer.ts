import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { type CryptoKey, type JWK, type JWTPayload, SignJWT, exportJWK, generateKeyPair } from 'jose'

export type Algorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA'

interface IssuerKey {
  alg: Algorithm
  kid: string
  privateKey: CryptoKey
  jwk: JWK
}

export interface SignOptions {
  /** Claims over the usual ones; `undefined` leaves one out. */
  claims?: Record<string, unknown>
  /** Parameters of the header over the usual ones; `undefined` leaves one out. */
  header?: Record<string, unknown>
  key?: IssuerKey
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** An authorization server of its own on a real socket: metadata, keys that can be changed, and tokens signed with them. */
export interface Issuer {
  /** Its identifier, as in `iss`. */
  url: string
  /** Paths it was asked for, in order. */
  requests: string[]
  /** The keys it publishes, the newest last. */
  keys: IssuerKey[]
  addKey(alg?: Algorithm): Promise<IssuerKey>
  /** A key like the others that it does not publish. */
  makeKey(alg?: Algorithm): Promise<IssuerKey>
  /** An access token for the audience `vsphere`, for five minutes and with the role viewer. */
  sign(options?: SignOptions): Promise<string>
  /** How often its keys were asked for. */
  keyRequests(): number
  /** What it answers instead, by path; as a whole with `*`. */
  answers: Map<string, Answer>
  stop(): Promise<void>
  /** At the same address as before. */
  start(): Promise<void>
}

export const audience = 'vsphere'
export const keysPath = '/keys'

export interface IssuerOptions {
  /** Of its identifier: `/realms/platform`. */
  path?: string
  tls?: { key: string; cert: string }
}

/** Listens on loopback and ends with the test. */
export async function startIssuer(
  t: Pick<TestContext, 'after'>,
  { path = '', tls }: IssuerOptions = {}
): Promise<Issuer> {
  const requests: string[] = []
  const keys: IssuerKey[] = []
  const answers = new Map<string, Answer>()
  const server = tls ? createTlsServer(tls, onRequest) : createServer(onRequest)
  await listen(0)
  t.after(stop)
  const { port } = server.address() as AddressInfo
  const origin = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`
  const url = origin + path
  await addKey()

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    const asked = request.url ?? ''
    requests.push(asked)
    const answer = answers.get(asked) ?? answers.get('*')
    if (answer) answer(request, response)
    else if (asked === `${path}/.well-known/openid-configuration`) {
      sendJson(response, { issuer: url, jwks_uri: origin + keysPath })
    } else if (asked === keysPath) sendJson(response, { keys: keys.map(({ jwk }) => jwk) })
    else response.writeHead(404).end()
  }

  async function listen(at: number): Promise<void> {
    server.listen(at, '127.0.0.1')
    await once(server, 'listening')
  }

  async function stop(): Promise<void> {
    if (!server.listening) return
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }

  async function makeKey(alg: Algorithm = 'ES256'): Promise<IssuerKey> {
    const { privateKey, publicKey } = await generateKeyPair(alg)
    const kid = crypto.randomUUID()
    return { alg, kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
  }

  async function addKey(alg?: Algorithm): Promise<IssuerKey> {
    const key = await makeKey(alg)
    keys.push(key)
    return key
  }

  async function sign({ claims, header, key = keys.at(-1) }: SignOptions = {}): Promise<string> {
    if (!key) throw new Error('The issuer has no key.')
    const now = Math.floor(Date.now() / 1000)
    const usual = { iss: url, aud: audience, sub: 'user-1', iat: now, exp: now + 300, roles: ['viewer'] }
    const payload: JWTPayload = present({ ...usual, ...claims })
    const parameters = present({ alg: key.alg, kid: key.kid, typ: 'at+jwt', ...header })
    return new SignJWT(payload).setProtectedHeader(parameters as { alg: string }).sign(key.privateKey)
  }

  return {
    url,
    requests,
    keys,
    addKey,
    makeKey,
    sign,
    keyRequests: () => requests.filter(asked => asked === keysPath).length,
    answers,
    stop,
    start: () => listen(port)
  }
}

export function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

/** The variables of a service that trusts an issuer. */
export function oidcVariables({ url }: Pick<Issuer, 'url'>): Record<string, string> {
  return {
    OIDC_ISSUER: url,
    OIDC_AUDIENCE: audience,
    OIDC_CLAIMS_TO_ROLES: '{"viewer": "viewer", "operator": "operator", "admin": "admin"}',
    PUBLIC_URL: 'https://mcp.example.com'
  }
}

function present(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
