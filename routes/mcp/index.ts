import { classifyInboundRequest } from '@modelcontextprotocol/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CallServices } from '../../src/calls/execute.ts'
import { clientGone } from '../client-gone.ts'
import { findMcpCalls, headerOf } from './find-calls.ts'
import { createLegacyLeg } from './legacy.ts'
import { createModernLeg } from './modern.ts'
import { sendRpcError } from './rpc-error.ts'
import type { Exchange, ServerInfo } from './tool-handlers.ts'
import { flushed } from './web.ts'

export interface McpRouteOptions {
  path: string
  info: ServerInfo
  services: CallServices
}

/**
 * The MCP face: one endpoint for both eras of the protocol. Each request is told apart by what it carries, served by
 * the SDK of its era, and answered as a web Response through `reply.send`, so that every hook and header of Fastify
 * applies to it as to any other route.
 */
export async function mcpRoutes(app: FastifyInstance, { path, info, services }: McpRouteOptions) {
  const serveLegacy = createLegacyLeg(info)
  const modern = createModernLeg(info)
  app.setErrorHandler(sendRpcError)
  app.addHook('onClose', async function closeModern() {
    await modern.close()
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

  async function onMessage(request: FastifyRequest, reply: FastifyReply) {
    const exchange: Exchange = { request, reply, services, gone: clientGone(reply) }
    const isLegacy = classify(request) === 'legacy'
    return reply.send(flushed(await (isLegacy ? serveLegacy(exchange) : modern.serve(exchange))))
  }

  async function onOtherMethod(_request: FastifyRequest, reply: FastifyReply) {
    const error = { code: -32_000, message: 'Method not allowed: send messages by POST.' }
    return reply.code(405).header('allow', 'POST').send({ jsonrpc: '2.0', id: null, error })
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
