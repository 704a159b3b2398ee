import { registerMachine, type RegisterWish } from '../machine/register.ts'
import { unregisterMachine } from '../machine/remove.ts'
import { invalidArgument, notFound } from './errors.ts'
import { finishJob, perform, refuseWhenBusy, startJob } from './jobs.ts'
import { withBody, type Call, type Operation } from './operation.ts'
import { told } from './problems.ts'
import { placementWish } from './specs.ts'
import { notAllowed, vmOf } from './vm.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/api/vcenter/vmactionregister/post/ */

/** The file is named by datastore and path, or by both in one text. Answers 200 with the new id. */
export const registerVm: Operation = withBody({
  ok: 200,
  wrapper: 'spec',
  fields: {
    datastore: 'text',
    path: 'text',
    datastore_path: 'text',
    name: 'text',
    placement: { fields: { folder: 'text', resource_pool: 'text', host: 'text', cluster: 'text' } }
  },
  run: async call => {
    const { state, body } = call
    const { folder, ...rest } = placementWish(body.placement)
    if (folder === undefined) throw invalidArgument('placement.folder', null)
    const wish: RegisterWish = { file: fileOf(call), name: body.name, placement: { folder, ...rest } }
    // Nothing is made yet: what cannot be is told at once.
    const entity = told(() => {
      const found = state.inventory.folders.get(folder)
      if (!found) throw notFound('folder', folder)
      return { type: 'Folder', id: found.id, name: found.name }
    })
    const vm = await finishJob(
      startJob(call, {
        name: 'RegisterVM_Task',
        descriptionId: 'Folder.registerVm',
        entity,
        made: made => ({ type: 'VirtualMachine', id: made.id }),
        effect: () => registerMachine(state, wish)
      })
    )
    return vm.id
  }
})

/** The machine leaves the inventory, its files stay. */
export const unregisterVm: Operation = {
  ok: 204,
  run: async call => {
    const vm = vmOf(call)
    refuseWhenBusy(call, vm)
    if (vm.powerState === 'POWERED_ON') throw notAllowed('unregister.powered_on', 'The VM is powered on.')
    const task = { name: 'UnregisterVM', descriptionId: 'VirtualMachine.unregister' }
    await perform(call, vm, task, () => unregisterMachine(call.state, vm))
  }
}

/** Either `datastore` and `path`, or `datastore_path`: both or neither is INVALID_ARGUMENT. */
function fileOf(
  call: Call<{ datastore?: string; path?: string; datastore_path?: string }>
): RegisterWish['file'] {
  const { datastore, path, datastore_path: whole } = call.body
  if (whole !== undefined) {
    if (datastore !== undefined || path !== undefined) throw invalidArgument('datastore_path', whole)
    return whole
  }
  if (datastore === undefined || path === undefined) throw invalidArgument('path', path)
  const found = call.state.inventory.datastores.get(datastore)
  if (!found) throw notFound('datastore', datastore)
  return `[${found.name}] ${path}`
}
