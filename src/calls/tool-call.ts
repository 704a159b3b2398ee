import { randomUUID } from 'node:crypto'
import type { Principal } from '../access/principal.ts'
import type { Problem } from '../errors.ts'
import type { RegisteredTool } from '../tools/registry.ts'
import type { Outcome } from './outcome.ts'

export type Face = 'rest' | 'mcp'

/** Which tool, and with what. */
export interface CalledTool {
  /** The tool's name as the caller wrote it; may name nothing. */
  name: string
  arguments: Record<string, unknown>
}

/** What a route finds in a request before anybody judged it. */
export interface ToolCallRequest extends CalledTool {
  face: Face
  /** The protocol revision the caller speaks: `http` for REST, an MCP revision otherwise. */
  protocol: string
  /** The JSON-RPC id, by which an MCP handler finds its call again. */
  rpcId?: string | number
  /** The MCP method that it came by, unless that is `tools/call`. */
  method?: string
  /** Why the route itself cannot take the call, such as an argument that is given twice. */
  refusal?: Problem
}

/**
 * One invocation of one tool, from the request to its settled outcome. It is settled exactly once, by whoever
 * ends it: a hook that refuses it, `execute`, or the end of a request that never ran it.
 */
export interface ToolCall extends ToolCallRequest {
  readonly id: string
  readonly requestId: string
  readonly tool: RegisteredTool | undefined
  readonly principal: Principal
  /**
   * The vCenter it is for, by its configured name; what the caller wrote, when that names none. `undefined` when its tool
   * talks to no vCenter.
   */
  readonly vcenter: string | undefined
  /** Where the request came from. */
  readonly address: string
  readonly outcome: Outcome | undefined
  /** Milliseconds since the call was found in its request; fixed once it is settled. */
  readonly durationMs: number
  /** True from the moment `execute` took it on: then only `execute` settles it. */
  readonly running: boolean
  /** True once a person was asked and agreed; `confirm: true` among the arguments is the caller's own word. */
  readonly consented: boolean
  /** Takes the call on. False when somebody else has, or when it is settled already. */
  begin(): boolean
  consentByPerson(): void
  /** The first outcome counts; false for every later one, which changes nothing. */
  settle(outcome: Outcome): boolean
  onSettled(listener: (call: ToolCall, outcome: Outcome) => void): void
}

export interface ToolCallContext {
  requestId: string
  tool: RegisteredTool | undefined
  principal: Principal
  vcenter: string | undefined
  address: string
}

export function createToolCall(found: ToolCallRequest, context: ToolCallContext): ToolCall {
  const startedAt = performance.now()
  const listeners: ((call: ToolCall, outcome: Outcome) => void)[] = []
  let settled: { outcome: Outcome; durationMs: number } | undefined
  let running = false
  let consented = false

  const call: ToolCall = {
    ...found,
    ...context,
    id: randomUUID(),
    get outcome() {
      return settled?.outcome
    },
    get durationMs() {
      return settled?.durationMs ?? performance.now() - startedAt
    },
    get running() {
      return running
    },
    get consented() {
      return consented
    },
    consentByPerson() {
      consented = true
    },
    begin() {
      if (running || settled) return false
      running = true
      return true
    },
    settle(outcome) {
      if (settled) return false
      settled = { outcome, durationMs: performance.now() - startedAt }
      for (const listener of listeners) listener(call, outcome)
      return true
    },
    onSettled(listener) {
      if (settled) listener(call, settled.outcome)
      else listeners.push(listener)
    }
  }
  return call
}
