import { loginOperation, VcenterApiError } from '../errors.ts'
import { isSessionId, sessionHeader } from '../session-id.ts'
import type { Credential } from '../session.ts'
import type { Exchange } from '../transport/exchange.ts'
import { requestOf } from './automation-api.ts'
import type { Dialect } from './dialect.ts'
import { sessionOperations } from './operations/sessions.ts'

/**
 * Opens a session of the Automation API and answers its id. Tried at the one address of the dialect only: a second try
 * elsewhere would count as a second wrong password.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/api/session/post/
 */
export async function createAutomationSession(
  exchange: Exchange,
  dialect: Dialect,
  vcenter: string,
  { user, password }: Credential
): Promise<string> {
  const request = requestOf(dialect, sessionOperations.createSession, {})
  const basic = Buffer.from(`${user}:${password}`, 'utf8').toString('base64')
  try {
    const headers = { authorization: `Basic ${basic}` }
    const answer = await exchange({ ...request, operation: loginOperation, effect: 'login', headers })
    const id = dialect.decode(sessionOperations.createSession, answer.body)
    if (isSessionId(id)) return id
    const failure = { vcenter, operation: loginOperation, path: request.path, status: answer.status }
    throw new VcenterApiError({ ...failure, messages: ['The answer is not a session id.'] })
  } catch (error) {
    if (!(error instanceof VcenterApiError) || error.status !== 404) throw error
    throw error.withMessage(missing[dialect.name])
  }
}

const missing = {
  api: 'No vCenter 7.0 U2 or later answers here; for an older one set VSPHERE_API_MODE=rest.',
  rest: 'No vCenter answers here, or one that no longer serves /rest: then set VSPHERE_API_MODE=api.'
}

export async function deleteAutomationSession(
  exchange: Exchange,
  dialect: Dialect,
  id: string
): Promise<void> {
  const request = requestOf(dialect, sessionOperations.deleteSession, {})
  await exchange({ ...request, effect: 'login', headers: sessionHeader(id) })
}
