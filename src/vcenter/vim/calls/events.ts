import { type Static, Type } from '@sinclair/typebox'
import { guardOf, isNothing, optional } from '../../guards.ts'
import { isReference, reference as referenceSchema, type ManagedObjectReference } from '../answers.ts'
import { vimMethods } from '../methods/index.ts'
import type { Vim } from '../vim-api.ts'
import { invocationOf, managerInvocation } from '../invocations.ts'
import type { VimCaller } from '../vim-caller.ts'
import { reference } from '../vim-values.ts'

const vmArgument = Type.Object({ name: Type.String(), vm: referenceSchema })
const hostArgument = Type.Object({ name: Type.String(), host: referenceSchema })
const event = Type.Object({
  /** Its kind, such as `VmPoweredOnEvent`. */
  _typeName: Type.String(),
  key: Type.Integer(),
  /** Events of one cause share it; the task that caused them names it, too. */
  chainId: Type.Integer(),
  createdTime: Type.String(),
  userName: Type.String(),
  fullFormattedMessage: Type.Optional(Type.String()),
  vm: Type.Optional(vmArgument),
  host: Type.Optional(hostArgument),
  /** Of an `EventEx` or `ExtendedEvent`, which all have one type. */
  eventTypeId: Type.Optional(Type.String()),
  severity: Type.Optional(Type.String())
})
export type VcenterEvent = Static<typeof event>
const isEvents = optional(guardOf(Type.Array(event)))

export interface EventQuery {
  /** Everything unless set. */
  object?: ManagedObjectReference
  /** Whether events of what is below the object count: not, only those, or both, which is the default. */
  recursion?: 'self' | 'children' | 'all'
  /** ISO 8601. */
  since?: string
  until?: string
  /** Types: `VmPoweredOnEvent`, `esx.problem.net.connectivity.lost`. */
  types?: readonly string[]
  /** Ends of `info`, `warning`, `error`, `user`. */
  categories?: readonly string[]
  /** At most so many, the newest ones. */
  maximum: number
}

export interface EventCalls {
  /** Newest first. One call up to 1000 events, a collector that is destroyed afterwards for more. */
  queryEvents(query: EventQuery): Promise<VcenterEvent[]>
}

/** What vCenter answers at once. */
const pageSize = 1000

/** @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (EventManager) */
export function eventCalls(vim: VimCaller): EventCalls {
  return {
    queryEvents: query => vim.reading(`events ${JSON.stringify(query)}`, within => readEvents(within, query))
  }
}

async function readEvents(vim: Vim, query: EventQuery): Promise<VcenterEvent[]> {
  const filter = filterOf(query)
  const first = { filter: { ...filter, maxCount: Math.min(query.maximum, pageSize) } }
  const page = (await vim.invoke(managerInvocation(vim, vimMethods.queryEvents, first, ''), isEvents)) ?? []
  const found = new Map(page.map(each => [each.key, each]))
  if (query.maximum > pageSize && page.length >= pageSize) {
    await collectEvents(vim, filter, query.maximum, found)
  }
  const newestFirst = [...found.values()].toSorted(laterFirst)
  return newestFirst.slice(0, query.maximum)
}

/**
 * A collector reads on backwards. What it starts with is documented twofold ("preceding the latest page", "from the
 * newest item"); the first page was read without it, so that it may begin either way. That it may hold as many events
 * as are wanted is said too, although it may be its own affair (inferred). Collectors are counted by vCenter, hence it
 * is destroyed, whatever happens.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (HistoryCollector, ResetCollector)
 */
async function collectEvents(
  vim: Vim,
  filter: object,
  maximum: number,
  found: Map<number, VcenterEvent>
): Promise<void> {
  const parameters = { filter: { ...filter, maxCount: maximum } }
  const create = managerInvocation(vim, vimMethods.createEventCollector, parameters, '')
  const { value: collector } = await vim.invoke(create, isReference)
  try {
    await vim.invoke(invocationOf(vimMethods.resetEventCollector, collector), isNothing)
    while (found.size < maximum) {
      const read = invocationOf(vimMethods.readPreviousEvents, collector, { maxCount: pageSize })
      const page = (await vim.invoke(read, isEvents)) ?? []
      if (page.length === 0) return
      for (const each of page) found.set(each.key, each)
    }
  } finally {
    vim.tidyUp(invocationOf(vimMethods.destroyEventCollector, collector))
  }
}

function filterOf({ object, recursion, since, until, types, categories }: EventQuery): object {
  return {
    _typeName: 'EventFilterSpec',
    // only so the words come along
    disableFullMessage: false,
    ...(object && {
      entity: {
        _typeName: 'EventFilterSpecByEntity',
        entity: reference(object.type, object.value),
        recursion: recursion ?? 'all'
      }
    }),
    ...((since !== undefined || until !== undefined) && {
      time: {
        _typeName: 'EventFilterSpecByTime',
        ...(since !== undefined && { beginTime: since }),
        ...(until !== undefined && { endTime: until })
      }
    }),
    ...(types && types.length > 0 && { eventTypeId: types }),
    ...(categories && categories.length > 0 && { category: categories })
  }
}

function laterFirst(a: VcenterEvent, b: VcenterEvent): number {
  return Date.parse(b.createdTime) - Date.parse(a.createdTime) || b.key - a.key
}
