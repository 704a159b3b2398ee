import type { VirtualMachine } from '../inventory/index.ts'
import type { LibraryItem } from '../libraries.ts'
import { checkClone, cloneMachine, type CloneWish } from '../machine/clone.ts'
import { powerOn } from '../machine/power.ts'
import { finishOrDestroy } from '../machine/remove.ts'
import { libraryOf } from './content.ts'
import { invalidArgument, notFound } from './errors.ts'
import type { FieldValues } from './fields.ts'
import { finishJob, refuseWhenBusy, startJob } from './jobs.ts'
import { itemOf, nameTaken } from './library-items.ts'
import { param, withBody, type Call, type Operation } from './operation.ts'
import { told } from './problems.ts'
import { placementWish } from './specs.ts'
import { checkHardware, customizationFields, customize } from './template-hardware.ts'
import { notAllowed } from './vm.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm_template/library_items/ */

/**
 * Where parts of the copy go. That a new template may keep its source's policy, as a deployment may, is inferred:
 * the description has it for deployments only, but govc asks for it.
 */
function storageFields() {
  const storage = {
    fields: {
      datastore: 'text',
      storage_policy: {
        fields: { 'type!': { oneOf: ['USE_SPECIFIED_POLICY', 'USE_SOURCE_POLICY'] }, policy: 'text' }
      }
    }
  } as const
  return {
    vm_home_storage: storage,
    disk_storage: storage,
    disk_storage_overrides: { map: storage },
    placement: { fields: { folder: 'text', resource_pool: 'text', host: 'text', cluster: 'text' } }
  } as const
}

const newStorage = storageFields()
const copiedStorage = storageFields()

const deployFields = {
  'name!': 'text',
  description: 'text',
  ...copiedStorage,
  powered_on: 'boolean',
  guest_customization: { fields: { name: 'text' } },
  hardware_customization: { fields: customizationFields }
} as const

export const getTemplateItem: Operation = {
  ok: 200,
  maps: ['disks', 'nics'],
  run: call => {
    const { vm } = templateOf(call)
    const { networks } = call.state.inventory
    return {
      guest_OS: vm.system.name,
      cpu: { count: vm.cpu.count, cores_per_socket: vm.cpu.coresPerSocket },
      memory: { size_MiB: vm.memory.sizeMib },
      vm_home_storage: { datastore: vm.datastore },
      disks: Object.fromEntries(
        vm.disks.map(disk => [
          disk.key,
          { capacity: disk.capacity, disk_storage: { datastore: disk.datastore } }
        ])
      ),
      nics: Object.fromEntries(
        vm.nics.map(nic => [
          nic.key,
          {
            backing_type: networks.get(nic.network)?.type,
            mac_type: nic.macType,
            network: nic.network
          }
        ])
      ),
      vm_template: vm.id
    }
  }
}

/** Makes a machine of the template and answers with its id when it is there. */
export const deployTemplate: Operation = withBody({
  ok: 200,
  wrapper: 'spec',
  fields: deployFields,
  run: async call => {
    const { state, body } = call
    const { vm: template } = templateOf(call)
    if (body.guest_customization?.name !== undefined) {
      throw notFound('customization specification', body.guest_customization.name)
    }
    const custom = body.hardware_customization ?? {}
    checkHardware(template, custom)
    const wish = { ...cloneWish(call, template), without: custom.disks_to_remove }
    told(() => checkClone(state, template, wish))
    const vm = await finishJob(
      startJob(call, {
        name: 'CloneVM_Task',
        descriptionId: 'VirtualMachine.clone',
        entity: { type: 'VirtualMachine', id: template.id, name: template.name },
        made: made => ({ type: 'VirtualMachine', id: made.id }),
        effect: () => {
          const made = cloneMachine(state, template, wish)
          return finishOrDestroy(state, made, () => {
            customize(state, made, custom)
            if (body.powered_on === true) powerOn(state, made)
          })
        }
      })
    )
    return vm.id
  }
})

/** Makes a template of a machine and an item of that; the machine stays as it is. */
export const createTemplateItem: Operation = withBody({
  ok: 201,
  wrapper: 'spec',
  fields: {
    'source_vm!': 'text',
    'name!': 'text',
    description: 'text',
    'library!': 'text',
    ...newStorage
  },
  run: async call => {
    const { state, body } = call
    const source = state.inventory.vms.get(body.source_vm)
    if (!source) throw notFound('VM', body.source_vm)
    const library = libraryOf(call, body.library)
    if (library.type !== 'LOCAL') throw invalidArgument('library', library.id)
    if ([...library.items.values()].some(({ name }) => name === body.name)) throw nameTaken(body.name)
    const wish = { ...cloneWish(call, source), template: true }
    told(() => checkClone(state, source, wish))
    refuseWhenBusy(call, source)
    const template = await finishJob(
      startJob(call, {
        name: 'CloneVM_Task',
        descriptionId: 'VirtualMachine.clone',
        entity: { type: 'VirtualMachine', id: source.id, name: source.name },
        made: made => ({ type: 'VirtualMachine', id: made.id }),
        effect: () => cloneMachine(state, source, wish)
      })
    )
    const size = template.disks.reduce((total, disk) => total + disk.committed, 0)
    const { name, description = '' } = body
    const item = { name, description, type: 'vm-template', size, created: state.now() } as const
    return state.libraries.add(library, { ...item, template: template.id }).id
  }
})

function templateOf(call: Pick<Call, 'params' | 'state'>): { item: LibraryItem; vm: VirtualMachine } {
  const id = param(call, 'template_library_item')
  const item = itemOf(call, id)
  if (item.type !== 'vm-template') throw notFound('library item', id)
  const vm = call.state.inventory.vms.get(item.template ?? '')
  if (!vm) throw notAllowed('template.gone', 'The template of the library item is not there.')
  return { item, vm }
}

function cloneWish(
  { body }: Call<FieldValues<typeof copiedStorage> & { name: string; description?: string }>,
  source: VirtualMachine
): CloneWish {
  const overrides = Object.entries(body.disk_storage_overrides ?? {})
  for (const [key] of overrides) if (!source.disks.some(disk => disk.key === key)) throw notFound('disk', key)
  const disks = source.disks.flatMap(({ key }): [string, string][] => {
    const datastore = body.disk_storage_overrides?.[key]?.datastore ?? body.disk_storage?.datastore
    return datastore === undefined ? [] : [[key, datastore]]
  })
  return {
    name: body.name,
    annotation: body.description,
    placement: { ...placementWish(body.placement), datastore: body.vm_home_storage?.datastore },
    disks: Object.fromEntries(disks)
  }
}
