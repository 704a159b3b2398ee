import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Networks, createNetworks } from './networks.ts'
import type { Principal } from './principal.ts'

/** One static bearer token as the configuration has it. */
export interface TokenEntry {
  /** SHA-256 of the token in 64 hexadecimal digits; the token itself is not kept. */
  digest: string
  name: string
  role: string
  /** Milliseconds since 1970 from which on it is refused. */
  expiresAt?: number
  /** Names of the only vCenters it is for. */
  vcenters?: readonly string[]
  /** The only networks it may come from, as CIDR. */
  networks?: readonly string[]
}

/** Finds the principal of a bearer token that comes from an address. */
export type TokenTable = (token: string, address: string) => Principal | undefined

interface Row {
  digest: Buffer
  principal: Principal
  expiresAt: number
  networks: Networks | undefined
}

/**
 * A token is looked up by its digest, so that what a Map's timing could tell is about SHA-256 values and not about
 * tokens; the whole digest is then compared in constant time. `now`: milliseconds since 1970.
 */
export function createTokenTable(entries: readonly TokenEntry[], now: () => number = Date.now): TokenTable {
  const rows = new Map(entries.map(entry => [entry.digest, rowOf(entry)]))
  return (token, address) => {
    const digest = createHash('sha256').update(token).digest()
    const row = rows.get(digest.toString('hex'))
    if (!row || !timingSafeEqual(row.digest, digest)) return undefined
    if (now() >= row.expiresAt || (row.networks && !row.networks.has(address))) return undefined
    return row.principal
  }
}

function rowOf({ digest, name, role, expiresAt = Infinity, vcenters, networks }: TokenEntry): Row {
  return {
    digest: Buffer.from(digest, 'hex'),
    principal: Object.freeze({ name, role, ...(vcenters && { vcenters }) }),
    expiresAt,
    networks: networks && createNetworks(networks)
  }
}

/** Names a token's origin to scanners that look for secrets where none should be. */
const prefix = 'vmp_'

/** A token of 256 random bits. */
export function createToken(): string {
  return prefix + randomBytes(32).toString('base64url')
}

/** What has the form of such a token, or of one of an OAuth issuer. */
const formOfToken = new RegExp(`${prefix}[\\w-]{43}|eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+`, 'g')

/** A text in which such tokens cannot be read any more. */
export function withoutTokens(text: string): string {
  return text.replaceAll(formOfToken, '***')
}

export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** The name in the audit of a token that was given none. */
export function nameOfDigest(digest: string): string {
  return `token:${digest.slice(0, 12)}`
}
