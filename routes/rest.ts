import { type TObject, type TSchema, Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import { type CallServices, execute } from '../src/calls/execute.ts'
import type { ToolCallRequest } from '../src/calls/tool-call.ts'
import { CodedError } from '../src/errors.ts'
import type { RegisteredTool } from '../src/tools/registry.ts'
import { clientGone } from './client-gone.ts'
import { sendError, sendOutcome } from './problem.ts'

/** The REST face: one route per tool, made from its definition. */
export async function restRoutes(app: FastifyInstance, { services }: { services: CallServices }) {
  // execute() validates for both faces; a second judge here would answer in another voice, and past the audit
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => data => JSON.stringify(data))
  app.setErrorHandler(sendError)

  for (const tool of app.tools.tools) {
    app.route({
      method: tool.method,
      url: tool.path,
      schema: schemaOf(tool),
      config: { findCalls: request => [findCall(tool, request)] },
      handler: onCall
    })
  }

  async function onCall(request: FastifyRequest, reply: FastifyReply) {
    const [call] = request.toolCalls
    if (!call) throw new Error('A REST route without its call.')
    return sendOutcome(reply, await execute(call, services, { signal: clientGone(reply) }))
  }
}

function findCall(tool: RegisteredTool, request: FastifyRequest): ToolCallRequest {
  const query = { ...(request.query as Record<string, unknown>) }
  tool.coerce(query)
  const body = request.body ?? {}
  if (typeof body !== 'object' || Array.isArray(body)) {
    throw new CodedError('invalid_argument', 'The body must be a JSON object with the arguments of the call.')
  }
  const sources = [request.params as Record<string, unknown>, query, body as Record<string, unknown>]
  return { name: tool.name, face: 'rest', protocol: 'http', arguments: merged(sources) }
}

/** Path, query and body together. An argument given twice is refused: one of the two would be lost silently. */
function merged(sources: readonly Record<string, unknown>[]): Record<string, unknown> {
  const all: Record<string, unknown> = {}
  for (const [name, value] of sources.flatMap(source => Object.entries(source))) {
    if (Object.hasOwn(all, name)) {
      throw new CodedError('invalid_argument', `Argument '${name}' is given twice.`, {
        hint: 'Give it once: in the path, in the query or in the body.'
      })
    }
    all[name] = value
  }
  return all
}

/** For OpenAPI; the arguments that the path does not carry are in the query of reads and in the body of changes. */
function schemaOf(tool: RegisteredTool): FastifySchema {
  const inPath = Type.Pick(tool.input, [...tool.pathArguments])
  const others = Type.Omit(tool.input, [...tool.pathArguments])
  const inQuery = tool.method === 'GET' || tool.method === 'DELETE'
  return {
    operationId: tool.name,
    summary: tool.title,
    description: tool.description,
    tags: [tool.toolset],
    ...(tool.pathArguments.length > 0 && { params: inPath }),
    ...(hasProperties(others) && { [inQuery ? 'querystring' : 'body']: others }),
    response: responsesOf(tool)
  }
}

function responsesOf(tool: RegisteredTool): Record<string, TSchema> {
  const mayOutlive = 'task' in tool.output.properties
  return {
    200: tool.output,
    ...(mayOutlive && { 202: Type.Unsafe({ ...tool.output, description: 'vCenter still works on it.' }) }),
    ...(tool.needsConfirmation && { 428: Type.Ref('Problem') }),
    default: Type.Ref('Problem')
  }
}

function hasProperties(schema: TObject): boolean {
  return Object.keys(schema.properties).length > 0
}
