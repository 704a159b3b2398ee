import type { VirtualMachine } from '../inventory/index.ts'
import { powerOff, powerOn, reset, suspend } from '../machine/power.ts'
import { message, vapiError, type Message, type VapiError } from './errors.ts'
import type { Call, Operation } from './operation.ts'
import { perform, refuseWhenBusy } from './jobs.ts'
import { vmOf } from './vm.ts'

/**
 * Power of the virtual machine itself. Every action answers when its task has ended.
 * https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/power/
 */

export const getPower: Operation = {
  ok: 200,
  nullable: ['clean_power_off'],
  run: call => {
    const vm = vmOf(call)
    return {
      state: vm.powerState,
      ...(vm.powerState === 'POWERED_OFF' ? { clean_power_off: vm.cleanPowerOff } : {})
    }
  }
}

export const startVm = powerAction('PowerOnVM_Task', 'VirtualMachine.powerOn', {
  refuse: vm => {
    if (vm.template) return unsupportedTemplate()
    return vm.powerState === 'POWERED_ON' ? alreadyThere('on', vm) : undefined
  },
  effect: powerOn
})

/** The hard off; also for a suspended machine. */
export const stopVm = powerAction('PowerOffVM_Task', 'VirtualMachine.powerOff', {
  refuse: vm => (vm.powerState === 'POWERED_OFF' ? alreadyThere('off', vm) : undefined),
  effect: (state, vm) => powerOff(state, vm, false)
})

export const suspendVm = powerAction('SuspendVM_Task', 'VirtualMachine.suspend', {
  refuse: vm => {
    if (vm.powerState === 'SUSPENDED') return alreadyThere('suspended', vm)
    return vm.powerState === 'POWERED_OFF' ? wrongState('suspend', vm) : undefined
  },
  effect: suspend
})

export const resetVm = powerAction('ResetVM_Task', 'VirtualMachine.reset', {
  refuse: vm => (vm.powerState === 'POWERED_ON' ? undefined : wrongState('reset', vm)),
  effect: reset
})

interface PowerRule {
  refuse(vm: VirtualMachine): VapiError | undefined
  effect(state: Call['state'], vm: VirtualMachine): void
}

/** That a busy machine is refused before its state is looked at is inferred. */
function powerAction(name: string, descriptionId: string, rule: PowerRule): Operation {
  return {
    ok: 204,
    run: async call => {
      const vm = vmOf(call)
      refuseWhenBusy(call, vm)
      const refusal = rule.refuse(vm)
      if (refusal) throw refusal
      await perform(call, vm, { name, descriptionId }, () => rule.effect(call.state, vm))
    }
  }
}

/** What a template answers to anything about power. */
export function unsupportedTemplate(): VapiError {
  const text = 'The VM is a template and cannot be powered on.'
  return vapiError('UNSUPPORTED', message('com.vmware.api.vcenter.vm.power.template', text))
}

/** Ids and texts seen: https://github.com/ansible-collections/vmware.vmware_rest */
export function alreadyThere(state: 'on' | 'off' | 'suspended', vm: VirtualMachine): VapiError {
  const words = { on: 'powered on', off: 'powered off', suspended: 'suspended' }[state]
  const id = `com.vmware.api.vcenter.vm.power.already_${words.replace(' ', '_')}`
  return vapiError(
    'ALREADY_IN_DESIRED_STATE',
    message(id, `Virtual machine is already ${words}.`),
    stateCause(vm)
  )
}

export function wrongState(action: string, vm: VirtualMachine): VapiError {
  const text = `Virtual machine cannot ${action} in its current power state.`
  return vapiError(
    'NOT_ALLOWED_IN_CURRENT_STATE',
    message(`com.vmware.api.vcenter.vm.power.not_allowed_${action}`, text),
    stateCause(vm)
  )
}

function stateCause(vm: VirtualMachine): Message {
  const state = { POWERED_ON: 'Powered on', POWERED_OFF: 'Powered off', SUSPENDED: 'Suspended' }[
    vm.powerState
  ]
  return message(
    'vmsg.InvalidPowerState.summary',
    `The attempted operation cannot be performed in the current state (${state}).`
  )
}
