import { CodedError } from '../../errors.ts'
import { isObject } from '../../objects.ts'
import { quoted } from '../../text.ts'
import type { ManagedObject, ManagedObjectReference, VcenterClient } from '../../vcenter/types.ts'
import { isReference } from '../../vcenter/vim/answers.ts'
import { type KindName, type ScopedKind, kindOfType, scopedKinds } from './kinds.ts'
import { type Filter, mostIdsInFilter, type VisibleRows } from './visible.ts'

/** What is asked of one VM, by its id. */
const ofOneVm = [
  'getVm',
  'getGuestIdentity',
  'getSnapshots',
  'createSnapshot',
  'removeSnapshot',
  'startVm',
  'stopVm',
  'resetVm',
  'shutdownGuest',
  'rebootGuest',
  'deleteVm',
  'updateCpu',
  'updateMemory'
] as const satisfies readonly (keyof VcenterClient)[]

/** Names no object, or only a task that the same call has begun. */
const ofNone = ['name', 'waitForTask', 'taskFailure'] as const satisfies readonly (keyof VcenterClient)[]

/** An id that no vCenter gives: it counts up from 1. */
const nothing: ManagedObjectReference = { type: 'VirtualMachine', value: 'vm-2147483647' }

type Given = Readonly<Record<string, unknown>>
type AnyCall = (given: Given) => Promise<unknown>

/**
 * A vCenter in which nothing but what a scope lets through exists: lists leave the rest out, and whatever names an
 * object is asked only after that object was found in such a list. Tools need not know of it. What has no rule here is
 * refused: a new call of the client shows nothing to a limited role until somebody has said what of it may be shown.
 */
export function createScopedClient(client: VcenterClient, visibleRows: VisibleRows): VcenterClient {
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
    const entries = Object.entries(properties).map(async ([name, value]) => [name, await onlyVisible(value)])
    return Object.fromEntries((await Promise.all(entries)) as [string, unknown][])
  }

  async function onlyVisible(value: unknown): Promise<unknown> {
    if (!Array.isArray(value)) return value
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

  const own = {
    async readObjects(type, ids, paths) {
      const kind = kindOfType(type)
      if (kind === undefined) throw refused(`readObjects of ${type}`)
      const wanted = ids.map(id => (typeof id === 'string' ? id : id.value))
      // as a filter so many ids would take many requests
      const visible =
        wanted.length > mostIdsInFilter
          ? await allIds(kind)
          : await visibleIds(kind, { [scopedKinds[kind].ids]: wanted })
      const left = ids.filter((_id, index) => visible.has(wanted[index] ?? ''))
      return reduced(await client.readObjects(type, left, paths), async () => visible)
    },
    async readInventory(spec) {
      const unknown = Object.keys(spec).find(type => kindOfType(type) === undefined)
      if (unknown !== undefined) throw refused(`readInventory of ${unknown}`)
      return reduced(await client.readInventory(spec), allIds)
    },
    async listAtHand(name) {
      const kind = kindOfList(name)
      return (await client.listAtHand(name)) && ((await list(kind)) as never)
    },
    async findByPath(given) {
      const found = await client.findByPath(given)
      return (await isVisible(found)) ? found : undefined
    },
    async findVmByUuid(given) {
      const id = await client.findVmByUuid(given)
      const vm = id === undefined ? undefined : { type: 'VirtualMachine', value: id }
      return (await isVisible(vm)) ? id : undefined
    },
    async getInventoryPaths({ objects }) {
      const visible = await Promise.all(objects.map(isVisible))
      return client.getInventoryPaths({ objects: objects.filter((_object, index) => visible[index]) })
    }
  } satisfies Partial<VcenterClient>

  const rules = new Map<string | symbol, unknown>(Object.entries(own))
  for (const kind of Object.keys(scopedKinds) as KindName[]) {
    rules.set(scopedKinds[kind].list, (filter?: Filter) => list(kind, filter))
  }
  for (const name of ofOneVm) {
    rules.set(name, async (given: Given) => {
      await requireVisible('vm', given['vm'])
      return (client[name] as unknown as AnyCall)(given)
    })
  }
  for (const name of ofNone) rules.set(name, client[name])

  return new Proxy(client, {
    get(_client, name) {
      if (rules.has(name)) return rules.get(name)
      // a client is no promise, and must not look like one to whoever awaits it
      return typeof name === 'string' && name !== 'then' ? () => Promise.reject(refused(name)) : undefined
    }
  })
}

function kindOfList(name: string): KindName {
  const kind = (Object.keys(scopedKinds) as KindName[]).find(
    each => (scopedKinds[each] as ScopedKind).list === name
  )
  if (!kind) throw refused(name)
  return kind
}

/** Of an item that is a reference, or names its object by `key` as a DatastoreHostMount does. */
function referenceIn(item: unknown): ManagedObjectReference | undefined {
  return isReference(item) ? item : isObject(item) && isReference(item['key']) ? item['key'] : undefined
}

function refused(what: string): CodedError {
  return new CodedError('unsupported', `A role that is limited to some objects cannot do this (${what}).`, {
    hint: 'Use a token whose role has no scope.'
  })
}
