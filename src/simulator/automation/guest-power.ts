import { recordGuest, type GuestEvent } from '../events/guest.ts'
import type { VirtualMachine } from '../inventory/index.ts'
import { rebootGuest, shutDownGuest, standByGuest } from '../machine/power.ts'
import { toolsAnswer, toolsNotRunning } from './guest.ts'
import type { VapiError } from './errors.ts'
import type { Call, Operation } from './operation.ts'
import { refuseWhenBusy } from './jobs.ts'
import { vmOf } from './vm.ts'
import { alreadyThere, unsupportedTemplate, wrongState } from './vm-power.ts'

/**
 * Power by way of the guest and VMware Tools. Actions only ask the guest and answer at once.
 * https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/guest/power/
 */

/** NOT_RUNNING for a machine whose Tools are silent is inferred from VIM's `guestState`. */
export const getGuestPower: Operation = {
  ok: 200,
  run: call => {
    const vm = vmOf(call)
    const states = {
      running: 'RUNNING',
      shuttingDown: 'SHUTTING_DOWN',
      resetting: 'RESETTING',
      notRunning: 'NOT_RUNNING'
    }
    return { state: states[vm.guestState], operations_ready: vm.guestState === 'running' }
  }
}

export const shutdownGuestAction = guestAction({
  refuse: vm => {
    if (vm.powerState === 'POWERED_OFF') return alreadyThere('off', vm)
    return vm.powerState === 'SUSPENDED' ? wrongState('shutdown', vm) : undefined
  },
  effect: shutDownGuest,
  event: 'shutdown'
})

export const rebootGuestAction = guestAction({
  refuse: vm => (vm.powerState === 'POWERED_ON' ? undefined : wrongState('reboot', vm)),
  effect: rebootGuest,
  event: 'reboot'
})

export const standbyGuestAction = guestAction({
  refuse: vm => {
    if (vm.powerState === 'SUSPENDED') return alreadyThere('suspended', vm)
    return vm.powerState === 'POWERED_OFF' ? wrongState('standby', vm) : undefined
  },
  effect: standByGuest,
  event: 'standby'
})

interface GuestRule {
  refuse(vm: VirtualMachine): VapiError | undefined
  effect(state: Call['state'], vm: VirtualMachine): void
  event: GuestEvent
}

function guestAction(rule: GuestRule): Operation {
  return {
    ok: 204,
    run: call => {
      const vm = vmOf(call)
      if (vm.template) throw unsupportedTemplate()
      refuseWhenBusy(call, vm)
      const refusal = rule.refuse(vm)
      if (refusal) throw refusal
      if (!toolsAnswer(vm)) throw toolsNotRunning()
      recordGuest(call.state, vm, rule.event, call.session?.user)
      rule.effect(call.state, vm)
    }
  }
}
