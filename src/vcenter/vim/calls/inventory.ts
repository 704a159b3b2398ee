import { optional } from '../../guards.ts'
import { isReference, isReferences, type ManagedObjectReference } from '../answers.ts'
import { readInventoryPaths } from '../inventory-paths.ts'
import { vimMethods } from '../methods/index.ts'
import { readObjects, type ManagedObject } from '../property-collector.ts'
import type { VimCaller } from '../vim-caller.ts'

/** Ids; what is absent does not apply (templates have no pool) or may not be seen. */
export interface VmPlacement {
  vm: string
  host?: string
  folder?: string
  resourcePool?: string
  datastores: readonly string[]
}

export interface InventoryCalls {
  /** One call, for any number of VMs; those that are gone are left out. */
  getPlacements(given: { vms: readonly string[] }): Promise<VmPlacement[]>
  /**
   * The object at `Datacenter/vm/folder/name` (or below `host`, `datastore`, `network`); `undefined` when there is
   * none. A `/`, `\` or `%` in a name is written `%2f`, `%5c`, `%25`.
   */
  findByPath(given: { path: string }): Promise<ManagedObjectReference | undefined>
  /** By vCenter's own instance UUID or by the one of the BIOS, which copies of a VM may share. */
  findVmByUuid(given: { uuid: string; kind: 'instance' | 'bios' }): Promise<string | undefined>
  /**
   * Paths that `findByPath` takes, by id, in one call for all of them. Objects that are gone, or whose way up the
   * account may not see, are left out; so are VMs in a vApp, which no folder holds.
   */
  getInventoryPaths(given: {
    objects: readonly ManagedObjectReference[]
  }): Promise<ReadonlyMap<string, string>>
}

/** @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (SearchIndex, ManagedEntity) */
export function inventoryCalls(vim: VimCaller): InventoryCalls {
  const placementPaths = ['runtime.host', 'parent', 'resourcePool', 'datastore']
  const found = optional(isReference)

  return {
    async getPlacements({ vms }) {
      if (vms.length === 0) return []
      const read = await vim.reading(`placements ${JSON.stringify(vms)}`, within =>
        readObjects(within, 'VirtualMachine', vms, placementPaths)
      )
      return read.map(placement)
    },
    findByPath: ({ path }) =>
      vim.ask(vimMethods.findByPath, { inventoryPath: path.replaceAll(/^\/+|\/+$/g, '') }, found),
    async findVmByUuid({ uuid, kind }) {
      const parameters = { uuid, vmSearch: true, instanceUuid: kind === 'instance' }
      return (await vim.ask(vimMethods.findVmByUuid, parameters, found))?.value
    },
    async getInventoryPaths({ objects }) {
      return objects.length === 0
        ? new Map()
        : vim.reading(`paths ${JSON.stringify(objects)}`, within => readInventoryPaths(within, objects))
    }
  }
}

function placement({ id, properties }: ManagedObject): VmPlacement {
  const datastores = properties['datastore']
  return {
    vm: id,
    ...idIn('host', properties['runtime.host']),
    ...idIn('folder', properties['parent']),
    ...idIn('resourcePool', properties['resourcePool']),
    datastores: isReferences(datastores) ? datastores.map(({ value }) => value) : []
  }
}

function idIn<Name extends string>(name: Name, value: unknown): { [Key in Name]?: string } {
  return (isReference(value) ? { [name]: value.value } : {}) as { [Key in Name]?: string }
}
