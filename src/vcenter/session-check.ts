import { requestOf } from './automation/automation-api.ts'
import type { Dialect } from './automation/dialect.ts'
import { sessionOperations } from './automation/operations/sessions.ts'
import { sessionHeader } from './session-id.ts'
import { isSessionRefused } from './session.ts'
import type { Exchange, ExchangeRequest } from './transport/exchange.ts'
import type { Body } from './transport/json.ts'

/** Tells whether vCenter still knows a session; asking counts as use of it. Throws when there is no such answer. */
export type SessionCheck = (id: string) => Promise<boolean>

/** @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/api/session/get/ */
export function automationSessionCheck(exchange: Exchange, dialect: Dialect): SessionCheck {
  const request = requestOf(dialect, sessionOperations.getSession, {})
  return async id => (await ask(exchange, id, request)) !== undefined
}

/**
 * A session of VI/JSON: the answer is empty when there is none, because anybody may ask.
 *
 * @param manager path of the session manager
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (SessionManager, currentSession)
 */
export function vimSessionCheck(exchange: Exchange, manager: string): SessionCheck {
  const request = { method: 'GET', path: `${manager}/currentSession` } as const
  return async id => {
    const body = await ask(exchange, id, request)
    return body?.kind === 'json' && body.value !== null
  }
}

/** `undefined` when the session is refused. */
async function ask(
  exchange: Exchange,
  id: string,
  request: Pick<ExchangeRequest, 'method' | 'path' | 'query'>
): Promise<Body | undefined> {
  const operation = 'look at the session'
  try {
    const { body } = await exchange({ ...request, operation, effect: 'login', headers: sessionHeader(id) })
    return body
  } catch (error) {
    if (isSessionRefused(error)) return undefined
    throw error
  }
}
