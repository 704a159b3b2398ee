import { checkRelocate, relocateMachine, type RelocateWish } from '../machine/relocate.ts'
import type { ErrorType } from './errors.ts'
import type { FieldValues } from './fields.ts'
import { finishJob, refuseWhenBusy, startJob, type StartedJob } from './jobs.ts'
import { param, withBody, type Call, type Operation } from './operation.ts'
import { told } from './problems.ts'
import { placementFields, placementWish } from './specs.ts'
import { asVapiTask } from './tasks.ts'
import { diskTargets } from './vm-clone.ts'
import { vmOf } from './vm.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/api/vcenter/vm/vmactionrelocate/post/ */

const relocateFields = {
  placement: { fields: placementFields },
  disks: { map: { fields: { datastore: 'text' } } }
} as const

/** Its documented errors are INVALID_ARGUMENT, NOT_FOUND, ERROR and RESOURCE_INACCESSIBLE only. */
const lacking: readonly ErrorType[] = [
  'ALREADY_EXISTS',
  'UNABLE_TO_ALLOCATE_RESOURCE',
  'RESOURCE_IN_USE',
  'NOT_ALLOWED_IN_CURRENT_STATE',
  'UNSUPPORTED'
]

export const relocateVm: Operation = withBody({
  ok: 204,
  wrapper: 'spec',
  fields: relocateFields,
  run: async call => finishJob(start(call)),
  runAsTask: call => {
    const target = { type: 'VirtualMachine', id: param(call, 'vm') }
    const given = { service: 'com.vmware.vcenter.VM', operation: 'relocate$task', target }
    return asVapiTask(call, start(call), given, () => undefined)
  }
})

function start(call: Call<FieldValues<typeof relocateFields>>): StartedJob<void> {
  const { state, body } = call
  const vm = vmOf(call)
  const wish: RelocateWish = {
    placement: placementWish(body.placement),
    disks: diskTargets(body.disks, 'disks')
  }
  told(() => checkRelocate(state, vm, wish), lacking)
  refuseWhenBusy(call, vm, 'ERROR')
  return startJob(call, {
    name: 'RelocateVM_Task',
    descriptionId: 'VirtualMachine.relocate',
    entity: { type: 'VirtualMachine', id: vm.id, name: vm.name },
    cancelable: true,
    lacking,
    effect: () => relocateMachine(state, vm, wish)
  })
}
