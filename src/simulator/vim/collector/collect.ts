import type { Session } from '../../sessions.ts'
import type { State } from '../../state.ts'
import { noPermission, localizedFault, notSupported, objectNotFound } from '../faults.ts'
import type { FilterSpec, PropertySpec, Selection, Traversal } from './filter-spec.ts'
import { findObject, type ManagedObject } from '../objects/index.ts'
import { createPacer } from '../pacer.ts'
import { isAllowed } from '../../privileges.ts'
import { isAbsentPath } from '../schema/absent.ts'
import { isKindOf, propertiesOf, typeOfPath } from '../schema/index.ts'
import { box, dataObject, isMoRef, moRef, type MoRef } from '../values.ts'
import { isObject } from '../../objects.ts'

/** An object that a filter selected, and what is wanted of it. */
export interface Selected {
  object: MoRef
  spec: PropertySpec
}

/**
 * Walks from the filter's objects along its traversals; every object comes once.
 *
 * @throws ManagedObjectNotFound for a starting object that does not exist
 */
export async function select(state: State, session: Session, filter: FilterSpec): Promise<Selected[]> {
  const pacer = createPacer()
  const named = new Map<string, Traversal>()
  /** Objects each traversal has been followed from: inventories have cycles. */
  const visited = new Map<Traversal, Set<string>>()
  const selected = new Map<string, Selected>()
  for (const start of filter.objects) nameTraversals(start.next, named)

  const specs = new Map<string, PropertySpec | undefined>()

  function add(object: ManagedObject): void {
    const { type } = object
    if (!specs.has(type)) specs.set(type, specFor(filter.properties, type))
    const spec = specs.get(type)
    if (spec) selected.set(object.id, { object: moRef(object.type, object.id), spec })
  }

  async function follow(object: ManagedObject, next: readonly Selection[]): Promise<void> {
    for (const selection of next) {
      const traversal = 'path' in selection ? selection : named.get(selection.name)
      if (!traversal || !isKindOf(object.type, traversal.type)) continue
      const from = visited.get(traversal) ?? new Set()
      if (from.has(object.id)) continue
      visited.set(traversal, from.add(object.id))
      for (const reference of references(readPath(object, traversal.path))) {
        const pause = pacer.pause()
        if (pause) await pause
        const target = findObject(state, session, reference.type, reference.value)
        if (!target) continue
        if (!traversal.skip) add(target)
        if (traversal.next.length > 0) await follow(target, traversal.next)
      }
    }
  }

  for (const start of filter.objects) {
    const object = findObject(state, session, start.object.type, start.object.value)
    if (!object) {
      if (filter.tolerateMissing) continue
      throw objectNotFound(start.object.type, start.object.value)
    }
    if (!start.skip) add(object)
    await follow(object, start.next)
  }
  return [...selected.values()]
}

/** An `ObjectContent`, or undefined when the object has gone meanwhile. */
export function contentOf(state: State, session: Session, { object, spec }: Selected): unknown {
  const found = findObject(state, session, object.type, object.value)
  if (!found) return undefined
  const unreadable = state.inventory.unreadable.get(object.value)
  const blind = !isAllowed(state.settings, 'System.Read') && state.inventory.find(object.value) !== undefined
  const cache = new Map<string, unknown>()
  const propSet: unknown[] = []
  const missingSet: unknown[] = []
  for (const path of spec.all ? Object.keys(propertiesOf(found.type)) : spec.paths) {
    const [first = '', ...rest] = path.split('.')
    if (blind || unreadable?.has(first)) {
      const { fault } = noPermission(object, 'System.Read')
      missingSet.push(dataObject('MissingProperty', { path, fault: localizedFault(fault) }))
      continue
    }
    const type = typeOfPath(found.type, [first, ...rest])
    if (type === undefined && isAbsentPath(found.type, [first, ...rest])) {
      const { fault } = notSupported(`vCenter has ${found.type}.${path}, but the simulator does not.`)
      missingSet.push(dataObject('MissingProperty', { path, fault: localizedFault(fault) }))
      continue
    }
    if (!cache.has(first)) cache.set(first, found.read(first))
    const value = descend(cache.get(first), rest)
    // What is unset is simply absent.
    if (value === undefined || type === undefined) continue
    propSet.push(dataObject('DynamicProperty', { name: path, val: box(value, type) }))
  }
  return dataObject('ObjectContent', {
    obj: object,
    propSet: propSet.length === 0 ? undefined : propSet,
    missingSet: missingSet.length === 0 ? undefined : missingSet
  })
}

/** Of the specs for an object's type and its base types, all count (inferred: govmomi relies on it). */
function specFor(specs: readonly PropertySpec[], type: string): PropertySpec | undefined {
  const fitting = specs.filter(spec => isKindOf(type, spec.type))
  if (fitting.length < 2) return fitting[0]
  const paths = [...new Set(fitting.flatMap(spec => spec.paths))]
  return { type, all: fitting.some(spec => spec.all), paths }
}

function nameTraversals(selections: readonly Selection[], named: Map<string, Traversal>): void {
  for (const selection of selections) {
    if (!('path' in selection)) continue
    if (selection.name !== undefined) named.set(selection.name, selection)
    nameTraversals(selection.next, named)
  }
}

function readPath(object: ManagedObject, path: string): unknown {
  const [first = '', ...rest] = path.split('.')
  return descend(object.read(first), rest)
}

function descend(value: unknown, names: readonly string[]): unknown {
  let current = value
  for (const name of names) current = isObject(current) ? current[name] : undefined
  return current
}

function references(value: unknown): MoRef[] {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.filter(isMoRef)
}
