import type { AutomationCalls } from './automation/calls.ts'
import { VcenterOutcomeUnknownError } from './errors.ts'
import { lookAfter, type Patience, type Sighting } from './look-after.ts'
import type { LostWrite } from './vim/recent-tasks.ts'

export interface ReconcileOptions extends Patience {
  /**
   * Follows the task that a lost write has started to its end.
   *
   * @throws the error that stands for a failed task
   */
  follow: (lost: LostWrite, unknown: VcenterOutcomeUnknownError) => Promise<void>
}

type Look = () => Promise<Sighting<void>>

/**
 * The same calls, but a change that was cut off after it had been sent is looked after: when the object turns out to
 * be as wanted, the call succeeds; otherwise `VcenterOutcomeUnknownError` tells what was seen. What leaves no trace in
 * the state of its object (a reset) is looked for among vCenter's tasks. Nothing is ever sent again.
 */
export function reconciling(calls: AutomationCalls, options: ReconcileOptions): AutomationCalls {
  const guarded: Record<string, unknown> = { ...calls }
  for (const [name, lookFor] of Object.entries(looksOf(calls))) {
    const call = calls[name as keyof typeof calls] as (given: never) => Promise<unknown>
    guarded[name] = async function callAndLook(given: never) {
      try {
        return await call(given)
      } catch (error) {
        if (!(error instanceof VcenterOutcomeUnknownError)) throw error
        return lookAfter(error, lookFor(given), options)
      }
    }
  }

  async function resetVm({ vm }: { vm: string }): Promise<void> {
    const lost = { object: { type: 'VirtualMachine', value: vm }, method: 'ResetVM_Task' }
    const sentAt = performance.now()
    try {
      await calls.resetVm({ vm })
    } catch (error) {
      if (!(error instanceof VcenterOutcomeUnknownError)) throw error
      await options.follow({ ...lost, sentAt }, error)
    }
  }

  return { ...(guarded as unknown as AutomationCalls), resetVm }
}

/** By operation: what tells that it has happened. */
function looksOf(calls: AutomationCalls): Record<string, (given: never) => Look> {
  function power(wanted: string) {
    return ({ vm }: { vm: string }) =>
      async function lookAtPower(): Promise<Sighting<void>> {
        const { state } = await calls.getPower({ vm })
        return sighting(state === wanted, { power_state: state })
      }
  }

  function guestPower(...wanted: string[]) {
    return ({ vm }: { vm: string }) =>
      async function lookAtGuest(): Promise<Sighting<void>> {
        const { state } = await calls.getGuestPower({ vm })
        return sighting(wanted.includes(state), { guest_state: state })
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
    return async function lookForVm(): Promise<Sighting<void>> {
      const [found] = await calls.listVms({ vms: [vm] })
      return sighting(found?.vm !== vm, { power_state: found?.power_state })
    }
  }
}

function compared(wanted: object, found: Record<string, unknown>): Sighting<void> {
  return sighting(
    Object.entries(wanted).every(([key, value]) => found[key] === value),
    found
  )
}

function sighting(happened: boolean, seen: Record<string, unknown>): Sighting<void> {
  return happened ? { happened, result: undefined } : { happened, seen }
}
