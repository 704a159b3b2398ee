import { segmentsOf, type Answer, type Received } from '../http.ts'
import { isAtLeast } from '../releases.ts'
import { createRouter, type Match, type Router } from '../router.ts'
import type { Session } from '../sessions.ts'
import type { State } from '../state.ts'
import { absent, isInAbsentFamily } from './absent.ts'
import { api, removed, rest, type Dialect } from './dialect.ts'
import { isVapiError, message, noOperation, unauthenticated, vapiError } from './errors.ts'
import { withNulls } from './nulls.ts'
import type { Operation, Parameter } from './operation.ts'
import { requirePrivileges, seesNothing } from './privileges.ts'
import { decodeRequest } from './request.ts'
import { routes } from './routes.ts'

/** The Automation API in both dialects, from one table of operations. */
export function createAutomationFace(state: State): (received: Received) => Promise<Answer> {
  const inApi = createDialectFace(state, api)
  const inRest = createDialectFace(state, rest)

  async function answer(received: Received): Promise<Answer> {
    if (received.path.startsWith('/api/')) return inApi(received)
    if (state.settings.restRemoved && received.path.startsWith('/rest/vcenter/')) return removed
    return inRest(received)
  }

  return answer
}

function createDialectFace(state: State, dialect: Dialect): (received: Received) => Promise<Answer> {
  const served = createRouter(routes, row => row[dialect.name])
  const missing = createRouter(absent, row => (isServed(row) ? row[dialect.name] : undefined))
  const hasNulls = dialect.name === 'api' && isAtLeast(state.settings.apiRelease, '9.0.0.0')

  async function answer(received: Received): Promise<Answer> {
    try {
      return await run(received)
    } catch (error) {
      if (isVapiError(error)) return dialect.errorAnswer(error)
      throw error
    }
  }

  async function run(received: Received): Promise<Answer> {
    const path = received.path.slice(dialect.name.length + 1)
    const query = [...new URLSearchParams(received.query)]
    const action = query.find(([name]) => name === dialect.actionParameter(path))
    const find = <R>(router: Router<R>): Match<R> | undefined => {
      const segments = segmentsOf(path)
      return segments && router.find(received.method, segments, action?.join('='))
    }
    const match = find(served)
    if (!match || !isServed(match.route.operation)) {
      if (find(missing) || isInAbsentFamily(path)) return notSimulated(received)
      throw noOperation(dialect.name === 'rest' ? path : received.path)
    }
    const { operation } = match.route
    const session = operation.anonymous ? undefined : authenticate(received)
    const parameters = query.filter(parameter => parameter !== action)
    const { asTask, ...decoded } = decodeRequest(
      received,
      parameters,
      match.params,
      ofRelease(operation),
      dialect
    )
    const call = { state, received, session, params: match.params, ...decoded }
    requirePrivileges(match.route, call)
    if (seesNothing(state, match.route)) return dialect.valueAnswer(operation, [])
    if (asTask && operation.runAsTask) return dialect.taskAnswer(await operation.runAsTask(call))
    const value = await operation.run(call)
    return dialect.valueAnswer(operation, hasNulls ? withNulls(value, operation.nullable ?? []) : value)
  }

  /** Without the filter fields of later releases; `/rest` gets no new ones. */
  function ofRelease(operation: Operation): Operation {
    const { filter = [] } = operation
    if (filter.every(({ since }) => since === undefined)) return operation
    const offered = (field: Parameter) =>
      field.since === undefined || (dialect.name === 'api' && isServed(field))
    return { ...operation, filter: filter.filter(offered) }
  }

  function isServed({ since }: { since?: string }): boolean {
    return since === undefined || isAtLeast(state.settings.apiRelease, since)
  }

  /** The id counts in its header only; a cookie of that name is not looked at. */
  function authenticate(received: Received): Session {
    const id = received.headers['vmware-api-session-id']
    const session = state.sessions.use(typeof id === 'string' ? id : undefined, 'automation')
    if (!session) throw unauthenticated()
    return session
  }

  /** Not an answer of vCenter: it has the operation, the simulator does not. */
  function notSimulated({ method, path }: Received): Answer {
    const text = `vCenter has ${method} ${path}, but the simulator does not.`
    const error = vapiError('UNSUPPORTED', message('simulator.notSimulated', text))
    return { ...dialect.errorAnswer(error), status: 501 }
  }

  return answer
}
