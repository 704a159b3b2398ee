import { contentOf } from '../../inventory/content.ts'
import type { Datastore, Entity, Folder, Inventory } from '../../inventory/index.ts'
import { destroyMachine } from '../../machine/remove.ts'
import type { State } from '../../state.ts'
import type { Method, VimCall } from '../call.ts'
import { duplicateName, invalidPowerState, notSupported } from '../faults.ts'
import { refOf } from '../objects/entity.ts'
import { requirePrivilege } from '../privileges.ts'
import { entityOf, nameOf, startTask } from './task.ts'

/** https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ ManagedEntity */

const renamePrivileges: Partial<Record<Entity['kind'], string>> = {
  VirtualMachine: 'VirtualMachine.Config.Rename',
  Folder: 'Folder.Rename',
  Datacenter: 'Datacenter.Rename',
  ClusterComputeResource: 'Host.Inventory.RenameCluster',
  ResourcePool: 'Resource.RenamePool',
  Datastore: 'Datastore.Rename',
  Network: 'Network.Config',
  DistributedVirtualPortgroup: 'DVPortgroup.Modify'
}

/** Names are unique among what has the same parent, whatever their case. */
const rename: Method = {
  parameters: ['newName!'],
  run: call => {
    const entity = entityOf(call)
    const name = nameOf(call.parameters['newName'], 'newName')
    const privilege = renamePrivileges[entity.kind]
    if (privilege === undefined) throw notSupported(`A ${entity.kind} cannot be renamed.`)
    requirePrivilege(call.state, refOf(entity), privilege)
    return startTask(
      call,
      entity,
      { name: 'Rename_Task', descriptionId: `${taskGroup(entity)}.rename` },
      () => {
        refuseDuplicate(call.state.inventory, entity, name)
        if (entity.kind === 'Datastore') renameFiles(call.state, entity, name)
        entity.name = name
        return {}
      }
    )
  }
}

/** Virtual machines that are not on, and folders of such; the rest stays in the simulator. */
const destroy: Method = {
  parameters: [],
  run: call => {
    const { state } = call
    const entity = entityOf(call)
    if (entity.kind !== 'VirtualMachine' && !isOwnVmFolder(state.inventory, entity)) {
      throw notSupported(`The simulator does not delete a ${entity.kind}.`)
    }
    const machine = entity.kind === 'VirtualMachine'
    requirePrivilege(state, refOf(entity), machine ? 'VirtualMachine.Inventory.Delete' : 'Folder.Delete')
    const plan = { name: 'Destroy_Task', descriptionId: `${taskGroup(entity)}.destroy` }
    return startTask(call, entity, plan, () => {
      destroyAll(call, entity)
      return {}
    })
  }
}

export const entityMethods: Record<string, Method> = { Rename_Task: rename, Destroy_Task: destroy }

/** A folder for machines that is not a datacenter's own. */
function isOwnVmFolder(inventory: Inventory, entity: Entity): entity is Folder {
  return (
    entity.kind === 'Folder' &&
    entity.type === 'VIRTUAL_MACHINE' &&
    inventory.folders.has(entity.parent ?? '')
  )
}

/** That a suspended machine can be deleted, as over the Automation API, is inferred. */
function destroyAll({ state }: VimCall, entity: Entity): void {
  const all = [entity, ...contentOf(state.inventory, entity, true)]
  for (const one of all) {
    if (one.kind === 'VirtualMachine' && one.powerState === 'POWERED_ON') {
      throw invalidPowerState('poweredOff', 'poweredOn')
    }
  }
  for (const one of all.toReversed()) {
    if (one.kind === 'VirtualMachine') destroyMachine(state, one)
    else state.inventory.remove(one)
  }
}

function refuseDuplicate(inventory: Inventory, entity: Entity, name: string): void {
  const parent = entity.parent === undefined ? undefined : inventory.find(entity.parent)
  if (parent) refuseTaken(inventory, parent, name, entity)
}

export function refuseTaken(inventory: Inventory, parent: Entity, name: string, except?: Entity): void {
  const wanted = name.toLowerCase()
  const taken = contentOf(inventory, parent, false).find(
    child => child !== except && child.name.toLowerCase() === wanted
  )
  if (taken) throw duplicateName(name, refOf(taken))
}

/** Paths begin with the datastore's name. */
function renameFiles({ inventory }: State, datastore: Datastore, name: string): void {
  const moved = (file: string): string =>
    file.startsWith(`[${datastore.name}] `) ? `[${name}${file.slice(datastore.name.length + 1)}` : file
  for (const vm of inventory.vmsOf(datastore.id)) {
    const disks = vm.disks.map(disk => ({ ...disk, file: moved(disk.file) }))
    inventory.change(vm, { file: moved(vm.file), disks })
  }
}

function taskGroup({ kind }: Entity): string {
  return kind === 'VirtualMachine' ? 'VirtualMachine' : 'ManagedEntity'
}
