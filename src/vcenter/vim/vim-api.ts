import { setImmediate as nextTurn } from 'node:timers/promises'
import { isAnything, unexpectedForm, type Guard } from '../guards.ts'
import { isSessionId, sessionHeader } from '../session-id.ts'
import { loginOperation, VcenterApiError, VcenterOutcomeUnknownError } from '../errors.ts'
import type { Exchange, ExchangeRequest } from '../transport/exchange.ts'
import type { Body } from '../transport/json.ts'
import type { LoginGuard } from '../login-guard.ts'
import { pathSegment } from '../transport/encoding.ts'
import {
  createSession,
  isSessionRefused,
  type Credential,
  type Session,
  type SessionOptions
} from '../session.ts'
import { vimSessionCheck } from '../session-check.ts'
import { createAgreement, type VimService } from './vim-release.ts'
import { isAtLeast, unbox } from './vim-values.ts'

export interface VimCall {
  /** Words for errors: `create snapshot of VM 'vm-42'`. */
  operation: string
  type: string
  id: string
}

/** Calls within one session. */
export interface Vim {
  readonly service: VimService
  /** The value of a property, unboxed; `undefined` when it is unset. Throws when `isAnswer` does not hold. */
  get<T>(call: VimCall & { property: string }, isAnswer: Guard<T>): Promise<T>
  /**
   * The result of a method, unboxed; `undefined` for void. When `isAnswer` does not hold it throws, for a write
   * `VcenterOutcomeUnknownError`.
   */
  invoke<T>(call: VimInvocation, isAnswer: Guard<T>): Promise<T>
  /**
   * Invokes a method that only tidies up: also after the caller has gone, without waiting and without ever throwing,
   * because what is left over ends with the session.
   */
  tidyUp(call: VimInvocation): void
}

export interface VimInvocation extends VimCall {
  method: string
  effect: 'read' | 'write'
  /** See `ExchangeRequest`. */
  startsTask?: boolean
  parameters?: object
}

/** The Virtual Infrastructure JSON API (VI/JSON, vCenter 8.0 U1 and later). */
export interface VimApi {
  /**
   * Runs `use` in one session; when that session has ended, all of `use` runs once more in a new one. Views and
   * tokens live in their session, so whatever needs them belongs into one `use`.
   */
  run<T>(use: (vim: Vim) => Promise<T>, signal?: AbortSignal): Promise<T>
  /**
   * The release that was agreed on, and the server it was agreed with; needs no session.
   *
   * @throws `VcenterUnsupportedError` before 8.0 U1
   */
  agree(signal?: AbortSignal): Promise<VimService>
  /** Whether there is a session of its own right now. */
  isOpen(): boolean
  close(): Promise<void>
}

export interface VimApiOptions {
  vcenter: string
  exchange: Exchange
  credential: Credential
  guard: LoginGuard
  automationSession: Session
  keepAlive: SessionOptions['keepAlive']
}

/** Since 8.0 U3 a session of the Automation API is accepted here too. */
const sharedSessionVersion = '8.0.3'

/** @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ */
export function createVimApi(options: VimApiOptions): VimApi {
  const { vcenter, exchange, automationSession } = options
  const agreement = createAgreement(exchange, vcenter)
  /** By release, which the paths of log-in and log-out name. There is more than one only if vCenter has changed. */
  const ownSessions = new Map<string, Session>()
  let isClosed = false

  function run<T>(use: (vim: Vim) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return agreement.during(service => runAt(service, use, signal), signal)
  }

  async function runAt<T>(service: VimService, use: (vim: Vim) => Promise<T>, signal?: AbortSignal) {
    const within = (id: string) => use(createVim(exchange, service, id, signal))
    if (!ownSessions.has(service.release) && isAtLeast(service.version, sharedSessionVersion)) {
      try {
        return await automationSession.withSession(within, signal)
      } catch (error) {
        // refused although it is new: this server wants a session of its own, whatever its version says
        if (!isSessionRefused(error)) throw error
      }
    }
    const ownSession = ownSessions.get(service.release) ?? createOwnSession(options, service)
    ownSessions.set(service.release, ownSession)
    if (isClosed) await ownSession.close()
    return ownSession.withSession(within, signal)
  }

  async function close(): Promise<void> {
    isClosed = true
    await Promise.allSettled([...ownSessions.values()].map(session => session.close()))
  }

  function agree(signal?: AbortSignal): Promise<VimService> {
    return agreement.during(service => Promise.resolve(service), signal)
  }

  return { run, agree, isOpen: () => [...ownSessions.values()].some(session => session.isOpen()), close }
}

