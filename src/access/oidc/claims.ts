import { createHash } from 'node:crypto'
import { isObject } from '../../objects.ts'

export type Claims = Readonly<Record<string, unknown>>

/** Claims whose text is a list, separated by spaces: RFC 8693 section 4.2, and Entra ID's name for the same. */
const scopeClaims = new Set(['scope', 'scp'])

/** Whether the values of a claim are OAuth scopes, which a client can ask the issuer for. */
export function isScopeClaim(claim: string): boolean {
  return scopeClaims.has(claim)
}

/** A claim of that very name (`https://example.com/roles`), else what its parts lead to (`realm_access.roles`). */
export function claimOf(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name]
  let value: unknown = claims
  for (const part of name.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, part)) return undefined
    value = value[part]
  }
  return value
}

/** The texts that a claim holds; none when it is neither a text nor a list. */
export function valuesOf(claims: Claims, name: string): string[] {
  const value = claimOf(claims, name)
  if (typeof value === 'string') return isScopeClaim(name) ? value.split(' ') : [value]
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : []
}

/** The role of the first entry of the map whose value is among those of the token. */
export function roleOf(
  values: readonly string[],
  valuesToRoles: ReadonlyMap<string, string>
): string | undefined {
  const held = new Set(values)
  return [...valuesToRoles].find(([value]) => held.has(value))?.[1]
}

const longestName = 200

/**
 * A name of the issuer as it may stand in logs: printable, at most 200 characters. One that had to be changed ends in
 * a piece of its SHA-256, or two callers could become one in the audit and share a rate limit.
 */
export function printableName(prefix: string, name: string): string {
  const whole = prefix + name
  const printable = whole.replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '?')
  if (printable === whole && whole.length <= longestName) return whole
  const ending = `~${createHash('sha256').update(name).digest('hex').slice(0, 12)}`
  return printable.slice(0, longestName - ending.length).toWellFormed() + ending
}
