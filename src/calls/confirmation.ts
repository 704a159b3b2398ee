import { createHash } from 'node:crypto'
import { problem } from '../errors.ts'
import type { RegisteredTool } from '../tools/registry.ts'
import type { Outcome, Plan } from './outcome.ts'
import type { ToolCall } from './tool-call.ts'

/** What a person said to a plan; `unasked` where nobody could be asked, or has not answered yet. */
export type Consent = 'given' | 'declined' | 'unasked'

/** Shows a plan to the person behind a client, until the signal says that the answer would be too late. */
export type AskConsent = (plan: Plan, signal: AbortSignal) => Promise<Consent>

/** Consent is to one plan of one call: whatever of it changes, the digest does. */
export function digestOfPlan({ name, vcenter, arguments: given }: ToolCall, plan: Plan): string {
  const { confirm: _confirm, ...others } = given
  const whole = JSON.stringify([name, vcenter, Object.entries(others).toSorted(byName), plan])
  return createHash('sha256').update(whole).digest('base64url')
}

/** Arguments that name an object, by the type that it has in a plan; a plan names what an argument means first. */
const typesOfArguments: Readonly<Record<string, string>> = {
  vm: 'VirtualMachine',
  snapshot: 'VirtualMachineSnapshot'
}

/** The arguments with the ids of what was shown: a name may mean something else a moment later. */
export function onWhatWasShown(given: Record<string, unknown>, { objects }: Plan): Record<string, unknown> {
  const ids = Object.entries(typesOfArguments).flatMap(([argument, type]) => {
    const shown = argument in given ? objects.find(each => each.type === type) : undefined
    return shown ? [[argument, shown.id]] : []
  })
  return { ...given, ...Object.fromEntries(ids) }
}

function byName([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1
}

export function needsConfirmation({ name }: RegisteredTool, plan: Plan, stripped: number): Outcome {
  const refusal = problem('confirmation_required', `Not done yet. ${name} would: ${plan.summary}`, {
    hint: 'Show this to the person you act for. If they agree, repeat the call with confirm: true.',
    nextTool: name
  })
  return { kind: 'needs_confirmation', plan, problem: refusal, ...(stripped > 0 && { stripped }) }
}

export function declined({ name }: RegisteredTool): Outcome {
  return {
    kind: 'denied',
    problem: problem('declined', `The person who was asked did not agree to ${name}; nothing was changed.`, {
      hint: 'Do not ask again for the same; ask what they want instead.'
    })
  }
}

/**
 * Remembers what may count only once, for as long as it could be shown again. When there is no more room nothing new
 * counts: forgetting one would let it count twice.
 */
export function createUsedOnce({ most, ttlMs }: { most: number; ttlMs: number }) {
  const used = new Map<string, number>()
  /** True for the first time only. */
  return function use(id: string): boolean {
    const now = performance.now()
    for (const [each, at] of used) {
      if (now - at <= ttlMs) break
      used.delete(each)
    }
    if (used.has(id) || used.size >= most) return false
    used.set(id, now)
    return true
  }
}
