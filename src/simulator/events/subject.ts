import type { Entity, Inventory } from '../inventory/index.ts'
import type { Named, Subject } from './log.ts'

/** Where an object is: the event arguments vCenter would give an event about it. */
export function subjectOf(inventory: Inventory, id: string): Subject {
  const entity = inventory.find(id)
  if (!entity) return {}
  const host = entity.kind === 'VirtualMachine' ? inventory.hosts.get(entity.host) : undefined
  const compute = inventory.computeResources.get((host ?? entity).parent ?? '')
  const datacenter = 'datacenter' in entity ? inventory.datacenters.get(entity.datacenter ?? '') : undefined
  const where = { datacenter: datacenter && named(datacenter) }
  switch (entity.kind) {
    case 'VirtualMachine':
      return {
        ...where,
        computeResource: compute && named(compute),
        host: host && named(host),
        vm: { ...named(entity), template: entity.template }
      }
    case 'HostSystem':
      return { ...where, computeResource: compute && named(compute), host: named(entity) }
    case 'ClusterComputeResource':
    case 'ComputeResource':
      return { ...where, computeResource: named(entity) }
    case 'Datastore':
      return { ...where, ds: named(entity) }
    case 'Network':
    case 'DistributedVirtualPortgroup':
    case 'OpaqueNetwork':
      return { ...where, net: named(entity) }
    case 'Datacenter':
      return { datacenter: named(entity) }
    default:
      return where
  }
}

function named(entity: Entity): Named {
  return { type: entity.kind, id: entity.id, name: entity.name }
}
