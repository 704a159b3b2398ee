import { CodedError, problem } from '../errors.ts'
import { type ToolContext, isRunning } from '../tools/define-tool.ts'
import type { RegisteredTool } from '../tools/registry.ts'
import type { VcenterConnection } from '../vcenter/types.ts'
import { outcomeOfError } from './failure.ts'
import type { Outcome } from './outcome.ts'
import type { ToolCall } from './tool-call.ts'

/** What a call needs of the service around it. */
export interface CallServices {
  vcenter(name: string): VcenterConnection | undefined
  /** CALL_TIMEOUT_S in milliseconds. */
  timeoutMs: number
  /** Aborts when the service stops and cannot wait any longer. */
  stopping: AbortSignal
  log: { error(details: object, message: string): void }
}

/** How the answer travels: when nobody waits any more, and where progress goes. */
export interface Delivery {
  /** Aborts when the client is gone or cancelled the call. */
  signal: AbortSignal
  progress?: ((done: number, total: number, message?: string) => void) | undefined
}

/**
 * Runs a call to its settled outcome and answers it. Never throws. A call that a hook refused keeps that outcome; a
 * write that vCenter has begun is not taken back when the client goes away: it runs to its end and is settled then.
 */
export async function execute(call: ToolCall, services: CallServices, delivery: Delivery): Promise<Outcome> {
  if (call.outcome) return call.outcome
  if (!call.begin()) throw new Error(`Call ${call.id} is executed twice.`)
  const deadline = AbortSignal.timeout(services.timeoutMs)
  const signal = AbortSignal.any([delivery.signal, services.stopping, deadline])
  try {
    call.settle(await run(call, services, delivery, signal))
  } catch (error) {
    const outcome = outcomeOfError(error, {
      tool: call.tool,
      timedOut: deadline.aborted || services.stopping.aborted,
      cancelled: delivery.signal.aborted
    })
    if (outcome.kind === 'failed' && outcome.problem.code === 'internal') {
      services.log.error({ err: error, tool: call.name, call: call.id }, 'a tool failed')
    }
    call.settle(outcome)
  }
  return call.outcome as unknown as Outcome
}

async function run(
  call: ToolCall,
  services: CallServices,
  delivery: Delivery,
  signal: AbortSignal
): Promise<Outcome> {
  const { tool } = call
  const connection = services.vcenter(call.vcenter)
  if (!tool || !connection) throw new Error('A call without a tool or a vCenter passed the authorization.')

  const input = { ...call.arguments }
  tool.checkInput(input)
  const context = contextOf(call, connection, services, delivery, signal)
  signal.throwIfAborted()
  if (tool.plan && tool.needsConfirmation && input['confirm'] !== true) {
    const plan = await tool.plan(input, context)
    return { kind: 'needs_confirmation', plan, problem: confirmationOf(tool, plan.summary) }
  }
  const answer = await tool.run(input, context)
  const data = isRunning(answer) ? answer.data : answer
  const mistake = tool.outputMistake(data)
  // the change may have happened, so this is the service's own mistake and says so
  if (mistake)
    throw new CodedError('internal', `${tool.name} made an answer that breaks its own schema: ${mistake}.`)
  return isRunning(answer) ? { kind: 'running', task: answer.task, data } : { kind: 'ok', data }
}

function contextOf(
  call: ToolCall,
  connection: VcenterConnection,
  services: CallServices,
  delivery: Delivery,
  signal: AbortSignal
): ToolContext {
  const endsAt = performance.now() + services.timeoutMs
  return {
    vcenter: connection.client({ signal }),
    principal: call.principal,
    signal,
    remainingMs: () => Math.max(0, Math.floor(endsAt - performance.now())),
    progress: (done, total, message) => delivery.progress?.(done, total, message)
  }
}

function confirmationOf(tool: RegisteredTool, summary: string) {
  return problem('confirmation_required', `Not done yet. ${tool.name} would: ${summary}`, {
    hint: 'Show this to the person you act for. If they agree, repeat the call with confirm: true.'
  })
}
