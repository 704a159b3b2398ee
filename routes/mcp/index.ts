import { classifyInboundRequest } from '@modelcontextprotocol/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CallServices } from '../../src/calls/execute.ts'
import { clientGone } from '../client-gone.ts'
import { findMcpCalls, headerOf } from './find-calls.ts'
import type { Exchange, ServerInfo } from './exchange.ts'
import { type LegacyServerFactory, createLegacyLeg } from './legacy.ts'
import { type ModernServerFactory, createModernLeg } from './modern.ts'
import { sendRpcError } from './rpc-error.ts'
import type { SessionBounds } from './sessions.ts'
import { flushed } from './web.ts'

export interface McpRouteOptions {
  path: string
  info: ServerInfo
  services: CallServices
  /** MCP_SESSIONS; unset: clients of 2025 are served without. */
  sessions?: SessionBounds | undefined
  /** What answers behind the route; the conformance suite brings servers of its own. */
  servers?: McpServers | undefined
}

export interface McpServers {
  legacy: LegacyServerFactory
  modern: ModernServerFactory
}

/**
 * The MCP face: one endpoint for both eras of the protocol. Each request is told apart by what it carries, served by
 * the SDK of its era, and answered as a web Response through `reply.send`, so that every hook and header of Fastify
 * applies to it as to any other route.
 */
export async function mcpRoutes(app: FastifyInstance, options: McpRouteOptions) {
  const { path, info, services, sessions, servers } = options
  const legacy = createLegacyLeg(info, { sessions, createServer: servers?.legacy })
  const modern = createModernLeg(info, servers?.modern)
  app.setErrorHandler(sendRpcError)
  app.addHook('onClose', async function closeLegs() {
    await Promise.all([legacy.close(), modern.close()])
  })

  app.route({
    method: 'POST',
    url: path,
    schema: { hide: true },
    config: { checkOrigin: true, findCalls: findMcpCalls },
    handler: onMessage
  })
  // neither era has anything to offer here without sessions: https://modelcontextprotocol.io/specification/2025-11-25/basic/transports
  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE'],
    url: path,
    schema: { hide: true },
    config: { checkOrigin: true },
    handler: onOtherMethod
  })

  function exchangeFor(request: FastifyRequest, reply: FastifyReply): Exchange {
    return { request, reply, services, gone: clientGone(reply) }
  }

  async function onMessage(request: FastifyRequest, reply: FastifyReply) {
    const exchange = exchangeFor(request, reply)
    const leg = classify(request) === 'legacy' ? legacy : modern
    return reply.send(flushed(await leg.serve(exchange)))
  }

  /** A client may end its session; there is no stream beside those of the requests, which the specification allows. */
  async function onOtherMethod(request: FastifyRequest, reply: FastifyReply) {
    if (request.method === 'DELETE' && legacy.end)
      return reply.send(await legacy.end(exchangeFor(request, reply)))
    const error = { code: -32_000, message: 'Method not allowed: send messages by POST.' }
    const allow = legacy.end ? 'POST, DELETE' : 'POST'
    return reply.code(405).header('allow', allow).send({ jsonrpc: '2.0', id: null, error })
  }
}

/** Requests the classifier rejects go to the modern leg, which owns those answers. */
function classify(request: FastifyRequest) {
  const headers = {
    protocolVersionHeader: headerOf(request, 'mcp-protocol-version'),
    mcpMethodHeader: headerOf(request, 'mcp-method'),
    mcpNameHeader: headerOf(request, 'mcp-name'),
    body: request.body
  }
  const present = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
  return classifyInboundRequest({ httpMethod: request.method, ...present }).kind
}
