import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { type Outcome, problemOf, statusOf, strippedFrom } from '../src/calls/outcome.ts'
import { CodedError, type Problem, catalogue, problem } from '../src/errors.ts'

/** A Problem as `application/problem+json`. `https://www.rfc-editor.org/rfc/rfc9457` */
function sendProblem(
  reply: FastifyReply,
  refusal: Problem,
  extra: { status?: number; plan?: unknown } = {}
): FastifyReply {
  const status = extra.status ?? catalogue[refusal.code].status
  if (refusal.retry_after_s !== undefined) void reply.header('retry-after', refusal.retry_after_s)
  const { message, ...rest } = refusal
  return reply
    .code(status)
    .type('application/problem+json')
    .send({
      type: 'about:blank',
      title: catalogue[refusal.code].title,
      status,
      detail: message,
      ...rest,
      ...(extra.plan !== undefined && { plan: extra.plan }),
      request_id: reply.request.id
    })
}

/** The one place where an outcome becomes a REST answer. */
export function sendOutcome(reply: FastifyReply, outcome: Outcome): FastifyReply {
  const refusal = problemOf(outcome)
  const stripped = strippedFrom(outcome)
  if (stripped > 0) void reply.header('x-stripped-characters', stripped)
  if (refusal)
    return sendProblem(reply, refusal, outcome.kind === 'needs_confirmation' ? { plan: outcome.plan } : {})
  return reply.code(statusOf(outcome)).send('data' in outcome ? outcome.data : undefined)
}

/** Answers errors of whole requests: no token, unreadable body, unknown path. Nothing of the inside gets out. */
export function sendError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { refusal, status } = refusalOf(error)
  if (status >= 500 && refusal.code === 'internal') request.log.error({ err: error }, 'a request failed')
  return sendProblem(reply, refusal, { status })
}

/** What a thrown error tells the caller, and with which status. */
export function refusalOf(error: FastifyError): { refusal: Problem; status: number } {
  if (error instanceof CodedError) return { refusal: error.toProblem(), status: error.statusCode }
  const status = error.statusCode ?? 500
  if (status === 413)
    return { refusal: problem('payload_too_large', 'The body is larger than 1 MiB.'), status }
  if (status === 503)
    return { refusal: problem('busy', 'The service is overloaded.', { retryAfterS: 5 }), status }
  if (error.code === 'FST_ERR_CTP_INVALID_JSON_BODY') {
    const message = 'The body is not valid JSON, or holds a key that is refused.'
    const hint = 'Nothing here is called __proto__, and no constructor holds a prototype.'
    return { refusal: problem('invalid_argument', message, { hint }), status }
  }
  if (error.code === 'FST_ERR_BAD_URL') {
    // its message repeats the query as well, where a caller may have put its token
    return { refusal: problem('invalid_argument', 'The path holds a % that begins no character.'), status }
  }
  if (status >= 400 && status < 500) {
    const hint = status === 415 ? { hint: 'Send JSON with "Content-Type: application/json".' } : {}
    return { refusal: problem('invalid_argument', error.message, hint), status }
  }
  return {
    refusal: problem('internal', 'Something failed inside the service; its log has the particulars.'),
    status: 500
  }
}

export function notFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const hint = 'Operations are below /api/v1; GET /openapi.json lists them.'
  return sendProblem(
    reply,
    problem('not_found', `There is no ${request.method} ${request.url.split('?')[0]}.`, { hint })
  )
}
