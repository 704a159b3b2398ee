import bearerAuth from '@fastify/bearer-auth'
import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
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
  }
}

export interface AuthOptions {
  /** AUTH_ENFORCE */
  enforce: boolean
  tokens: TokenSource
  /** Failed attempts by where they come from: an empty bucket stops telling it whether a guess was wrong. */
  failures: BucketStore
}

/** Bearer token -> `request.principal`. Runs before any body is read. */
async function auth(app: FastifyInstance, { enforce, tokens, failures }: AuthOptions) {
  const ways: readonly Authenticate[] = [tokens.find]
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
    for (const findPrincipal of ways) {
      const principal = await findPrincipal(token, request.ip)
      if (principal) {
        request.principal = principal
        return true
      }
    }
    return false
  }

  app.addHook('onRequest', function authenticate(request: FastifyRequest, reply: FastifyReply, done) {
    request.principal = anonymous
    const isPublic = request.routeOptions.config.public === true
    const mayBeAnonymous = !enforce && request.headers.authorization === undefined
    if (isPublic || mayBeAnonymous) return done()
    verify(request, reply, error => {
      if (!error) return done()
      void reply.header('www-authenticate', challengeFor(request))
      done(failureOf(request))
    })
  })

  /** A good token always passes: behind one address there may be many clients, and only one that guesses. */
  function failureOf(request: FastifyRequest): CodedError {
    if (request.headers.authorization === undefined) return unauthenticated(request)
    const { allowed, waitMs } = failures.take(originNetwork(request.ip))
    return allowed ? unauthenticated(request) : tooManyFailures(waitMs)
  }
}

function tooManyFailures(waitMs: number): CodedError {
  return new CodedError('rate_limited', 'Too many failed log-ins from this address.', {
    retryAfterS: Math.ceil(waitMs / 1000)
  })
}

function unauthenticated(request: FastifyRequest): CodedError {
  const sent = request.headers.authorization !== undefined
  return new CodedError(
    'unauthenticated',
    sent ? 'The bearer token is not valid.' : 'A bearer token is needed.',
    {
      hint: 'Send the header "Authorization: Bearer <token>" with a valid token.'
    }
  )
}

/** RFC 6750 section 3: without credentials the challenge carries no error. */
function challengeFor(request: FastifyRequest): string {
  return request.headers.authorization === undefined ? 'Bearer' : 'Bearer error="invalid_token"'
}

export default fp(auth, { name: 'auth', fastify: '5.x' })
