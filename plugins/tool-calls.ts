import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type ToolCall, type ToolCallRequest, createToolCall } from '../src/calls/tool-call.ts'
import { problem } from '../src/errors.ts'
import type { ToolRegistry } from '../src/tools/registry.ts'

declare module 'fastify' {
  interface FastifyInstance {
    tools: ToolRegistry
  }
  interface FastifyRequest {
    /** The tool calls this request holds; what every later hook judges. */
    toolCalls: ToolCall[]
  }
  interface FastifyContextConfig {
    /** Finds the tool calls in a request of this route. */
    findCalls?: (request: FastifyRequest) => ToolCallRequest[]
  }
}

export interface ToolCallsOptions {
  registry: ToolRegistry
  /** The vCenter of a call that names none. */
  defaultVcenter: string
}

/** Which tool calls does a request hold? Each is settled at the latest when the connection ends. */
async function toolCalls(app: FastifyInstance, { registry, defaultVcenter }: ToolCallsOptions) {
  app.decorate('tools', registry)
  app.decorateRequest('toolCalls')

  app.addHook('preValidation', async function findToolCalls(request: FastifyRequest, reply: FastifyReply) {
    const found = request.routeOptions.config.findCalls?.(request) ?? []
    request.toolCalls = found.map(call => {
      const hostname = call.arguments['hostname']
      return createToolCall(call, {
        requestId: request.id,
        tool: registry.get(call.name),
        principal: request.principal,
        vcenter: typeof hostname === 'string' ? hostname : defaultVcenter,
        client: request.ip
      })
    })
    // onResponse does not run when the client leaves early; 'close' always comes
    if (found.length > 0) reply.raw.once('close', () => settleLeftOvers(request.toolCalls))
  })
}

/** A call that no handler took on, because the request broke off or the protocol refused it first. */
function settleLeftOvers(calls: readonly ToolCall[]): void {
  for (const call of calls) {
    if (call.running) continue
    call.settle({
      kind: 'denied',
      problem: problem('invalid_argument', 'The request ended before this call was carried out.')
    })
  }
}

export default fp(toolCalls, { name: 'tool-calls', fastify: '5.x', dependencies: ['auth'] })
