import type { Outcome } from '../calls/outcome.ts'
import { codeOf, problemOf, strippedFrom } from '../calls/outcome.ts'
import type { ToolCall } from '../calls/tool-call.ts'
import { cleanText } from '../text.ts'
import { maskArguments } from './redaction.ts'

/** One line of the audit: who called what, on which vCenter, with which arguments, and how it ended. */
export interface AuditRecord {
  /** Tells an audit line from the service's own log when both go to stdout. */
  log: 'audit'
  v: 1
  /** When the call was settled, ISO 8601. */
  time: string
  id: string
  request_id: string
  face: string
  protocol: string
  /** The MCP method, unless it was `tools/call`: a resource that was read, a prompt, a completion. */
  method?: string
  principal: string
  role: string
  /** Where the request came from. */
  address: string
  tool: string
  /** `null` when no such tool exists. */
  risk: string | null
  /** `null` when the tool talks to no vCenter. */
  vcenter: string | null
  arguments: Record<string, unknown>
  /** `person`: somebody was asked through the client and agreed; `argument`: the caller passed `confirm: true`. */
  consent?: 'person' | 'argument'
  outcome: Outcome['kind']
  code?: string
  error?: string
  task?: string
  /** Characters that were stripped from the texts of the answer; absent when there were none. */
  stripped?: number
  duration_ms: number
}

export function auditRecord(call: ToolCall, outcome: Outcome): AuditRecord {
  const code = codeOf(outcome)
  const problem = problemOf(outcome)
  const stripped = strippedFrom(outcome)
  return {
    log: 'audit',
    v: 1,
    time: new Date().toISOString(),
    id: call.id,
    request_id: call.requestId,
    face: call.face,
    protocol: cleanText(call.protocol, { longest: 32 }).value,
    ...(call.method !== undefined && { method: call.method }),
    principal: call.principal.name,
    role: call.principal.role,
    address: call.address,
    tool: cleanText(call.name, { longest: 64 }).value,
    risk: call.tool?.risk ?? null,
    vcenter: call.vcenter === undefined ? null : cleanText(call.vcenter, { longest: 255 }).value,
    arguments: maskArguments(call.arguments, call.tool?.input),
    ...consentOf(call),
    outcome: outcome.kind,
    ...(code !== undefined && { code }),
    ...(problem && { error: problem.message }),
    ...(outcome.kind === 'running' && { task: outcome.task.id }),
    ...(stripped > 0 && { stripped }),
    duration_ms: Math.round(call.durationMs * 1000) / 1000
  }
}

function consentOf({ consented, tool, arguments: given }: ToolCall): Pick<AuditRecord, 'consent'> {
  if (consented) return { consent: 'person' }
  return tool?.needsConfirmation && given['confirm'] === true ? { consent: 'argument' } : {}
}
