import { Counter, type Registry } from 'prom-client'
import { type Outcome, strippedFrom } from '../calls/outcome.ts'
import type { ToolCall } from '../calls/tool-call.ts'

/**
 * What goes on with calls, by tool: told of each settled call. The label is a name of the registry, never a text of a
 * caller, which could make series without end.
 */
export function registerCallMetrics(registry: Registry, tools: readonly { name: string }[]) {
  const stripped = new Counter({
    name: 'vsphere_mcp_stripped_characters_total',
    help: 'Invisible and control characters that were stripped from the texts of answers.',
    labelNames: ['tool'],
    registers: [registry]
  })
  for (const { name } of tools) stripped.inc({ tool: name }, 0)

  return function count(call: ToolCall, outcome: Outcome): void {
    if (call.tool) stripped.inc({ tool: call.tool.name }, strippedFrom(outcome))
  }
}
