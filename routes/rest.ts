import { type TObject, Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import { type CallServices, execute } from '../src/calls/execute.ts'
import type { ToolCallRequest } from '../src/calls/tool-call.ts'
import { type Problem, problem } from '../src/errors.ts'
import { isObject } from '../src/objects.ts'
import type { RegisteredTool } from '../src/tools/registry.ts'
import { clientGone } from './client-gone.ts'
import { sendError, sendOutcome } from './problem.ts'
import { cut, quoted } from '../src/text.ts'

/** The REST face: one route per tool, made from its definition. */
export async function restRoutes(app: FastifyInstance, { services }: { services: CallServices }) {
  // execute() validates for both faces; a second judge here would answer in another voice, and past the audit
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => data => JSON.stringify(data))
  app.setErrorHandler(sendError)
  // many HTTP clients announce JSON also where they send nothing
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) =>
    body === '' ? done(null) : parseJson(request, body, done)
  )

  for (const tool of app.tools.tools) {
    app.route({
      method: tool.method,
      url: tool.path,
      schema: schemaOf(tool),
      config: { checkOrigin: true, tools: [tool.name], findCalls: request => [findCall(tool, request)] },
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
  const sources = [request.params, query, isObject(body) ? body : {}] as Record<string, unknown>[]
  const given = sources.flatMap(source => Object.entries(source))
  // not an object literal: that would take an argument named __proto__ for something else
  const all = Object.fromEntries(given)
  const refusal = isObject(body) ? givenTwice(given) : notAnObject()
  return { name: tool.name, face: 'rest', protocol: 'http', arguments: all, ...(refusal && { refusal }) }
}

/** An argument in the path and again in the query or the body: one of the two would be lost silently. */
function givenTwice(given: readonly [string, unknown][]): Problem | undefined {
  const seen = new Set<string>()
  const twice = given.map(([name]) => name).find(name => seen.size === seen.add(name).size)
  if (twice === undefined) return undefined
  return problem('invalid_argument', `Argument ${quoted(cut(twice, 64))} is given twice.`, {
    hint: 'Give it once: in the path, in the query or in the body.'
  })
}

function notAnObject(): Problem {
  return problem('invalid_argument', 'The body must be a JSON object with the arguments of the call.')
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

function responsesOf(tool: RegisteredTool): Record<string, object> {
  const mayOutlive = 'task' in tool.output.properties
  return {
    200: tool.output,
    ...(mayOutlive && { 202: Type.Unsafe({ ...tool.output, description: 'vCenter still works on it.' }) }),
    ...(tool.needsConfirmation && { 428: problemContent('The plan of what would happen.') }),
    default: problemContent('Why the call was refused or failed.')
  }
}

function problemContent(description: string) {
  return { description, content: { 'application/problem+json': { schema: Type.Ref('Problem') } } }
}

function hasProperties(schema: TObject): boolean {
  return Object.keys(schema.properties).length > 0
}
