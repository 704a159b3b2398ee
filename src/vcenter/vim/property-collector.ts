import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  isReference,
  isRetrieveResult,
  type ManagedObjectReference,
  type ObjectContent,
  type RetrieveResult
} from './answers.ts'
import { optional } from '../guards.ts'
import type { Vim, VimInvocation } from './vim-api.ts'
import { reference } from './vim-values.ts'

export type PropertyPaths = Readonly<Record<string, readonly string[] | undefined>>

export type ManagedObjectType =
  | 'VirtualMachine'
  | 'HostSystem'
  | 'ClusterComputeResource'
  | 'ComputeResource'
  | 'Datastore'
  | 'Folder'
  | 'ResourcePool'
  | 'Datacenter'
  | 'Network'

/** A property path of the bulk read (`summary.quickStats`) and its unboxed value. */
export interface ManagedObject {
  type: string
  id: string
  properties: Record<string, unknown>
}

const pageSize = 500
/** In one answer when they are named: as many as a list that is read in bulk has in its own. */
const mostNamed = 10_000
const objectsInOneTurn = 2_000
const bulkRead = 'read properties'

/**
 * Reads named objects. Those that are gone are left out instead of failing the whole read.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (PropertyCollector)
 */
export function readObjects(
  vim: Vim,
  type: string,
  ids: readonly (string | ManagedObjectReference)[],
  paths: readonly string[]
): Promise<ManagedObject[]> {
  const filter = {
    _typeName: 'PropertyFilterSpec',
    propSet: propertySpecs({ [type]: paths }),
    objectSet: ids.map(id => ({ _typeName: 'ObjectSpec', obj: referenceTo(type, id) })),
    reportMissingObjectsInResults: true
  }
  return retrieve(vim, filter, ids.length > pageSize ? mostNamed : pageSize)
}

function referenceTo(type: string, id: string | ManagedObjectReference): ManagedObjectReference {
  return typeof id === 'string' ? reference(type, id) : reference(id.type, id.value)
}

/**
 * Reads everything below the root folder through a container view. The view lives as long as its session unless it
 * is destroyed, so it is, whatever happens.
 */
export async function readInventory(vim: Vim, spec: PropertyPaths): Promise<ManagedObject[]> {
  const view = await createView(vim, Object.keys(spec))
  try {
    return await retrieve(vim, {
      _typeName: 'PropertyFilterSpec',
      propSet: propertySpecs(spec),
      objectSet: [
        {
          _typeName: 'ObjectSpec',
          obj: reference(view.type, view.value),
          skip: true,
          selectSet: [
            { _typeName: 'TraversalSpec', name: 'view', type: 'ContainerView', path: 'view', skip: false }
          ]
        }
      ]
    })
  } finally {
    const destroy = { type: 'ContainerView', id: view.value, method: 'DestroyView' }
    vim.tidyUp({ operation: bulkRead, effect: 'read', ...destroy })
  }
}

function createView(vim: Vim, types: string[]): Promise<ManagedObjectReference> {
  const { rootFolder, viewManager } = vim.service
  const parameters = { container: reference(rootFolder.type, rootFolder.value), type: types, recursive: true }
  const call = { type: 'ViewManager', id: viewManager.value, method: 'CreateContainerView', parameters }
  return vim.invoke({ operation: bulkRead, effect: 'read', ...call }, isReference)
}

function propertySpecs(paths: PropertyPaths) {
  return Object.entries(paths).map(([type, pathSet]) => ({
    _typeName: 'PropertySpec',
    type,
    pathSet: pathSet ?? []
  }))
}

/** Everything at once. */
export async function retrieve(vim: Vim, filter: object, maxObjects = pageSize): Promise<ManagedObject[]> {
  const objects: ManagedObject[] = []
  await readPages(vim, filter, maxObjects, page => {
    for (const object of page) objects.push(object)
  })
  return objects
}

/**
 * Follows the pages of vCenter to the end, and cancels the retrieval when it is given up before. A large page is handed
 * on in pieces, each in a turn of the event loop of its own: others are served between them.
 */
export async function readPages(
  vim: Vim,
  filter: object,
  maxObjects: number,
  onObjects: (objects: ManagedObject[]) => void
): Promise<void> {
  const collector = {
    operation: bulkRead,
    type: 'PropertyCollector',
    id: vim.service.propertyCollector.value
  }
  let method = 'RetrievePropertiesEx'
  let parameters: object = { specSet: [filter], options: { _typeName: 'RetrieveOptions', maxObjects } }
  let token: string | undefined
  try {
    do {
      const call = { ...collector, method, effect: 'read', parameters } as const
      const page = await readPage(vim, call)
      for (let start = 0; start < page.objects.length; start += objectsInOneTurn) {
        if (start > 0) await nextTurn()
        onObjects(page.objects.slice(start, start + objectsInOneTurn).map(managedObject))
      }
      token = page.token || undefined
      method = 'ContinueRetrievePropertiesEx'
      parameters = { token }
    } while (token !== undefined)
  } finally {
    if (token !== undefined) {
      const cancel = { method: 'CancelRetrievePropertiesEx', parameters: { token } }
      vim.tidyUp({ ...collector, effect: 'read', ...cancel })
    }
  }
}

/**
 * RetrievePropertiesEx answers "null if there are no matching objects": an empty inventory, or one that the account may
 * not see. Anything else without `objects`, which is required, would read as an inventory of nothing and is an error,
 * and so is no further page where vCenter has announced one.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/RetrieveResult
 */
async function readPage(vim: Vim, call: VimInvocation): Promise<RetrieveResult> {
  if (call.method !== 'RetrievePropertiesEx') return vim.invoke(call, isRetrieveResult)
  return (await vim.invoke(call, optional(isRetrieveResult))) ?? { objects: [] }
}

/** What could not be read stands in `missingSet`, with its fault: it is absent here, like what is unset. */
function managedObject({ obj, propSet = [] }: ObjectContent): ManagedObject {
  const properties = Object.fromEntries<unknown>(propSet.map(({ name, val }) => [name, val]))
  return { type: obj.type, id: obj.value, properties }
}
