import type { Inventory } from './store.ts'
import type { Entity } from './types.ts'

/** Objects in a container: its direct contents or, if `recursive`, everything below; each once. */
export function contentOf(inventory: Inventory, container: Entity, recursive: boolean): Entity[] {
  const seen = new Set<string>([container.id])
  const content: Entity[] = []
  const waiting: Entity[] = [container]
  for (let index = 0; index < waiting.length; index += 1) {
    const current = waiting[index]
    if (!current) break
    for (const id of childrenOf(inventory, current)) {
      const child = seen.has(id) ? undefined : inventory.find(id)
      if (!child) continue
      seen.add(id)
      content.push(child)
      if (recursive && !leaves.has(child.kind)) waiting.push(child)
    }
  }
  return content
}

const leaves = new Set<string>([
  'VirtualMachine',
  'Datastore',
  'Network',
  'DistributedVirtualPortgroup',
  'OpaqueNetwork'
])

/** The objects that have it inside, nearest first: its folder or compute resource, and of a machine host and pool. */
export function containersOf(inventory: Inventory, entity: Entity): Entity[] {
  const found = new Map<string, Entity>()
  const waiting: (string | undefined)[] = [entity.parent]
  if (entity.kind === 'VirtualMachine') waiting.push(entity.host, entity.resourcePool)
  for (let index = 0; index < waiting.length; index += 1) {
    const id = waiting[index]
    const container = id === undefined || found.has(id) ? undefined : inventory.find(id)
    if (!container) continue
    found.set(container.id, container)
    waiting.push(container.parent)
  }
  return [...found.values()]
}

/** See CreateContainerView at https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ */
function childrenOf(inventory: Inventory, entity: Entity): readonly string[] {
  switch (entity.kind) {
    case 'Folder':
      return entity.children
    case 'Datacenter':
      return [entity.vmFolder, entity.hostFolder, entity.datastoreFolder, entity.networkFolder]
    case 'ClusterComputeResource':
    case 'ComputeResource':
      return [...entity.hosts, entity.resourcePool]
    case 'ResourcePool':
      return [...entity.children, ...inventory.vmsOf(entity.id).map(vm => vm.id)]
    case 'HostSystem':
      return inventory.vmsOf(entity.id).map(vm => vm.id)
    default:
      return []
  }
}
