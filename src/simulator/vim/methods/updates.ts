import { setTimeout as sleep } from 'node:timers/promises'
import type { Session } from '../../sessions.ts'
import { flagOf, objectOf, sessionOf, textOf, wholeNumber, type Method, type VimCall } from '../call.ts'
import { select } from '../collector/collect.ts'
import {
  changesOf,
  collectors,
  createCollector,
  filterRef,
  filters,
  findCollector,
  ownCollectorId,
  tell,
  type Change,
  type Collector
} from '../collector/collectors.ts'
import { readFilterSpec } from '../collector/filter-spec.ts'
import { invalidArgument, notAuthenticated, notSupported, objectNotFound, vimFault } from '../faults.ts'
import { createPacer } from '../pacer.ts'
import { dataObject, moRef } from '../values.ts'

/** https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ PropertyCollector, PropertyFilter */

/** Seconds; a client that went away is not waited for any longer. */
const longestWait = 1800

const createFilter: Method = {
  parameters: ['spec!', 'partialUpdates!'],
  run: async call => {
    const session = sessionOf(call)
    const collector = collectorOf(call)
    const raw = call.parameters['spec']
    const spec = readFilterSpec(raw)
    const partialUpdates = flagOf(call, 'partialUpdates')
    // Only to find a starting object that does not exist.
    await select(call.state, session, spec)
    const filter = { collector, raw, spec, partialUpdates, told: new Map() }
    const id = filters.add(session, filter)
    collector.filters.set(id, filter)
    return { value: filterRef(id) }
  }
}

const destroyPropertyFilter: Method = {
  parameters: [],
  run: call => {
    const session = sessionOf(call)
    filters.find(session, call.target.id)?.collector.filters.delete(call.target.id)
    filters.remove(session, call.target.id)
    return {}
  }
}

const createPropertyCollector: Method = {
  parameters: [],
  run: call => ({ value: moRef('PropertyCollector', collectors.add(sessionOf(call), createCollector())) })
}

/** Its filters go with it. That the session's own cannot be destroyed is documented, the fault is inferred. */
const destroyPropertyCollector: Method = {
  parameters: [],
  run: call => {
    const session = sessionOf(call)
    if (call.target.id === ownCollectorId) throw notSupported('This PropertyCollector cannot be destroyed.')
    const collector = collectorOf(call)
    collector.interrupt?.()
    for (const id of collector.filters.keys()) filters.remove(session, id)
    collectors.remove(session, call.target.id)
    return {}
  }
}

const cancelWaitForUpdates: Method = {
  parameters: [],
  run: call => {
    collectorOf(call).interrupt?.()
    return {}
  }
}

/**
 * Answers what changed since `version`, at once if something did, otherwise when something does, or null after
 * `maxWaitSeconds`, or after half an hour: "due to PropertyCollector policy".
 *
 * A version is good until the next one was answered; that one which is not is InvalidCollectorVersion is
 * documented, that a second wait ends the first with RequestCanceled is inferred.
 */
const waitForUpdatesEx: Method = {
  parameters: ['version', 'options'],
  run: async call => {
    const session = sessionOf(call)
    const collector = collectorOf(call)
    const { seconds, most } = optionsOf(call)
    takeUp(collector, textOf(call, 'version') ?? '')
    collector.interrupt?.()
    const interruption = new AbortController()
    const interrupt = () => interruption.abort()
    collector.interrupt = interrupt
    const stop = AbortSignal.any([interruption.signal, call.state.timers.closed])
    const end = performance.now() + Math.min(seconds, longestWait) * 1000
    try {
      for (;;) {
        const began = performance.now()
        const update = await updateOf(call, session, collector, most)
        if (update) return { value: update }
        // Looking again costs as much as looking: big selections are looked at less often.
        const rest = Math.max(40, (performance.now() - began) * 10)
        if (performance.now() >= end) return { value: null }
        await sleep(Math.min(rest, end - performance.now() + 1), undefined, { signal: stop }).catch(ignore)
        if (stop.aborted) throw vimFault('RequestCanceled', 'The request was canceled.')
        if (!call.state.sessions.isLive(session))
          throw notAuthenticated(moRef('PropertyCollector', call.target.id))
      }
    } finally {
      if (collector.interrupt === interrupt) collector.interrupt = undefined
    }
  }
}

export const updateMethods: Record<string, Method> = {
  CreateFilter: createFilter,
  CreatePropertyCollector: createPropertyCollector,
  DestroyPropertyCollector: destroyPropertyCollector,
  CancelWaitForUpdates: cancelWaitForUpdates,
  WaitForUpdatesEx: waitForUpdatesEx
}

export const filterMethods: Record<string, Method> = { DestroyPropertyFilter: destroyPropertyFilter }

function takeUp(collector: Collector, version: string): void {
  if (version === '') {
    for (const filter of collector.filters.values()) filter.told.clear()
  } else if (version !== String(collector.version) || collector.version === 0) {
    throw vimFault('InvalidCollectorVersion', `The version '${version}' is not valid.`)
  }
}

function optionsOf(call: VimCall): { seconds: number; most: number } {
  const given = call.parameters['options']
  if (given === undefined || given === null) return { seconds: Infinity, most: Infinity }
  const options = objectOf(given, 'WaitOptions', ['maxWaitSeconds', 'maxObjectUpdates'])
  const seconds = wholeNumber(options['maxWaitSeconds'], 'maxWaitSeconds') ?? Infinity
  const most = wholeNumber(options['maxObjectUpdates'], 'maxObjectUpdates') ?? Infinity
  if (seconds < 0) throw invalidArgument('options.maxWaitSeconds')
  if (most <= 0) throw invalidArgument('options.maxObjectUpdates')
  return { seconds, most }
}

/** An UpdateSet, or nothing when nothing changed. */
async function updateOf(
  call: VimCall,
  session: Session,
  collector: Collector,
  most: number
): Promise<unknown> {
  const pacer = createPacer()
  const filterSet: unknown[] = []
  let left = most
  for (const [id, filter] of collector.filters) {
    // One more than allowed shows that there is more.
    const found = await changesOf(call.state, session, filter, left + 1, pacer.pause)
    if (found.length === 0) continue
    const changes = found.slice(0, left)
    for (const change of changes) tell(filter, change)
    if (changes.length > 0) {
      const objectSet = changes.map(objectUpdate)
      filterSet.push(dataObject('PropertyFilterUpdate', { filter: filterRef(id), objectSet }))
    }
    left -= found.length
    if (left < 0) break
  }
  if (filterSet.length === 0) return undefined
  collector.version += 1
  return dataObject('UpdateSet', { version: String(collector.version), filterSet, truncated: left < 0 })
}

function objectUpdate({ kind, object, changed, missing }: Change): unknown {
  return dataObject('ObjectUpdate', {
    kind,
    obj: object,
    changeSet:
      changed.length === 0
        ? undefined
        : changed.map(({ name, val }) => dataObject('PropertyChange', { name, op: 'assign', val })),
    missingSet: missing.length === 0 ? undefined : missing
  })
}

function collectorOf(call: VimCall): Collector {
  const collector = findCollector(sessionOf(call), call.target.id)
  if (!collector) throw objectNotFound('PropertyCollector', call.target.id)
  return collector
}

function ignore(): void {}
