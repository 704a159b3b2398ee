import type { Session } from '../../sessions.ts'
import type { State } from '../../state.ts'
import { createShelf } from '../shelf.ts'
import { moRef, type MoRef } from '../values.ts'
import { contentOf, select } from './collect.ts'
import type { FilterSpec } from './filter-spec.ts'
import { isObject } from '../../objects.ts'

/** A lasting filter, with what its client has been told. */
export interface Filter {
  collector: Collector
  /** As the client gave it. */
  raw: unknown
  spec: FilterSpec
  partialUpdates: boolean
  /** By object id. */
  told: Map<string, Told>
}

interface Told {
  object: MoRef
  /** The JSON of every property, and of those that could not be read, by path. */
  values: Map<string, string>
}

/** A property collector: the session's own, or one that the client made. */
export interface Collector {
  filters: Map<string, Filter>
  /** Counts the updates answered. */
  version: number
  /** Ends the wait that is under way. */
  interrupt: (() => void) | undefined
}

export const collectors = createShelf<Collector>()
export const filters = createShelf<Filter>()

const ownCollectors = new WeakMap<Session, Collector>()

export const ownCollectorId = 'propertyCollector'

export function createCollector(): Collector {
  return { filters: new Map(), version: 0, interrupt: undefined }
}

export function findCollector(session: Session | undefined, id: string): Collector | undefined {
  if (id !== ownCollectorId) return collectors.find(session, id)
  if (!session) return undefined
  let own = ownCollectors.get(session)
  if (!own) ownCollectors.set(session, (own = createCollector()))
  return own
}

/** What a client has not been told yet. Telling it is up to the caller. */
export interface Change {
  kind: 'enter' | 'modify' | 'leave'
  object: MoRef
  changed: { name: string; val: unknown }[]
  missing: unknown[]
  now: Told | undefined
}

/** Looks at every object of a filter anew; at most `most` changes, objects that left first. */
export async function changesOf(
  state: State,
  session: Session,
  filter: Filter,
  most: number,
  pause: () => Promise<void> | undefined
): Promise<Change[]> {
  const selected = await select(state, session, { ...filter.spec, tolerateMissing: true })
  const present = new Set(selected.map(one => one.object.value))
  const changes: Change[] = []
  for (const [id, { object }] of filter.told) {
    if (changes.length >= most) return changes
    if (!present.has(id)) changes.push({ kind: 'leave', object, changed: [], missing: [], now: undefined })
  }
  for (const one of selected) {
    if (changes.length >= most) return changes
    const wait = pause()
    if (wait) await wait
    const content = contentOf(state, session, one)
    const change = isObject(content)
      ? compare(filter.told.get(one.object.value), one.object, content)
      : undefined
    if (change) changes.push(change)
  }
  return changes
}

/** Notes that the client has been told. */
export function tell(filter: Filter, { object, now }: Change): void {
  if (now) filter.told.set(object.value, now)
  else filter.told.delete(object.value)
}

export function filterRef(id: string): MoRef {
  return moRef('PropertyFilter', id)
}

function compare(
  told: Told | undefined,
  object: MoRef,
  content: Record<string, unknown>
): Change | undefined {
  const now: Told = { object, values: new Map() }
  const changed: Change['changed'] = []
  const missing: unknown[] = []
  for (const { name, val } of properties(content['propSet'])) {
    const text = JSON.stringify(val)
    now.values.set(name, text)
    if (told?.values.get(name) !== text) changed.push({ name, val })
  }
  for (const unreadable of Array.isArray(content['missingSet']) ? content['missingSet'] : []) {
    const text = JSON.stringify(unreadable)
    const path = isObject(unreadable) ? String(unreadable['path']) : ''
    now.values.set(path, text)
    if (told?.values.get(path) !== text) missing.push(unreadable)
  }
  for (const name of told?.values.keys() ?? []) {
    // A property that is unset now: assigned, without a value.
    if (!now.values.has(name)) changed.push({ name, val: undefined })
  }
  if (told && changed.length === 0 && missing.length === 0) return undefined
  return { kind: told ? 'modify' : 'enter', object, changed, missing, now }
}

function properties(propSet: unknown): { name: string; val: unknown }[] {
  const list: unknown[] = Array.isArray(propSet) ? propSet : []
  return list.flatMap(item => (isObject(item) ? [{ name: String(item['name']), val: item['val'] }] : []))
}
