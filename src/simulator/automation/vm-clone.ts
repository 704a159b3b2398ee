import type { VirtualMachine } from '../inventory/index.ts'
import { checkClone, cloneMachine, instantClone, type CloneWish } from '../machine/clone.ts'
import { changeNic, connectNic } from '../machine/nics.ts'
import { finishOrDestroy } from '../machine/remove.ts'
import { invalidArgument, message, notFound, vapiError } from './errors.ts'
import type { FieldValues } from './fields.ts'
import { finishJob, refuseWhenBusy, startJob, type StartedJob } from './jobs.ts'
import { withBody, type Call, type Operation } from './operation.ts'
import { told } from './problems.ts'
import { nicChanges, nicWish, placementFields, placementWish } from './specs.ts'
import { asVapiTask } from './tasks.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/api/vcenter/vmactionclone/post/ */

const cloneFields = {
  'source!': 'text',
  'name!': 'text',
  placement: { fields: placementFields },
  disks_to_remove: { list: 'text' },
  disks_to_update: { map: { fields: { datastore: 'text' } } },
  power_on: 'boolean',
  guest_customization_spec: { fields: { name: 'text' } }
} as const

type CloneCall = Call<FieldValues<typeof cloneFields>>

/** Answers with the new id, or, as a task, with that of the task. */
export const cloneVm: Operation = withBody({
  ok: 200,
  wrapper: 'spec',
  fields: cloneFields,
  run: async call => (await finishJob(start(call))).id,
  runAsTask: call => {
    const target = { type: 'VirtualMachine', id: call.body.source }
    const given = { service: 'com.vmware.vcenter.VM', operation: 'clone$task', target }
    return asVapiTask(call, start(call), given, vm => vm.id)
  }
})

/** What can be told at once is refused at once; that a source may be cloned several times together is inferred. */
function start(call: CloneCall): StartedJob<VirtualMachine> {
  const { state, body } = call
  const source = sourceOf(call, body.source)
  if (body.name === '' || body.name.length > 80) throw invalidArgument('name', body.name)
  // There is no customization specification in the simulator, so any name is of none.
  const { guest_customization_spec: customization } = body
  if (customization?.name !== undefined) throw notFound('customization specification', customization.name)
  const wish: CloneWish = {
    name: body.name,
    placement: placementWish(body.placement),
    without: body.disks_to_remove,
    disks: diskTargets(body.disks_to_update, 'disks_to_update'),
    powerOn: body.power_on
  }
  told(() => checkClone(state, source, wish))
  if (state.tasks.busyWith(source.id)?.name !== 'CloneVM_Task') refuseWhenBusy(call, source, 'ERROR')
  return startJob(call, {
    name: 'CloneVM_Task',
    descriptionId: 'VirtualMachine.clone',
    entity: { type: 'VirtualMachine', id: source.id, name: source.name },
    cancelable: true,
    made: vm => ({ type: 'VirtualMachine', id: vm.id }),
    effect: () => cloneMachine(state, source, wish)
  })
}

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/api/vcenter/vmactioninstant-clone/post/ */
export const instantCloneVm: Operation = withBody({
  ok: 200,
  wrapper: 'spec',
  fields: {
    'source!': 'text',
    'name!': 'text',
    placement: { fields: { folder: 'text', resource_pool: 'text', datastore: 'text' } },
    nics_to_update: { map: { fields: nicChanges } },
    disconnect_all_nics: 'boolean',
    parallel_ports_to_update: { map: 'any' },
    serial_ports_to_update: { map: 'any' },
    bios_uuid: 'text'
  },
  run: async call => {
    const { state, body } = call
    const source = sourceOf(call, body.source)
    const { nics_to_update: changes = {}, bios_uuid: biosUuid } = body
    for (const key of Object.keys(changes)) {
      if (!source.nics.some(nic => nic.key === key)) throw notFound('ethernet adapter', key)
    }
    for (const ports of [body.parallel_ports_to_update, body.serial_ports_to_update]) {
      for (const key of Object.keys(ports ?? {})) throw notFound('port', key)
    }
    const wishes = Object.entries(changes).map(([key, change]) => ({ key, wish: nicWish(state, change) }))
    const wish: CloneWish = { name: body.name, placement: placementWish(body.placement) }
    if (source.powerState !== 'POWERED_ON') throw notRunning()
    told(() => checkClone(state, source, { ...wish, placement: { ...wish.placement, host: source.host } }))
    refuseWhenBusy(call, source, 'ERROR')
    const copy = await finishJob(
      startJob(call, {
        name: 'InstantClone_Task',
        descriptionId: 'VirtualMachine.instantClone',
        entity: { type: 'VirtualMachine', id: source.id, name: source.name },
        made: vm => ({ type: 'VirtualMachine', id: vm.id }),
        effect: () => {
          const vm = instantClone(state, source, wish)
          return finishOrDestroy(state, vm, () => {
            for (const { key, wish: change } of wishes) {
              const nic = vm.nics.find(candidate => candidate.key === key)
              if (nic) changeNic(state, vm, nic, change)
            }
            if (body.disconnect_all_nics === true) {
              for (const nic of vm.nics) connectNic(state, vm, nic, false)
            }
            vm.biosUuid = biosUuid ?? vm.biosUuid
          })
        }
      })
    )
    return copy.id
  }
})

/** The text of `disks_to_update`: `datastore` "is currently required". */
export function diskTargets(
  given: Record<string, { datastore?: string }> | undefined,
  field: string
): Record<string, string> | undefined {
  if (!given) return undefined
  return Object.fromEntries(
    Object.entries(given).map(([key, { datastore }]) => {
      if (datastore === undefined) throw invalidArgument(`${field}.${key}.datastore`, null)
      return [key, datastore]
    })
  )
}

/** Templates can be cloned as well; that is not documented, and CloneVM_Task is the sure way. */
function sourceOf(call: Call<unknown>, id: string): VirtualMachine {
  const source = call.state.inventory.vms.get(id)
  if (!source) throw notFound('VM', id)
  return source
}

/** The documented errors have no state error; ERROR is inferred. */
function notRunning() {
  const text = 'The source of an instant clone must be powered on.'
  return vapiError('ERROR', message('com.vmware.api.vcenter.vm.instant_clone.not_running', text))
}
