import type { Obstacle } from '../errors.ts'
import { PinError } from './tls.ts'

/** A request that got no whole answer. */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  /** Whether the request may have reached vCenter. `false` is certain: not a byte of it was written. */
  readonly requestSent: boolean
  /** Whether the same request has a chance a moment later: not so for a refused certificate or an unknown name. */
  readonly isTransient: boolean
  readonly obstacle: Obstacle | undefined
  readonly code: string

  constructor(reason: string, details: TransportFailure) {
    super(reason, { cause: details.cause })
    this.requestSent = details.requestSent
    this.isTransient = details.isTransient
    this.obstacle = details.obstacle
    this.code = details.code
  }
}

interface TransportFailure {
  requestSent: boolean
  isTransient: boolean
  obstacle?: Obstacle | undefined
  code: string
  cause?: unknown
}

interface Reason {
  words: string
  isTransient: boolean
  obstacle?: Obstacle
}

const reasons: Readonly<Record<string, Reason>> = {
  ECONNREFUSED: { words: 'connection refused', isTransient: true },
  EHOSTUNREACH: { words: 'host unreachable', isTransient: true },
  ENETUNREACH: { words: 'network unreachable', isTransient: true },
  ETIMEDOUT: { words: 'no connection in time', isTransient: true },
  UND_ERR_CONNECT_TIMEOUT: { words: 'no connection in time', isTransient: true },
  EAI_AGAIN: { words: 'host name could not be looked up', isTransient: true },
  ENOTFOUND: { words: 'host name not found', isTransient: false },
  ECONNRESET: { words: 'connection closed before the whole answer', isTransient: true },
  EPIPE: { words: 'connection closed before the whole answer', isTransient: true },
  UND_ERR_SOCKET: { words: 'connection closed before the whole answer', isTransient: true },
  // not repeated: the caller has waited the whole time-out, and a slow vCenter would only get slower
  UND_ERR_HEADERS_TIMEOUT: { words: 'no answer in time', isTransient: false },
  UND_ERR_BODY_TIMEOUT: { words: 'the answer stopped half-way', isTransient: false },
  UND_ERR_RES_EXCEEDED_MAX_SIZE: { words: 'the answer is too large', isTransient: false, obstacle: 'size' },
  UND_ERR_DESTROYED: { words: 'the connection was closed by this service', isTransient: false },
  UND_ERR_CLOSED: { words: 'the connection was closed by this service', isTransient: false }
}

/** Certificate verdicts of OpenSSL and Node, https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const certificateCode =
  /CERT|_SIGNATURE|^CRL_|ISSUER|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH/

/**
 * @param error what undici or Node reported; its text may name addresses, so only the code is shown
 * @param timeoutMs the time-out of the request, for the sentence
 */
export function transportError(error: unknown, requestSent: boolean, timeoutMs: number): TransportError {
  const code = codeOf(error)
  const { words, ...reason } = error instanceof PinError ? certificateReason(error.message) : reasonOf(code)
  const sentence = code === 'UND_ERR_HEADERS_TIMEOUT' ? `no answer within ${timeoutMs / 1000} s` : words
  return new TransportError(sentence, { ...reason, requestSent, code, cause: error })
}

/** No connection came free in time. Not repeated: the caller has waited the whole time-out already. */
export function busyError(): TransportError {
  const details = { requestSent: false, isTransient: false, code: 'BUSY' }
  return new TransportError('all connections stayed busy', details)
}

/** The answer has begun and goes on, but nobody can wait for its end. */
export function slowError(wholeMs: number): TransportError {
  const details = { requestSent: true, isTransient: false, code: 'SLOW' }
  return new TransportError(`the answer did not end within ${Number((wholeMs / 1000).toFixed(1))} s`, details)
}

function reasonOf(code: string): Reason {
  const known = reasons[code]
  if (known) return known
  if (certificateCode.test(code)) return certificateReason(`certificate not trusted (${code})`)
  if (/SSL|TLS/.test(code)) return { words: `TLS failed (${code})`, isTransient: false }
  return { words: `connection failed (${code})`, isTransient: false }
}

function certificateReason(words: string): Reason {
  return { words, isTransient: false, obstacle: 'certificate' }
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.name : 'unknown'
}
