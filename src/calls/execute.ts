import type { CallHistories } from '../audit/history.ts'
import type { Principal } from '../access/principal.ts'
import type { ScopedVcenter } from '../access/scope/index.ts'
import { CodedError } from '../errors.ts'
import type { ResultStore } from '../results/store.ts'
import { type LogLevel, type ToolContext, isRunning } from '../tools/define-tool.ts'
import type { ListResult } from '../tools/lists/list-result.ts'
import type { RegisteredTool } from '../tools/registry.ts'
import { planSchema } from '../tools/schemas.ts'
import { cleanText, cleanValue } from '../text.ts'
import type { VcenterClient, VcenterConnection } from '../vcenter/types.ts'
import { type CallSignal, createCallSignal } from './call-signal.ts'
import { outcomeOfError } from './failure.ts'
import { type AskConsent, declined, digestOfPlan, needsConfirmation, onWhatWasShown } from './confirmation.ts'
import { withNextTool } from './next-tool.ts'
import type { Outcome, Plan } from './outcome.ts'
import type { ToolCall } from './tool-call.ts'

/** What a call needs of the service around it. */
export interface CallServices {
  vcenter(name: string): VcenterConnection | undefined
  /** A vCenter as a principal may see it. */
  scoped: ScopedVcenter
  /** Whether a principal may call a tool, and the service has it. */
  mayUse(principal: Principal, tool: string): boolean
  /** What lists have found, for `query_result`. */
  results: ResultStore<ListResult>
  /** The calls before this one, as far as a principal may know of them. */
  history: CallHistories
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
  log?: ((level: LogLevel, message: string) => void) | undefined
  /** Asks the person behind the client, where the face can. */
  askConsent?: AskConsent | undefined
}

/**
 * Runs a call to its settled outcome and answers it. Never throws. A call that a hook refused keeps that outcome. A
 * change that vCenter has begun is not taken back when the client goes away: a power, delete or resize operation is
 * settled when it has ended, a snapshot as `running`, because its task goes on by itself. What strangers wrote is cleaned
 * here, after the tool and before everybody who hears of the outcome.
 */
export async function execute(call: ToolCall, services: CallServices, delivery: Delivery): Promise<Outcome> {
  const mayUse = (tool: string) => services.mayUse(call.principal, tool)
  if (call.outcome) return withNextTool(call, call.outcome, mayUse)
  if (!call.begin()) throw new Error(`Call ${call.id} is executed twice.`)
  const { timeoutMs, stopping } = services
  const wait = createCallSignal({ cancelled: delivery.signal, stopping, timeoutMs })
  try {
    const outcome = withNextTool(call, await outcomeOf(call, services, delivery, wait), mayUse)
    call.settle(outcome)
    return outcome
  } finally {
    wait.dispose()
  }
}

async function outcomeOf(
  call: ToolCall,
  services: CallServices,
  delivery: Delivery,
  wait: CallSignal
): Promise<Outcome> {
  try {
    return await run(call, services, delivery, wait)
  } catch (error) {
    const cancelled = wait.signal.aborted && !wait.timedOut
    const stopping = services.stopping.aborted
    const outcome = outcomeOfError(error, { tool: call.tool, timedOut: wait.timedOut, cancelled, stopping })
    if (outcome.kind === 'failed' && outcome.problem.code === 'internal') {
      services.log.error({ err: error, tool: call.name, call: call.id }, 'a tool failed')
    }
    return outcome
  }
}

