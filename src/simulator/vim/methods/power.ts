import type { VirtualMachine } from '../../inventory/index.ts'
import {
  powerOff,
  powerOn,
  rebootGuest,
  reset,
  shutDownGuest,
  standByGuest,
  suspend
} from '../../machine/power.ts'
import { recordGuest, type GuestEvent } from '../../events/guest.ts'
import type { State } from '../../state.ts'
import { optionalRef, type Method } from '../call.ts'
import {
  hostNotConnected,
  invalidPowerState,
  notSupported,
  toolsUnavailable,
  type VimFault
} from '../faults.ts'
import { powerStateNames } from '../objects/vm-config.ts'
import { machineOf, refuseWhenBusy, startTask } from './task.ts'

/**
 * Power of virtual machines and of their guests.
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ VirtualMachine
 *
 * That a wrong power state is the fault of the task, not of the call, is inferred from failed tasks that
 * vCenter lists.
 */

type PowerState = VirtualMachine['powerState']

interface PowerRule {
  name: string
  descriptionId: string
  privilege: string
  /** Of InvalidPowerState. */
  requested: PowerState | undefined
  from: PowerState[]
  effect(state: State, vm: VirtualMachine): void
}

function powerMethod(rule: PowerRule, parameters: string[] = []): Method {
  return {
    parameters,
    privilege: rule.privilege,
    run: call => {
      const vm = machineOf(call)
      // Where it is powered on is DRS's business or the machine's own host: the wish is only checked.
      optionalRef(call.parameters['host'], 'host')
      return startTask(call, vm, rule, () => {
        const refusal = refusalOf(call.state, vm, rule)
        if (refusal) throw refusal
        rule.effect(call.state, vm)
        return {}
      })
    }
  }
}

function refusalOf(
  state: State,
  vm: VirtualMachine,
  rule: Pick<PowerRule, 'from' | 'requested'>
): VimFault | undefined {
  if (vm.template) return notSupported('The operation is not supported on a template.')
  if (state.inventory.hosts.get(vm.host)?.connectionState !== 'CONNECTED') return hostNotConnected()
  if (rule.from.includes(vm.powerState)) return undefined
  return invalidPowerState(rule.requested && powerStateNames[rule.requested], powerStateNames[vm.powerState])
}

export const powerMethods: Record<string, Method> = {
  PowerOnVM_Task: powerMethod(
    {
      name: 'PowerOnVM_Task',
      descriptionId: 'VirtualMachine.powerOn',
      privilege: 'VirtualMachine.Interact.PowerOn',
      requested: 'POWERED_ON',
      from: ['POWERED_OFF', 'SUSPENDED'],
      effect: powerOn
    },
    ['host']
  ),
  PowerOffVM_Task: powerMethod({
    name: 'PowerOffVM_Task',
    descriptionId: 'VirtualMachine.powerOff',
    privilege: 'VirtualMachine.Interact.PowerOff',
    requested: 'POWERED_OFF',
    from: ['POWERED_ON', 'SUSPENDED'],
    effect: (state, vm) => powerOff(state, vm, false)
  }),
  SuspendVM_Task: powerMethod({
    name: 'SuspendVM_Task',
    descriptionId: 'VirtualMachine.suspend',
    privilege: 'VirtualMachine.Interact.Suspend',
    requested: 'SUSPENDED',
    from: ['POWERED_ON'],
    effect: suspend
  }),
  ResetVM_Task: powerMethod({
    name: 'ResetVM_Task',
    descriptionId: 'VirtualMachine.reset',
    privilege: 'VirtualMachine.Interact.Reset',
    requested: 'POWERED_ON',
    from: ['POWERED_ON'],
    effect: reset
  }),
  ShutdownGuest: guestMethod('VirtualMachine.Interact.PowerOff', 'POWERED_OFF', 'shutdown', shutDownGuest),
  RebootGuest: guestMethod('VirtualMachine.Interact.Reset', 'POWERED_ON', 'reboot', rebootGuest),
  StandbyGuest: guestMethod('VirtualMachine.Interact.Suspend', 'SUSPENDED', 'standby', standByGuest)
}

/** They tell the guest and answer at once, without a task. */
function guestMethod(
  privilege: string,
  requested: PowerState,
  event: GuestEvent,
  effect: (state: State, vm: VirtualMachine) => void
): Method {
  return {
    parameters: [],
    privilege,
    run: call => {
      const vm = machineOf(call)
      refuseWhenBusy(call, vm)
      const refusal = refusalOf(call.state, vm, { requested, from: ['POWERED_ON'] })
      if (refusal) throw refusal
      if (vm.guestState !== 'running') throw toolsUnavailable()
      recordGuest(call.state, vm, event, call.session?.user)
      effect(call.state, vm)
      return {}
    }
  }
}
