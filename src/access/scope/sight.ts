import { CodedError } from '../../errors.ts'
import { isObject } from '../../objects.ts'
import { quoted } from '../../text.ts'
import type { ManagedObject, ManagedObjectReference } from '../../vcenter/types.ts'
import { isReference } from '../../vcenter/vim/answers.ts'
import { type KindName, kindOfType, scopedKinds } from './kinds.ts'
import type { Filter, VisibleRows } from './visible.ts'

/** An id that no vCenter gives: it counts up from 1. */
const nothing: ManagedObjectReference = { type: 'VirtualMachine', value: 'vm-2147483647' }

/** Answers what of objects, and of what answers say of objects, a scope lets through; for one call, and as it was then. */
export function createSight(visibleRows: VisibleRows) {
  /** Found in this call already. */
  const seen = new Set<string>()

  async function visibleIds(kind: KindName, filter: Filter): Promise<ReadonlySet<string>> {
    const rows = await visibleRows(kind, filter)
    return new Set(rows.map(row => String(row[scopedKinds[kind].id])))
  }

  async function requireVisible(kind: KindName, id: unknown): Promise<void> {
    const key = `${kind} ${String(id)}`
    if (seen.has(key)) return
    const found = await visibleIds(kind, { [scopedKinds[kind].ids]: [id] })
    if (!found.has(String(id)))
      throw new CodedError('not_found', `There is no ${kind} ${quoted(String(id))}.`)
    seen.add(key)
  }

  /** Asks the same of nothing: how long an answer takes must not tell that there is something outside. */
  async function isVisible({ type, value }: ManagedObjectReference = nothing): Promise<boolean> {
    const kind = kindOfType(type) ?? 'vm'
    return (await visibleIds(kind, { [scopedKinds[kind].ids]: [value] })).has(value)
  }

  async function list(kind: KindName, filter: Filter = {}) {
    const rows = await visibleRows(kind, filter)
    for (const row of rows) seen.add(`${kind} ${String(row[scopedKinds[kind].id])}`)
    return rows
  }

  /** Of many objects those that are visible, and of the lists of others in them what is visible of those. */
  async function reduced(
    objects: readonly ManagedObject[],
    idsOf: (kind: KindName) => Promise<ReadonlySet<string>>
  ) {
    const kept: ManagedObject[] = []
    for (const object of objects) {
      const kind = kindOfType(object.type)
      if (kind === undefined || !(await idsOf(kind)).has(object.id)) continue
      // what a VM has is its own; what a host or a datastore holds may be others'
      kept.push(kind === 'vm' ? object : { ...object, properties: await withoutOthers(object.properties) })
    }
    return kept
  }

  async function withoutOthers(properties: Record<string, unknown>): Promise<Record<string, unknown>> {
    const entries = Object.entries(properties).map(async ([name, value]) => [name, await visibleIn(value)])
    return Object.fromEntries((await Promise.all(entries)) as [string, unknown][])
  }

  async function visibleIn(value: unknown): Promise<unknown> {
    return Array.isArray(value) ? onlyVisible(value as readonly unknown[]) : value
  }

  async function onlyVisible<Item>(value: readonly Item[]): Promise<Item[]> {
    const references = value.map(referenceIn)
    const visible = await Promise.all(
      references.map(async each => {
        const kind = each && kindOfType(each.type)
        return each === undefined || (kind !== undefined && (await allIds(kind)).has(each.value))
      })
    )
    return value.filter((_each, index) => visible[index])
  }

  const wholes = new Map<KindName, Promise<ReadonlySet<string>>>()
  function allIds(kind: KindName): Promise<ReadonlySet<string>> {
    const known = wholes.get(kind) ?? visibleIds(kind, {})
    wholes.set(kind, known)
    return known
  }

  return { visibleIds, requireVisible, isVisible, list, reduced, onlyVisible, allIds }
}

/** Of an item that is a reference, or names its object: a DatastoreHostMount by `key`, an AlarmState by `entity`. */
function referenceIn(item: unknown): ManagedObjectReference | undefined {
  if (isReference(item)) return item
  return isObject(item) ? [item['key'], item['entity']].find(isReference) : undefined
}
