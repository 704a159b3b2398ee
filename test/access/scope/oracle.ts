import type { Limits } from '../../../src/access/scope/limits.ts'
import type { Inventory } from '../../../src/simulator/index.ts'

export const kinds = ['vms', 'hosts', 'datastores', 'networks', 'datacenters'] as const
export type Kind = (typeof kinds)[number]
type Entity = NonNullable<ReturnType<Inventory['find']>>
type Vm = Extract<Entity, { kind: 'VirtualMachine' }>

export interface Oracle {
  /** Ids of what a scope must show, told from the inventory and nothing else. */
  visible(kind: Kind, scope: readonly Limits[]): Set<string>
  /** `/Amsterdam/vm/a%2fb`, with the escapes of vCenter. */
  pathOf(id: string): string
}

/** `tagged`: ids of the objects that carry a tag, by the entry of a limit that names it. */
export function createOracle(inventory: Inventory, tagged: ReadonlyMap<string, readonly string[]>): Oracle {
  function all(kind: Kind): Entity[] {
    return [...inventory[kind].values()].filter(each => !('template' in each && each.template))
  }

  function above(id: string): string[] {
    const parent = parentOf(inventory.find(id))
    return parent === undefined ? [] : [parent, ...above(parent)]
  }

  function pathOf(id: string): string {
    return [id, ...above(id)]
      .filter(each => each !== inventory.rootFolder)
      .toReversed()
      .map(each => `/${escaped(inventory.find(each)?.name ?? '')}`)
      .join('')
  }

  function means(entry: string, candidates: Iterable<{ id: string; name: string }>): string[] {
    const named = [...candidates].filter(({ id, name }) =>
      entry.startsWith('/') ? pathOf(id) === entry : id === entry || name === entry
    )
    return named.map(({ id }) => id)
  }

  function holds(object: Entity, limit: keyof Limits, entries: readonly string[]): boolean {
    const ids = (candidates: ReadonlyMap<string, { id: string; name: string }>) =>
      entries.flatMap(entry => means(entry, candidates.values()))
    switch (limit) {
      case 'datacenters': {
        const own = object.kind === 'Datacenter' ? object.id : (object as Vm).datacenter
        return ids(inventory.datacenters).includes(own)
      }
      case 'clusters':
        return ids(inventory.computeResources).some(id => usedBy(id, object))
      case 'folders':
        return ids(inventory.folders).some(id => above(object.id).includes(id))
      case 'resource_pools':
        return (
          object.kind === 'VirtualMachine' &&
          ids(inventory.resourcePools).some(id => poolsOf(object.resourcePool).includes(id))
        )
      case 'tags':
        return entries.some(entry => tagged.get(entry)?.includes(object.id))
      case 'vm_names':
        return (
          object.kind === 'VirtualMachine' && entries.some(entry => expressionOf(entry).test(object.name))
        )
      default:
        return true
    }
  }

  function usedBy(cluster: string, object: Entity): boolean {
    const compute = inventory.computeResources.get(cluster)
    if (compute?.kind !== 'ClusterComputeResource') return false
    const { hosts, datastores, networks } = compute
    const own = object.kind === 'VirtualMachine' ? object.host : object.id
    return [...hosts, ...datastores, ...networks].includes(own)
  }

  function poolsOf(id: string | undefined): string[] {
    const pool = id === undefined ? undefined : inventory.resourcePools.get(id)
    return pool ? [pool.id, ...poolsOf(pool.parent)] : []
  }

  return {
    pathOf,
    visible(kind, scope) {
      const found = all(kind).filter(object =>
        scope.some(limits =>
          Object.entries(limits).every(([limit, entries]) => holds(object, limit as keyof Limits, entries))
        )
      )
      return new Set(found.map(({ id }) => id))
    }
  }
}

function parentOf(entity: Entity | undefined): string | undefined {
  return entity?.parent
}

function escaped(name: string): string {
  return name.replaceAll('%', '%25').replaceAll('/', '%2f').replaceAll('\\', '%5c')
}

function expressionOf(glob: string): RegExp {
  const source = glob
    .replaceAll(/[\^$\\.+()[\]{}|/]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 'su')
}
