import {
  CLIENT_CAPABILITIES_META_KEY,
  LOG_LEVEL_META_KEY,
  ProtocolError,
  ProtocolErrorCode,
  type RequestStateCodec,
  Server,
  type ServerContext,
  type ServerNotifier,
  type Tool,
  inputRequired,
  inputResponse
} from '@modelcontextprotocol/server'
import { randomUUID } from 'node:crypto'
import { type Consent, digestOfPlan } from '../../src/calls/confirmation.ts'
import type { Plan } from '../../src/calls/outcome.ts'
import type { ToolCall } from '../../src/calls/tool-call.ts'
import { isObject } from '../../src/objects.ts'
import { type Exchange, type ServerInfo, exchangeIn } from './exchange.ts'
import { isMessageLevel } from './message-level.ts'
import { complete } from './completion.ts'
import { getPrompt, listPrompts } from './prompt-handlers.ts'
import { canShowForms, consentIn, questionFor, questionKey } from './question.ts'
import { Refusal, onlyPage } from './refusal.ts'
import { listResourceTemplates, listResources, readResource } from './resource-handlers.ts'
import { toolResult } from './result.ts'
import { callOf, listTools, runCall, unknownTool } from './tool-handlers.ts'

/** How long a client may keep a list: it changes only when the service is started with another configuration. */
const listTtlMs = 300_000

/** What a question carries through the client and back, signed: which plan of which call was shown. */
export interface AskedFor {
  id: string
  plan: string
}

export interface ModernServerOptions {
  codec: RequestStateCodec<AskedFor>
  /** Whether an answer counts: each does so once. */
  isFirstUse: (id: string) => boolean
  /** Tells clients that listen what has changed. */
  notify: ServerNotifier
}

/** A server of the second SDK with everything that the service offers to clients of 2026-07-28. */
export function createModernServer(info: ServerInfo, { codec, isFirstUse }: ModernServerOptions): Server {
  const keep = { ttlMs: listTtlMs, cacheScope: 'private' } as const
  const server = new Server(
    { name: info.name, version: info.version },
    {
      capabilities: { tools: {}, resources: {}, prompts: {}, completions: {}, logging: {} },
      instructions: info.instructions,
      requestState: { verify: (state, context) => codec.verify(state, context) },
      // what a principal sees depends on its role: no shared cache may keep it
      cacheHints: {
        'server/discover': keep,
        'tools/list': keep,
        'prompts/list': keep,
        'resources/list': keep,
        'resources/templates/list': keep,
        // what a vCenter holds changes at any time
        'resources/read': { ttlMs: 0, cacheScope: 'private' }
      }
    }
  )
  server.setRequestHandler('tools/list', ({ params }, context) =>
    orRpcError(() => ({ tools: onlyPage(params?.cursor, listTools(exchangeOf(context))) as Tool[] }))
  )
  server.setRequestHandler('tools/call', async (message, context) => {
    const exchange = exchangeOf(context)
    const outcome = await runCall(exchange, callIn(context))
    if (!outcome)
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, unknownTool(exchange, message.params.name))
    const call = callOf(exchange, context.mcpReq.id)
    if (call && outcome.kind === 'needs_confirmation' && canAsk(context))
      return ask(call, outcome.plan, context)
    return toolResult(outcome)
  })
  server.setRequestHandler('resources/list', ({ params }, context) =>
    orRpcError(() => ({ resources: onlyPage(params?.cursor, listResources(exchangeOf(context))) }))
  )
  server.setRequestHandler('resources/templates/list', ({ params }, context) =>
    orRpcError(() => ({
      resourceTemplates: onlyPage(params?.cursor, listResourceTemplates(exchangeOf(context)))
    }))
  )
  server.setRequestHandler('resources/read', ({ params }, context) =>
    orRpcError(() => readResource(exchangeOf(context), params.uri, callIn(context)))
  )
  server.setRequestHandler('prompts/list', ({ params }, context) =>
    orRpcError(() => ({ prompts: onlyPage(params?.cursor, listPrompts(exchangeOf(context))) }))
  )
  server.setRequestHandler('prompts/get', ({ params }, context) =>
    orRpcError(() => getPrompt(exchangeOf(context), params.name, callIn(context)))
  )
  server.setRequestHandler('completion/complete', ({ params }, context) =>
    complete(exchangeOf(context), { ...params }, callIn(context))
  )
  return server

  function callIn(context: ServerContext) {
    const { id, signal, _meta, notify } = context.mcpReq
    const level = envelopeOf(context)[LOG_LEVEL_META_KEY]
    return {
      rpcId: id,
      signal,
      progressToken: _meta?.progressToken,
      ...(isMessageLevel(level) && { messageLevel: level }),
      notify,
      ...(canAsk(context) && {
        askConsent: (call: ToolCall) => async (plan: Plan) => consentOf(call, plan, context)
      })
    }
  }

  /** The answer to a question counts for the plan that was shown, and once: after a no nobody can say yes to it. */
  function consentOf(call: ToolCall, plan: Plan, { mcpReq }: ServerContext): Consent {
    const answer = inputResponse(mcpReq.inputResponses, questionKey)
    const asked = mcpReq.requestState<AskedFor>()
    if (answer.kind !== 'elicit' || asked?.plan !== digestOfPlan(call, plan)) return 'unasked'
    return isFirstUse(asked.id) ? consentIn(answer) : 'unasked'
  }

  async function ask(call: ToolCall, plan: Plan, context: ServerContext) {
    const asked = { id: randomUUID(), plan: digestOfPlan(call, plan) }
    return inputRequired({
      inputRequests: { [questionKey]: inputRequired.elicit(questionFor(plan)) },
      requestState: await codec.mint(asked, context)
    })
  }
}

/** https://modelcontextprotocol.io/specification/2026-07-28/server/resources#error-handling */
async function orRpcError<Result>(answer: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await answer()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new ProtocolError(error.codeWhere({ missing: -32_602 }), error.message, error.data)
  }
}

function exchangeOf({ http }: ServerContext): Exchange {
  return exchangeIn(http?.authInfo)
}

/** What a request says of its client; the SDK's type of it names none of the keys. */
function envelopeOf({ mcpReq }: ServerContext): Record<string, unknown> {
  return (mcpReq.envelope as Record<string, unknown> | undefined) ?? {}
}

function canAsk(context: ServerContext): boolean {
  const capabilities = envelopeOf(context)[CLIENT_CAPABILITIES_META_KEY]
  return isObject(capabilities) && canShowForms(capabilities)
}
