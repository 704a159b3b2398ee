import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { randomBytes } from 'node:crypto'
import type { Principal } from '../../src/access/principal.ts'
import { CodedError } from '../../src/errors.ts'
import { createCancellations } from './cancellations.ts'
import { type Exchange, authInfoFor } from './exchange.ts'
import { headerOf, requestIdsIn } from './find-calls.ts'
import { webRequest } from './web.ts'

export interface SessionBounds {
  /** Milliseconds without a request after which a session ends; requests in flight keep it. */
  idleMs: number
  most: number
  mostOfOne: number
}

/**
 * Sessions of 2025-era clients, in which a server can ask its client back. They live in this process: with several
 * replicas the next request would meet one that does not know them.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#session-management
 */
export interface Sessions {
  /** Answers an `initialize` with a new session. */
  open(exchange: Exchange): Promise<Response>
  /**
   * Answers a request within its session; 404 when there is none, also for that of another principal, or of the same
   * with another role: what it was asked in that one it must not answer in this.
   */
  serve(exchange: Exchange): Promise<Response>
  /** False when there is no such session. */
  end(exchange: Exchange): Promise<boolean>
  close(): Promise<void>
}

interface Session {
  id: string
  principal: Principal
  transport: WebStandardStreamableHTTPServerTransport
  /** Ids of requests that are not answered yet, also where their client has lost the connection. */
  inFlight: Set<string | number>
}

/** No stream of its own beside those of the requests: there is nothing to tell a client that asked nothing. */
export function createSessions(bounds: SessionBounds, createServer: () => Server): Sessions {
  /** The least recently used first. */
  const sessions = new Map<string, Session & { usedAt: number }>()
  const cancellations = createCancellations()
  const sweep = setInterval(endIdle, Math.min(60_000, bounds.idleMs)).unref()

  async function open(exchange: Exchange): Promise<Response> {
    makeRoomFor(exchange.request.principal.name)
    const id = randomBytes(24).toString('base64url')
    const transport = new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: () => id })
    await createServer().connect(transport)
    const { principal } = exchange.request
    const session = { id, principal, transport, inFlight: new Set<string | number>(), usedAt: 0 }
    const response = await handle(session, exchange)
    if (response.status === 200) touch(session)
    else await transport.close()
    return response
  }

  async function serve(exchange: Exchange): Promise<Response> {
    const session = find(exchange)
    if (!session) return sessionGone()
    touch(session)
    return handle(session, exchange)
  }

  async function handle(session: Session, exchange: Exchange): Promise<Response> {
    const { request } = exchange
    keepInFlight(session, exchange)
    const cancelled = cancellations.watch(session.id, exchange)
    // a client that loses its connection has not cancelled, says the specification: the signal is not handed on
    const web = webRequest(request, new AbortController().signal)
    const authInfo = authInfoFor({ ...exchange, cancelled })
    return session.transport.handleRequest(web, { parsedBody: request.body, authInfo })
  }

  /** @throws `CodedError` when a request has the id of another: one would get the answer of the other */
  function keepInFlight({ inFlight }: Session, { request, reply }: Exchange): void {
    const ids = requestIdsIn(request.body)
    if (ids.some(id => inFlight.has(id))) {
      throw new CodedError(
        'invalid_argument',
        'The id of this request is that of one in flight in its session.',
        {
          hint: 'Give each request of a session an id of its own.'
        }
      )
    }
    for (const id of ids) inFlight.add(id)
    const closed = new Promise<void>(resolve => void reply.raw.once('close', resolve))
    const settled = request.toolCalls.map(
      call => new Promise<void>(resolve => call.onSettled(() => resolve()))
    )
    void Promise.all([closed, ...settled]).then(() => ids.forEach(id => inFlight.delete(id)))
  }

  function find({ request }: Exchange) {
    endIdle()
    const session = sessions.get(headerOf(request, 'mcp-session-id') ?? '')
    return session && isSame(session.principal, request.principal) ? session : undefined
  }

  function touch(session: Session): void {
    sessions.delete(session.id)
    sessions.set(session.id, Object.assign(session, { usedAt: performance.now() }))
  }

  function makeRoomFor(principal: string): void {
    const own = [...sessions.values()].filter(session => session.principal.name === principal)
    for (const session of own.slice(0, Math.max(0, own.length - bounds.mostOfOne + 1))) drop(session)
    for (const session of sessions.values()) {
      if (sessions.size < bounds.most) break
      drop(session)
    }
  }

  function endIdle(): void {
    const before = performance.now() - bounds.idleMs
    for (const session of sessions.values()) {
      if (session.usedAt > before) break
      if (session.inFlight.size === 0) drop(session)
    }
  }

  function drop(session: Session): void {
    sessions.delete(session.id)
    void session.transport.close()
  }

  return {
    open,
    serve,
    async end(exchange) {
      const session = find(exchange)
      if (session) drop(session)
      return session !== undefined
    },
    async close() {
      clearInterval(sweep)
      for (const session of sessions.values()) drop(session)
    }
  }
}

function isSame(one: Principal, other: Principal): boolean {
  return one.name === other.name && one.role === other.role && String(one.vcenters) === String(other.vcenters)
}

/** A client that reads this starts anew: https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#session-management */
export function sessionGone(): Response {
  const error = {
    code: -32_001,
    message: 'Session not found: it has ended, or was never here. Initialize again.'
  }
  return Response.json({ jsonrpc: '2.0', id: null, error }, { status: 404 })
}
