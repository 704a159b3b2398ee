import type { Folder, FolderType, VirtualMachine } from '../../inventory/index.ts'
import { claimName } from '../../machine/placement.ts'
import { addDatacenter } from '../../places/datacenters.ts'
import type { State } from '../../state.ts'
import { listOf, type Method, type VimCall, referred } from '../call.ts'
import { invalidRequest, notSupported } from '../faults.ts'
import { requirePrivilege } from '../privileges.ts'
import { moRef } from '../values.ts'
import { refuseTaken } from './entities.ts'
import { now } from './problems.ts'
import { nameOf, startTask } from './task.ts'

/** https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ Folder */

const prefixes: Record<FolderType, string> = {
  DATACENTER: 'group-d',
  DATASTORE: 'group-s',
  HOST: 'group-h',
  NETWORK: 'group-n',
  VIRTUAL_MACHINE: 'group-v'
}

/** Of the kind that its parent is. At once, without a task. */
const createFolder: Method = {
  parameters: ['name!'],
  privilege: 'Folder.Create',
  run: call => {
    const parent = folderOf(call)
    const name = nameOf(call.parameters['name'], 'name')
    refuseTaken(call.state.inventory, parent, name)
    const { type, datacenter } = parent
    return { value: moRef('Folder', addFolder(call.state, { name, parent: parent.id, type, datacenter })) }
  }
}

/** With the four folders that every datacenter has. */
const createDatacenter: Method = {
  parameters: ['name!'],
  privilege: 'Datacenter.Create',
  run: call => {
    const { state } = call
    const parent = folderOf(call)
    if (parent.type !== 'DATACENTER') throw notSupported('The folder cannot hold datacenters.')
    const name = nameOf(call.parameters['name'], 'name')
    refuseTaken(state.inventory, parent, name)
    const { id } = now(() => addDatacenter(state, parent, name))
    return { value: moRef('Datacenter', id) }
  }
}

/**
 * Machines, of the same datacenter; other things stay where they are in the simulator. That another datacenter is
 * NotSupported is inferred.
 */
const moveIntoFolder: Method = {
  parameters: ['list!'],
  run: call => {
    const { state } = call
    const folder = folderOf(call)
    const vms = listOf(call.parameters['list'], 'list').map(value => movable(call, folder, value))
    const move = 'VirtualMachine.Inventory.Move'
    for (const id of [folder.id, ...vms.map(vm => vm.parent)]) {
      requirePrivilege(state, moRef('Folder', id), move)
    }
    for (const { id } of vms) requirePrivilege(state, moRef('VirtualMachine', id), move)
    const plan = { name: 'MoveIntoFolder_Task', descriptionId: 'Folder.moveInto' }
    return startTask(call, folder, plan, () => {
      for (const vm of vms) {
        claimName(state.inventory, folder.id, vm.name, vm.id)
        state.inventory.change(vm, { parent: folder.id })
      }
      return {}
    })
  }
}

export const folderMethods: Record<string, Method> = {
  CreateFolder: createFolder,
  CreateDatacenter: createDatacenter,
  MoveIntoFolder_Task: moveIntoFolder
}

function movable(call: VimCall, folder: Folder, value: unknown): VirtualMachine {
  const entity = referred(call, value, 'list')
  if (entity.kind !== 'VirtualMachine') throw notSupported(`The simulator does not move a ${entity.kind}.`)
  if (folder.type !== 'VIRTUAL_MACHINE') throw notSupported('The folder cannot hold virtual machines.')
  if (folder.datacenter !== entity.datacenter) throw notSupported('The folder is in another datacenter.')
  return entity
}

function addFolder(state: State, folder: Omit<Folder, 'kind' | 'id' | 'children'>): string {
  const id = state.ids.next(prefixes[folder.type])
  state.inventory.add({ ...folder, kind: 'Folder', id, children: [] })
  return id
}

function folderOf({ state, target }: VimCall): Folder {
  const folder = state.inventory.folders.get(target.id)
  if (!folder) throw invalidRequest('The method needs a folder.')
  return folder
}
