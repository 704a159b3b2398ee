import { segmentsOf, type Answer, type Received } from '../http.ts'
import { createRouter } from '../router.ts'
import type { Session } from '../sessions.ts'
import type { State } from '../state.ts'
import { apiRoutes, notSimulated, type ApiRoute } from './api-routes.ts'
import { decodeBody, decodeQuery } from './decode.ts'
import { isVapiError, noOperation, unauthenticated, vapiError, message, type VapiError } from './errors.ts'

/**
 * The `/api` dialect: bare values, 201 for create, 204 without a body for void, errors with `error_type`.
 * https://developer.broadcom.com/xapis/vsphere-automation-api/latest/
 */
export function createApiDialect(state: State): (received: Received) => Promise<Answer> {
  const router = createRouter<ApiRoute>(apiRoutes)
  const missing = createRouter(notSimulated)

  async function answer(received: Received): Promise<Answer> {
    try {
      return await run(received)
    } catch (error) {
      if (isVapiError(error)) return errorAnswer(error)
      throw error
    }
  }

  async function run(received: Received): Promise<Answer> {
    const segments = segmentsOf(received.path)?.slice(1)
    const action = new URLSearchParams(received.query).get('action') ?? undefined
    const match = segments && router.find(received.method, segments, action)
    if (!match || !isServed(match.route)) {
      if (segments && missing.find(received.method, segments, action)) return notSimulatedAnswer(received)
      throw noOperation(received.path)
    }
    const { operation } = match.route
    const session = operation.anonymous ? undefined : authenticate(received)
    const value = await operation.run({
      state,
      received,
      session,
      params: match.params,
      query: decodeQuery(received.query, operation.parameters ?? []),
      body: decodeBody(received.body, received.headers['content-type'], operation.fields ?? [])
    })
    return operation.ok === 204 ? { status: 204 } : { status: operation.ok, json: value }
  }

  function isServed(route: ApiRoute): boolean {
    return route.servedBy === undefined || route.servedBy(state.settings.apiRelease)
  }

  function authenticate(received: Received): Session {
    const id = received.headers['vmware-api-session-id']
    const session = state.sessions.use(typeof id === 'string' ? id : undefined, 'automation')
    if (!session) throw unauthenticated()
    return session
  }

  return answer
}

function errorAnswer(error: VapiError): Answer {
  const { type, status, messages, challenge } = error.vapi
  return {
    status,
    json: { error_type: type, messages, ...(challenge === undefined ? {} : { challenge }) }
  }
}

/** Not an answer of vCenter: it has the operation, the simulator does not, and 404 would be a lie. */
function notSimulatedAnswer(received: Received): Answer {
  const text = `vCenter has ${received.method} ${received.path}, but the simulator does not.`
  const error = vapiError('UNSUPPORTED', message('simulator.notSimulated', text))
  return { ...errorAnswer(error), status: 501 }
}
