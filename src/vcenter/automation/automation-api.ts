import { loginOperation, VcenterApiError, VcenterOutcomeUnknownError } from '../errors.ts'
import type { Exchange, ExchangeRequest } from '../transport/exchange.ts'
import { encodeText, pathSegment, type Operation } from './operations.ts'
import type { Session } from '../session.ts'

export interface AutomationCall {
  /** Fills `{id}` of the path. */
  id?: string
  filter?: Filter | undefined
  body?: unknown
  signal?: AbortSignal | undefined
}

export type Filter = Readonly<Record<string, readonly string[] | undefined>>

export interface AutomationApi {
  /**
   * Answers the parsed body, `undefined` when there is none (204).
   *
   * @throws `VcenterOutcomeUnknownError` when a write is answered with a body: every write of the table documents 204
   * without one, so something else than vCenter has answered
   */
  call(operation: Operation, call: AutomationCall): Promise<unknown>
}

const sessionPath = '/api/session'
const sessionIdPattern = /^[\x21-\x7e]+$/

/** The vSphere Automation API in its `/api` dialect (vCenter 7.0 U2 and later). */
export function createAutomationApi(exchange: Exchange, session: Session, vcenter: string): AutomationApi {
  async function call(operation: Operation, { id, filter, body, signal }: AutomationCall): Promise<unknown> {
    const request = requestOf(operation, id, filter ?? {})
    const answer = await session.withSession(
      sessionId => exchange({ ...request, headers: sessionHeader(sessionId), body, signal }),
      signal
    )
    if (operation.effect === 'write' && answer.body.kind !== 'empty') {
      const reason = `HTTP ${answer.status} with a body, where vCenter sends none`
      const { operation: what, path } = request
      throw new VcenterOutcomeUnknownError({ vcenter, operation: what, path, reason })
    }
    return answer.body.kind === 'json' ? answer.body.value : undefined
  }

  return { call }
}

function requestOf(operation: Operation, id: string | undefined, filter: Filter): ExchangeRequest {
  const { method, path, action } = operation.api
  const query = (operation.query ?? []).flatMap(key =>
    (filter[key] ?? []).map(value => queryPart(key, value))
  )
  const mark = action === undefined ? '?' : '&'
  return {
    operation: id === undefined ? operation.what : `${operation.what} '${id}'`,
    effect: operation.effect,
    method,
    path:
      (id === undefined ? path : path.replace('{id}', pathSegment(id))) + (action ? `?action=${action}` : ''),
    query: query.length === 0 ? '' : mark + query.join('&')
  }
}

function queryPart(key: string, value: string): string {
  return `${encodeURIComponent(key)}=${encodeText(value)}`
}

/** The documented way to present a session; cookies of vCenter are never stored. */
export function sessionHeader(id: string): Record<string, string> {
  return { 'vmware-api-session-id': id }
}

export interface Credential {
  user: string
  password: string
}

/**
 * Opens a session of the Automation API: the answer is its id as a JSON string. Tried at this one address only: a
 * second try elsewhere would count as a second wrong password.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/api/session/post/
 */
export async function createAutomationSession(
  exchange: Exchange,
  vcenter: string,
  { user, password }: Credential
): Promise<string> {
  const basic = Buffer.from(`${user}:${password}`, 'utf8').toString('base64')
  const failure = { vcenter, operation: loginOperation, path: sessionPath }
  try {
    const { status, body } = await exchange({
      ...failure,
      effect: 'login',
      method: 'POST',
      headers: { authorization: `Basic ${basic}` }
    })
    if (body.kind === 'json' && isSessionId(body.value)) return body.value
    throw new VcenterApiError({ ...failure, status, messages: ['The answer is not a session id.'] })
  } catch (error) {
    if (!(error instanceof VcenterApiError) || error.status !== 404) throw error
    const { status, errorType, messages, messageIds } = error
    const remedy = 'No vCenter 7.0 U2 or later answers here.'
    throw new VcenterApiError({ ...failure, status, errorType, messages: [...messages, remedy], messageIds })
  }
}

export async function deleteAutomationSession(exchange: Exchange, id: string): Promise<void> {
  await exchange({
    operation: 'log out',
    effect: 'login',
    method: 'DELETE',
    path: sessionPath,
    headers: sessionHeader(id)
  })
}

/** Anything else would not even be a valid header. */
export function isSessionId(value: unknown): value is string {
  return typeof value === 'string' && sessionIdPattern.test(value)
}
