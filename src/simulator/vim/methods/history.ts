import { numberOf, objectOf, sessionOf, type Method, type VimCall, type VimResult } from '../call.ts'
import { invalidArgument, invalidState, objectNotFound } from '../faults.ts'
import {
  histories,
  mostCollectors,
  readNext,
  readPrevious,
  reset,
  rewind,
  usualPage,
  type HistoryCollector,
  type Item
} from '../history/collector.ts'
import { readEventQuery } from '../history/events.ts'
import { readTaskQuery } from '../history/tasks.ts'
import { moRef } from '../values.ts'

/**
 * EventManager, TaskManager and their collectors.
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */

const queryEvents: Method = {
  parameters: ['filter!', 'eventViewSpec'],
  run: call => {
    const { eventViewSpec } = call.parameters
    if (eventViewSpec !== undefined && eventViewSpec !== null) {
      objectOf(eventViewSpec, 'EventManagerEventViewSpec', [])
    }
    return { value: readEventQuery(call)().map(item => item.show()) }
  }
}

const createCollectorForEvents: Method = {
  parameters: ['filter!'],
  run: call => addCollector(call, 'EventHistoryCollector', readEventQuery(call))
}

const createCollectorForTasks: Method = {
  parameters: ['filter!'],
  run: call => addCollector(call, 'TaskHistoryCollector', readTaskQuery(call))
}

/** InvalidState beyond the limit (documented: "if there are more than the maximum number of collectors"). */
function addCollector(call: VimCall, type: HistoryCollector['type'], items: () => Item[]): VimResult {
  const session = sessionOf(call)
  const same = histories.ids(session).filter(id => histories.find(session, id)?.type === type)
  if (same.length >= mostCollectors) throw invalidState('The maximum number of collectors has been reached.')
  const filter = call.parameters['filter']
  const collector = { type, filter, items, pageSize: usualPage, position: 0 }
  return { value: moRef(type, histories.add(session, collector)) }
}

const readNextPage: Method = {
  parameters: ['maxCount!'],
  run: call => {
    return { value: readNext(collectorOf(call), countOf(call)).map(item => item.show()) }
  }
}

const readPreviousPage: Method = {
  parameters: ['maxCount!'],
  run: call => {
    return { value: readPrevious(collectorOf(call), countOf(call)).map(item => item.show()) }
  }
}

const setCollectorPageSize: Method = {
  parameters: ['maxCount!'],
  run: call => {
    collectorOf(call).pageSize = countOf(call)
    return {}
  }
}

const resetCollector: Method = {
  parameters: [],
  run: call => {
    reset(collectorOf(call))
    return {}
  }
}

const rewindCollector: Method = {
  parameters: [],
  run: call => {
    rewind(collectorOf(call))
    return {}
  }
}

const destroyCollector: Method = {
  parameters: [],
  run: call => {
    histories.remove(sessionOf(call), call.target.id)
    return {}
  }
}

export const eventManagerMethods: Record<string, Method> = {
  QueryEvents: queryEvents,
  CreateCollectorForEvents: createCollectorForEvents
}

export const taskManagerMethods: Record<string, Method> = { CreateCollectorForTasks: createCollectorForTasks }

export const historyMethods: Record<string, Method> = {
  SetCollectorPageSize: setCollectorPageSize,
  ResetCollector: resetCollector,
  RewindCollector: rewindCollector,
  DestroyCollector: destroyCollector
}

export const eventCollectorMethods: Record<string, Method> = {
  ReadNextEvents: readNextPage,
  ReadPreviousEvents: readPreviousPage
}

export const taskCollectorMethods: Record<string, Method> = {
  ReadNextTasks: readNextPage,
  ReadPreviousTasks: readPreviousPage
}

function collectorOf(call: VimCall): HistoryCollector {
  const collector = histories.find(sessionOf(call), call.target.id)
  if (!collector) throw objectNotFound('HistoryCollector', call.target.id)
  return collector
}

const mostAtOnce = 1000

/** From 1 to 1000, the limit that vCenter has by default. */
function countOf(call: VimCall): number {
  const count = numberOf(call, 'maxCount') ?? 0
  if (count < 1 || count > mostAtOnce) throw invalidArgument('maxCount')
  return count
}
