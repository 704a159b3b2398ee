import type { EventRecord, Named } from '../../events/log.ts'
import type { State } from '../../state.ts'
import type { TaskFault } from '../../tasks.ts'
import { objectOf, wholeNumber, type VimCall } from '../call.ts'
import { invalidArgument } from '../faults.ts'
import { localizedFault } from '../faults.ts'
import { taskInfo } from '../objects/task.ts'
import { dataObject, dateTime, escapeName, moRef } from '../values.ts'
import type { Item } from './collector.ts'
import { readEntityTest, readTexts, readTimes, readUserTest } from './filter.ts'
import { isObject } from '../../objects.ts'

const filterFields = [
  'entity',
  'time',
  'userName',
  'eventChainId',
  'alarm',
  'scheduledTask',
  'disableFullMessage',
  'category',
  'type',
  'tag',
  'eventTypeId',
  'maxCount',
  'delayedInit'
]

const usualMost = 1000

/**
 * Reads an `EventFilterSpec`; what fits it, oldest first.
 *
 * `type` names classes and their bases, `eventTypeId` single types, with `vim.event.` before them or without.
 * That the newest `maxCount` are answered, oldest first, and 1000 when it is unset, is inferred.
 */
export function readEventQuery(call: VimCall): () => Item[] {
  const { state } = call
  const spec = objectOf(call.parameters['filter'], 'EventFilterSpec', filterFields)
  const inEntity = readEntityTest(call, spec['entity'], 'EventFilterSpecByEntity')
  const byUser = readUserTest(spec['userName'], 'EventFilterSpecByUsername')
  const time = isObject(spec['time'])
    ? readTimes(objectOf(spec['time'], 'EventFilterSpecByTime', ['beginTime', 'endTime']))
    : undefined
  const categories = readTexts(spec['category'], 'category')
  const classes = readTexts(spec['type'], 'type')
  const types = readTexts(spec['eventTypeId'], 'eventTypeId')
  const chainId = wholeNumber(spec['eventChainId'], 'eventChainId')
  const most = wholeNumber(spec['maxCount'], 'maxCount') ?? usualMost
  if (most < 0) throw invalidArgument('filter.maxCount')
  const silent = spec['disableFullMessage'] === true

  function fits(event: EventRecord): boolean {
    return (
      (!time || (event.time >= time.begin && event.time <= time.end)) &&
      (!types || types.has(event.type) || types.has(`vim.event.${event.type}`)) &&
      (!classes || basesOf(event.type).some(name => classes.has(name))) &&
      (!categories || categories.has(event.category)) &&
      (chainId === undefined || event.chainId === chainId) &&
      (!byUser || byUser(event.user)) &&
      (!inEntity || inEntity(idsOf(state, event)))
    )
  }

  return () => {
    const found = most === 0 ? [] : state.events.all().filter(fits).slice(-most)
    return found.map(event => ({ key: event.key, show: () => showEvent(state, event, !silent) }))
  }
}

/** As a data object of its type. https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ Event */
export function showEvent(state: State, event: EventRecord, withText = true): Record<string, unknown> {
  const { subject } = event
  return dataObject(event.type, {
    key: event.key,
    chainId: event.chainId,
    createdTime: dateTime(event.time),
    userName: event.user,
    datacenter: argument('DatacenterEventArgument', 'datacenter', subject.datacenter),
    computeResource: argument('ComputeResourceEventArgument', 'computeResource', subject.computeResource),
    host: argument('HostEventArgument', 'host', subject.host),
    vm: argument('VmEventArgument', 'vm', subject.vm),
    ds: argument('DatastoreEventArgument', 'datastore', subject.ds),
    net: argument('NetworkEventArgument', 'network', subject.net),
    fullFormattedMessage: withText ? event.message : undefined,
    ...ownFields(state, event)
  })
}

function ownFields(state: State, event: EventRecord): Record<string, unknown> {
  if (event.task) return { info: taskInfo(state, event.task) }
  const { alarmId, reason, ...others } = event.fields ?? {}
  const fields: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(others))
    fields[name] = isNamed(value) ? argumentOf(value) : value
  if (reason !== undefined) fields['reason'] = isFault(reason) ? localizedFault(reason) : reason
  if (event.subject.vm) fields['template'] = event.subject.vm.template ?? false
  if (typeof alarmId !== 'string') return fields
  const { vm, host, ds } = event.subject
  const entity = vm ?? host ?? ds
  const definition = state.alarms.definitions.find(alarm => alarm.id === alarmId)
  return {
    alarm: dataObject('AlarmEventArgument', {
      name: definition?.name ?? '',
      alarm: moRef('Alarm', alarmId)
    }),
    ...fields,
    source: argument('ManagedEntityEventArgument', 'entity', entity),
    entity: argument('ManagedEntityEventArgument', 'entity', entity)
  }
}

function argument(typeName: string, field: string, named: Named | undefined): unknown {
  if (!named) return undefined
  return dataObject(typeName, { name: escapeName(named.name), [field]: moRef(named.type, named.id) })
}

function isNamed(value: unknown): value is Named {
  return isObject(value) && typeof value['type'] === 'string' && typeof value['id'] === 'string'
}

function isFault(value: unknown): value is TaskFault {
  return isObject(value) && typeof value['typeName'] === 'string' && isObject(value['fields'])
}

function argumentOf(named: Named): unknown {
  const typeNames: Record<string, [string, string]> = {
    VirtualMachine: ['VmEventArgument', 'vm'],
    HostSystem: ['HostEventArgument', 'host'],
    Datacenter: ['DatacenterEventArgument', 'datacenter']
  }
  const [typeName, field] = typeNames[named.type] ?? ['ManagedEntityEventArgument', 'entity']
  return argument(typeName, field, named)
}

/** The object first, then those it happened in; what is about none belongs to the root folder. */
function idsOf({ inventory }: State, { subject }: EventRecord): string[] {
  const { vm, host, ds, net, computeResource, datacenter } = subject
  const ids = [vm, ds, net, host, computeResource, datacenter].flatMap(named => named?.id ?? [])
  return [...ids, inventory.rootFolder]
}

function basesOf(type: string): string[] {
  const base = /^(Vm|DrsVm)/.test(type)
    ? 'VmEvent'
    : type.endsWith('SessionEvent')
      ? 'SessionEvent'
      : type.startsWith('Alarm')
        ? 'AlarmEvent'
        : /^Host|MaintenanceMode/.test(type)
          ? 'HostEvent'
          : undefined
  return base === undefined ? [type, 'Event'] : [type, base, 'Event']
}
