import type { AutomationApi } from '../automation/automation-api.ts'
import { operations } from '../automation/operations/index.ts'
import type { AnyArguments } from '../automation/operation.ts'
import { VcenterUnsupportedError } from '../errors.ts'
import type { Flights } from '../flights.ts'
import { monotonic } from '../transport/clock.ts'
import { createGate } from '../transport/gate.ts'
import { readPages } from '../vim/property-collector.ts'
import type { VimApi } from '../vim/vim-api.ts'
import { filterOf, keyOf, matching, type ListFilter, type Row } from './filters.ts'
import { createKeptLists } from './kept-lists.ts'
import { listKinds, type ListKind, type ListName } from './kinds.ts'
import { isBeyondCap, readInParts, type Get } from './partition.ts'
import type { LookUp } from './splits.ts'
import { wholeInventory } from './traversal.ts'
import type { VimList } from './vim-rows.ts'

/** The lists of the inventory, whole whatever their size. */
export interface InventoryLists {
  /** What the operation answers, also where vCenter refuses to answer a list that long. */
  list(name: ListName, given: AnyArguments, signal: AbortSignal | undefined): Promise<readonly Row[]>
  /** The unfiltered list, if it is kept or one request may bring it. */
  atHand(name: ListName, signal: AbortSignal | undefined): Promise<readonly Row[] | undefined>
  /** Drops what is kept: something was written. */
  forget(): void
}

export interface InventoryListsOptions {
  vcenter: string
  /** Of the connection, so that whoever asks the same at the same time shares the answer. */
  flights: Flights
  automation: AutomationApi
  vim: VimApi
}

/** How long it is believed that a list is beyond its cap. */
const refusedMs = 10 * 60_000
const mostRefused = 500
/** Parts of one connection that are asked for at a time. */
const concurrentParts = 4
const mostPartsWaiting = 100_000
/** Filtered forms of one kept list. */
const mostSelections = 8
/** Longer than any call lasts: the signal of the callers ends the wait. */
const partWaitMs = 10 * 60_000

/**
 * One GET where vCenter answers it. Beyond the cap of a list one bulk read through VI/JSON, which has none; where there
 * is no VI/JSON (8.0 GA), or only a part of the inventory is wanted, the list is put together from parts.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/
 */
export function createInventoryLists(options: InventoryListsOptions): InventoryLists {
  const { vcenter, automation, vim, flights } = options
  const kept = createKeptLists(flights)
  const gate = createGate({
    vcenter,
    what: 'parts of lists',
    places: concurrentParts,
    line: mostPartsWaiting,
    waitMs: partWaitMs
  })
  /** Until when a list is believed to be refused. */
  const refusedUntil = new Map<string, number>()
  const filtered = new WeakMap<readonly Row[], Map<string, readonly Row[]>>()

  function isRefused(key: string): boolean {
    return (refusedUntil.get(key) ?? 0) > monotonic()
  }

  function rememberRefusal(key: string): void {
    if (refusedUntil.size >= mostRefused) refusedUntil.clear()
    refusedUntil.set(key, monotonic() + refusedMs)
  }

  async function ask({ operation }: ListKind, filter: ListFilter, signal: AbortSignal | undefined) {
    return (await automation.call(operation, filter, signal)) as readonly Row[]
  }

  async function complete(name: ListName, filter: ListFilter, get: Get, signal: AbortSignal | undefined) {
    const key = keyOf(name, filter)
    if (!isRefused(key)) {
      try {
        return await get(listKinds[name], filter)
      } catch (error) {
        if (!isBeyondCap(error)) throw error
        rememberRefusal(key)
      }
    }
    return beyondCap(name, filter, signal)
  }

  async function beyondCap(name: ListName, filter: ListFilter, signal: AbortSignal | undefined) {
    const kind: ListKind = listKinds[name]
    if (Object.keys(filter).every(each => each in kind.fields)) {
      try {
        return selected(kind, await whole(name, signal), filter)
      } catch (error) {
        if (!(error instanceof VcenterUnsupportedError)) throw error
      }
    }
    return kept.share(keyOf(name, filter), shared => inParts(kind, filter, shared), signal)
  }

  function whole(name: ListName, signal: AbortSignal | undefined): Promise<readonly Row[]> {
    return kept.share(keyOf(name, {}), shared => readThroughVim(vim, listKinds[name].vim, shared), signal)
  }

  /** The same array for the same filter, as long as the whole list is kept: its order is known then. */
  function selected(kind: ListKind, rows: readonly Row[], filter: ListFilter): readonly Row[] {
    const known = filtered.get(rows) ?? new Map<string, readonly Row[]>()
    const key = keyOf('', filter)
    const found = known.get(key) ?? matching(rows, filter, kind.fields)
    if (known.size >= mostSelections) known.clear()
    filtered.set(rows, known.set(key, found))
    return found
  }

  function inParts(kind: ListKind, filter: ListFilter, signal: AbortSignal): Promise<readonly Row[]> {
    const get: Get = (each, part) => gate.run(() => ask(each, part, signal), signal)
    return readInParts(kind, filter, get, lookUp(get, signal))
  }

  function lookUp(get: Get, signal: AbortSignal): LookUp {
    async function ids(name: ListName, filter: ListFilter): Promise<string[]> {
      const rows = await complete(name, filter, get, signal)
      return rows.map(row => String(row[listKinds[name].id]))
    }

    async function rootFolder(datacenter: string, type: string): Promise<string | undefined> {
      const given = { datacenter }
      const info = (await gate.run(
        () => automation.call(operations.getDatacenter, given, signal),
        signal
      )) as Row
      const field = { DATASTORE: 'datastore', HOST: 'host', NETWORK: 'network', VIRTUAL_MACHINE: 'vm' }[type]
      return field === undefined ? undefined : String(info[`${field}_folder`])
    }

    async function rootPool(cluster: string): Promise<string> {
      const given = { cluster }
      const info = (await gate.run(
        () => automation.call(operations.getCluster, given, signal),
        signal
      )) as Row
      return String(info['resource_pool'])
    }

    return { ids, rootFolder, rootPool }
  }

  async function readAtHand(name: ListName, key: string, signal: AbortSignal) {
    if (kept.has(key)) return complete(name, {}, (kind, filter) => ask(kind, filter, signal), signal)
    if (isRefused(key)) return undefined
    try {
      return await ask(listKinds[name], {}, signal)
    } catch (error) {
      if (!isBeyondCap(error)) throw error
      rememberRefusal(key)
      return undefined
    }
  }

  return {
    list(name, given, signal) {
      const filter = filterOf(given)
      const read = (during: AbortSignal) =>
        complete(name, filter, (kind, part) => ask(kind, part, during), during)
      return flights.share(keyOf(name, filter), read, signal)
    },
    atHand(name, signal) {
      const key = keyOf(name, {})
      return flights.share(`at hand ${key}`, during => readAtHand(name, key, during), signal)
    },
    forget: () => kept.forget()
  }
}

/** One call as long as the list fits into one page. When the session ends on the way, all of it is read anew. */
function readThroughVim(api: VimApi, list: VimList, signal: AbortSignal): Promise<readonly Row[]> {
  return api.run(async vim => {
    const rows: Row[] = []
    const filter = wholeInventory(vim.service.rootFolder, list.type, list.paths, list.through)
    await readPages(vim, filter, list.pageSize, objects => {
      for (const object of objects) {
        const row = list.row(object)
        if (row) rows.push(row)
      }
    })
    return rows
  }, signal)
}
