import type { FastifyRequest } from 'fastify'
import type { CalledTool } from '../../src/calls/tool-call.ts'
import { isObject } from '../../src/objects.ts'
import { callForUri } from '../../src/resources/objects.ts'
import { completionCall } from './completion.ts'
import { runbookTool } from './prompt-handlers.ts'

/**
 * The call behind a request that is not `tools/call` and reads something of vCenter all the same: it passes the same hooks,
 * needs the same role and leaves the same record. `undefined` where there is none, and for what is malformed: the SDKs
 * refuse that.
 */
export function requestedCall(
  method: unknown,
  params: Record<string, unknown>,
  request: FastifyRequest
): CalledTool | undefined {
  switch (method) {
    case 'resources/read':
      return typeof params['uri'] === 'string' ? callForUri(params['uri']) : undefined
    case 'prompts/get': {
      const { name, arguments: given = {} } = params
      if (typeof name !== 'string' || !isObject(given)) return undefined
      return { name: runbookTool, arguments: { ...given, runbook: name } }
    }
    case 'completion/complete':
      return completionCall(params, request)
    default:
      return undefined
  }
}
