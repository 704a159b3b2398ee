import { closest } from 'fastest-levenshtein'
import { isScopeClaim } from '../access/oidc/claims.ts'
import type { OidcSettings } from '../access/oidc/index.ts'
import type { Roles } from '../access/roles.ts'
import { isSecureUrl } from '../access/oidc/secure-url.ts'
import { printable } from './entry-check.ts'
import { listIn } from './environment.ts'
import { jsonObjectIn } from './json-variable.ts'
import { keysInOrder } from './json.ts'
import { type Environment, environmentSchema } from './schema.ts'
import type { Findings } from './vcenters-file.ts'

const example = '{"vsphere-admins": "admin", "vsphere-users": "viewer"}'

/** The issuer of tokens, when there is one. */
export function oidcOf(environment: Environment, roles: Roles, findings: Findings): OidcSettings | undefined {
  const { mistakes } = findings
  const publicUrl = publicUrlOf(environment, mistakes)
  const { OIDC_ISSUER: issuer, OIDC_ROLE_CLAIM: roleClaim, OIDC_NAME_CLAIM: nameClaim } = environment
  if (issuer === undefined) {
    mistakes.push(...withoutIssuer(environment))
    return undefined
  }
  if (!isUrl(issuer)) {
    mistakes.push(
      'OIDC_ISSUER: is no URL of an issuer. Write it as https://sso.example.com/realms/platform, without query; http only for this machine.'
    )
  }
  const audiences = listIn(environment.OIDC_AUDIENCE)
  if (audiences.length === 0) {
    mistakes.push(
      'OIDC_AUDIENCE: missing. Set it to the aud of the tokens that are meant for this service: a token for another must not count here.'
    )
  }
  if (environment.PUBLIC_URL === undefined) {
    mistakes.push(
      'PUBLIC_URL: missing. Set it to the URL under which clients reach this service, as https://mcp.example.com.'
    )
  }
  const valuesToRoles = valuesToRolesOf(environment, roles, findings)
  return { issuer, audiences, roleClaim, valuesToRoles, nameClaim, publicUrl }
}

/** What is set for an issuer that is not: it would be missed where it was meant to count. */
function withoutIssuer(environment: Environment): string[] {
  const names = ['OIDC_AUDIENCE', 'OIDC_ROLE_CLAIM', 'OIDC_CLAIMS_TO_ROLES', 'OIDC_NAME_CLAIM'] as const
  const lost = names.filter(name => {
    const { default: unset } = environmentSchema.properties[name] as { default?: string }
    return environment[name] !== unset
  })
  return lost.map(name => `${name}: is for OIDC_ISSUER, which is not set. Set that too, or leave this out.`)
}

function publicUrlOf({ PUBLIC_URL: text, MCP_PATH: mcpPath }: Environment, mistakes: string[]): string {
  if (text === undefined) return ''
  if (!isUrl(text)) {
    mistakes.push(
      'PUBLIC_URL: is no URL of this service. Write scheme, host and path, as https://mcp.example.com; http only for this machine.'
    )
    return ''
  }
  const { origin, pathname } = new URL(text)
  const path = pathname.replace(/\/+$/, '')
  if (!/^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$/.test(path)) {
    mistakes.push(
      'PUBLIC_URL: has a path of other characters than letters, digits and `. _ ~ -`. Choose another.'
    )
  }
  if (path.endsWith(mcpPath)) {
    mistakes.push(`PUBLIC_URL: ends in MCP_PATH (${mcpPath}), which is appended to it. Leave that out.`)
  }
  return origin + path
}

/** An absolute URL that nobody can read along, and of which nothing is lost when a path is appended. */
function isUrl(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && isSecureUrl(url) && !/[?#]/.test(text) && url.username + url.password === ''
}

function valuesToRolesOf(
  { OIDC_CLAIMS_TO_ROLES: text, OIDC_ROLE_CLAIM: claim }: Environment,
  roles: Roles,
  { mistakes, warnings }: Findings
): ReadonlyMap<string, string> {
  const json = jsonObjectIn('OIDC_CLAIMS_TO_ROLES', text, example, mistakes)
  // not the names of the roles themselves: an issuer may have an admin of its own
  if (text === undefined)
    mistakes.push(`OIDC_CLAIMS_TO_ROLES: missing. Say which value gives which role, as ${example}.`)
  const values = json ? keysInOrder(text ?? '') : []
  if (json && values.length === 0)
    mistakes.push(`OIDC_CLAIMS_TO_ROLES: is empty, so no token had a role. Write it as ${example}.`)
  const found = new Map<string, string>()
  for (const value of values) {
    const role = json?.[value]
    mistakes.push(...mistakesOf(value, role, isScopeClaim(claim), roles))
    if (typeof role === 'string') found.set(value, role)
  }
  if (isScopeClaim(claim)) warnings.push(...warningsOfOrder(found, roles))
  return found
}

function mistakesOf(value: string, role: unknown, isScope: boolean, roles: Roles): string[] {
  const entry = `OIDC_CLAIMS_TO_ROLES: '${printable(value)}'`
  // https://www.rfc-editor.org/rfc/rfc6749#section-3.3; anything else would also break the header that names it
  if (isScope && !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(value))
    return [`${entry} can be no scope: those have no spaces, quotes or backslashes. Map one that can.`]
  // a claim that is there and empty gives nobody a role
  if (value === '') return [`${entry} is no value. Name one that the issuer writes.`]
  if (typeof role !== 'string') return [`${entry} has no role. Write it as ${example}.`]
  if (roles.has(role)) return []
  return [
    `${entry} has the role '${printable(role)}', which does not exist. Did you mean '${closest(role.slice(0, 64), [...roles.keys()])}'?`
  ]
}

/**
 * A client that asks for more keeps what it had. If the scope it had comes first, it never gets to what it was given.
 */
function warningsOfOrder(scopes: ReadonlyMap<string, string>, roles: Roles): string[] {
  const entries = [...scopes].map(([scope, role]) => ({ scope, tools: [...(roles.get(role)?.tools ?? [])] }))
  return entries.flatMap(({ scope, tools }, position) => {
    const stronger = entries
      .slice(position + 1)
      .find(later => later.tools.length > tools.length && tools.every(tool => later.tools.includes(tool)))
    if (!stronger) return []
    return [
      `OIDC_CLAIMS_TO_ROLES: '${scope}' comes before '${stronger.scope}', which allows more: a token with both has the role of the first. Put the scope that allows most first.`
    ]
  })
}
