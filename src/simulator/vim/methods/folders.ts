import type { Folder, FolderType } from '../../inventory/index.ts'
import { addDatacenter } from '../../places/datacenters.ts'
import type { State } from '../../state.ts'
import type { Method, VimCall } from '../call.ts'
import { invalidRequest, notSupported } from '../faults.ts'
import { moRef } from '../values.ts'
import { refuseTaken } from './entities.ts'
import { now } from './problems.ts'
import { nameOf } from './task.ts'

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

export const folderMethods: Record<string, Method> = {
  CreateFolder: createFolder,
  CreateDatacenter: createDatacenter
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
