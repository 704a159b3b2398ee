import { createSecureContext, getCACertificates, TLSSocket } from 'node:tls'
import { buildConnector } from 'undici'
import { createSharedLookup } from './lookup.ts'

/** What a vCenter must show before a byte is sent to it. */
export interface Trust {
  /** PEM certificates trusted in addition to those Node trusts. */
  ca?: string | undefined
  /** Accepts any certificate; a pin is checked nevertheless. */
  insecure: boolean
  /**
   * SHA-256 of the certificate itself, see `normalFingerprint`. Instead of chain and name, for certificates that
   * vCenter has signed itself; with `ca` all of it is checked: whoever names both wants both.
   */
  fingerprint256?: string | undefined
}

/** The certificate is not the pinned one. Its fingerprint is public, and what an operator needs to compare. */
export class PinError extends Error {
  override readonly name = 'PinError'
  readonly code = 'ERR_CERT_PIN'
}

/**
 * 64 lower-case hex digits of a SHA-256 fingerprint with or without colons, in any case; `undefined` when it is none.
 * OpenSSL and the browsers show the form with colons.
 */
export function normalFingerprint(text: string): string | undefined {
  const digits = text.trim().replaceAll(':', '').toLowerCase()
  return /^[0-9a-f]{64}$/.test(digits) ? digits : undefined
}

/** @throws `TypeError` when the fingerprint is none */
export function createConnector(trust: Trust, timeoutMs: number): buildConnector.connector {
  const base = { timeout: timeoutMs, allowH2: false, lookup: createSharedLookup() }
  if (trust.fingerprint256 === undefined) return buildConnector({ ...base, ...chainOptions(trust) })
  const pin = normalFingerprint(trust.fingerprint256)
  if (pin === undefined)
    throw new TypeError('A SHA-256 fingerprint has 64 hex digits, with or without colons')
  const options = trust.ca === undefined ? { rejectUnauthorized: false } : chainOptions(trust)
  // every connection shows its certificate anew: a resumed TLS session would only remember one
  const connect = buildConnector({ ...base, ...options, maxCachedSessions: 0 })
  return (target, callback) =>
    connect(target, (error, socket) => {
      if (error) return callback(error, null)
      const mistake = pinMistake(socket, pin)
      if (!mistake) return callback(null, socket)
      socket.destroy()
      callback(mistake, null)
    })
}

/** The context is built once: parsing some 150 root certificates costs milliseconds, and every connection needs them. */
function chainOptions({ ca, insecure }: Trust) {
  if (insecure) return { rejectUnauthorized: false }
  if (ca === undefined) return {}
  return { secureContext: createSecureContext({ ca: [...getCACertificates('default'), ca] }) }
}

/** Asked after the handshake, which proves that the server has the key of its certificate, and before anything is sent. */
function pinMistake(socket: unknown, pin: string): PinError | undefined {
  const seen = socket instanceof TLSSocket ? socket.getPeerX509Certificate()?.fingerprint256 : undefined
  if (seen !== undefined && normalFingerprint(seen) === pin) return undefined
  return new PinError(
    `certificate not trusted: it is not the pinned one, its SHA-256 fingerprint is ${seen ?? 'unknown'}`
  )
}
