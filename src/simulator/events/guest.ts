import type { VirtualMachine } from '../inventory/index.ts'
import type { State } from '../state.ts'
import { subjectOf } from './subject.ts'

/** What a guest can be told, and what becomes of its machine by that. */
export type GuestEvent = 'shutdown' | 'reboot' | 'standby' | 'poweredOff' | 'suspended'

const events: Record<GuestEvent, { type: string; text: (name: string) => string }> = {
  shutdown: { type: 'VmGuestShutdownEvent', text: name => `Guest OS shut down for ${name}` },
  reboot: { type: 'VmGuestRebootEvent', text: name => `Guest OS reboot for ${name}` },
  standby: { type: 'VmGuestStandbyEvent', text: name => `Guest OS standby for ${name}` },
  poweredOff: { type: 'VmPoweredOffEvent', text: name => `Virtual machine ${name} is powered off` },
  suspended: { type: 'VmSuspendedEvent', text: name => `Virtual machine ${name} is suspended` }
}

/** Writes down what happens without a task. `user` is empty for what the guest did by itself. */
export function recordGuest(state: State, vm: VirtualMachine, what: GuestEvent, user = ''): void {
  const { type, text } = events[what]
  const subject = subjectOf(state.inventory, vm.id)
  state.events.record({ type, user, category: 'info', message: text(vm.name), subject })
}
