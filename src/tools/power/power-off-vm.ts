import { Type } from '@sinclair/typebox'
import type { VcenterClient, VmSummary } from '../../vcenter/types.ts'
import { defineTool } from '../define-tool.ts'
import { findingVm, resolveVm } from '../resolve.ts'
import { stringEnum, vmRef } from '../schemas.ts'
import { changePower, guestMistake, powerOutput } from './change-power.ts'

export const powerOffVm = defineTool({
  name: 'power_off_vm',
  title: 'Power off a VM',
  toolset: 'power',
  description:
    "Power off a VM. mode 'hard' pulls the plug: unsaved work in the guest is lost. mode 'guest' asks the guest system " +
    'to shut down (needs VMware Tools) and answers at once; get_vm_details tells when it is off. A VM that is off ' +
    'already is left alone (changed: false).',
  risk: 'disruptive',
  idempotent: true,
  rest: 'POST /vms/:vm/power-off',
  privileges: [...findingVm, 'VirtualMachine.Interact.PowerOff'],
  input: Type.Object({
    vm: vmRef,
    mode: Type.Optional(
      stringEnum(['hard', 'guest'], { default: 'hard', description: 'guest: a clean shutdown.' })
    )
  }),
  output: powerOutput,
  async run({ vm, mode }, { vcenter }) {
    const found = await resolveVm(vcenter, vm)
    if (mode === 'guest') return shutDownGuest(vcenter, found)
    return changePower(vcenter, found, { action: 'stopVm', wanted: 'POWERED_OFF' })
  }
})

async function shutDownGuest(vcenter: VcenterClient, vm: VmSummary) {
  const before = {
    id: vm.vm,
    name: vm.name,
    previous_power_state: vm.power_state,
    power_state: vm.power_state
  }
  if (vm.power_state === 'POWERED_OFF') return { ...before, changed: false }
  try {
    await vcenter.shutdownGuest({ vm: vm.vm })
  } catch (error) {
    throw guestMistake(error, vm, "Use mode 'hard' if losing unsaved work in the guest is acceptable.")
  }
  return {
    ...before,
    changed: true,
    note: 'The guest system is shutting down; get_vm_details tells when it is off.'
  }
}
