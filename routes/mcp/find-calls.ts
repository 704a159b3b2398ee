import type { FastifyRequest } from 'fastify'
import type { ToolCallRequest } from '../../src/calls/tool-call.ts'
import { CodedError, type Problem, problem } from '../../src/errors.ts'
import { isObject } from '../../src/objects.ts'
import { requestedCall } from './requested-call.ts'

/** The only revision whose servers must take batches; revisions before it had no version header. */
const batchRevision = '2025-03-26'
const mostMessages = 20
/** An id comes back with the answer, a progress token with each step, and both are kept while the call runs. */
const longestId = 256

/** A 2026-07-28 request names its revision in the body; the header repeats it. */
const revisionKey = 'io.modelcontextprotocol/protocolVersion'

/** Every call of a tool in the body of a POST, batches included: nothing may pass the hooks uncounted. */
export function findMcpCalls(request: FastifyRequest): ToolCallRequest[] {
  const header = headerOf(request, 'mcp-protocol-version')
  const { body } = request
  if (Array.isArray(body)) refuseBatch(body, header)
  refuseLongIds([body].flat())
  return [body].flat().flatMap(message => callIn(message, header, request) ?? [])
}

export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

function refuseBatch(body: readonly unknown[], header: string | undefined): void {
  if (header !== undefined && header !== batchRevision) {
    throw new CodedError(
      'invalid_argument',
      `Batches are only part of MCP ${batchRevision}: send one message.`
    )
  }
  if (body.length > mostMessages) {
    throw new CodedError('invalid_argument', `A batch may hold at most ${mostMessages} messages.`)
  }
  const ids = body.flatMap(message => (isObject(message) && 'id' in message ? [message['id']] : []))
  // the answers could not be told apart, and the transport would lose one
  if (new Set(ids).size < ids.length) {
    throw new CodedError('invalid_argument', 'Two requests of the batch have the same id: give each its own.')
  }
  // the SDK would drop the answer and wait for it for ever
  if (cancelledIn(body).some(id => ids.includes(id))) {
    throw new CodedError('invalid_argument', 'A batch cannot cancel a request that it carries itself.')
  }
}

function refuseLongIds(messages: readonly unknown[]): void {
  const isLong = (id: unknown) => typeof id === 'string' && id.length > longestId
  if (messages.some(message => isObject(message) && isLong(message['id']))) {
    throw new CodedError('invalid_argument', `The id of a message may have at most ${longestId} characters.`)
  }
  if (messages.some(message => isLong(progressTokenIn(message)))) {
    throw new CodedError('invalid_argument', `A progress token may have at most ${longestId} characters.`)
  }
}

/** The ids that the `notifications/cancelled` of a body name. */
export function cancelledIn(body: unknown): (string | number)[] {
  return [body].flat().flatMap(message => {
    if (!isObject(message) || message['method'] !== 'notifications/cancelled') return []
    const id = isObject(message['params']) ? message['params']['requestId'] : undefined
    return typeof id === 'string' || typeof id === 'number' ? [id] : []
  })
}

/** The ids of the requests in a body. */
export function requestIdsIn(body: unknown): (string | number)[] {
  return [body].flat().flatMap(message => {
    const id = isObject(message) && 'method' in message ? message['id'] : undefined
    return typeof id === 'string' || typeof id === 'number' ? [id] : []
  })
}

/** Whether any request of a body carries a progress token. */
export function asksForProgress(body: unknown): boolean {
  return [body].flat().some(message => progressTokenIn(message) !== undefined)
}

function progressTokenIn(message: unknown): unknown {
  const params = isObject(message) ? message['params'] : undefined
  const meta = isObject(params) ? params['_meta'] : undefined
  return isObject(meta) ? meta['progressToken'] : undefined
}

/**
 * A request that calls a tool is a call however malformed its parameters are: the SDK refuses it, and it is recorded and
 * counted like any other refusal. Without an id it is no request, and nothing runs.
 */
function callIn(
  message: unknown,
  header: string | undefined,
  request: FastifyRequest
): ToolCallRequest | undefined {
  if (!isObject(message)) return undefined
  const { id, method } = message
  if (typeof id !== 'string' && typeof id !== 'number') return undefined
  const params = isObject(message['params']) ? message['params'] : {}
  const call = { face: 'mcp', protocol: protocolOf(params, header), rpcId: id } as const
  if (method === 'tools/call') return { ...call, ...toolCallIn(params) }
  const requested = requestedCall(method, params, request)
  return requested && { ...call, ...requested, method: String(method) }
}

function protocolOf(params: Record<string, unknown>, header: string | undefined): string {
  const meta = params['_meta']
  const revision = isObject(meta) ? meta[revisionKey] : undefined
  return (typeof revision === 'string' ? revision : (header ?? batchRevision)).slice(0, 32)
}

function toolCallIn({ name, arguments: given }: Record<string, unknown>) {
  if (typeof name !== 'string')
    return { name: '', arguments: {}, refusal: malformed('The name of a tool is a text.') }
  if (given === undefined || isObject(given)) return { name, arguments: given ?? {} }
  return { name, arguments: {}, refusal: malformed('The arguments of a tool must be a JSON object.') }
}

function malformed(message: string): Problem {
  return problem('invalid_argument', message)
}