async function run(
  call: ToolCall,
  services: CallServices,
  delivery: Delivery,
  wait: CallSignal
): Promise<Outcome> {
  const { tool } = call
  if (!tool) throw new Error('A call without a tool passed the authorization.')

  let input = { ...call.arguments }
  tool.checkInput(input)
  const context = contextOf(call, clientFor(call, services, wait), services, delivery, wait)
  wait.signal.throwIfAborted()
  if (tool.needsConfirmation && input['confirm'] !== true) {
    const consent = await consentTo(call, tool, input, context, delivery, wait)
    if (!('agreed' in consent)) return consent
    input = onWhatWasShown(input, consent.agreed)
  }
  const answer = await tool.run(input, context)
  const data = isRunning(answer) ? answer.data : answer
  const mistake = tool.outputMistake(data)
  if (mistake) throw brokenAnswer(tool, mistake)
  const { value, stripped } = cleanValue(data, tool.output)
  if (!isRunning(answer)) return { kind: 'ok', data: value, ...counted(stripped) }
  return { kind: 'running', task: cleanValue(answer.task).value, data: value, ...counted(stripped) }
}

/** The plan when a person agreed to exactly what the call would do now. */
async function consentTo(
  call: ToolCall,
  tool: RegisteredTool,
  input: Record<string, unknown>,
  context: ToolContext,
  { askConsent }: Delivery,
  wait: CallSignal
): Promise<Outcome | { agreed: Plan }> {
  const { value: plan, stripped } = await planOf(tool, input, context)
  const consent = askConsent ? await wait.suspend(() => askConsent(plan, wait.signal)) : 'unasked'
  wait.signal.throwIfAborted()
  if (consent === 'declined') return declined(tool)
  if (consent === 'unasked') return needsConfirmation(tool, plan, stripped)
  // people take their time: what they agreed to may not be what would happen by now
  const now = await planOf(tool, input, context)
  if (digestOfPlan(call, now.value) !== digestOfPlan(call, plan))
    return needsConfirmation(tool, now.value, now.stripped)
  call.consentByPerson()
  return { agreed: plan }
}

async function planOf(tool: RegisteredTool, input: Record<string, unknown>, context: ToolContext) {
  if (!tool.plan) throw new Error(`${tool.name} needs a confirmation and has no plan.`)
  return cleanValue(await tool.plan(input, context), planSchema)
}

function counted(stripped: number): { stripped?: number } {
  return stripped > 0 ? { stripped } : {}
}

/** Tools never meet an object that their caller may not see. `undefined` for a tool that talks to no vCenter. */
function clientFor(
  { principal, vcenter: name }: ToolCall,
  services: CallServices,
  { signal, remainingMs }: CallSignal
): VcenterClient | undefined {
  if (name === undefined) return undefined
  const connection = services.vcenter(name)
  if (!connection) throw new Error('A call without a vCenter passed the authorization.')
  return services.scoped(connection.client({ signal, remainingMs }), principal)
}

function contextOf(
  call: ToolCall,
  vcenter: VcenterClient | undefined,
  services: CallServices,
  delivery: Delivery,
  { signal, remainingMs }: CallSignal
): ToolContext {
  function requireVcenter(): VcenterClient {
    if (!vcenter) throw new Error(`${call.name} asked for a vCenter, and is defined to talk to none.`)
    return vcenter
  }

  return {
    get vcenter() {
      return requireVcenter()
    },
    principal: call.principal,
    get calls() {
      return services.history.of(call.principal)
    },
    signal,
    remainingMs,
    progress: (done, total, message) =>
      delivery.progress?.(done, total, message === undefined ? undefined : shownMessage(message)),
    log: (level, message) => delivery.log?.(level, shownMessage(message)),
    mayUse: tool => services.mayUse(call.principal, tool),
    get results() {
      return services.results.of(call.principal, requireVcenter().name)
    }
  }
}

function shownMessage(message: string): string {
  return cleanText(message, { longest: 1024 }).value
}

/** Of a read it is vCenter's answer that was not as described; a change may have happened, and the mistake is ours. */
function brokenAnswer(tool: RegisteredTool, mistake: string): CodedError {
  const code = tool.risk === 'read' ? 'vcenter_error' : 'internal'
  return new CodedError(code, `${tool.name} got an answer that breaks its schema: ${mistake}.`)
}
