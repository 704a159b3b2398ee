import type { Entity } from '../../inventory/index.ts'
import type { Session } from '../../sessions.ts'
import type { State } from '../../state.ts'
import { isKindOf } from '../schema/index.ts'
import { listViews, views, viewProperties } from '../views.ts'
import { filterRef, filters, findCollector } from '../collector/collectors.ts'
import { histories, latestPage, type HistoryCollector } from '../history/collector.ts'
import { alarmProperties } from './alarm.ts'
import { computeProperties, hostProperties } from './compute.ts'
import { datastoreProperties } from './datastore.ts'
import { entityProperties, type Properties } from './entity.ts'
import { datacenterProperties, folderProperties, networkProperties, poolProperties } from './places.ts'
import { locateManager } from './managers.ts'
import { findSnapshot, snapshotProperties } from './snapshot.ts'
import { taskProperties } from './task.ts'
import { vmProperties } from './virtual-machine.ts'

/** A managed object as the server sees it. */
export interface ManagedObject {
  /** Its own type, where a request may have named a base type. */
  type: string
  id: string
  /** Undefined when the property is not set. */
  read(name: string): unknown
}

/** Finds an object by a reference, whose type may be a base type of the object's. */
export function findObject(
  state: State,
  session: Session | undefined,
  type: string,
  id: string
): ManagedObject | undefined {
  const found = locate(state, session, type, id)
  if (!found || !isKindOf(found.type, type)) return undefined
  let properties: Properties | undefined
  return {
    type: found.type,
    id,
    read: name => {
      properties ??= found.properties()
      return Object.hasOwn(properties, name) ? properties[name]?.() : undefined
    }
  }
}

/** An object's own type, and how its properties are read. */
export interface Located {
  type: string
  properties: () => Properties
}

/** Looks in the inventory and among the service's own objects. */
function locate(state: State, session: Session | undefined, type: string, id: string): Located | undefined {
  const entity = state.inventory.find(id)
  if (entity) {
    const properties = () => ({ ...entityProperties(state, entity), ...ownProperties(state, entity) })
    return { type: entity.kind, properties }
  }
  return locateMade(state, session, type, id) ?? locateManager(state, session, type, id)
}

/** What tasks and clients made. */
function locateMade(
  state: State,
  session: Session | undefined,
  type: string,
  id: string
): Located | undefined {
  switch (type) {
    case 'Task': {
      const task = state.tasks.find(id)
      return task && { type, properties: () => taskProperties(state, task) }
    }
    case 'VirtualMachineSnapshot': {
      const found = findSnapshot(state.inventory, id)
      return found && { type, properties: () => snapshotProperties(state, found) }
    }
    case 'View':
    case 'ManagedObjectView':
    case 'ListView':
    case 'ContainerView': {
      const list = listViews.find(session, id)
      if (list) return { type: 'ListView', properties: () => ({ view: () => list }) }
      const view = views.find(session, id)
      return view && { type: 'ContainerView', properties: () => viewProperties(state, view) }
    }
    case 'PropertyCollector': {
      const collector = findCollector(session, id)
      const references = () => [...(collector?.filters.keys() ?? [])].map(filterRef)
      return collector && { type, properties: () => ({ filter: references }) }
    }
    case 'PropertyFilter': {
      const filter = filters.find(session, id)
      const { raw, partialUpdates } = filter ?? {}
      return filter && { type, properties: () => ({ spec: () => raw, partialUpdates: () => partialUpdates }) }
    }
    case 'HistoryCollector':
    case 'EventHistoryCollector':
    case 'TaskHistoryCollector': {
      const collector = histories.find(session, id)
      return collector && { type: collector.type, properties: () => historyProperties(collector) }
    }
    case 'Alarm': {
      const alarm = state.alarms.definitions.find(definition => definition.id === id)
      return alarm && { type, properties: () => alarmProperties(state, alarm) }
    }
    default:
      return undefined
  }
}

function historyProperties(collector: HistoryCollector): Properties {
  return {
    filter: () => collector.filter,
    latestPage: () => latestPage(collector).map(item => item.show()),
    initialized: () => true
  }
}

function ownProperties(state: State, entity: Entity): Properties {
  switch (entity.kind) {
    case 'VirtualMachine':
      return vmProperties(state, entity)
    case 'HostSystem':
      return hostProperties(state, entity)
    case 'ClusterComputeResource':
    case 'ComputeResource':
      return computeProperties(state, entity)
    case 'Datastore':
      return datastoreProperties(state, entity)
    case 'Folder':
      return folderProperties(state, entity)
    case 'Datacenter':
      return datacenterProperties(state, entity)
    case 'ResourcePool':
      return poolProperties(state, entity)
    default:
      return networkProperties(state, entity)
  }
}
