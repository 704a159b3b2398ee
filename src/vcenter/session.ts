import { unlessAborted } from './abort.ts'
import { VcenterApiError, VcenterUnavailableError } from './errors.ts'
import type { LoginGuard } from './login-guard.ts'

/** One session for everybody: sessions are a limited good of vCenter (550 for a user before 8.0 U3). */
export interface Session {
  /**
   * Runs `use` with a valid session id. When vCenter no longer accepts the id, logs in once and runs `use` once
   * more, also for writes: an unauthenticated request did nothing.
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
}

export function createSession({ vcenter, guard, logIn, logOut }: SessionOptions): Session {
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
      if (!isSessionRefused(error)) throw error
      // only this id: another caller may have replaced it already
      if (current === id) current = undefined
    }
    return use(await unlessAborted(acquire(), signal))
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

export function isSessionRefused(error: unknown): boolean {
  return error instanceof VcenterApiError && error.isUnauthorized && !error.isLoginFailure
}
