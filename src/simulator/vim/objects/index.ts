import type { Entity } from '../../inventory/index.ts'
import type { Session } from '../../sessions.ts'
import type { State } from '../../state.ts'
import { isKindOf } from '../schema/index.ts'
import { dateTime, moRef } from '../values.ts'
import { views, viewProperties } from '../views.ts'
import { computeProperties, hostProperties } from './compute.ts'
import { datastoreProperties } from './datastore.ts'
import { entityProperties, type Properties } from './entity.ts'
import { datacenterProperties, folderProperties, networkProperties, poolProperties } from './places.ts'
import { serviceContent, userSession } from './service.ts'
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

/** Looks in the inventory and among the service's own objects. */
function locate(
  state: State,
  session: Session | undefined,
  type: string,
  id: string
): { type: string; properties: () => Properties } | undefined {
  const entity = state.inventory.find(id)
  if (entity) {
    const properties = () => ({ ...entityProperties(state, entity), ...ownProperties(state, entity) })
    return { type: entity.kind, properties }
  }
  switch (type) {
    case 'Task': {
      const task = state.tasks.find(id)
      return task && { type, properties: () => taskProperties(state, task) }
    }
    case 'VirtualMachineSnapshot': {
      const found = findSnapshot(state.inventory, id)
      return found && { type, properties: () => snapshotProperties(found) }
    }
    case 'View':
    case 'ManagedObjectView':
    case 'ContainerView': {
      const view = views.find(session, id)
      return view && { type: 'ContainerView', properties: () => viewProperties(state, view) }
    }
    default:
      return singletonIds[type] === id
        ? { type, properties: () => singleton(state, session, type) }
        : undefined
  }
}

const singletonIds: Record<string, string> = {
  ServiceInstance: 'ServiceInstance',
  SessionManager: 'SessionManager',
  PropertyCollector: 'propertyCollector',
  ViewManager: 'ViewManager',
  TaskManager: 'TaskManager'
}

function singleton(state: State, session: Session | undefined, type: string): Properties {
  const properties: Record<string, Properties> = {
    ServiceInstance: {
      content: () => serviceContent(state),
      serverClock: () => dateTime(state.now())
    },
    SessionManager: {
      currentSession: () => session && userSession(session),
      defaultLocale: () => 'en'
    },
    ViewManager: {
      viewList: () => (session ? views.ids(session).map(id => moRef('ContainerView', id)) : [])
    },
    TaskManager: {
      recentTask: () => state.tasks.recent().map(task => moRef('Task', task.id)),
      maxCollector: () => 32
    }
  }
  return properties[type] ?? {}
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
