import { sessionHeader } from './automation/automation-api.ts'
import { isSessionRefused } from './session.ts'
import type { Exchange, ExchangeRequest } from './transport/exchange.ts'
import type { Body } from './transport/json.ts'

/** Tells whether vCenter still knows a session; asking counts as use of it. Throws when there is no such answer. */
export type SessionCheck = (id: string) => Promise<boolean>

/**
 * A session of the Automation API, whose dialects ask in different ways.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/api/session/get/
 */
export function automationSessionCheck(exchange: Exchange, apiMode: 'api' | 'rest'): SessionCheck {
  return async id => (await ask(exchange, id, apiMode === 'api' ? apiRequest : restRequest)) !== undefined
}

const apiRequest = { method: 'GET', path: '/api/session' } as const
const restRequest = { method: 'POST', path: '/rest/com/vmware/cis/session', query: '?~action=get' } as const

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
