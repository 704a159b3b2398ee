import { Type } from '@sinclair/typebox'
import { defineTool } from '../define-tool.ts'
import { findingVm, resolveVm } from '../resolve.ts'
import { vmRef } from '../schemas.ts'
import { changePower, powerOutput } from './change-power.ts'

export const powerOnVm = defineTool({
  name: 'power_on_vm',
  title: 'Power on a VM',
  toolset: 'power',
  description:
    'Power on a VM that is off, or resume a suspended one. Answers when vCenter has started it; the guest system needs ' +
    'longer: get_vm_details tells when VMware Tools runs. A VM that is on already is left alone (changed: false).',
  risk: 'change',
  idempotent: true,
  rest: 'POST /vms/:vm/power-on',
  privileges: [...findingVm, 'VirtualMachine.Interact.PowerOn'],
  input: Type.Object({ vm: vmRef }),
  output: powerOutput,
  async run({ vm }, { vcenter }) {
    const found = await resolveVm(vcenter, vm)
    return changePower(vcenter, found, { action: 'startVm', wanted: 'POWERED_ON' })
  }
})
