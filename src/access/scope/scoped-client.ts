import { CodedError } from '../../errors.ts'
import { quoted } from '../../text.ts'
import { VcenterApiError } from '../../vcenter/errors.ts'
import type { TaskInfo, VcenterClient } from '../../vcenter/types.ts'
import { isReference } from '../../vcenter/vim/answers.ts'
import { type KindName, type ScopedKind, kindOfType, scopedKinds } from './kinds.ts'
import { createSight } from './sight.ts'
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

/** Names no object. */
const ofNone = [
  'name',
  'taskFailure',
  'listPerformanceCounters'
] as const satisfies readonly (keyof VcenterClient)[]

type Given = Readonly<Record<string, unknown>>
type AnyCall = (given: Given) => Promise<unknown>

/**
 * A vCenter in which nothing but what a scope lets through exists: lists leave the rest out, and whatever names an
 * object is asked only after that object was found in such a list. Tools need not know of it. What has no rule here is
 * refused: a new call of the client shows nothing to a limited role until somebody has said what of it may be shown.
 */
export function createScopedClient(client: VcenterClient, visibleRows: VisibleRows): VcenterClient {
  const { visibleIds, requireVisible, isVisible, list, reduced, onlyVisible, allIds } =
    createSight(visibleRows)
  /** Tasks that this call has begun, or that are about something visible. */
  const knownTasks = new Set<string>()

  /** What came of a task may lie where its object does not: a clone in another folder. */
  async function withoutForeignResult({ result, ...task }: TaskInfo): Promise<TaskInfo> {
    if (!isReference(result)) return task
    const isOwn = result.type === 'VirtualMachineSnapshot' || (await isVisible(result))
    return isOwn ? { ...task, result } : task
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
    async getTask(given) {
      const task = await unlessNotFound(client.getTask(given))
      // also of a task that is not there, for the same reason
      const isShown = await isVisible(task?.entity)
      if (!task || !isShown) throw noTask(given.task)
      knownTasks.add(given.task)
      return withoutForeignResult(task)
    },
    async waitForTask(task, options) {
      if (!knownTasks.has(task)) throw noTask(task)
      return withoutForeignResult(await client.waitForTask(task, options))
    },
    async listTriggeredAlarms(given = {}) {
      const kind = given.object && kindOfType(given.object.type)
      if (given.object && !kind) throw refused(`listTriggeredAlarms of ${given.object.type}`)
      if (given.object && kind) await requireVisible(kind, given.object.value)
      return onlyVisible(await client.listTriggeredAlarms(given))
    },
    async queryPerformance(query) {
      for (const { type, value } of query.entities) {
        const kind = kindOfType(type)
        if (kind === undefined) throw refused(`queryPerformance of ${type}`)
        await requireVisible(kind, value)
      }
      return client.queryPerformance(query)
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
      const answer = await (client[name] as unknown as AnyCall)(given)
      if (typeof answer === 'string') knownTasks.add(answer)
      return answer
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

/** `undefined` where vCenter has no such object; other errors are thrown. */
async function unlessNotFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof VcenterApiError && error.isNotFound) return undefined
    throw error
  }
}

function noTask(id: string): CodedError {
  return new CodedError('not_found', `There is no task ${quoted(id)}.`)
}

function kindOfList(name: string): KindName {
  const kind = (Object.keys(scopedKinds) as KindName[]).find(
    each => (scopedKinds[each] as ScopedKind).list === name
  )
  if (!kind) throw refused(name)
  return kind
}

function refused(what: string): CodedError {
  return new CodedError('unsupported', `A role that is limited to some objects cannot do this (${what}).`, {
    hint: 'Use a token whose role has no scope.'
  })
}
