import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Policy } from '../src/access/policy.ts'
import { type ToolCall, type ToolCallRequest, createToolCall } from '../src/calls/tool-call.ts'
import { problem } from '../src/errors.ts'
import type { ToolRegistry } from '../src/tools/registry.ts'

declare module 'fastify' {
  interface FastifyInstance {
    tools: ToolRegistry
    /** Resolves when no call is being carried out, also of clients that have left. */
    callsSettled: () => Promise<void>
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
  policy: Pick<Policy, 'vcentersOf'>
  /** Names of the configured vCenters; a call that names none is for the first that its principal may know of. */
  vcenters: readonly [string, ...string[]]
}

/** Which tool calls does a request hold? Each is settled at the latest when the connection ends. */
async function toolCalls(app: FastifyInstance, { registry, policy, vcenters }: ToolCallsOptions) {
  const [defaultVcenter] = vcenters
  const byLowerCase = new Map(vcenters.map(name => [name.toLowerCase(), name]))
  app.decorate('tools', registry)
  app.decorateRequest('toolCalls')
  const unsettled = new Set<ToolCall>()

  /** As it is configured, so that all that follows compares and shows one name; an unknown one stays as it is. */
  function nameOf(hostname: string): string {
    return byLowerCase.get(hostname.toLowerCase()) ?? hostname
  }

  function toolCallOf(call: ToolCallRequest, { id: requestId, principal, ip: address }: FastifyRequest) {
    const tool = registry.get(call.name)
    const around = { requestId, tool, principal, address }
    if (tool?.vcenter === 'none') return createToolCall(call, { ...around, vcenter: undefined })
    const { hostname, ...others } = call.arguments
    const usual = policy.vcentersOf(principal)[0] ?? defaultVcenter
    const vcenter = typeof hostname === 'string' ? nameOf(hostname) : usual
    // with one vCenter the argument is no part of the tool, and naming that vCenter is no mistake
    const isRedundant = vcenters.length === 1 && vcenter === defaultVcenter && typeof hostname === 'string'
    return createToolCall(isRedundant ? { ...call, arguments: others } : call, { ...around, vcenter })
  }

  app.decorate('callsSettled', async () => {
    await Promise.all(
      [...unsettled].map(call => new Promise<void>(resolve => call.onSettled(() => resolve())))
    )
  })

  app.addHook('preValidation', async function findToolCalls(request: FastifyRequest, reply: FastifyReply) {
    const found = request.routeOptions.config.findCalls?.(request) ?? []
    request.toolCalls = found.map(call => toolCallOf(call, request))
    for (const [index, call] of request.toolCalls.entries()) {
      unsettled.add(call)
      call.onSettled(() => unsettled.delete(call))
      const refusal = found[index]?.refusal
      if (refusal) call.settle({ kind: 'denied', problem: refusal })
    }
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
