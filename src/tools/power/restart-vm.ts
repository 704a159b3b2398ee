import { Type } from '@sinclair/typebox'
import { CodedError } from '../../errors.ts'
import { defineTool } from '../define-tool.ts'
import { findingVm, resolveVm } from '../resolve.ts'
import { stringEnum, vmRef } from '../schemas.ts'
import { guestMistake, powerOutput } from './change-power.ts'
import { quoted } from '../../text.ts'

export const restartVm = defineTool({
  name: 'restart_vm',
  title: 'Restart a VM',
  toolset: 'power',
  description:
    "Restart a VM that is on. mode 'hard' resets it: unsaved work in the guest is lost. mode 'guest' asks the guest " +
    'system to reboot (needs VMware Tools) and answers at once. A VM that is off is started with power_on_vm.',
  risk: 'disruptive',
  idempotent: false,
  rest: 'POST /vms/:vm/restart',
  privileges: [...findingVm, 'VirtualMachine.Interact.Reset'],
  input: Type.Object({
    vm: vmRef,
    mode: Type.Optional(
      stringEnum(['hard', 'guest'], { default: 'hard', description: 'guest: a clean reboot.' })
    )
  }),
  output: powerOutput,
  async run({ vm: ref, mode }, { vcenter }) {
    const vm = await resolveVm(vcenter, ref)
    if (vm.power_state !== 'POWERED_ON') {
      throw new CodedError(
        'invalid_state',
        `${quoted(vm.name)} (${vm.vm}) is ${vm.power_state}, so it cannot be restarted.`,
        {
          hint: 'Start it with power_on_vm.',
          nextTool: 'power_on_vm'
        }
      )
    }
    const answer = {
      id: vm.vm,
      name: vm.name,
      previous_power_state: vm.power_state,
      power_state: vm.power_state
    }
    if (mode !== 'guest') {
      await vcenter.resetVm({ vm: vm.vm })
      return { ...answer, changed: true }
    }
    try {
      await vcenter.rebootGuest({ vm: vm.vm })
    } catch (error) {
      throw guestMistake(error, vm, "Use mode 'hard' if losing unsaved work in the guest is acceptable.")
    }
    return { ...answer, changed: true, note: 'The guest system is rebooting.' }
  }
})
