import type { ErrorCode, Problem } from '../errors.ts'
import type { Outcome } from './outcome.ts'
import type { ToolCall } from './tool-call.ts'

/** `itself`: the same tool, with other arguments or later; the others show the object, or what objects there are. */
type Next = 'itself' | 'reader' | 'lister'

const nextByCode: Partial<Record<ErrorCode, Next>> = {
  invalid_argument: 'itself',
  ambiguous: 'itself',
  not_found: 'lister',
  rate_limited: 'itself',
  confirmation_required: 'itself',
  busy: 'itself',
  unavailable: 'itself',
  timeout: 'itself',
  cancelled: 'itself',
  invalid_state: 'reader',
  conflict: 'reader',
  outcome_unknown: 'reader'
}

/** For each argument that names an object; the narrowest first. */
const tools: readonly { argument: string; reader: string; lister: string }[] = [
  { argument: 'snapshot', reader: 'list_vm_snapshots', lister: 'list_vm_snapshots' },
  { argument: 'vm', reader: 'get_vm_details', lister: 'list_vms' },
  { argument: 'host', reader: 'get_host_details', lister: 'list_hosts' },
  { argument: 'datastore', reader: 'get_datastore_details', lister: 'list_datastores' },
  { argument: 'cluster', reader: 'get_resource_utilization_summary', lister: 'list_clusters' },
  { argument: 'datacenter', reader: 'list_datacenters', lister: 'list_datacenters' }
]

/**
 * The outcome with the tool to go on with: the one that whoever refused has named, or what the code suggests. Never one
 * that the caller cannot call.
 */
export function withNextTool(
  call: Pick<ToolCall, 'name' | 'arguments'>,
  outcome: Outcome,
  mayUse: (tool: string) => boolean
): Outcome {
  if (!('problem' in outcome)) return outcome
  const next = nextToolOf(call, outcome.problem)
  const { next_tool: _named, ...problem } = outcome.problem
  const told = next !== undefined && mayUse(next) ? { ...problem, next_tool: next } : problem
  return { ...outcome, problem: told }
}

function nextToolOf(
  { name, arguments: given }: Pick<ToolCall, 'name' | 'arguments'>,
  { code, next_tool: named }: Problem
): string | undefined {
  const next = nextByCode[code]
  if (named !== undefined || next === undefined) return named
  return next === 'itself' ? name : tools.find(({ argument }) => argument in given)?.[next]
}
