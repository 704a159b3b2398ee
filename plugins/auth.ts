import bearerAuth from '@fastify/bearer-auth'
import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Challenge } from '../src/access/oidc/challenge.ts'
import { tooManyFailures, unauthenticated } from '../src/access/login-refusals.ts'
import { originNetwork } from '../src/access/networks.ts'
import { type Authenticate, type Principal, anonymous } from '../src/access/principal.ts'
import type { TokenSource } from '../src/access/token-source.ts'
import { CodedError } from '../src/errors.ts'
import type { BucketStore } from '../src/limits/memory-store.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Reads TOKENS_FILE again, now. */
    reloadTokens: () => void
  }
  interface FastifyRequest {
    /** Who calls; `anonymous` on public routes and where AUTH_ENFORCE=false lets anybody in. */
    principal: Principal
  }
  interface FastifyContextConfig {
    /** No token needed. */
    public?: boolean
    /** The tools that this route calls; unset where that stands in the body. */
    tools?: readonly string[]
  }
}

export interface AuthOptions {
  /** AUTH_ENFORCE */
  enforce: boolean
  tokens: TokenSource
  /** Tokens of the OIDC issuer; asked only about what is no static token, so that it holds none of those up. */
  oidc?: Authenticate | undefined
  /** Failed attempts by where they come from: an empty bucket stops telling it whether a guess was wrong. */
  failures: BucketStore
  challenge: Challenge
}

/** Bearer token -> `request.principal`. Runs before any body is read. */
async function auth(app: FastifyInstance, { enforce, tokens, oidc, failures, challenge }: AuthOptions) {
  const ways: readonly Authenticate[] = oidc ? [tokens.find, oidc] : [tokens.find]
  /** What a way found to answer: the package takes true and false, and would answer 500 to an error. */
  const errors = new WeakMap<FastifyRequest, CodedError>()
  app.decorate('reloadTokens', tokens.reload)
  app.addHook('onClose', async function stopWatching() {
    tokens.close()
  })
  app.decorateRequest('principal')
  // its own hook would answer past our error handlers and without WWW-Authenticate
  await app.register(bearerAuth, {
    keys: [],
    addHook: false,
    specCompliance: 'rfc6749',
    verifyErrorLogLevel: 'debug',
    auth: setPrincipal
  })

  const verify = app.verifyBearerAuth
  if (!verify) throw new Error('@fastify/bearer-auth did not decorate the app.')

  async function setPrincipal(token: string, request: FastifyRequest): Promise<boolean> {
    for (const find of ways) {
      const found = await find(token, request.ip, request.log)
      if (!found) continue
      if (found instanceof CodedError) errors.set(request, found)
      else request.principal = found
      return !errors.has(request)
    }
    return false
  }

  app.addHook('onRequest', function authenticate(request: FastifyRequest, reply: FastifyReply, done) {
    request.principal = anonymous
    const { url: route, config } = request.routeOptions
    const isSent = request.headers.authorization !== undefined
    if (config.public || (!enforce && !isSent)) return done()
    verify(request, reply, failed => {
      if (!failed) return done()
      const error = errors.get(request) ?? failureOf(request.ip, isSent)
      const header = challenge({ code: error.code, isSent, route, tools: config.tools })
      if (header) void reply.header('www-authenticate', header)
      done(error)
    })
  })

  /** A good token always passes: behind one address there may be many clients, and only one that guesses. */
  function failureOf(address: string, isSent: boolean): CodedError {
    if (!isSent) return unauthenticated(false)
    const { allowed, waitMs } = failures.take(originNetwork(address))
    return allowed ? unauthenticated(true) : tooManyFailures(waitMs)
  }
}

export default fp(auth, { name: 'auth', fastify: '5.x' })
