import { isObject } from '../../objects.ts'
import { isSecureUrl } from './secure-url.ts'

/** Why something cannot be had of the issuer; for the log. */
export class IssuerError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'IssuerError'
  }
}

const mostBytes = 1 << 20

/**
 * Where the issuer publishes its keys, as it says itself. It must say to be the configured one: otherwise whoever can
 * answer in its place for one address could answer for another.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-3.3
 * @throws `IssuerError`
 */
export async function keysUrlOf(issuer: string, signal: AbortSignal): Promise<URL> {
  const { url, document } = await metadataOf(issuer, signal)
  if (document['issuer'] !== issuer) {
    const named = JSON.stringify(document['issuer'] ?? null).slice(0, 200)
    throw new IssuerError(`${url} names the issuer ${named}, but OIDC_ISSUER is "${issuer}"`)
  }
  const given = document['jwks_uri']
  const keysUrl = typeof given === 'string' ? URL.parse(given) : null
  if (!keysUrl || !isSecureUrl(keysUrl)) throw new IssuerError(`${url} has no jwks_uri with https`)
  return keysUrl
}

async function metadataOf(issuer: string, signal: AbortSignal) {
  const urls = metadataUrls(issuer)
  for (const url of urls) {
    const { status, text } = await get(url, signal)
    if (status === 200) return { url, document: objectIn(url, text) }
    if (status < 400 || status >= 500) throw new IssuerError(`${url} answered ${status}`)
  }
  throw new IssuerError(`there is neither ${urls.join(' nor ')}`)
}

/** OpenID Connect puts its path behind that of the issuer, RFC 8414 (section 3.1) between host and path. */
function metadataUrls(issuer: string): [openId: string, oauth: string] {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  return [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`
  ]
}

/** A JSON object from a URL. @throws `IssuerError` */
export async function getObject(url: URL, signal: AbortSignal): Promise<Record<string, unknown>> {
  const { status, text } = await get(url.href, signal)
  if (status !== 200) throw new IssuerError(`${url.href} answered ${status}`)
  return objectIn(url.href, text)
}

function objectIn(url: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // told below
  }
  throw new IssuerError(`${url} answered something else than a JSON object`)
}

/** Follows no redirect: where it leads is not what was configured. */
async function get(url: string, signal: AbortSignal): Promise<{ status: number; text: string }> {
  try {
    const headers = { accept: 'application/json' }
    const response = await fetch(url, { redirect: 'manual', headers, signal })
    if (response.status === 200) return { status: 200, text: await textOf(response) }
    await response.body?.cancel()
    return { status: response.status, text: '' }
  } catch (error) {
    if (error instanceof IssuerError) throw error
    throw new IssuerError(`${url} cannot be read: ${reasonOf(error)}`, error)
  }
}

/** Counted as it comes out of decompression: a small answer may hold a large one. */
async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > mostBytes) throw new IssuerError(`${response.url} answered more than 1 MiB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** `fetch failed` tells nothing; its cause does. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  if (!(cause instanceof Error)) return message
  return (cause as NodeJS.ErrnoException).code ?? cause.message
}
