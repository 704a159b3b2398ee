import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { refusalOf } from '../problem.ts'

/** JSON-RPC's own codes, and -32000 for everything that is this server's: https://www.jsonrpc.org/specification */
const parseError = -32_700
const invalidRequest = -32_600
const internalError = -32_603
const serverError = -32_000

/** Answers errors of whole MCP requests in JSON-RPC; `data` carries the same problem that REST would answer. */
export function sendRpcError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply
): FastifyReply {
  const { refusal, status } = refusalOf(error)
  if (refusal.code === 'internal') request.log.error({ err: error }, 'an MCP request failed')
  if (refusal.retry_after_s !== undefined) void reply.header('retry-after', refusal.retry_after_s)
  return reply
    .code(status)
    .type('application/json')
    .send({
      jsonrpc: '2.0',
      id: null,
      error: { code: codeOf(error, status), message: refusal.message, data: refusal }
    })
}

function codeOf(error: FastifyError, status: number): number {
  const unreadable = ['FST_ERR_CTP_INVALID_JSON_BODY', 'FST_ERR_CTP_EMPTY_JSON_BODY']
  if (unreadable.includes(error.code)) return parseError
  if (error.code === 'invalid_argument') return invalidRequest
  return status === 500 ? internalError : serverError
}
