import { type JWTPayload, type JWTVerifyGetKey, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { CodedError } from '../../errors.ts'
import { claimOf, printableName, roleOf, valuesOf } from './claims.ts'
import { IssuerUnavailableError } from './issuer-keys.ts'
import type { Authenticate, Principal } from '../principal.ts'

/** The issuer of tokens, and what this service reads in them. */
export interface OidcSettings {
  /** Exactly as its tokens name it. */
  issuer: string
  /** A token must be meant for any of these. */
  audiences: readonly string[]
  roleClaim: string
  /** Value of that claim to role; the first that a token holds counts. */
  valuesToRoles: ReadonlyMap<string, string>
  nameClaim: string
  /** Where clients reach the service, without a slash at the end. */
  publicUrl: string
}

/** Those that the issuer signs with a key which only it has: with a shared one, or none, anybody could. */
const algorithms = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ')
/** Of access tokens (RFC 9068), and what issuers write that know no other. */
const types = new Set(['jwt', 'at+jwt', 'application/at+jwt'])
const clockToleranceS = 30

/** Why a token is refused; for the log, never for the caller. */
class TokenRefusal extends Error {}

/**
 * Tells who an access token of the issuer belongs to. What is no such token, or not a good one, is `undefined`. A good
 * one with no role that counts here, and one that cannot be judged because the issuer is down, are errors to answer.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export function createOidc(settings: OidcSettings, keys: JWTVerifyGetKey): Authenticate {
  const { issuer, audiences, roleClaim, valuesToRoles, nameClaim } = settings
  const requirements = {
    issuer,
    audience: [...audiences],
    algorithms,
    clockTolerance: clockToleranceS,
    requiredClaims: ['exp', 'sub']
  }

  async function claimsOf(token: string): Promise<JWTPayload> {
    if (decodeJwt(token).iss !== issuer) throw new TokenRefusal('it is of another issuer')
    const { payload, protectedHeader } = await jwtVerify(token, keys, requirements)
    const typ: unknown = protectedHeader.typ
    if (typ !== undefined && !(typeof typ === 'string' && types.has(typ.toLowerCase())))
      throw new TokenRefusal('its header has the typ of something else than an access token')
    // Keycloak tells its ID tokens apart here only
    if (payload['typ'] === 'ID') throw new TokenRefusal('it is an ID token')
    // RFC 9449, section 7.2: whoever has stolen it could not use it elsewhere, and so must not be able to here
    if (payload['cnf'] !== undefined)
      throw new TokenRefusal('it is bound to a key (cnf), and is no bearer token')
    if (typeof payload.sub !== 'string' || payload.sub === '') throw new TokenRefusal('it has no text in sub')
    return payload
  }

  function principalOf(claims: JWTPayload): Principal | CodedError {
    const name = claimOf(claims, nameClaim)
    if (typeof name !== 'string' || name === '') throw new TokenRefusal(`it has no text in '${nameClaim}'`)
    const role = roleOf(valuesOf(claims, roleClaim), valuesToRoles)
    return role === undefined
      ? withoutRole(roleClaim)
      : Object.freeze({ name: printableName('oidc:', name), role, fromIssuer: true })
  }

  return async function authenticate(token, _address, log) {
    if (!looksLikeJwt(token)) return undefined
    try {
      const found = principalOf(await claimsOf(token))
      if (found instanceof CodedError) log.info(`a token of the OIDC issuer has no role: ${found.message}`)
      return found
    } catch (error) {
      if (error instanceof IssuerUnavailableError) return unavailable(error)
      log.info(`a token of the OIDC issuer was refused: ${(error as Error).message.slice(0, 200)}`)
      return undefined
    }
  }
}

/** Three parts of which the first is a JSON object: nothing else is worth a thought, or a question to the issuer. */
function looksLikeJwt(token: string): boolean {
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return false
  try {
    return decodeProtectedHeader(token).alg !== undefined
  } catch {
    return false
  }
}

function withoutRole(roleClaim: string): CodedError {
  return new CodedError('forbidden', `No value of the token's claim '${roleClaim}' gives it a role here.`, {
    hint: 'Ask for a token with more rights, or have the operator look at OIDC_ROLE_CLAIM and OIDC_CLAIMS_TO_ROLES.'
  })
}

/** Not 401: a client would throw away a token that may be good. */
function unavailable({ retryAfterS }: IssuerUnavailableError): CodedError {
  return new CodedError('unavailable', 'The issuer of the token cannot be reached to check it.', {
    retryAfterS,
    hint: `Keep the token, and repeat the request in ${retryAfterS} s.`
  })
}
