import type { FastifyRequest } from 'fastify'
import type { CalledTool } from '../../src/calls/tool-call.ts'
import { isObject } from '../../src/objects.ts'
import { objectResources, uriTemplateOf } from '../../src/resources/objects.ts'
import { runbooks } from '../../src/runbooks/index.ts'
import { objectTools } from '../../src/tools/object-tools.ts'
import type { Exchange } from './exchange.ts'
import { type McpCall, callOf, runCall } from './tool-handlers.ts'

/** The most that an answer may hold: https://modelcontextprotocol.io/specification/2025-11-25/server/utilities/completion */
const mostValues = 100

/** What of an argument has been typed, and which list of a vCenter knows how it goes on. */
interface Wanted {
  value: string
  list: string
  vcenter: string | undefined
}

/** The call of a list behind a completion; none where there is no such list for that role, which then completes nothing. */
export function completionCall(
  params: Record<string, unknown>,
  { server, principal }: FastifyRequest
): CalledTool | undefined {
  const wanted = wantedIn(params)
  if (!wanted || !server.tools.get(wanted.list) || !server.policy.mayUse(principal, wanted.list))
    return undefined
  const { value, list, vcenter } = wanted
  const hostname = vcenter === undefined || vcenter === '' ? {} : { hostname: vcenter }
  return { name: list, arguments: { match: `${value}*`, limit: mostValues, ...hostname } }
}

/** Never refuses: whoever types wants a list, and an empty one is no hindrance. */
export async function complete(exchange: Exchange, params: Record<string, unknown>, call: McpCall) {
  const names = vcentersFor(exchange, params)
  if (names) return answer(names, names.length)
  const outcome = callOf(exchange, call.rpcId) && (await runCall(exchange, call))
  if (outcome?.kind !== 'ok') return answer([], 0)
  const { items, total } = outcome.data as { items: { id: string; name: string }[]; total: number }
  return answer(valuesFor(items, wantedIn(params)?.value ?? ''), total)
}

/** Names, for people type those; an id where that is what was typed, or where several have the name. */
function valuesFor(items: readonly { id: string; name: string }[], typed: string): string[] {
  const start = typed.toLowerCase()
  const names = items.map(({ name }) => name)
  return items.map(({ id, name }) => {
    const isUnique = names.indexOf(name) === names.lastIndexOf(name)
    return isUnique && name.toLowerCase().startsWith(start) ? name : id
  })
}

function vcentersFor(
  { request }: Exchange,
  { ref, argument }: Record<string, unknown>
): string[] | undefined {
  if (!isObject(ref) || ref['type'] !== 'ref/resource' || !isObject(argument)) return undefined
  if (argument['name'] !== 'vcenter') return undefined
  const start = String(argument['value']).toLowerCase()
  const known = request.server.policy.vcentersOf(request.principal)
  return known.filter(name => name.toLowerCase().startsWith(start))
}

function answer(values: readonly string[], total: number) {
  const shown = values.slice(0, mostValues)
  return { completion: { values: shown, total, hasMore: total > shown.length } }
}

function wantedIn({ ref, argument, context }: Record<string, unknown>): Wanted | undefined {
  if (!isObject(ref) || !isObject(argument) || typeof argument['value'] !== 'string') return undefined
  const list = listFor(ref, argument['name'])
  if (list === undefined) return undefined
  const known = isObject(context) && isObject(context['arguments']) ? context['arguments'] : {}
  const vcenter = known['vcenter']
  return { value: argument['value'], list, vcenter: typeof vcenter === 'string' ? vcenter : undefined }
}

function listFor(ref: Record<string, unknown>, argument: unknown): string | undefined {
  if (ref['type'] === 'ref/prompt') {
    const runbook = runbooks.find(({ name }) => name === ref['name'])
    const kind = runbook?.arguments.find(({ name }) => name === argument)?.completes
    return kind && objectTools[kind].lister
  }
  if (ref['type'] !== 'ref/resource' || argument !== 'id') return undefined
  const object = objectResources.find(each => uriTemplateOf(each) === ref['uri'])
  return object && objectTools[object.argument].lister
}
