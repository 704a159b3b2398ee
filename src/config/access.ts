import { isNetwork } from '../access/networks.ts'
import { listIn } from './environment.ts'
import type { Environment } from './schema.ts'
import type { TokenContext } from './token-entry.ts'
import { type StaticTokens, tokensOf } from './tokens.ts'
import type { Findings } from './vcenters-file.ts'

/** The static tokens; where everybody must show one and no issuer gives any, there must be one. */
export function staticTokens(
  environment: Environment,
  context: TokenContext,
  findings: Findings
): StaticTokens {
  const before = findings.mistakes.length
  const found = tokensOf(environment, context, findings)
  const nobodyCouldCall = found.tokens.length === 0 && findings.mistakes.length === before
  if (environment.AUTH_ENFORCE && environment.OIDC_ISSUER === undefined && nobodyCouldCall) {
    findings.mistakes.push(
      'TOKENS_TO_ROLES: missing or empty, so nobody could call. Set it to {"<token>": "<role>"}, or set TOKENS_FILE or OIDC_ISSUER; `npm run token -- --name ci-bot --role viewer` makes a token and prints its entry.'
    )
  }
  return found
}

/** An origin is compared as a whole: one with a path or without a scheme would never match. */
export function originsIn(environment: Environment, mistakes: string[]): string[] {
  const origins = listIn(environment.ALLOWED_ORIGINS)
  for (const each of origins) {
    if (URL.parse(each)?.origin !== each) {
      mistakes.push(
        `ALLOWED_ORIGINS: '${each}' is no origin. Write scheme and host, as https://portal.example.com.`
      )
    }
  }
  return origins
}

/** The largest network of private addresses is fc00::/7 (RFC 4193); two halves of the internet are all of it. */
const leastBits = 7

/** Networks of proxies; never all of them, or any caller could say where it comes from. */
export function proxiesIn(environment: Environment, mistakes: string[]): string[] {
  const networks = listIn(environment.TRUSTED_PROXIES)
  for (const each of networks) {
    if (!isNetwork(each)) {
      mistakes.push(`TRUSTED_PROXIES: '${each}' is no network. Write it as 10.42.0.0/16 or 2001:db8::/32.`)
    } else if (Number(each.split('/')[1] ?? 32) < leastBits) {
      mistakes.push(`TRUSTED_PROXIES: '${each}' is everybody, or nearly. Name the networks of your proxies.`)
    }
  }
  return networks
}
