import { type Outcome, problemOf, strippedFrom } from '../../src/calls/outcome.ts'
import { textBlock } from './text-block.ts'

/** The part of CallToolResult that both SDKs share. */
export interface ToolResult extends Record<string, unknown> {
  content: { type: 'text'; text: string }[]
  structuredContent?: Record<string, unknown>
  isError?: boolean
  _meta?: Record<string, unknown>
}

/**
 * The one place where an outcome becomes an MCP result. Refusals and failures are results with `isError`, because a
 * model reads those and can act on them. They carry their problem as text only: clients check structuredContent
 * against the tool's outputSchema also when isError is set, and drop the whole answer if it does not fit. The text of a
 * success is not the JSON that the specification proposes for old clients: a client that shows both to its model would
 * show it every row twice.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools#error-handling
 */
export function toolResult(outcome: Outcome): ToolResult {
  const refusal = problemOf(outcome)
  if (refusal) {
    const told = outcome.kind === 'needs_confirmation' ? { ...refusal, plan: outcome.plan } : refusal
    return { content: [{ type: 'text', text: JSON.stringify(told) }], isError: true, ...metaOf(outcome) }
  }
  const data = 'data' in outcome ? outcome.data : {}
  return { content: [{ type: 'text', text: textBlock(data) }], structuredContent: data, ...metaOf(outcome) }
}

function metaOf(outcome: Outcome): Pick<ToolResult, '_meta'> {
  const stripped = strippedFrom(outcome)
  return stripped > 0 ? { _meta: { 'vsphere-mcp-pro/stripped_characters': stripped } } : {}
}
