import { createHash } from 'node:crypto'
import type { Principal } from './principal.ts'

/** Finds the principal of a bearer token; `undefined` for a token nobody configured. */
export type TokenTable = (token: string) => Principal | undefined

/**
 * Tokens are hashed when the table is made and only digests are kept. A look-up by digest takes the same time for
 * every unknown token: what an attacker could learn from a Map's timing is about SHA-256 values, not about tokens.
 */
export function createTokenTable(tokensToRoles: ReadonlyMap<string, string>): TokenTable {
  const principals = new Map<string, Principal>()
  for (const [token, role] of tokensToRoles) {
    const digest = digestOf(token)
    principals.set(digest, Object.freeze({ name: `token:${digest.slice(0, 12)}`, role }))
  }
  return token => principals.get(digestOf(token))
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
