import type { FastifyRequest } from 'fastify'
import type { ToolCallRequest } from '../../src/calls/tool-call.ts'
import { CodedError } from '../../src/errors.ts'

/** The only revision whose servers must take batches; revisions before it had no version header. */
const batchRevision = '2025-03-26'
const mostMessages = 20

/** A 2026-07-28 request names its revision in the body; the header repeats it. */
const revisionKey = 'io.modelcontextprotocol/protocolVersion'

/** Every `tools/call` in the body of a POST, batches included: nothing may pass the hooks uncounted. */
export function findMcpCalls(request: FastifyRequest): ToolCallRequest[] {
  const header = headerOf(request, 'mcp-protocol-version')
  const { body } = request
  if (Array.isArray(body)) refuseBatch(body, header)
  return [body].flat().flatMap(message => callIn(message, header) ?? [])
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
}

/** What is malformed is no call: the SDK refuses it, and nothing runs. */
function callIn(message: unknown, header: string | undefined): ToolCallRequest | undefined {
  if (!isObject(message) || message['method'] !== 'tools/call' || !isObject(message['params']))
    return undefined
  const { id, params } = message
  const { name, arguments: given = {} } = params
  if (typeof name !== 'string' || !isObject(given)) return undefined
  if (typeof id !== 'string' && typeof id !== 'number') return undefined
  const meta = params['_meta']
  const revision = isObject(meta) ? meta[revisionKey] : undefined
  const protocol = typeof revision === 'string' ? revision : (header ?? batchRevision)
  return { name, arguments: given, face: 'mcp', protocol: protocol.slice(0, 32), rpcId: id }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
