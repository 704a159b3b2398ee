import type { Static, TObject } from '@sinclair/typebox'
import type { CallHistory } from '../audit/history.ts'
import type { Plan, TaskReference } from '../calls/outcome.ts'
import type { Principal } from '../access/principal.ts'
import type { Results } from '../results/store.ts'
import type { VcenterClient } from '../vcenter/types.ts'
import type { ListResult } from './lists/list-result.ts'

/**
 * read: changes nothing. change: takes nothing away and can be undone. disruptive: interrupts what runs.
 * destructive: cannot be undone, or changes what a VM is; needs `confirm: true`.
 */
export type Risk = 'read' | 'change' | 'disruptive' | 'destructive'

/** `common` helps all others along and cannot be left out; `audit` shows what others did, and is given by name only. */
export type Toolset = 'common' | 'inventory' | 'performance' | 'power' | 'snapshots' | 'lifecycle' | 'audit'

/** The severities that both the 2025 revisions and 2026-07-28 know, without those that no tool needs. */
export type LogLevel = 'debug' | 'info' | 'notice' | 'warning'

export interface ToolContext {
  /** Throws for a tool that talks to none. */
  readonly vcenter: VcenterClient
  readonly principal: Principal
  /** What was called before, as far as the caller may know of it. */
  readonly calls: CallHistory
  /** Aborts when nobody waits for the answer any more, or its time is over. */
  readonly signal: AbortSignal
  /** Milliseconds left until the call must answer. */
  remainingMs(): number
  /** Tells a waiting MCP client how far it is; does nothing for callers that did not ask. */
  progress(done: number, total: number, message?: string): void
  /** Tells an MCP client that asked for messages what happens meanwhile; does nothing for others. */
  log(level: LogLevel, message: string): void
  /** Whether the caller may use another tool: an answer must not send it to one that it does not have. */
  mayUse(tool: string): boolean
  /** What the caller's lists have found and may be asked again, of this vCenter. */
  readonly results: Results<ListResult>
}

export interface ToolDefinition<Input extends TObject = TObject, Output extends TObject = TObject> {
  readonly name: string
  readonly title: string
  readonly toolset: Toolset
  /** What it does; when to use it rather than its neighbour; what next. */
  readonly description: string
  readonly risk: Risk
  /** Called twice with the same arguments, it changes nothing the second time. */
  readonly idempotent: boolean
  /** Method and path below /api/v1; `:vm` takes the argument of that name. */
  readonly rest: `${'GET' | 'POST' | 'PATCH' | 'DELETE'} /${string}`
  /** Set for a tool that talks to no vCenter: it takes no `hostname`, and no vCenter that is down stops it. */
  readonly vcenter?: 'none'
  /** vCenter privileges the service account needs for it. */
  readonly privileges: readonly string[]
  readonly input: Input
  readonly output: Output
  /** What `run` would do. Required for destructive tools. */
  plan?(input: Static<Input>, context: ToolContext): Promise<Plan>
  run(input: Static<Input>, context: ToolContext): Promise<Static<Output> | Running<Static<Output>>>
}

const runningMark = Symbol('running')

/** An answer of `run` for work that goes on in vCenter after the call has ended. */
export interface Running<Output> {
  readonly [runningMark]: true
  readonly task: TaskReference
  readonly data: Output
}

export function stillRunning<Output>(task: TaskReference, data: Output): Running<Output> {
  return { [runningMark]: true, task, data }
}

export function isRunning<Output>(answer: Output | Running<Output>): answer is Running<Output> {
  return typeof answer === 'object' && answer !== null && runningMark in answer
}

/** Returns its argument; it is there so that `input` and `output` type `plan` and `run`. */
export function defineTool<Input extends TObject, Output extends TObject>(
  definition: ToolDefinition<Input, Output>
): ToolDefinition<Input, Output> {
  return definition
}
