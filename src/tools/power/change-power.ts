import { Type } from '@sinclair/typebox'
import { CodedError } from '../../errors.ts'
import { VcenterApiError } from '../../vcenter/errors.ts'
import type { VcenterClient, VmSummary } from '../../vcenter/types.ts'
import { inventoryObject } from '../schemas.ts'
import { quoted } from '../../text.ts'

/** What every power tool answers. */
export const powerOutput = inventoryObject({
  power_state: Type.String({ description: 'after the call' }),
  previous_power_state: Type.String(),
  changed: Type.Boolean({ description: 'false when it was in the wanted state already' }),
  note: Type.Optional(Type.String())
})

export interface PowerChange {
  action: 'startVm' | 'stopVm'
  /** The state that is wanted. */
  wanted: 'POWERED_ON' | 'POWERED_OFF'
}

/** Starts or stops; a VM that is there already, or got there meanwhile, is an answer and not an error. */
export async function changePower(vcenter: VcenterClient, vm: VmSummary, { action, wanted }: PowerChange) {
  const before = { id: vm.vm, name: vm.name, previous_power_state: vm.power_state, power_state: wanted }
  if (vm.power_state === wanted) return { ...before, changed: false }
  try {
    await vcenter[action]({ vm: vm.vm })
    return { ...before, changed: true }
  } catch (error) {
    if (error instanceof VcenterApiError && error.isAlreadyInDesiredState)
      return { ...before, changed: false }
    throw error
  }
}

/** vCenter's 503 for a guest operation means that VMware Tools does not run, not that vCenter is down. */
export function guestMistake(error: unknown, vm: VmSummary, hint: string): unknown {
  if (!(error instanceof VcenterApiError && error.isToolsNotRunning)) return error
  return new CodedError('invalid_state', `VMware Tools is not running in ${quoted(vm.name)} (${vm.vm}).`, {
    hint,
    nextTool: 'get_vm_details',
    cause: error
  })
}
