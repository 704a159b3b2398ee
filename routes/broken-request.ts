import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { type Problem, catalogue, problem } from '../src/errors.ts'
import { sendError } from './problem.ts'

/** What every answer carries at least, where no hook has run that would set more. */
const bareHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN'
}

/** Answers what Fastify's router refuses before any route and hook, such as a path that cannot be decoded. */
export function answerUnroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  void sendError(error, request, reply.headers(bareHeaders))
}

/**
 * Answers what Node's HTTP parser refuses: there is no request, and nobody knows where on the connection the next one
 * would begin, so it is closed. Nothing is logged: the error holds the bytes that were read, tokens among them.
 *
 * @see https://nodejs.org/api/http.html#event-clienterror
 */
export function answerUnparsable(
  { code = '' }: { code?: string },
  socket: Pick<Socket, 'destroyed' | 'writable' | 'write' | 'destroySoon'>
): void {
  if (code === 'ECONNRESET' || socket.destroyed) return
  if (socket.writable) socket.write(answerTo(code))
  socket.destroySoon()
}

function answerTo(code: string): string {
  const { status, refusal } = refusalOf(code)
  const { message, ...rest } = refusal
  const title = catalogue[refusal.code].title
  const body = JSON.stringify({ type: 'about:blank', title, status, detail: message, ...rest })
  const headers = {
    ...bareHeaders,
    connection: 'close',
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': Buffer.byteLength(body)
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n')
}

function refusalOf(code: string): { status: number; refusal: Problem } {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, refusal: problem('invalid_argument', 'The request did not arrive in time.') }
    case 'HPE_HEADER_OVERFLOW':
      return { status: 431, refusal: problem('payload_too_large', 'The headers are larger than 16 KiB.') }
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return { status: 413, refusal: problem('payload_too_large', 'The chunk extensions are too large.') }
    default:
      return { status: 400, refusal: problem('invalid_argument', 'The request is not valid HTTP/1.1.') }
  }
}
