import type { AutomationCalls } from './automation/calls.ts'
import { VcenterOutcomeUnknownError } from './errors.ts'
import { pauseFor } from './transport/retry.ts'

/** What a look at an object says of a change whose answer was lost. */
interface Sighting {
  /** The object is as the change wanted it. `false` proves nothing: the change may still be under way. */
  happened: boolean
  /** For the caller, where it stays unclear. */
  seen: Record<string, unknown>
}

export interface ReconcileOptions {
  /** First pause between two looks. */
  pollMs: number
  signal?: AbortSignal | undefined
}

type Look = () => Promise<Sighting>
type Looks = { readonly [Name in keyof AutomationCalls]?: (given: never) => Look }

/** Pauses before the looks, in units of `pollMs`: a power or hardware change of vCenter takes seconds. */
const pauses = [0, 1, 2, 4, 8]

/**
 * The same calls, but a change that was cut off after it had been sent is looked after: when the object turns out to
 * be as wanted, the call succeeds; otherwise `VcenterOutcomeUnknownError` tells what was seen. It is never sent again.
 * What leaves no trace in the state of the object (a reset) is not here.
 */
export function reconciling(calls: AutomationCalls, options: ReconcileOptions): AutomationCalls {
  const guarded: Record<string, unknown> = { ...calls }
  for (const [name, lookFor] of Object.entries(looksOf(calls)) as [
    keyof AutomationCalls,
    (given: never) => Look
  ][]) {
    const call = calls[name] as (given: never) => Promise<unknown>
    guarded[name] = async function callAndLook(given: never) {
      try {
        return await call(given)
      } catch (error) {
        if (!(error instanceof VcenterOutcomeUnknownError)) throw error
        return settle(error, lookFor(given), options)
      }
    }
  }
  return guarded as unknown as AutomationCalls
}

function looksOf(calls: AutomationCalls): Looks {
  function power(wanted: string) {
    return ({ vm }: { vm: string }) =>
      async function lookAtPower(): Promise<Sighting> {
        const { state } = await calls.getPower({ vm })
        return { happened: state === wanted, seen: { power_state: state } }
      }
  }

  function guestPower(...wanted: string[]) {
    return ({ vm }: { vm: string }) =>
      async function lookAtGuest(): Promise<Sighting> {
        const { state } = await calls.getGuestPower({ vm })
        return { happened: wanted.includes(state), seen: { guest_state: state } }
      }
  }

  return {
    startVm: power('POWERED_ON'),
    stopVm: power('POWERED_OFF'),
    suspendVm: power('SUSPENDED'),
    shutdownGuest: guestPower('SHUTTING_DOWN', 'NOT_RUNNING'),
    rebootGuest: guestPower('RESETTING'),
    updateCpu: ({ vm, body }: { vm: string; body: object }) =>
      async function lookAtCpu() {
        return compared(body, await calls.getCpu({ vm }))
      },
    updateMemory: ({ vm, body }: { vm: string; body: object }) =>
      async function lookAtMemory() {
        return compared(body, await calls.getMemory({ vm }))
      },
    deleteVm: isGone,
    unregisterVm: isGone
  }

  function isGone({ vm }: { vm: string }) {
    return async function lookForVm(): Promise<Sighting> {
      const [found] = await calls.listVms({ vms: [vm] })
      return { happened: found?.vm !== vm, seen: found?.vm === vm ? { power_state: found.power_state } : {} }
    }
  }
}

function compared(wanted: object, found: Record<string, unknown>): Sighting {
  return { happened: Object.entries(wanted).every(([key, value]) => found[key] === value), seen: found }
}

async function settle(
  unknown: VcenterOutcomeUnknownError,
  look: Look,
  { pollMs, signal }: ReconcileOptions
): Promise<void> {
  let seen: Record<string, unknown> | undefined
  for (const pause of pauses) {
    if (pause > 0) await pauseFor(pause * pollMs, signal).catch(ignore)
    if (signal?.aborted) break
    const sighting = await look().catch(ignore)
    if (sighting?.happened) return
    seen = sighting?.seen ?? seen
  }
  throw unknown.withSeen(seen)
}

/** Whatever a look fails with, the caller must learn of the change, not of the look. */
function ignore(): undefined {
  return undefined
}