function createVim(exchange: Exchange, service: VimService, sessionId: string, signal?: AbortSignal): Vim {
  /** The type may come from a caller too, with a reference. */
  function pathOf({ type, id }: VimCall): string {
    return `/sdk/vim25/${service.release}/${pathSegment(type)}/${pathSegment(id)}`
  }

  async function send<T>(request: ExchangeRequest, isAnswer: Guard<T>): Promise<T> {
    const { status, body } = await exchange({ ...request, headers: sessionHeader(sessionId) })
    // parsing a large answer has held up everybody else already
    await nextTurn()
    const read = readAnswer(body, isAnswer)
    if (read) return read.value
    const { operation, path } = request
    const failure = { vcenter: service.vcenter, operation, path }
    if (request.effect === 'write') {
      const reason = `HTTP ${status} with an answer of an unexpected form`
      throw new VcenterOutcomeUnknownError({ ...failure, reason })
    }
    throw new VcenterApiError({ ...failure, status, messages: [unexpectedForm] })
  }

  function get<T>(call: VimCall & { property: string }, isAnswer: Guard<T>): Promise<T> {
    const path = `${pathOf(call)}/${call.property}`
    const kind = `${call.type}.${call.property}`
    return send({ operation: call.operation, kind, effect: 'read', method: 'GET', path, signal }, isAnswer)
  }

  function invocation(call: VimInvocation): ExchangeRequest {
    const { operation, effect, startsTask, parameters } = call
    const path = `${pathOf(call)}/${call.method}`
    const kind = `${call.type}.${call.method}`
    return { operation, kind, effect, startsTask, method: 'POST', path, body: parameters }
  }

  function invoke<T>(call: VimInvocation, isAnswer: Guard<T>): Promise<T> {
    return send({ ...invocation(call), signal }, isAnswer)
  }

  function tidyUp(call: VimInvocation): void {
    void send(invocation(call), isAnything).then(ignore, ignore)
  }

  return { service, get, invoke, tidyUp }
}

/** `undefined` when the answer cannot be understood, for whatever reason. */
function readAnswer<T>(body: Body, isAnswer: Guard<T>): { value: T } | undefined {
  try {
    const value = body.kind === 'json' ? (unbox(body.value) ?? undefined) : undefined
    return isAnswer(value) ? { value } : undefined
  } catch {
    return undefined
  }
}

function ignore(): void {}

/** Before 8.0 U3 VI/JSON has sessions of its own; the id comes in a header of the answer, not in its body. */
function createOwnSession(options: VimApiOptions, service: VimService): Session {
  const { vcenter, exchange, credential, guard } = options
  const manager = `/sdk/vim25/${service.release}/SessionManager/${pathSegment(service.sessionManager.value)}`

  async function logIn(): Promise<string> {
    const path = `${manager}/Login`
    const body = { userName: credential.user, password: credential.password }
    const answer = await exchange({ operation: loginOperation, effect: 'login', method: 'POST', path, body })
    const id = answer.headers['vmware-api-session-id']
    if (isSessionId(id)) return id
    const messages = ['The answer has no session id.']
    throw new VcenterApiError({ vcenter, operation: loginOperation, path, status: answer.status, messages })
  }

  function logOut(id: string): Promise<unknown> {
    const path = `${manager}/Logout`
    return exchange({
      operation: 'log out',
      effect: 'login',
      method: 'POST',
      path,
      headers: sessionHeader(id)
    })
  }

  const isAlive = vimSessionCheck(exchange, manager)
  return createSession({ vcenter, guard, logIn, logOut, isAlive, keepAlive: options.keepAlive })
}
