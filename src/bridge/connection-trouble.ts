import { type Problem, problem } from '../errors.ts'
import { isObject } from '../objects.ts'

/** Codes of Node.js and undici for what fails before a request is sent, and so can be tried again. */
const reasons: readonly [code: RegExp, hint: string][] = [
  [/^ECONNREFUSED$/, 'Nothing listens there: start the gateway, or correct --url or VSPHERE_MCP_URL.'],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'This machine does not know the name: correct --url or VSPHERE_MCP_URL.'],
  [
    /^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|EHOSTUNREACH|ENETUNREACH)$/,
    'Look whether a firewall or a proxy is in between; NODE_USE_ENV_PROXY=1 makes HTTPS_PROXY count.'
  ],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/,
    'Its certificate is not trusted: give the CA as PEM file with --ca or NODE_EXTRA_CA_CERTS, or use the name it is made out to.'
  ],
  [/SSL|EPROTO/, 'It does not speak TLS there: correct the port or the scheme in --url or VSPHERE_MCP_URL.']
]

/** Why the gateway could not be asked, or could not answer. */
export function connectionTrouble(error: unknown, url: URL): Problem {
  const code = codeOf(error)
  const reason = reasons.find(([pattern]) => pattern.test(code))
  if (!reason) return brokenOff(url)
  return problem('unavailable', `${nameOf(url)} cannot be reached (${code}).`, { hint: reason[1] })
}

/** The answer did not come to its end: nobody here knows how far the call came. */
export function brokenOff(url: URL): Problem {
  return problem(
    'outcome_unknown',
    `The connection to ${nameOf(url)} broke before the answer was complete.`,
    {
      hint: 'If the call changes something, look how far it came before you repeat it.'
    }
  )
}

/** Without the query: somebody may have put a token there. */
export function nameOf(url: URL): string {
  return `${url.origin}${url.pathname}`
}

/** `fetch` hides the reason in its cause. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  return isObject(cause) && typeof cause['code'] === 'string' ? cause['code'] : ''
}
