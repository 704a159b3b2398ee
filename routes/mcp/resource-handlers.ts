import { type Problem, problem } from '../../src/errors.ts'
import { documents } from '../../src/resources/documents.ts'
import { objectResources, uriTemplateOf, utilization, utilizationUri } from '../../src/resources/objects.ts'
import { cleanText, cleanValue, quoted } from '../../src/text.ts'
import { objectTools } from '../../src/tools/object-tools.ts'
import type { Exchange } from './exchange.ts'
import { Refusal, dataOf } from './refusal.ts'
import { type McpCall, callOf, runCall, toolsFor } from './tool-handlers.ts'

/** The shape that both SDKs share. */
export interface ResourceContents {
  contents: { uri: string; mimeType: string; text: string }[]
  [key: string]: unknown
}

const mostOwnCalls = 20

const ownCallsResource = {
  uri: 'vsphere-mcp-pro://calls/recent',
  name: 'recent calls',
  title: 'Your last calls',
  description: `Your own last ${mostOwnCalls} calls as the audit has them, the newest first.`,
  mimeType: 'application/json'
}

/** Few, and the same for everybody of a role: what a vCenter holds is found by templates. */
export function listResources({ request, services }: Exchange) {
  const vcenters = services.mayUse(request.principal, utilization.tool)
    ? request.server.policy.vcentersOf(request.principal)
    : []
  return [
    ...vcenters.map(name => ({
      uri: utilizationUri(name),
      name: `${name} utilization`,
      title: `Utilization of ${name}`,
      description: 'CPU, memory and storage used against total, and VM counts, in all and per cluster.',
      mimeType: 'application/json'
    })),
    ownCallsResource,
    ...documents.map(({ uri, name, title, description }) => ({
      uri,
      name,
      title,
      description,
      mimeType: 'text/markdown'
    }))
  ]
}

export function listResourceTemplates({ request, services }: Exchange) {
  return objectResources
    .filter(({ argument }) => services.mayUse(request.principal, objectTools[argument].reader))
    .map(each => ({
      uriTemplate: uriTemplateOf(each),
      name: each.kind,
      title: each.title,
      description: each.description,
      mimeType: 'application/json'
    }))
}

/** @throws `Refusal` when there is nothing of that URI, or its tool refused or failed */
export async function readResource(
  exchange: Exchange,
  uri: string,
  call: McpCall
): Promise<ResourceContents> {
  const document = documents.find(each => each.uri === uri)
  if (document)
    return { contents: [{ uri, mimeType: 'text/markdown', text: document.textFor(toolsFor(exchange)) }] }
  if (uri === ownCallsResource.uri) return contentsOf(uri, await ownCalls(exchange))
  if (!callOf(exchange, call.rpcId)) throw new Refusal(noSuchResource(uri), uri)
  const outcome = await runCall(exchange, call)
  if (!outcome) throw new Refusal(noSuchResource(uri), uri)
  return contentsOf(uri, dataOf(outcome, uri))
}

/** What the audit has of the reader's own last calls; those of others are shown by search_audit, to whom may call it. */
async function ownCalls({ request, services }: Exchange) {
  const { calls, completeSince } = await services.history.ownCalls(request.principal, mostOwnCalls)
  const shown = calls.map(
    ({ at: _at, principal: _principal, role: _role, ...call }) => cleanValue(call).value
  )
  return { calls: shown, complete_since: completeSince }
}

function contentsOf(uri: string, data: object): ResourceContents {
  return { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify(data) }] }
}

function noSuchResource(uri: string): Problem {
  const shown = cleanText(uri, { longest: 256 }).value
  return problem('not_found', `There is no resource ${quoted(shown)}.`, {
    hint: 'See resources/list and resources/templates/list; an id is one of vCenter, such as vm-42.'
  })
}
