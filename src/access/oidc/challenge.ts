import type { ErrorCode } from '../../errors.ts'
import { isScopeClaim } from './claims.ts'
import type { OidcSettings } from './index.ts'
import type { Roles } from '../roles.ts'

/** What is said of a request that is refused for its token. */
export interface Refusal {
  code: ErrorCode
  /** Whether there was a token at all. */
  isSent: boolean
  /** The route, as it was registered; unset for paths that are none. */
  route: string | undefined
  /** The tools it was for; unset when nobody knows yet. */
  tools?: readonly string[] | undefined
}

/** The `WWW-Authenticate` of a refusal; `undefined` when another token would not help. */
export type Challenge = (refusal: Refusal) => string | undefined

export interface ChallengeOptions {
  /** Unset: there is no issuer that a client could be sent to. */
  oidc?: OidcSettings | undefined
  roles: Roles
  /** MCP_PATH */
  mcpPath: string
}

/**
 * With an issuer, a refusal tells a client where to read about it, and what to ask it for.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-5.1
 */
export function createChallenge({ oidc, roles, mcpPath }: ChallengeOptions): Challenge {
  const leastScope = createLeastScope(oidc, roles)

  return function challengeOf({ code, isSent, route, tools }) {
    if (code !== 'unauthenticated' && code !== 'forbidden') return undefined
    // without a token there is no error to name: RFC 6750, section 3.1
    const error = code === 'forbidden' ? 'insufficient_scope' : isSent ? 'invalid_token' : undefined
    const isMcp = route === mcpPath
    // a client that does not know yet what it will call begins with little, and asks for more when it is told to
    const scope = isMcp || tools ? leastScope(tools ?? []) : undefined
    const parameters = [
      ...(error === undefined ? [] : [`error="${error}"`]),
      ...(scope === undefined ? [] : [`scope="${scope}"`]),
      ...(oidc ? [`resource_metadata="${metadataUrl(oidc.publicUrl, isMcp ? mcpPath : '')}"`] : [])
    ]
    return ['Bearer', parameters.join(', ')].join(' ').trim()
  }
}

export const metadataPath = '/.well-known/oauth-protected-resource'

/** Below PUBLIC_URL, whatever leads there leads here too; the place between host and path might lead elsewhere. */
function metadataUrl(publicUrl: string, path: string): string {
  return publicUrl + metadataPath + path
}

/** The scopes a client can ask for; none when the roles do not come from scopes. */
export function scopesOf(oidc: OidcSettings | undefined): string[] {
  return oidc && isScopeClaim(oidc.roleClaim) ? [...oidc.valuesToRoles.keys()] : []
}

/**
 * The one scope that allows all of the tools, else any, and otherwise as few as possible. Only one, because a client asks
 * for everything it is told.
 */
function createLeastScope(oidc: OidcSettings | undefined, roles: Roles) {
  const scopes = scopesOf(oidc)
    .map(scope => ({ scope, tools: roles.get(oidc?.valuesToRoles.get(scope) ?? '')?.tools ?? new Set() }))
    .filter(({ tools }) => tools.size > 0)
    .toSorted((one, other) => one.tools.size - other.tools.size)

  return function leastScope(tools: readonly string[]): string | undefined {
    const enough =
      scopes.find(each => tools.every(tool => each.tools.has(tool))) ??
      scopes.find(each => tools.some(tool => each.tools.has(tool)))
    return enough?.scope
  }
}
