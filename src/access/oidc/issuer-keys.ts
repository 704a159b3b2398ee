import { type JSONWebKeySet, type JWTVerifyGetKey, createLocalJWKSet, errors } from 'jose'
import { getObject, keysUrlOf } from './issuer-metadata.ts'

/** The issuer cannot be asked, and without it nobody knows whether the token is good. */
export class IssuerUnavailableError extends Error {
  readonly retryAfterS: number

  constructor(retryAfterMs: number) {
    super('The issuer cannot be reached.')
    this.name = 'IssuerUnavailableError'
    this.retryAfterS = Math.max(1, Math.ceil(retryAfterMs / 1000))
  }
}

export interface IssuerKeysOptions {
  issuer: string
  log: { info(details: object, message: string): void; warn(details: object, message: string): void }
  /** Monotonic milliseconds. */
  clock?: () => number
  /** For metadata and keys together, which is how long a token may have to wait. */
  timeoutMs?: number
}

/** From then on they are read again, so that a key the issuer has dropped stops counting. */
const freshMs = 10 * 60_000
/** Whoever sends tokens with made-up key ids must not make the service call the issuer each time. */
const pauseMs = 30_000
/** While no key is known nobody gets in: then it is tried sooner. */
const firstKeysPauseMs = 5000

/**
 * The keys of the issuer, for jose. Nothing is asked before the first token. When the issuer cannot be reached, the
 * keys that are known go on counting, and what they cannot decide throws `IssuerUnavailableError`.
 *
 * Not jose's own remote key set, which knows no key any more when the issuer is down for longer than its keys are fresh,
 * and then calls it anew for every token.
 */
export function createIssuerKeys({
  issuer,
  log,
  clock = () => performance.now(),
  timeoutMs = 5000
}: IssuerKeysOptions): JWTVerifyGetKey {
  let keys: ReturnType<typeof createLocalJWKSet> | undefined
  let keysUrl: URL | undefined
  let readAt = -Infinity
  let quietUntil = -Infinity
  let isFailing = false
  let reading: Promise<void> | undefined

  /** Never rejects. */
  function read(): Promise<void> {
    reading ??= readKeys()
      .catch(onFailure)
      .finally(() => (reading = undefined))
    return reading
  }

  async function readKeys(): Promise<void> {
    const signal = AbortSignal.timeout(timeoutMs)
    keysUrl ??= await keysUrlOf(issuer, signal)
    const found = await getObject(keysUrl, signal)
    keys = createLocalJWKSet(found as unknown as JSONWebKeySet)
    readAt = clock()
    isFailing = false
    log.info({ issuer, keys: keys.jwks().keys.length }, 'the keys of the OIDC issuer were read')
  }

  function onFailure(error: unknown): void {
    // it may publish them somewhere else by now
    keysUrl = undefined
    isFailing = true
    quietUntil = clock() + (keys ? pauseMs : firstKeysPauseMs)
    log.warn({ issuer, reason: (error as Error).message }, 'the keys of the OIDC issuer cannot be read')
  }

  function mayAsk(): boolean {
    return reading !== undefined || clock() >= quietUntil
  }

  /** Of an issuer that was down the last time, nobody waits to hear whether it is up again. */
  async function refresh(): Promise<void> {
    if (clock() < readAt + freshMs || !mayAsk()) return
    const refreshed = read()
    if (!keys || !isFailing) await refreshed
  }

  return async function keyOf(header, token) {
    const startedAt = clock()
    await refresh()
    if (!keys) throw new IssuerUnavailableError(quietUntil - clock())
    try {
      return await keys(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      if (readAt < startedAt && mayAsk()) {
        if (!reading) quietUntil = clock() + pauseMs
        await read()
      }
      if (isFailing) throw new IssuerUnavailableError(quietUntil - clock())
      return keys(header, token)
    }
  }
}
