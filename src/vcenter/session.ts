import { unlessAborted } from './transport/abort.ts'
import { VcenterApiError, VcenterUnavailableError } from './errors.ts'
import type { LoginGuard } from './login-guard.ts'

/** One session for everybody: sessions are a limited good of vCenter (550 for a user before 8.0 U3). */
export interface Session {
  /**
   * Runs `use` with a valid session id. When vCenter no longer accepts the id, logs in once and runs `use` once
   * more, also for writes: an unauthenticated request did nothing. An operation that is refused in the new session
   * too fails without a new log-in for a minute: it is the operation that is refused, and the session is everybody's.
   */
  withSession<T>(use: (id: string) => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Logs out. Later calls are refused. */
  close(): Promise<void>
}

export interface SessionOptions {
  vcenter: string
  guard: LoginGuard
  logIn: () => Promise<string>
  logOut: (id: string) => Promise<unknown>
  now?: () => number
}

/** How long it is believed that an operation is refused whatever the session. */
const refusalMs = 60_000

export function createSession(options: SessionOptions): Session {
  const { vcenter, guard, logIn, logOut, now = Date.now } = options
  /** Kinds of operation that a new session was refused for too, and until when that is believed. */
  const refusedUntil = new Map<string, number>()
  let current: string | undefined
  let pending: Promise<string> | undefined
  let closed = false

  /** All callers who wait share one log-in, and its failure. */
  function acquire(): Promise<string> {
    if (closed) return Promise.reject(new VcenterUnavailableError(vcenter, 'the connection was closed'))
    if (current !== undefined) return Promise.resolve(current)
    pending ??= start()
    return pending
  }

  async function start(): Promise<string> {
    try {
      current = await guard.run(logIn)
      return current
    } finally {
      pending = undefined
    }
  }

  async function withSession<T>(use: (id: string) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const id = await unlessAborted(acquire(), signal)
    try {
      return await use(id)
    } catch (error) {
      if (!isSessionRefused(error) || now() < (refusedUntil.get(kindOf(error)) ?? 0)) throw error
      drop(id)
    }
    const renewed = await unlessAborted(acquire(), signal)
    try {
      return await use(renewed)
    } catch (error) {
      if (isSessionRefused(error)) refusedUntil.set(kindOf(error), now() + refusalMs)
      throw error
    }
  }

  /** Only this id: another caller may have replaced it already. It may still live, and sessions are counted. */
  function drop(id: string): void {
    if (current !== id) return
    current = undefined
    logOut(id).catch(ignore)
  }

  async function close(): Promise<void> {
    closed = true
    await pending?.catch(() => undefined)
    const id = current
    current = undefined
    if (id !== undefined) await logOut(id)
  }

  return { withSession, close }
}

export function isSessionRefused(error: unknown): error is VcenterApiError {
  return error instanceof VcenterApiError && error.isUnauthorized && !error.isLoginFailure
}

/** `get VM 'vm-42'` without its object: what is refused for one VM is refused for all of them. */
function kindOf({ operation }: VcenterApiError): string {
  return operation.split("'", 1)[0] ?? operation
}

function ignore(): void {}
