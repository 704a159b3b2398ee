import { randomUUID } from 'node:crypto'
import type { Entity } from '../inventory/index.ts'
import type { Session } from '../sessions.ts'
import type { State } from '../state.ts'
import { refOf, type Properties } from './objects/entity.ts'
import { isKindOf } from './schema/index.ts'
import { moRef } from './values.ts'

/** A container view; what is in it is looked up anew each time. */
export interface View {
  id: string
  container: Entity
  types: string[]
  recursive: boolean
}

/** Views belong to the session that made them, and go with it. */
const viewsBySession = new WeakMap<Session, Map<string, View>>()

export function viewsOf(session: Session): Map<string, View> {
  let views = viewsBySession.get(session)
  if (!views) viewsBySession.set(session, (views = new Map()))
  return views
}

export function findView(session: Session, id: string): View | undefined {
  return viewsOf(session).get(id)
}

/** Ids of views hold brackets, which have to be percent-encoded in a path. */
export function addView(session: Session, view: Omit<View, 'id'>): View {
  const added = { ...view, id: `session[${session.key}]52${randomUUID().slice(2)}` }
  viewsOf(session).set(added.id, added)
  return added
}

export function removeView(session: Session, id: string): void {
  viewsOf(session).delete(id)
}

export function viewProperties(state: State, view: View): Properties {
  return {
    view: () => contentOf(state, view).map(refOf),
    container: () => moRef(view.container.kind, view.container.id),
    type: () => view.types,
    recursive: () => view.recursive
  }
}

/** Objects in the container: its direct contents or, if recursive, everything below; each once. */
function contentOf(state: State, view: View): Entity[] {
  const seen = new Set<string>([view.container.id])
  const content: Entity[] = []
  const waiting: Entity[] = [view.container]
  for (let index = 0; index < waiting.length; index += 1) {
    const container = waiting[index]
    if (!container) break
    for (const id of childrenOf(state, container)) {
      const child = seen.has(id) ? undefined : state.inventory.find(id)
      if (!child) continue
      seen.add(id)
      content.push(child)
      if (view.recursive) waiting.push(child)
    }
  }
  if (view.types.length === 0) return content
  return content.filter(entity => view.types.some(type => isKindOf(entity.kind, type)))
}

/** See CreateContainerView at https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ */
function childrenOf({ inventory }: State, entity: Entity): string[] {
  switch (entity.kind) {
    case 'Folder':
      return entity.children
    case 'Datacenter':
      return [entity.vmFolder, entity.hostFolder, entity.datastoreFolder, entity.networkFolder]
    case 'ClusterComputeResource':
    case 'ComputeResource':
      return [...entity.hosts, entity.resourcePool]
    case 'ResourcePool':
      return [...entity.children, ...inventory.vmsOf(entity.id).map(vm => vm.id)]
    case 'HostSystem':
      return inventory.vmsOf(entity.id).map(vm => vm.id)
    default:
      return []
  }
}
