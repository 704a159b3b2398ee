import { isReference, type ManagedObjectReference } from './answers.ts'
import { retrieve, type ManagedObject } from './property-collector.ts'
import type { Vim } from './vim-api.ts'
import { reference } from './vim-values.ts'

const upwards = { _typeName: 'SelectionSpec', name: 'upwards' }

/**
 * Reads all objects with everything above them in one call: the traversal of `parent` selects itself again, and an
 * object is answered once however many ways lead to it.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (PropertyCollector, TraversalSpec)
 */
export async function readInventoryPaths(
  vim: Vim,
  objects: readonly ManagedObjectReference[]
): Promise<Map<string, string>> {
  const read = await retrieve(vim, {
    _typeName: 'PropertyFilterSpec',
    propSet: [{ _typeName: 'PropertySpec', type: 'ManagedEntity', pathSet: ['name', 'parent'] }],
    objectSet: objects.map(({ type, value }) => ({
      _typeName: 'ObjectSpec',
      obj: reference(type, value),
      skip: false,
      selectSet: [
        {
          _typeName: 'TraversalSpec',
          name: upwards.name,
          type: 'ManagedEntity',
          path: 'parent',
          skip: false,
          selectSet: [upwards]
        }
      ]
    })),
    reportMissingObjectsInResults: true
  })
  const byId = new Map(read.map(object => [object.id, object]))
  const root = vim.service.rootFolder.value
  const paths = objects.map(({ value }) => [value, pathOf(value, byId, root)] as const)
  return new Map(paths.filter((entry): entry is readonly [string, string] => entry[1] !== undefined))
}

/** Names as vCenter writes them, with their escapes; the root folder has no place in a path. */
function pathOf(id: string, byId: ReadonlyMap<string, ManagedObject>, root: string): string | undefined {
  const names: string[] = []
  const seen = new Set<string>()
  for (let at = id; at !== root;) {
    const { name, parent } = byId.get(at)?.properties ?? {}
    if (typeof name !== 'string' || !isReference(parent) || seen.has(at)) return undefined
    seen.add(at)
    names.unshift(name)
    at = parent.value
  }
  return names.join('/')
}
