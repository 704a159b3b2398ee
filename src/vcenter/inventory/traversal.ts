import type { ManagedObjectReference } from '../vim/answers.ts'
import { reference } from '../vim/vim-values.ts'

/**
 * Ways through the inventory, from the root folder down, by the properties that hold the next objects. A type stands
 * for its subtypes: a StoragePod is a Folder, a cluster a ComputeResource, a VirtualApp a ResourcePool. VMs of a vApp
 * are in no folder, but the vApp is.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/TraversalSpec
 */
const steps = {
  folders: ['Folder', 'childEntity'],
  vmFolder: ['Datacenter', 'vmFolder'],
  hostFolder: ['Datacenter', 'hostFolder'],
  datastoreFolder: ['Datacenter', 'datastoreFolder'],
  networkFolder: ['Datacenter', 'networkFolder'],
  vAppVms: ['VirtualApp', 'vm'],
  vAppsInvApps: ['VirtualApp', 'resourcePool'],
  hosts: ['ComputeResource', 'host'],
  rootPools: ['ComputeResource', 'resourcePool'],
  pools: ['ResourcePool', 'resourcePool']
} as const satisfies Record<string, readonly [type: string, path: string]>

export type Step = keyof typeof steps

/**
 * What to read of all objects of a type below the root folder (and of the root folder itself, when it is one). Every
 * step may lead to every other one; those of other types than the object's are passed over. No view is needed, which
 * would cost a call to create and one to destroy it.
 */
export function wholeInventory(
  rootFolder: ManagedObjectReference,
  type: string,
  paths: readonly string[],
  through: readonly Step[]
): object {
  const next = through.map(name => ({ _typeName: 'SelectionSpec', name }))
  const selectSet = through.map(name => {
    const [stepType, path] = steps[name]
    return { _typeName: 'TraversalSpec', name, type: stepType, path, skip: false, selectSet: next }
  })
  return {
    _typeName: 'PropertyFilterSpec',
    propSet: [{ _typeName: 'PropertySpec', type, pathSet: paths }],
    objectSet: [
      { _typeName: 'ObjectSpec', obj: reference(rootFolder.type, rootFolder.value), skip: false, selectSet }
    ]
  }
}
