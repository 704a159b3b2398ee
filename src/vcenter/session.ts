import { unlessAborted } from './transport/abort.ts'
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
   * session too is taken for refused, whatever the session, as long as the session is new or vCenter says it lives.
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

/** A session this young has just replaced another one: a third would fare no better, and every log-in is work. */
const youngMs = 10_000

interface OpenSession {
  id: string
  since: number
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
  let closed = false

  /** All callers who wait share one log-in, and its failure. */
  function acquire(): Promise<string> {
    if (closed) return Promise.reject(new VcenterUnavailableError(vcenter, 'the connection was closed'))
    if (current) return Promise.resolve(current.id)
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
      current = { id, since: now(), keepAlive }
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
      if (refusedKinds.has(kindOf(error)) && (await unlessAborted(stillLives(id), signal))) throw error
      drop(id)
    }
    const renewed = await unlessAborted(acquire(), signal)
    try {
      return await during(renewed, use)
    } catch (error) {
      if (isSessionRefused(error)) refusedKinds.add(kindOf(error))
      throw error
    }
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
    if (now() < session.since + youngMs) return true
    session.check ??= isAlive(id).finally(() => (session.check = undefined))
    return session.check.catch(() => true)
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

/** `get VM 'vm-42'` without its object: what is refused for one VM is refused for all of them. */
function kindOf({ operation }: VcenterApiError): string {
  return operation.split("'", 1)[0] ?? operation
}

function ignore(): void {}
