import { VcenterApiError, VcenterOutcomeUnknownError } from '../errors.ts'
import type { Exchange, ExchangeRequest } from '../transport/exchange.ts'
import { guardOf, unexpectedForm, type Guard } from '../guards.ts'
import { sessionHeader } from '../session-id.ts'
import type { Session } from '../session.ts'
import { apiDialect, restDialect, type Dialect } from './dialect.ts'
import { inBatches } from './filter-batches.ts'
import type { AnyArguments, Operation } from './operation.ts'
import { quoted } from '../../text.ts'

export interface AutomationApi {
  /**
   * Calls an operation and answers its value, in the form of /api whatever the dialect; `undefined` when it has none.
   *
   * @throws `VcenterApiError` for a read whose answer has another form than documented
   * @throws `VcenterOutcomeUnknownError` for a write whose answer has: something else than vCenter has answered
   */
  call(operation: Operation, given: AnyArguments, signal: AbortSignal | undefined): Promise<unknown>
}

export interface AutomationApiOptions {
  vcenter: string
  exchange: Exchange
  session: Session
  dialect: Dialect
}

export function dialectOf(mode: 'api' | 'rest'): Dialect {
  return mode === 'rest' ? restDialect : apiDialect
}

/** @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/ */
export function createAutomationApi(options: AutomationApiOptions): AutomationApi {
  const { vcenter, exchange, session, dialect } = options

  async function send(operation: Operation, given: AnyArguments, signal?: AbortSignal): Promise<unknown> {
    const request = requestOf(dialect, operation, given)
    const answer = await session.withSession(
      id => exchange({ ...request, headers: sessionHeader(id), signal }).catch(explain),
      signal
    )
    const value = dialect.decode(operation, answer.body)
    if (hasForm(operation, value)) return value
    const failure = { vcenter, operation: request.operation, path: request.path }
    if (operation.effect === 'read') {
      throw new VcenterApiError({ ...failure, status: answer.status, messages: [unexpectedForm] })
    }
    const reason = `HTTP ${answer.status} with an answer of an unexpected form`
    throw new VcenterOutcomeUnknownError({ ...failure, reason })
  }

  async function call(operation: Operation, given: AnyArguments, signal?: AbortSignal): Promise<unknown> {
    if (operation.answer?.['type'] !== 'array') return send(operation, given, signal)
    return inBatches(given, part => send(operation, part, signal) as Promise<unknown[]>)
  }

  /** `/rest` is deprecated since 7.0 U2, to be removed: then every path of it is unknown. */
  function explain(error: unknown): never {
    const isGone = dialect.name === 'rest' && error instanceof VcenterApiError && error.isUnknownPath
    if (!isGone || !error.path.startsWith('/rest/')) throw error
    throw error.withMessage('Where vCenter no longer serves /rest, set VSPHERE_API_MODE=api.')
  }

  return { call }
}

export function requestOf(dialect: Dialect, operation: Operation, given: AnyArguments): ExchangeRequest {
  const encoded = dialect.encode(operation, given)
  const { does, effect } = operation
  const words = does.replaceAll(/\{(\w+)\}/g, (_match, name: string) => quoted(String(given[name])))
  return { ...encoded, operation: words, kind: does, effect }
}

const guards = new WeakMap<Operation, Guard<unknown>>()

function hasForm(operation: Operation, value: unknown): boolean {
  if (operation.answer === undefined) return value === undefined
  let guard = guards.get(operation)
  if (!guard) guards.set(operation, (guard = guardOf(operation.answer)))
  return guard(value)
}
