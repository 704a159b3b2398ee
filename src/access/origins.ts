import { isIPv6 } from 'node:net'
import { quoted } from '../text.ts'
import { isLoopback } from './networks.ts'

/**
 * Guards a browser-reachable endpoint against DNS rebinding: a page of a foreign site must not be able to speak to
 * it through a name that its owner pointed at this machine.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning
 */
export interface OriginRules {
  /** ALLOWED_HOSTS: `host` or `host:port`; empty means that only loopback services restrict their Host. */
  allowedHosts: readonly string[]
  /** ALLOWED_ORIGINS: whole origins, `https://portal.example.com`. */
  allowedOrigins: readonly string[]
  /** The address the service listens on. */
  boundTo: string
}

/** A name or an address, and a port: no user, path or blank (RFC 9110, section 7.2). */
const hostSyntax = /^(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i

const loopbackNames = ['localhost', '127.0.0.1', '[::1]']

/** Answers why the request must be refused, or `undefined`. */
export function createOriginCheck({ allowedHosts, allowedOrigins, boundTo }: OriginRules) {
  const names = allowedHosts.length > 0 ? allowedHosts : namesOnLoopback(boundTo)

  return function refusalOf(host: string | undefined, origin: string | undefined): string | undefined {
    if (names && !(host !== undefined && names.some(name => matchesHost(host, name)))) {
      return `Host ${quoted(host ?? '')} is not one of this service's names (ALLOWED_HOSTS).`
    }
    if (host !== undefined && !hostSyntax.test(host)) return `Host ${quoted(host)} is no name of a host.`
    if (origin === undefined || allowedOrigins.includes(origin)) return undefined
    if (host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)) return undefined
    return `Origin ${quoted(origin)} is not allowed (ALLOWED_ORIGINS).`
  }
}

/** `undefined` when the address can be reached from elsewhere. */
function namesOnLoopback(boundTo: string): string[] | undefined {
  // URL has written every spelling of an address in its usual form
  const hostname = URL.parse(`http://${isIPv6(boundTo) ? `[${boundTo}]` : boundTo}`)?.hostname ?? ''
  const isIPv4Mapped = /^\[::ffff:7f[\da-f]{2}:[\da-f]+\]$/.test(hostname)
  return isLoopback(hostname) || isIPv4Mapped ? [...loopbackNames, hostname] : undefined
}

/** A rule without a port allows every port. */
function matchesHost(host: string, rule: string): boolean {
  const wanted = rule.toLowerCase()
  const given = host.toLowerCase()
  return given === wanted || given.replace(/:\d+$/, '') === wanted
}
