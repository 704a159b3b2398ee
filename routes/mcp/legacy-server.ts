import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import {
  CallToolRequestSchema,
  CancelledNotificationSchema,
  CompleteRequestSchema,
  ElicitResultSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  RequestSchema,
  type ServerNotification,
  type ServerRequest,
  SetLevelRequestSchema
} from '@modelcontextprotocol/sdk/types.js'
import type { jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js'
import type { AskConsent } from '../../src/calls/confirmation.ts'
import { type ServerInfo, exchangeIn } from './exchange.ts'
import type { MessageLevel } from './message-level.ts'
import { complete } from './completion.ts'
import { getPrompt, listPrompts } from './prompt-handlers.ts'
import { canShowForms, consentIn, questionFor } from './question.ts'
import { Refusal, onlyPage } from './refusal.ts'
import { listResourceTemplates, listResources, readResource } from './resource-handlers.ts'
import { toolResult } from './result.ts'
import { type McpCall, listTools, runCall, unknownTool } from './tool-handlers.ts'

/** A person may look things up before answering. */
const answerMs = 300_000

/** The SDK checks the parameters once more by itself, and answers -32602; its own schema here would make that -32603. */
const callToolRequest = RequestSchema.extend({ method: CallToolRequestSchema.shape.method })

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>

export interface LegacyServerOptions {
  /** Shared, because making one costs more than the rest of a request. */
  jsonSchemaValidator: jsonSchemaValidator
  /** Whether this server sees all requests of one client, and may remember what it said. */
  hasSession: boolean
}

/** A server of the first SDK with everything that the service offers to clients of 2025. */
export function createLegacyServer(
  info: ServerInfo,
  { jsonSchemaValidator, hasSession }: LegacyServerOptions
) {
  const server = new Server(
    { name: info.name, version: info.version },
    {
      capabilities: {
        tools: {},
        resources: {},
        prompts: {},
        completions: {},
        ...(hasSession && { logging: {} })
      },
      instructions: info.instructions,
      jsonSchemaValidator
    }
  )
  let messageLevel: MessageLevel | undefined

  // calls hear of it by their exchange; the SDK would not answer them, and their stream would never end
  server.setNotificationHandler(CancelledNotificationSchema, () => undefined)
  server.setRequestHandler(ListToolsRequestSchema, ({ params }, extra) =>
    orRpcError(() => ({ tools: onlyPage(params?.cursor, listTools(exchangeIn(extra.authInfo))) }))
  )
  server.setRequestHandler(callToolRequest, async (message, extra) => {
    const exchange = exchangeIn(extra.authInfo)
    const outcome = await runCall(exchange, callIn(message.params?._meta?.progressToken, extra))
    if (!outcome)
      throw new McpError(ErrorCode.InvalidParams, unknownTool(exchange, String(message.params?.['name'])))
    return toolResult(outcome)
  })
  server.setRequestHandler(ListResourcesRequestSchema, ({ params }, extra) =>
    orRpcError(() => ({ resources: onlyPage(params?.cursor, listResources(exchangeIn(extra.authInfo))) }))
  )
  server.setRequestHandler(ListResourceTemplatesRequestSchema, ({ params }, extra) =>
    orRpcError(() => ({
      resourceTemplates: onlyPage(params?.cursor, listResourceTemplates(exchangeIn(extra.authInfo)))
    }))
  )
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }, extra) => {
    const call = callIn(params._meta?.progressToken, extra)
    return orRpcError(() => readResource(exchangeIn(extra.authInfo), params.uri, call))
  })
  server.setRequestHandler(ListPromptsRequestSchema, ({ params }, extra) =>
    orRpcError(() => ({ prompts: onlyPage(params?.cursor, listPrompts(exchangeIn(extra.authInfo))) }))
  )
  server.setRequestHandler(GetPromptRequestSchema, ({ params }, extra) => {
    const call = callIn(params._meta?.progressToken, extra)
    return orRpcError(() => getPrompt(exchangeIn(extra.authInfo), params.name, call))
  })
  server.setRequestHandler(CompleteRequestSchema, ({ params }, extra) =>
    complete(exchangeIn(extra.authInfo), params, callIn(undefined, extra))
  )
  if (hasSession) {
    server.setRequestHandler(SetLevelRequestSchema, ({ params }) => {
      messageLevel = params.level
      return {}
    })
  }
  return server

  function callIn(progressToken: McpCall['progressToken'], extra: Extra): McpCall {
    const canAsk = hasSession && canShowForms(server.getClientCapabilities())
    return {
      rpcId: extra.requestId,
      signal: extra.signal,
      progressToken,
      messageLevel,
      notify: extra.sendNotification,
      ...(canAsk && { askConsent: () => askThrough(extra) })
    }
  }
}

/** https://modelcontextprotocol.io/specification/2025-11-25/server/resources#error-handling */
async function orRpcError<Result>(answer: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await answer()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new McpError(error.codeWhere({ missing: -32_002 }), error.message, error.data)
  }
}

/** On the stream of the call itself: a client need not keep any other open. A question without an answer was not asked. */
function askThrough(extra: Extra): AskConsent {
  return async (plan, signal) => {
    const request = { method: 'elicitation/create' as const, params: questionFor(plan) }
    try {
      const options = { signal, timeout: answerMs }
      return consentIn(await extra.sendRequest(request, ElicitResultSchema, options))
    } catch {
      return 'unasked'
    }
  }
}
