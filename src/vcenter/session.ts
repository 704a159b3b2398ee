import { unlessAborted } from '../abort.ts'
import { monotonic } from './transport/clock.ts'
import { VcenterApiError, VcenterUnavailableError } from './errors.ts'
import { createKeepAlive, type KeepAlive } from './keep-alive.ts'
import type { LoginGuard } from './login-guard.ts'

/** What a session is opened with. */
export interface Credential {
  user: string
  password: string
}

/** One session for everybody: sessions are a limited good of vCenter (550 for a user before 8.0 U3). */
export interface Session {
  /**
   * Runs `use` with a valid session id. When vCenter no longer accepts the id, logs in once and runs `use` once
   * more, also for writes: an unauthenticated request did nothing. A kind of operation that was refused in a new
   * session too is taken for refused, whatever the session, as long as vCenter says that the session lives. Where the
   * new session has ended too, that is an outage: `VcenterUnavailableError`, and a pause before the next log-in.
   */
  withSession<T>(use: (id: string) => Promise<T>, signal?: AbortSignal): Promise<T>
  isOpen(): boolean
  /** Logs out. Later calls are refused. Never throws. */
  close(): Promise<void>
}

export interface SessionOptions {
  vcenter: string
  guard: LoginGuard
  logIn: () => Promise<string>
  logOut: (id: string) => Promise<unknown>
  /** Whether vCenter still knows the session; asking counts as use of it. */
  isAlive: (id: string) => Promise<boolean>
  keepAlive: { idleMs: number; mayAsk: () => boolean }
  now?: () => number
}

/** How long vCenter's word that a session lives is good for: what is refused all the same must not ask every time. */
const wordMs = 10_000
/** After a session that ended as soon as it had begun: the next would fare no better, and every log-in is work. */
const restS = 2

interface OpenSession {
  id: string
  /** Until then vCenter's last word on it counts. */
  livesUntil: number
  keepAlive: KeepAlive
  /** The question under way whether vCenter still knows it. */
  check?: Promise<boolean> | undefined
}

export function createSession(options: SessionOptions): Session {
  const { vcenter, guard, logIn, logOut, isAlive, now = monotonic } = options
  /** Kinds of operation that a new session was refused for, too. */
  const refusedKinds = new Set<string>()
  let current: OpenSession | undefined
  let pending: Promise<string> | undefined
  let restsUntil = 0
  let closed = false

  /** All callers who wait share one log-in, and its failure. */
  function acquire(): Promise<string> {
    if (closed) return Promise.reject(new VcenterUnavailableError(vcenter, 'the connection was closed'))
    if (current) return Promise.resolve(current.id)
    if (now() < restsUntil) return Promise.reject(shortLived())
    pending ??= start()
    return pending
  }

  async function start(): Promise<string> {
    try {
      const id = await guard.run(logIn)
      const keepAlive = createKeepAlive({
        ...options.keepAlive,
        isAlive: () => isAlive(id),
        onEnded: () => forget(id),
        now
      })
      current = { id, livesUntil: 0, keepAlive }
      return id
    } finally {
      pending = undefined
    }
  }

  async function withSession<T>(use: (id: string) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const id = await unlessAborted(acquire(), signal)
    try {
      return await during(id, use)
    } catch (error) {
      if (!isSessionRefused(error)) throw error
      if (refusedKinds.has(error.kind) && (await unlessAborted(stillLives(id), signal))) throw error
      drop(id)
    }
    const renewed = await unlessAborted(acquire(), signal)
    try {
      return await during(renewed, use)
    } catch (error) {
      if (!isSessionRefused(error)) throw error
      if (await unlessAborted(stillLives(renewed), signal)) {
        refusedKinds.add(error.kind)
        throw error
      }
      if (forget(renewed)) restsUntil = now() + restS * 1000
      throw shortLived(error)
    }
  }

  function shortLived(cause?: unknown): VcenterUnavailableError {
    const reason = `it ends its sessions as soon as they have begun, next log-in in ${restS} s`
    return new VcenterUnavailableError(vcenter, reason, { retryAfterS: restS, cause })
  }

  async function during<T>(id: string, use: (id: string) => Promise<T>): Promise<T> {
    try {
      return await use(id)
    } finally {
      if (current?.id === id) current.keepAlive.used()
    }
  }

  /** Whoever asks at the same time shares one answer. Without an answer the session is not given up. */
  async function stillLives(id: string): Promise<boolean> {
    if (current?.id !== id) return false
    const session = current
    if (now() < session.livesUntil) return true
    session.check ??= isAlive(id).finally(() => (session.check = undefined))
    const lives = await session.check.catch(() => true)
    if (lives) session.livesUntil = now() + wordMs
    return lives
  }

  /** Only this id: another caller may have replaced it already. It may still live, and sessions are counted. */
  function drop(id: string): void {
    if (forget(id)) logOut(id).catch(ignore)
  }

  function forget(id: string): boolean {
    if (current?.id !== id) return false
    current.keepAlive.stop()
    current = undefined
    return true
  }

  async function close(): Promise<void> {
    closed = true
    await pending?.catch(ignore)
    const id = current?.id
    if (id !== undefined && forget(id)) await logOut(id).catch(ignore)
  }

  return { withSession, isOpen: () => current !== undefined, close }
}

export function isSessionRefused(error: unknown): error is VcenterApiError {
  return error instanceof VcenterApiError && error.isUnauthorized && !error.isLoginFailure
}

function ignore(): void {}
