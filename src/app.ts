import { randomUUID } from 'node:crypto'
import helmet from '@fastify/helmet'
import underPressure from '@fastify/under-pressure'
import type { Server } from 'node:http'
import { pino } from 'pino'
import Fastify, { type FastifyHttpOptions, type FastifyInstance, type FastifyRequest } from 'fastify'
import pkg from '../package.json' with { type: 'json' }
import audit from '../plugins/audit.ts'
import auth from '../plugins/auth.ts'
import authz from '../plugins/authz.ts'
import metrics from '../plugins/metrics.ts'
import noStore from '../plugins/no-store.ts'
import openApi from '../plugins/openapi.ts'
import originCheck from '../plugins/origin-check.ts'
import rateLimit from '../plugins/rate-limit.ts'
import shutdown from '../plugins/shutdown.ts'
import strictBody from '../plugins/strict-body.ts'
import strictHeaders from '../plugins/strict-headers.ts'
import toolCalls from '../plugins/tool-calls.ts'
import vcenter from '../plugins/vcenter.ts'
import { answerUnparsable, answerUnroutable } from '../routes/broken-request.ts'
import { healthRoutes } from '../routes/health.ts'
import { type McpServers, mcpRoutes } from '../routes/mcp/index.ts'
import { metadataRoutes } from '../routes/metadata.ts'
import { notFound, sendError } from '../routes/problem.ts'
import { restRoutes } from '../routes/rest.ts'
import { createChallenge } from './access/oidc/challenge.ts'
import { createIssuerKeys } from './access/oidc/issuer-keys.ts'
import { createOidc } from './access/oidc/index.ts'
import { createPolicy } from './access/policy.ts'
import { createScopes } from './access/scope/index.ts'
import { createTokenSource } from './access/token-source.ts'
import { withoutTokens } from './access/tokens.ts'
import { createCallHistories } from './audit/history.ts'
import { openAuditReader } from './audit/reader.ts'
import { openAuditSink } from './audit/sink.ts'
import type { CallServices } from './calls/execute.ts'
import type { Config } from './config.ts'
import { createMemoryStore } from './limits/memory-store.ts'
import { createResultStore } from './results/store.ts'
import { cleanLine } from './text.ts'
import { instructions } from './tools/instructions.ts'
import { createRegistry } from './tools/registry.ts'
import { createVcenterPool } from './vcenter/pool.ts'

export interface AppOptions {
  stopGraceMs?: number
  maxEventLoopDelayMs?: number
  mcpServers?: McpServers
}

/**
 * The service, ready to listen: the way of a request from top to bottom. Plugins are registered one by one, because
 * their order is the order of their hooks, and that order is a security property. Throws when the audit file cannot
 * be opened; contacts no vCenter. `stopGraceMs`: how long calls in flight may go on once the service is told to stop.
 * `maxEventLoopDelayMs`: from where on new requests are shed. `mcpServers`: what answers behind the MCP route instead of
 * the tools, for the conformance suite.
 */
export async function buildApp(
  config: Config,
  { stopGraceMs = 15_000, maxEventLoopDelayMs = 1000, mcpServers }: AppOptions = {}
): Promise<FastifyInstance> {
  const { server, access, limits, calls } = config
  const [first, ...others] = config.vcenters
  const vcenters = [first.name, ...others.map(each => each.name)] as const
  const registry = createRegistry(config.tools, { vcenters, verboseByDefault: calls.verboseByDefault })
  const pool = createVcenterPool(config.vcenters)
  const policy = createPolicy({ ...access, vcenters })
  const { oidc } = access
  const challenge = createChallenge({ oidc, roles: access.roles, mcpPath: server.mcpPath })
  const app = Fastify(serverOptions(server.logLevel, access.trustedProxies))
  app.setErrorHandler(sendError)
  app.setNotFoundHandler(notFound)
  await app.register(shutdown, { graceMs: stopGraceMs })

  // onRequest: before a byte of the body is read. Headers come first, so that every answer has them
  // a policy for the contents of pages has nothing to govern here, and would be composed anew for every answer
  await app.register(helmet, { contentSecurityPolicy: false })
  await app.register(noStore)
  await app.register(underPressure, { maxEventLoopDelay: maxEventLoopDelayMs, retryAfter: 5 })
  await app.register(strictHeaders)
  await app.register(originCheck, { ...access, boundTo: server.host })
  await app.register(auth, {
    enforce: access.enforce,
    tokens: createTokenSource({ ...access.static, log: app.log }),
    oidc: oidc && createOidc(oidc, createIssuerKeys({ issuer: oidc.issuer, log: app.log })),
    failures: createMemoryStore({ rules: { burst: 10, refillPerSecond: 0.2 } }),
    challenge
  })

  // preValidation: is the body small enough to be walked, and which tool calls does the request hold?
  await app.register(strictBody)
  await app.register(toolCalls, { registry, policy, vcenters })

  // preHandler: each call is recorded, counted and judged; a refusal is an outcome, not an exception
  const sink = openAuditSink(config.audit.path)
  const reader = await openAuditReader(config.audit.path)
  await app.register(audit, { sink, reader })
  if (limits.enabled)
    await app.register(rateLimit, { ...limits, buckets: createMemoryStore({ rules: limits }) })
  await app.register(authz, { policy, challenge })

  // handler: both faces run their calls through execute(), on the same vCenter sessions
  await app.register(vcenter, { pool })
  if (config.metrics) await app.register(metrics, { host: server.host, ...config.metrics })
  await app.register(openApi, { title: server.name, version: pkg.version })
  const services: CallServices = {
    vcenter: name => pool.get(name),
    scoped: createScopes({ policy, log: app.log }),
    mayUse: (principal, tool) => registry.get(tool) !== undefined && policy.mayUse(principal, tool),
    results: createResultStore({ policy }),
    history: createCallHistories({ reader, policy, vcenters }),
    timeoutMs: calls.timeoutMs,
    stopping: app.stopping,
    log: app.log
  }
  await app.register(healthRoutes)
  await app.register(metadataRoutes, { name: server.name, oidc, mcpPath: server.mcpPath })
  await app.register(restRoutes, { prefix: '/api/v1', services })
  const info = { name: server.name, version: pkg.version, instructions }
  const { sessions } = config.mcp
  await app.register(mcpRoutes, { path: server.mcpPath, info, services, sessions, servers: mcpServers })
  return app
}

/** Limits that Node and Fastify leave open; the connection checks are what makes the time-outs act in time. */
function serverOptions(logLevel: string, trustedProxies: string[]): FastifyHttpOptions<Server> {
  return {
    loggerInstance: pino({
      level: logLevel,
      serializers: { req: requestForLog },
      // errors repeat what vCenter and callers say
      hooks: { streamWrite: cleanLine }
    }),
    genReqId: () => randomUUID(),
    bodyLimit: 1 << 20,
    // nobody unless configured, and never by counting hops: a caller could write as many as it likes
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    requestTimeout: 10_000,
    keepAliveTimeout: 65_000,
    http: { headersTimeout: 5000, connectionsCheckingInterval: 1000, maxHeaderSize: 16_384 },
    // a VM name has up to 80 characters, each up to 9 when percent-encoded
    routerOptions: { maxParamLength: 1024 },
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerUnparsable
  }
}

/**
 * Without the query: the arguments are in the audit, masked, and a caller may have put its token there, or into the path
 * where a client knows nothing but a URL.
 */
function requestForLog({ method, url, ip }: FastifyRequest) {
  return { method, path: withoutTokens(url.split('?')[0] ?? ''), address: ip }
}
