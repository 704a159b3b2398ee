import type { AutomationCalls, OperationName } from './automation/calls.ts'
import type { Sighting } from './look-after.ts'

type Seen = Sighting<void>
type Look = (calls: AutomationCalls, given: never) => Promise<Seen>

/** How to tell, by the state of its object, that an operation has happened although its answer was lost. */
const looks: { readonly [Name in OperationName]?: Look } = {
  startVm: power('POWERED_ON'),
  stopVm: power('POWERED_OFF'),
  suspendVm: power('SUSPENDED'),
  shutdownGuest: guestPower('SHUTTING_DOWN', 'NOT_RUNNING'),
  rebootGuest: guestPower('RESETTING'),
  updateCpu: async (calls, { vm, body }: { vm: string; body: object }) =>
    compared(body, await calls.getCpu({ vm })),
  updateMemory: async (calls, { vm, body }: { vm: string; body: object }) =>
    compared(body, await calls.getMemory({ vm })),
  deleteVm: isGone,
  unregisterVm: isGone
}

/** What leaves no state behind to look at, but a task of VI/JSON on the VM. */
const tasks: { readonly [Name in OperationName]?: string } = { resetVm: 'ResetVM_Task' }

export function lookOf(name: OperationName): Look | undefined {
  return looks[name]
}

/** The method that the task of the operation is named after, where that is the way to find out. */
export function taskOf(name: OperationName): string | undefined {
  return tasks[name]
}

function power(wanted: string) {
  return async function lookAtPower(calls: AutomationCalls, { vm }: { vm: string }): Promise<Seen> {
    const { state } = await calls.getPower({ vm })
    return sighting(state === wanted, { power_state: state })
  }
}

function guestPower(...wanted: string[]) {
  return async function lookAtGuest(calls: AutomationCalls, { vm }: { vm: string }): Promise<Seen> {
    const { state } = await calls.getGuestPower({ vm })
    return sighting(wanted.includes(state), { guest_state: state })
  }
}

async function isGone(calls: AutomationCalls, { vm }: { vm: string }): Promise<Seen> {
  const [found] = await calls.listVms({ vms: [vm] })
  return sighting(found?.vm !== vm, { power_state: found?.power_state })
}

function compared(wanted: object, found: Record<string, unknown>): Seen {
  const isAsWanted = Object.entries(wanted).every(([key, value]) => found[key] === value)
  return sighting(isAsWanted, found)
}

function sighting(happened: boolean, seen: Record<string, unknown>): Seen {
  return happened ? { happened, result: undefined } : { happened, seen }
}
