import { containersOf } from '../../inventory/content.ts'
import type { Entity, Inventory } from '../../inventory/index.ts'
import { listOf, objectOf, refParameter, textsOf, timeOf, type VimCall } from '../call.ts'
import { invalidArgument, invalidRequest, objectNotFound } from '../faults.ts'

/** What filters of events and of tasks have in common. */

/** Whether something about these objects is wanted. */
export type EntityTest = (ids: readonly string[]) => boolean

/** Of a `…FilterSpecByEntity`: the object itself, what is below it, or both. */
export function readEntityTest(call: VimCall, value: unknown, typeName: string): EntityTest | undefined {
  if (value === undefined || value === null) return undefined
  const { inventory } = call.state
  const spec = objectOf(value, typeName, ['entity', 'recursion'])
  const reference = refParameter(spec['entity'], 'entity')
  const entity = inventory.find(reference.value)
  if (!entity) throw objectNotFound(reference.type, reference.value)
  switch (spec['recursion']) {
    case 'self':
      return ids => ids[0] === entity.id
    case 'children':
      return ids => ids[0] !== entity.id && ids.some(isBelow(inventory, entity))
    case 'all':
      return ids => ids[0] === entity.id || ids.some(isBelow(inventory, entity))
    default:
      throw invalidRequest('recursion must be self, children or all.')
  }
}

/** Of a `…FilterSpecByUsername`. */
export function readUserTest(value: unknown, typeName: string): ((user: string) => boolean) | undefined {
  if (value === undefined || value === null) return undefined
  const spec = objectOf(value, typeName, ['systemUser', 'userList'])
  if (typeof spec['systemUser'] !== 'boolean') throw invalidRequest('systemUser must be a boolean.')
  const { systemUser } = spec
  const users = new Set(textsOf(spec['userList'], 'userList').map(user => user.toLowerCase()))
  return user => (user === '' ? systemUser : users.has(user.toLowerCase()))
}

/** Both ends included, in milliseconds since 1970. */
export function readTimes(spec: Record<string, unknown>): { begin: number; end: number } {
  const begin = timeOf(spec['beginTime'], 'beginTime') ?? -Infinity
  const end = timeOf(spec['endTime'], 'endTime') ?? Infinity
  if (begin > end) throw invalidArgument('filter.time')
  return { begin, end }
}

export function readTexts(value: unknown, name: string): Set<string> | undefined {
  return listOf(value, name).length === 0 ? undefined : new Set(textsOf(value, name))
}

/** Everything has the root folder above it; an object that is gone counts as below its last place. */
function isBelow(inventory: Inventory, entity: Entity): (id: string) => boolean {
  const below = new Map<string, boolean>()
  return id => {
    let known = below.get(id)
    if (known === undefined) {
      const found = inventory.find(id)
      known =
        entity.id === inventory.rootFolder ||
        id === entity.id ||
        (found !== undefined && containersOf(inventory, found).some(container => container.id === entity.id))
      below.set(id, known)
    }
    return known
  }
}
